import { describe, expect, it } from 'vitest';
import { transition } from 'xstate';
import type { Plan } from '../../../shared/plan/plan.ts';
import { freshContext, noRuns, type WizardContext } from '../../../shared/wizard/context.ts';
import type { MachineEvent } from '../../../shared/wizard/events.ts';
import { wizardMachine } from '../../../shared/wizard/machine.ts';
import { wizardStepOf } from '../../../shared/wizard/pages.ts';
import { organization } from '../rules/sample.ts';
import { planOf } from './plans.ts';
import { conflict, runOf } from './run-views.ts';

const sample = organization();
const apply = planOf(sample, 'direct');
/** As if it put the same objects back */
const rollback: Plan = {
  ...apply,
  id: 'back',
  purpose: 'rollback',
  of: 'the run',
  steps: apply.steps.filter(({ kind }) => kind === 'call'),
};
const half = { ...runOf(rollback, ['applied', 'doubt']), id: 'half' };
const context: WizardContext = {
  ...freshContext('en'),
  mode: 'connected',
  organization: sample,
  baseline: sample,
  active: 'rollback',
  plans: { ...noRuns, apply, rollback },
  runs: {
    ...noRuns,
    apply: runOf(
      apply,
      rollback.steps.map(() => 'applied'),
    ),
    rollback: half,
  },
};
const reviewed: MachineEvent = { type: 'ROLLBACK_REVIEWED', review: [{ ...conflict, kind: 'putBack' }] };

type State = ReturnType<typeof wizardMachine.resolveState>;
const from = (changes: Partial<WizardContext> = {}): State =>
  wizardMachine.resolveState({ value: { change: 'stopped' }, context: { ...context, ...changes } });
const send = (state: State, ...events: readonly MachineEvent[]): State =>
  events.reduce((now, event) => transition(wizardMachine, now, event)[0], state);
const place = ({ value }: State): string => Object.values(wizardStepOf(value)).join('.');

describe('a rollback that may have put something back, reviewed again', () => {
  it.each(['change', 'hcw', 'postChecks'] as const)('comes back as it was, wherever it was asked for: %s', (rollbackFrom) => {
    const review = send(from({ rollbackFrom }), { type: 'SHOW_ROLLBACK' }, reviewed);
    expect([place(review), review.context.plans.rollback?.id]).not.toEqual(['change.rollbackReview', 'back']);
    const again = send({ ...review, context: { ...review.context, rollbackFrom } }, { type: 'SHOW_ROLLBACK' }, reviewed);
    for (const state of [review, again]) {
      const back = send(state, { type: 'BACK' });
      expect([place(back), back.context.active, back.context.plans.rollback, back.context.runs.rollback]).toEqual([
        'change.stopped',
        'rollback',
        rollback,
        half,
      ]);
      expect(place(send(back, { type: 'COMMIT', plan: 'back' }))).toBe('change.running');
    }
  });

  it('comes back also where the review could not be read', () => {
    const failed = send(from(), { type: 'SHOW_ROLLBACK' }, { type: 'CANCEL_TASK' }, { type: 'BACK' });
    expect([place(failed), failed.context.plans.rollback, failed.context.runs.rollback]).toEqual(['change.stopped', rollback, half]);
  });

  it('makes room for the one that is begun then, and comes back no more', () => {
    const review = send(from(), { type: 'SHOW_ROLLBACK' }, reviewed);
    const begun = send(review, { type: 'COMMIT', plan: review.context.plans.rollback?.id ?? '' });
    expect([place(begun), begun.context.runs.rollback, begun.context.halfDoneRollback]).toEqual(['change.running', null, null]);
  });

  it('is no longer there once it has ended, or where it changed nothing', () => {
    for (const run of [runOf(rollback, []), { ...half, isFinished: true }]) {
      const review = send(from({ runs: { ...context.runs, rollback: run } }), { type: 'SHOW_ROLLBACK' });
      expect([review.context.runs.rollback, review.context.halfDoneRollback]).toEqual(
        place(review) === 'change.reviewing' ? [null, null] : [run, null],
      );
    }
    const untouched = send(from({ runs: { ...context.runs, rollback: runOf(rollback, []) } }), { type: 'SHOW_ROLLBACK' }, reviewed, {
      type: 'BACK',
    });
    expect([place(untouched), untouched.context.active]).toEqual(['change.done', 'apply']);
  });
});

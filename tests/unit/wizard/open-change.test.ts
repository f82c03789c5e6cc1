import { describe, expect, it } from 'vitest';
import { transition } from 'xstate';
import { appError } from '../../../shared/model/error.ts';
import { buttonsOf } from '../../../shared/wizard/buttons.ts';
import { freshContext, noRuns, type WizardContext } from '../../../shared/wizard/context.ts';
import type { MachineEvent } from '../../../shared/wizard/events.ts';
import { wizardMachine } from '../../../shared/wizard/machine.ts';
import { wizardStepOf } from '../../../shared/wizard/pages.ts';
import { viewOf } from '../../../shared/wizard/view.ts';
import { organization } from '../rules/sample.ts';
import { planOf } from './plans.ts';
import { runOf } from './run-views.ts';

const sample = organization();
const apply = planOf(sample, 'certificateOnly');
/** The HCW does it alone, and its page was shown: it may have written. */
const context: WizardContext = {
  ...freshContext('en'),
  mode: 'connected',
  organization: sample,
  baseline: sample,
  certificate: 'A1',
  plans: { ...noRuns, apply },
  runs: { ...noRuns, apply: runOf(apply, []) },
  runIds: { ...noRuns, apply: 'the run' },
};

type State = ReturnType<typeof wizardMachine.resolveState>;
const stateAt = (value: unknown, changes: Partial<WizardContext> = {}): State =>
  wizardMachine.resolveState({ value: value as string, context: { ...context, ...changes } });
const send = (state: State, ...events: readonly MachineEvent[]): State =>
  events.reduce((now, event) => transition(wizardMachine, now, event)[0], state);
const place = ({ value }: State): string => Object.values(wizardStepOf(value)).join('.');
const runs = ({ context: { runs: now } }: State): readonly (string | undefined)[] => [now.apply?.id, now.fix?.id];

describe('a change that may have been made, and back to its plan', () => {
  const atPlan = send(stateAt('hcw'), { type: 'BACK' });

  it('shows the plan of the run, with its rollback, and no way to the pages that would plan another one', () => {
    expect(place(atPlan)).toBe('plan.ready');
    expect(atPlan.context.plans.apply).toBe(apply);
    expect(buttonsOf({ page: 'plan', phase: 'ready' }, atPlan.context)).toEqual([
      { label: 'to_hcw', event: { type: 'COMMIT', plan: apply.id }, primary: true, asks: null },
      { label: 'leave_change', event: { type: 'LEAVE_CHANGE' }, primary: false, asks: 'leaveChange' },
      { label: 'show_rollback', event: { type: 'SHOW_ROLLBACK' }, primary: false, asks: null },
    ]);
    const { canGoBack, canRollBack } = viewOf(atPlan, []);
    expect({ canGoBack, canRollBack }).toEqual({ canGoBack: false, canRollBack: true });
  });

  it.each<readonly [string, Partial<WizardContext>]>([
    ['by the HCW', {}],
    ['by a fix', { active: 'fix', runs: { ...context.runs, fix: { ...runOf(apply, []), id: 'the fix' } } }],
  ])('goes on with it, where it was made %s', (_, changes) => {
    const from = stateAt('hcw', changes);
    const to = send(from, { type: 'BACK' }, { type: 'COMMIT', plan: apply.id });
    expect([place(to), to.context.active, runs(to)]).toEqual(['hcw.ready', 'apply', runs(from)]);
    expect(to.context.hcw).toEqual(from.context.hcw);
  });

  it('goes on with the plan that was shown alone', () => {
    const stale = send(atPlan, { type: 'COMMIT', plan: 'plan-0' });
    expect([place(stale), stale.context.validation]).toEqual(['plan.ready', 'plan.stale']);
  });

  it.each<MachineEvent>([
    { type: 'CHOOSE_METHOD', method: 'reset' },
    { type: 'SET_POLICY', onFailure: 'goOn', canary: null },
  ])('keeps its plan: $type says why', (event) => {
    const kept = send(atPlan, event);
    expect([kept.context.plans, kept.context.method]).toEqual([atPlan.context.plans, 'certificateOnly']);
    expect(kept.context.validation).toBe('plan.changeOpen');
  });

  it('is rolled back from there, and comes back to the page of the HCW', () => {
    const reviewing = send(atPlan, { type: 'SHOW_ROLLBACK' });
    expect([place(reviewing), reviewing.context.rollbackOf, runs(reviewing)]).toEqual(['change.reviewing', 'apply', runs(atPlan)]);
    expect(place(send(reviewing, { type: 'ROLLBACK_REVIEWED', review: [] }, { type: 'BACK' }))).toBe('hcw.ready');
  });

  it('is left only when its run is ended so, and then everything is read again', () => {
    const leaving = send(atPlan, { type: 'LEAVE_CHANGE' });
    expect([place(leaving), runs(leaving)]).toEqual(['plan.ready', runs(atPlan)]);
    const refused = send(leaving, { type: 'TASK_FAILED', error: appError('ipc.notNow') });
    expect([place(refused), runs(refused)]).toEqual(['plan.ready', runs(atPlan)]);
    const runList = { runs: [], unread: [] };
    for (const [mode, next] of [
      ['connected', 'collect.running'],
      ['guided', 'onPremises.ready'],
    ] as const) {
      const guided = send(stateAt('plan', { mode }), { type: 'LEAVE_CHANGE' });
      const left = send(guided, { type: 'RUNS_ENDED', outcome: 'left', runList });
      expect([place(left), left.context.runs, left.context.plans, left.context.runList]).toEqual([next, noRuns, noRuns, runList]);
    }
  });

  it('is not asked about while nothing was begun', () => {
    const untouched = stateAt('plan', { runs: noRuns });
    expect(untouched.can({ type: 'LEAVE_CHANGE' })).toBe(false);
    expect(untouched.can({ type: 'SHOW_ROLLBACK' })).toBe(false);
    expect(viewOf(untouched, []).canGoBack).toBe(true);
    expect(place(send(untouched, { type: 'COMMIT', plan: apply.id }))).toBe('change.running');
    expect(buttonsOf({ page: 'plan', phase: 'ready' }, untouched.context)).toHaveLength(1);
  });
});

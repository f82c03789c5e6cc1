/** Where EdgeSync cannot be tested the wizard goes on to the post-checks, and only then. */
import { beforeAll, describe, expect, it } from 'vitest';
import { transition } from 'xstate';
import { appError } from '../../../shared/model/error.ts';
import { makePlan } from '../../../shared/plan/make-plan.ts';
import { isSynchronization, objectSteps, type Method, type Plan } from '../../../shared/plan/plan.ts';
import type { RunView } from '../../../shared/run/run-view.ts';
import type { StepState } from '../../../shared/run/step-record.ts';
import { buttonsOf } from '../../../shared/wizard/buttons.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { synchronizationsOf } from '../../../shared/wizard/edge-sync.ts';
import { wizardMachine } from '../../../shared/wizard/machine.ts';
import type { Mode } from '../../../shared/model/mode.ts';
import { wizardStepOf } from '../../../shared/wizard/pages.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { openPractice } from '../../contract/practice.ts';
import { now, read, renewed } from '../plan/practice-organizations.ts';
import { runOf } from './run-views.ts';

let plans: Readonly<Record<Method, Plan>>;
beforeAll(async () => {
  const organization = await read(await openPractice(await practiceOrganization('edge', now)));
  const planOf = (method: Method): Plan =>
    makePlan(organization, renewed(organization), method, {
      id: `plan-${method.toLowerCase()}`,
      policy: { onFailure: 'stop', canary: null },
    });
  plans = { certificateOnly: planOf('certificateOnly'), reset: planOf('reset'), direct: planOf('direct') };
});

/** Everything but EdgeSync is `others`; a reading of the first EdgeSync has failed, unless it is said otherwise. */
function contextOf(
  method: Method,
  {
    mode = 'connected',
    others = 'applied',
    synchronization = 'waiting',
    isUnread = true,
    attempts = 0,
    changes = {},
  }: {
    readonly mode?: Mode;
    readonly others?: StepState;
    readonly synchronization?: StepState;
    readonly isUnread?: boolean;
    readonly attempts?: number;
    readonly changes?: Partial<RunView>;
  } = {},
): WizardContext {
  const apply = plans[method];
  const steps = objectSteps(apply);
  const run = runOf(
    apply,
    steps.map((step) => (isSynchronization(step) ? synchronization : others)),
  );
  const error = isUnread ? appError('cmdlet.notAvailable', { message: 'not recognized' }) : null;
  const first = steps.find(isSynchronization)?.id ?? '';
  const read = Object.entries(run.steps).map(([id, view]) => [id, id === first ? { ...view, error, attempts } : view] as const);
  return {
    ...freshContext('en'),
    mode,
    plans: { apply, fix: null, removal: null, rollback: null },
    runs: { apply: { ...run, steps: Object.fromEntries(read), ...changes }, fix: null, removal: null, rollback: null },
  };
}

/** Where *Next* leads from that phase of the change, and whether the page offers it. */
function wayOn(phase: string, context: WizardContext): readonly [string, boolean] {
  const value = { change: phase };
  const [after] = transition(wizardMachine, wizardMachine.resolveState({ value, context }), { type: 'NEXT' });
  const isOffered = buttonsOf(wizardStepOf(value), context).some(({ label, primary }) => label === 'post_checks' && !primary);
  return [wizardStepOf(after.value).page, isOffered];
}

describe('EdgeSync that cannot be tested', () => {
  it.each([
    ['stopped', 'connected'],
    ['stopped', 'practice'],
    ['manual', 'guided'],
  ] as const)('does not hold the run for ever (%s, %s)', (phase, mode) => {
    for (const synchronization of ['waiting', 'doubt', 'notApplied'] as const)
      expect(wayOn(phase, contextOf('direct', { mode, synchronization }))).toEqual(['postChecks', true]);
    expect(wayOn(phase, contextOf('reset', { mode, synchronization: 'doubt' }))).toEqual(['postChecks', true]);
  });

  it('is read first, and comes after everything else', () => {
    expect(wayOn('stopped', contextOf('direct', { isUnread: false }))).toEqual(['change', false]);
    for (const others of ['waiting', 'doubt', 'notApplied', 'foreign'] as const)
      expect(wayOn('stopped', contextOf('direct', { others }))).toEqual(['change', false]);
    // The HCW has not been there.
    for (const handover of ['none', 'begun'] as const)
      expect(wayOn('stopped', contextOf('reset', { changes: { handover } }))).toEqual(['change', false]);
  });

  it('leads on when an Edge server is still behind after it was started, not before', () => {
    const behind = { isUnread: false, synchronization: 'notApplied' } as const;
    expect(wayOn('stopped', contextOf('direct', { ...behind, attempts: 1 }))).toEqual(['postChecks', true]);
    expect(wayOn('stopped', contextOf('direct', behind))).toEqual(['change', false]);
    // Its commands are shown, and nobody has looked what became of them.
    expect(wayOn('stopped', contextOf('direct', { isUnread: false, synchronization: 'doubt', attempts: 1 }))).toEqual(['change', false]);
  });

  it('leads nowhere in a rollback, in a run that was opened, and in one that is finished', () => {
    const context = contextOf('direct');
    expect(wayOn('stopped', { ...context, active: 'rollback' })).toEqual(['change', false]);
    expect(wayOn('stopped', { ...context, openedRun: true })).toEqual(['change', false]);
    expect(wayOn('stopped', contextOf('direct', { changes: { isFinished: true } }))).toEqual(['change', false]);
  });

  it('is what the newest reading says of each Edge server, and never taken for proven', () => {
    const said = (context: WizardContext): readonly unknown[] =>
      synchronizationsOf(context).map(({ isSynchronized }) => (isSynchronized.known ? isSynchronized.value : isSynchronized.reason));
    expect(said(contextOf('direct'))).toEqual(['failed', 'notConnected']);
    expect(said(contextOf('direct', { synchronization: 'doubt', isUnread: false }))).toEqual(['notConnected', 'notConnected']);
    for (const synchronization of ['applied', 'unchanged'] as const)
      expect(said(contextOf('direct', { synchronization, isUnread: false }))).toEqual([true, true]);
    const context = contextOf('direct', { synchronization: 'notApplied', isUnread: false });
    const { apply } = context.runs;
    const steps = Object.entries(apply?.steps ?? {}).map(([id, view]) => [id, { ...view, found: { Synchronized: false } }] as const);
    expect(
      said({ ...context, runs: { ...context.runs, apply: apply === null ? null : { ...apply, steps: Object.fromEntries(steps) } } }),
    ).toEqual([false, false]);
    expect(said(freshContext('en'))).toEqual([]);
  });
});

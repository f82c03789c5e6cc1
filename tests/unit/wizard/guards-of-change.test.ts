/** What the change, its runs and the HCW ask of the context and the event: each condition by itself. */
import { describe, expect, it } from 'vitest';
import { appError } from '../../../shared/model/error.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import type { StopReason } from '../../../shared/run/next.ts';
import { rollbackKey, type RollbackValue } from '../../../shared/run/rollback.ts';
import { stepOf, type RunView } from '../../../shared/run/run-view.ts';
import { freshContext, noRuns, type WizardContext } from '../../../shared/wizard/context.ts';
import type { MachineEvent } from '../../../shared/wizard/events.ts';
import { hcwSteps } from '../../../shared/wizard/pages.ts';
import { organization } from '../rules/sample.ts';
import { holds } from './guard-holds.ts';
import { lastRenewal } from './last-renewal.ts';
import { planOf, resetPlan } from './plans.ts';
import { conflict, runOf } from './run-views.ts';

const sample = organization();
const plan = resetPlan(sample);
const direct = planOf(sample, 'direct');
const certificateOnly = planOf(sample, 'certificateOnly');
const withRuns = (runs: Partial<WizardContext['runs']>): Pick<WizardContext, 'runs'> => ({ runs: { ...noRuns, ...runs } });
const withPlans = (plans: Partial<WizardContext['plans']>): Pick<WizardContext, 'plans'> => ({ plans: { ...noRuns, ...plans } });
const ended = (of: Plan): RunView => ({
  ...runOf(
    of,
    of.steps.map(() => 'applied'),
  ),
  isFinished: true,
  stop: null,
});
const stopped = (why: StopReason): RunView => ({ ...runOf(plan, []), isFinished: false, stop: { why, step: 'step' } });

describe('a commit', () => {
  it('names the plan that is shown, and one that has steps', () => {
    const commit = (id: string): MachineEvent => ({ type: 'COMMIT', plan: id });
    for (const [guard, kind] of [
      ['isShownApply', 'apply'],
      ['isShownFix', 'fix'],
      ['isShownRemoval', 'removal'],
      ['isShownRollback', 'rollback'],
    ] as const) {
      expect(holds(guard, withPlans({ [kind]: plan }), commit(plan.id))).toBe(true);
      expect(holds(guard, withPlans({ [kind]: plan }), commit('another'))).toBe(false);
      expect(holds(guard, withPlans({ [kind]: { ...plan, steps: [] } }), commit(plan.id))).toBe(false);
      expect(holds(guard, {}, commit(plan.id))).toBe(false);
      expect(holds(guard, withPlans({ [kind]: plan }))).toBe(false);
      expect(holds('isShownActive', { ...withPlans({ [kind]: plan }), active: kind }, commit(plan.id))).toBe(true);
    }
    expect(holds('isShownActive', { ...withPlans({ apply: plan }), active: 'rollback' }, commit(plan.id))).toBe(false);
  });

  it('behind the HCW names that plan too', () => {
    const finishedHcw = { ...freshContext('en').hcw, ticked: [...hcwSteps], answer: 'selected' as const };
    const half = { ...runOf(plan, []), isFinished: false };
    const behind = plan.steps.findIndex(({ kind }) => kind === 'handover');
    const steps = [...plan.steps.slice(0, behind + 1), ...plan.steps.slice(0, 1).map((step) => ({ ...step, id: 'behind' }))];
    const goesOn = { ...plan, steps };
    const context = { ...withPlans({ apply: goesOn }), ...withRuns({ apply: half }), hcw: finishedHcw };
    expect(holds('goesOnAfterHcw', context)).toBe(true);
    expect(holds('goesOnAfterHcw', context, { type: 'COMMIT', plan: plan.id })).toBe(true);
    expect(holds('goesOnAfterHcw', context, { type: 'COMMIT', plan: 'another' })).toBe(false);
    for (const changes of [
      { hcw: { ...finishedHcw, answer: null } },
      { hcw: { ...finishedHcw, answer: 'notSelected' as const } },
      { hcw: { ...finishedHcw, ticked: hcwSteps.slice(1) } },
      withPlans({ apply: plan }),
      withPlans({}),
      withPlans({ apply: { ...goesOn, steps: steps.filter(({ kind }) => kind !== 'handover') } }),
      withRuns({ apply: { ...half, isFinished: true } }),
      withRuns({}),
    ])
      expect(holds('goesOnAfterHcw', { ...context, ...changes })).toBe(false);
  });
});

describe('a run', () => {
  it('that only hands over has no commands', () => {
    const handsOver = withRuns({ apply: stopped('handover') });
    expect(holds('onlyHandsOver', { ...handsOver, ...withPlans({ apply: certificateOnly }) })).toBe(true);
    expect(holds('onlyHandsOver', { ...handsOver, ...withPlans({ apply: plan }) })).toBe(false);
    expect(holds('onlyHandsOver', handsOver)).toBe(false);
    expect(holds('onlyHandsOver', { ...withRuns({ apply: stopped('canary') }), ...withPlans({ apply: certificateOnly }) })).toBe(false);
    expect(holds('hasCommands', withPlans({ apply: plan }))).toBe(true);
    expect(holds('hasCommands', withPlans({ apply: certificateOnly }))).toBe(false);
  });

  it.each([
    ['finished', ended(direct), true],
    ['handed over', stopped('handover'), true],
    ['paused', stopped('canary'), false],
    ['absent', null, false],
  ] as const)('that is %s has ended: %s', (_, apply, hasEnded) => {
    expect(holds('runEnded', withRuns({ apply }))).toBe(hasEnded);
    expect(holds('openedRunEnded', { ...withRuns({ apply }), openedRun: true })).toBe(hasEnded);
    expect(holds('openedRunEnded', { ...withRuns({ apply }), openedRun: false })).toBe(false);
    expect(holds('rollbackOfEnded', { ...withRuns({ apply }), rollbackOf: 'apply' })).toBe(hasEnded);
  });

  it('may have changed something until its rollback has ended', () => {
    const changed = runOf(plan, ['applied']);
    expect(holds('hasChanged', withRuns({ apply: changed }))).toBe(true);
    expect(holds('hasChanged', withRuns({ fix: changed }))).toBe(true);
    expect(holds('hasChanged', withRuns({ removal: changed }))).toBe(true);
    expect(holds('hasChanged', withRuns({ apply: runOf(plan, []) }))).toBe(false);
    expect(holds('hasChanged', withRuns({ apply: changed, rollback: stopped('asked') }))).toBe(true);
    expect(holds('hasChanged', withRuns({ apply: changed, rollback: ended(direct) }))).toBe(false);
  });

  it.each([
    ['isRollbackBack', 'rollback'],
    ['isRemovalBack', 'removal'],
    ['isFixBack', 'fix'],
    ['nothingChanged', 'apply'],
  ] as const)('in which nothing was sent leads back: %s', (guard, kind) => {
    expect(holds(guard, { ...withRuns({ [kind]: runOf(plan, []) }), active: kind })).toBe(true);
    expect(holds(guard, { ...withRuns({ [kind]: runOf(plan, ['doubt']) }), active: kind })).toBe(false);
    const other = kind === 'apply' ? 'rollback' : 'apply';
    expect(holds(guard, { ...withRuns({ [kind]: runOf(plan, []) }), active: other })).toBe(false);
  });

  it('is rolled back from where it was asked for', () => {
    for (const [guard, from] of [
      ['rollbackCameFromHcw', 'hcw'],
      ['rollbackCameFromPostChecks', 'postChecks'],
    ] as const) {
      expect(holds(guard, { rollbackFrom: from })).toBe(true);
      expect(holds(guard, { rollbackFrom: 'change' })).toBe(false);
    }
  });

  it('waits for a person where a command was shown, in guided mode', () => {
    const shown = withRuns({ apply: runOf(plan, ['doubt']) });
    expect(holds('waitsForPerson', { mode: 'guided', ...shown })).toBe(true);
    expect(holds('waitsForPerson', { mode: 'connected', ...shown })).toBe(false);
    expect(holds('waitsForPerson', { mode: 'guided', ...withRuns({ apply: runOf(plan, ['applied']) }) })).toBe(false);
    expect(holds('waitsForPerson', { mode: 'guided' })).toBe(false);
  });
});

describe('the proof', () => {
  const apply = ended(direct);
  const done = {
    again: { ...lastRenewal('guided'), run: '0001', at: '2025-11-20T09:00:00.000Z', isCompared: true },
    mode: 'connected' as const,
    active: 'apply' as const,
    ...withPlans({ apply: direct }),
    ...withRuns({ apply }),
  };
  const [id = ''] = Object.keys(apply.steps);
  const withStep = (changes: Partial<RunView['steps'][string]>): RunView => ({
    ...apply,
    steps: { ...apply.steps, [id]: { ...stepOf(apply, id), ...changes } },
  });

  it('follows at once on the short path, where the commands have left nothing to look at', () => {
    expect(holds('goesOnToProof', done)).toBe(true);
  });

  it.each<readonly [string, Partial<WizardContext>]>([
    ['on the ordinary path', { again: null }],
    ['in guided mode', { mode: 'guided' }],
    ['after a rollback', { active: 'rollback' }],
    ['before the run has ended', withRuns({ apply: { ...apply, isFinished: false } })],
    ['without a run', withRuns({})],
    ['with another method', withPlans({ apply: { ...direct, method: 'reset' } })],
    ['with a server that is left out', withPlans({ apply: { ...direct, leftOut: [{ server: 'EX09', reason: 'failed', evidence: '' }] } })],
    ['after a warning', withRuns({ apply: withStep({ warnings: ['It takes a while.'] }) })],
    ['after an error', withRuns({ apply: withStep({ error: appError('cmdlet.failed') }) })],
  ])('does not follow %s', (_, changes) => {
    expect(holds('goesOnToProof', { ...done, ...changes })).toBe(false);
  });
});

describe('a decision', () => {
  it('is about a conflict of the review', () => {
    const decides = (key: string, review: readonly RollbackValue[] | null): boolean =>
      holds('isConflict', { review: review === null ? null : [...review] }, { type: 'DECIDE', key, decision: 'putBack' });
    const other = { ...conflict, parameter: 'TlsDomainCapabilities', kind: 'putBack' as const };
    expect(decides(rollbackKey(conflict), [other, conflict])).toBe(true);
    expect(decides(rollbackKey(other), [other, conflict])).toBe(false);
    expect(decides('another', [other, conflict])).toBe(false);
    expect(decides(rollbackKey(conflict), null)).toBe(false);
    expect(holds('isConflict', { review: [conflict] })).toBe(false);
  });
});

describe('the HCW', () => {
  it('has ended when each of its steps is ticked', () => {
    const { hcw } = freshContext('en');
    expect(holds('hcwFinished', { hcw: { ...hcw, ticked: [...hcwSteps] } })).toBe(true);
    expect(holds('hcwFinished', { hcw: { ...hcw, ticked: hcwSteps.slice(1) } })).toBe(false);
    expect(holds('hcwFinished', {})).toBe(false);
  });

  const played = { mode: 'practice', certificate: 'A1' } as const;
  it.each([
    [played, '2-5', true, true],
    [{ ...played, mode: 'guided' }, '2-5', true, false],
    [{ ...played, certificate: null }, '2-5', true, false],
    [played, '2-4', true, false],
    [played, '2-5', false, false],
  ] as const)('is played (%#)', (changes, step, ticked, plays) => {
    expect(holds('playsHcw', changes, { type: 'TICK', step, ticked })).toBe(plays);
    expect(holds('playsHcw', changes)).toBe(false);
  });

  it('is asked for a server that the page offers, or for none', () => {
    const chooses = (server: string | null, one: Organization | null = sample): boolean =>
      holds('isReferenceServer', { organization: one }, { type: 'CHOOSE_REFERENCE_SERVER', server });
    expect([chooses(null), chooses('EX01'), chooses('EX09'), chooses(null, null), chooses('EX01', null)]).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
  });
});

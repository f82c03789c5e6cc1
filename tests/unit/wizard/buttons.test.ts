/** Which buttons a step offers, the primary one first, and which event they send. */
import { describe, expect, it } from 'vitest';
import { unknown } from '../../../shared/model/known.ts';
import { planSelection } from '../../../shared/plan/fix.ts';
import { withForecasts } from '../../../shared/plan/make-plan.ts';
import { synchronizeStep } from '../../../shared/plan/person-steps.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import type { StopReason } from '../../../shared/run/next.ts';
import { buttonsOf, isNotShown, nothingToSend } from '../../../shared/wizard/buttons.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import type { Mode } from '../../../shared/model/mode.ts';
import type { HcwAnswer } from '../../../shared/wizard/pages.ts';
import { hcwSteps, wizardStepOf } from '../../../shared/wizard/pages.ts';
import { sound } from '../mail-flow/cases.ts';
import { issuer, organization, subject } from '../rules/sample.ts';
import { planOf, resetPlan } from './plans.ts';
import { runOf } from './run-views.ts';

const before = organization();
const plan = resetPlan(before);
const fix = planSelection(before, { issuer, subject }, 'plan-2');
const rollback = { ...plan, id: 'plan-3', purpose: 'rollback' as const };
const synchronizations = withForecasts(before, [synchronizeStep('EDGE01')]);
const plans = { apply: plan, fix: null, removal: null, rollback };
const base: WizardContext = { ...freshContext('en'), organization: before, method: 'reset', plans, certificate: 'A1' };
const withPlan = (apply: Plan | null): Partial<WizardContext> => ({ plans: { ...plans, apply } });
const withEdgeSync = { plans: { ...plans, rollback: { ...rollback, steps: synchronizations } } };
const withFix = { plans: { ...plans, fix } };
const changed = { runs: { apply: runOf(plan, ['applied']), fix: null, removal: null, rollback: null } };
const withRemoval = { plans: { ...plans, removal: { ...plan, id: 'plan-4', purpose: 'removal' as const } } };
const asExpected = { baseline: before, verified: sound() };
const removalStopped: Partial<WizardContext> = {
  active: 'removal',
  ...withRemoval,
  runs: { apply: null, fix: null, removal: { ...runOf(plan, ['doubt']), stop: { why: 'person', step: '' } }, rollback: null },
};
const stopped = (why: StopReason): Partial<WizardContext> => ({
  runs: {
    apply: { ...runOf(plan, ['notApplied']), stop: { why, step: plan.steps[0]?.id ?? '' } },
    fix: null,
    removal: null,
    rollback: null,
  },
});
const ended = (active: WizardContext['active']): Partial<WizardContext> => ({
  active,
  runs: {
    apply: runOf(
      plan,
      plan.steps.map(() => 'applied'),
    ),
    fix: null,
    removal: active === 'removal' ? runOf(plan, []) : null,
    rollback: active === 'rollback' ? runOf({ ...rollback, steps: [] }, []) : null,
  },
});
const answered = (answer: HcwAnswer): Partial<WizardContext> => ({ hcw: { ...base.hcw, answer } });

const offered = (value: unknown, changes: Partial<WizardContext> = {}): readonly string[] =>
  buttonsOf(wizardStepOf(value), { ...base, ...changes }).map(({ label, primary }) => (primary ? `[${label}]` : label));

describe('the buttons', () => {
  it.each<readonly [unknown, Mode, readonly string[]]>([
    ['start', 'connected', ['[next]']],
    [{ onPremises: 'ready' }, 'connected', ['[connect]']],
    [{ onPremises: 'ready' }, 'guided', ['[open_collected]']],
    [{ onPremises: 'connecting' }, 'connected', ['stop']],
    [{ exchangeOnline: 'ready' }, 'connected', ['[sign_in]', 'skip']],
    [{ exchangeOnline: 'ready' }, 'practice', ['[connect]', 'skip']],
    [{ exchangeOnline: 'ready' }, 'guided', ['[open_collected]', 'skip']],
    [{ collect: 'failed' }, 'connected', ['[try_again]']],
    [{ collect: 'failed' }, 'guided', ['[collect_manually_again]']],
    [{ collect: 'done' }, 'connected', ['[next]', 'collect_again']],
    [{ collect: 'done' }, 'guided', ['[next]', 'collect_manually_again']],
    ['plan', 'connected', ['[reset]']],
    ['plan', 'guided', ['[commands_manually]']],
    [{ change: 'stopped' }, 'connected', ['[change_rest]', 'read_again']],
    [{ change: 'stopped' }, 'guided', ['[rest_manually]']],
    [{ change: 'rollbackReview' }, 'connected', ['[rollback]', 'read_again']],
    [{ change: 'rollbackReview' }, 'guided', ['[rollback_manually]', 'read_again']],
    [{ postChecks: 'collect' }, 'guided', ['[verify_collected]']],
  ])('of %j in mode %s', (step, mode, buttons) => {
    expect(offered(step, { mode })).toEqual(buttons);
  });

  it.each<readonly [string, unknown, Partial<WizardContext>, readonly string[]]>([
    ['no command of the method', 'plan', { method: 'certificateOnly', ...withPlan(planOf(before, 'certificateOnly')) }, ['[to_hcw]']],
    ['the direct method', 'plan', { method: 'direct', ...withPlan(planOf(before, 'direct')) }, ['[direct]']],
    ['the first server done', { change: 'stopped' }, stopped('canary'), ['[go_on]', 'read_again']],
    ['a command in doubt', { change: 'stopped' }, stopped('doubt'), ['[read_again]', 'change_rest']],
    ['an object that could not be read', { change: 'stopped' }, stopped('unread'), ['[read_again]', 'change_rest']],
    ['the connectors reset', { change: 'done' }, ended('apply'), ['[to_hcw]', 'show_rollback']],
    ['the fix done', { change: 'done' }, ended('fix'), ['[hcw_again]', 'show_rollback']],
    ['the rollback done', { change: 'done' }, ended('rollback'), ['[collect_again]']],
    ['nothing to put back', { change: 'rollbackReview' }, { plans: { ...plans, rollback: { ...rollback, steps: [] } } }, ['read_again']],
    ['EdgeSync alone to test', { change: 'rollbackReview' }, withEdgeSync, ['[test_edge_sync]', 'read_again']],
    [
      'EdgeSync alone in guided mode',
      { change: 'rollbackReview' },
      { ...withEdgeSync, mode: 'guided' },
      ['[rollback_manually]', 'read_again'],
    ],
    ['something to roll back', 'hcw', changed, ['[post_checks]', 'show_rollback']],
    ['nothing changed yet', 'hcw', {}, ['[post_checks]']],
    ['nothing planned', 'hcw', withPlan(null), ['[post_checks]']],
    ['the certificate selected', 'hcw', answered('selected'), ['[post_checks]']],
    ['the certificate not selected', 'hcw', answered('notSelected'), ['[show_fix]']],
    ['the certificate not listed', 'hcw', answered('notListed'), ['[show_fix]']],
    ['a planned fix', 'fix', { ...answered('notSelected'), ...withFix }, ['[fix]', 'read_back']],
    ['a planned fix in guided mode', 'fix', { ...answered('notSelected'), ...withFix, mode: 'guided' }, ['[fix_manually]']],
    ['no step of a fix', 'fix', { ...answered('notSelected'), mode: 'guided' }, ['read_back']],
    ['a certificate that is not listed', 'fix', answered('notListed'), ['[hcw_again]']],
    ['steps for a person', 'fix', { ...answered('notListed'), ...withFix }, ['[commands_manually]', 'hcw_again']],
    [
      'steps for a person in guided mode',
      'fix',
      { ...answered('notListed'), ...withFix, mode: 'guided' },
      ['[commands_manually]', 'hcw_again'],
    ],
    ['everything as expected', 'finish', asExpected, ['show_old_certificate', 'start_over']],
    ['everything as expected in a rehearsal', 'finish', { ...asExpected, mode: 'rehearsal' }, ['start_over']],
    ['open points', 'finish', { baseline: before, verified: before }, ['start_over']],
    ['no old certificate chosen', { oldCertificate: 'ready' }, asExpected, ['check_again']],
    ['an old certificate', { oldCertificate: 'ready' }, { ...asExpected, ...withRemoval }, ['[remove]', 'check_again']],
    [
      'an old certificate in guided mode',
      { oldCertificate: 'ready' },
      { ...withRemoval, mode: 'guided' },
      ['[commands_manually]', 'check_again'],
    ],
    ['the old certificate being read', { oldCertificate: 'running' }, {}, ['stop']],
    ['the removal done', { change: 'done' }, ended('removal'), ['[post_checks]', 'show_rollback']],
    ['a step of the removal for a person', { change: 'stopped' }, removalStopped, ['[read_back]', 'read_again', 'show_rollback']],
  ])('with %s', (_, step, changes, buttons) => {
    expect(offered(step, { mode: 'connected', ...changes })).toEqual(buttons);
  });

  it('send what they commit to with the plan that was shown', () => {
    const events = (value: unknown, changes: Partial<WizardContext> = {}) =>
      buttonsOf(wizardStepOf(value), { ...base, ...changes }).map(({ event }) => event);
    expect(events('plan')).toEqual([{ type: 'COMMIT', plan: 'plan-1' }]);
    expect(events({ change: 'rollbackReview' })[0]).toEqual({ type: 'COMMIT', plan: 'plan-3' });
    expect(events({ change: 'stopped' }, { ...stopped('failed'), active: 'rollback' })[0]).toEqual({ type: 'COMMIT', plan: 'plan-3' });
    expect(events('fix', { ...answered('notSelected'), ...withFix, mode: 'guided' })).toEqual([{ type: 'COMMIT', plan: 'plan-2' }]);
    expect(events('finish')).toEqual([{ type: 'START_OVER' }]);
  });

  it('go on behind the HCW with the plan that was shown', () => {
    const behind = plan.steps.slice(0, 1).map((step) => ({ ...step, id: 'behind' }));
    const handover = plan.steps.findIndex(({ kind }) => kind === 'handover');
    const apply = { ...plan, steps: [...plan.steps.slice(0, handover + 1), ...behind] };
    const context = {
      ...base,
      ...withPlan(apply),
      hcw: { ...base.hcw, ticked: [...hcwSteps], answer: 'selected' as const },
      runs: { ...changed.runs, apply: { ...runOf(plan, []), isFinished: false } },
    };
    expect(buttonsOf(wizardStepOf('hcw'), context)[0]).toMatchObject({
      label: 'steps_after_hcw',
      event: { type: 'COMMIT', plan: 'plan-1' },
    });
    const ended = { ...changed.runs, apply: { ...runOf(plan, []), isFinished: true } };
    expect(buttonsOf(wizardStepOf('hcw'), { ...context, runs: ended })[0]).toMatchObject({ event: { type: 'NEXT' } });
  });

  it('ask before a session ends with open points', () => {
    const done = (verified: WizardContext['verified']) =>
      buttonsOf(wizardStepOf({ postChecks: 'done' }), { ...base, baseline: before, verified }).map(
        ({ label, asks, primary }) => `${primary ? '[' : ''}${label}${asks === null ? '' : `?${asks}`}`,
      );
    expect(done(before)).toEqual(['[hcw_again', 'check_again', 'finish_open?finishOpen']);
    expect(done(sound())).toEqual(['[finish', 'check_again']);
    expect(done(null)).toEqual([]);
  });

  it('lead from the post-checks to the rollback where something is open, and something may have changed', () => {
    const hasRollback = (verified: WizardContext['verified'], runs: Partial<WizardContext['runs']>): boolean =>
      offered({ postChecks: 'done' }, { baseline: before, verified, runs: { ...changed.runs, ...runs } }).includes('show_rollback');
    const unread = organization({ sendConnectors: unknown('failed', 'RPC') });
    expect([hasRollback(before, {}), hasRollback(unread, {}), hasRollback(sound(), {})]).toEqual([true, true, false]);
    expect(hasRollback(before, { apply: runOf(plan, []) })).toBe(false);
    expect(hasRollback(before, { rollback: { ...runOf(rollback, []), isFinished: true } })).toBe(false);
  });

  it('lead from a run that was opened, or rolled back, to a new reading', () => {
    for (const [mode, label] of [
      ['connected', 'collect_again'],
      ['guided', 'collect_manually_again'],
    ] as const) {
      expect(offered({ change: 'done' }, { ...ended('apply'), openedRun: true, mode })).toContain(`[${label}]`);
      expect(offered({ change: 'done' }, { ...ended('rollback'), mode })).toContain(`[${label}]`);
    }
  });

  it('go on with a run that nothing has stopped yet', () => {
    const apply = { ...runOf(plan, []), stop: null, isFinished: false };
    expect(offered({ change: 'stopped' }, { runs: { ...changed.runs, apply } })).toContain('[change_rest]');
    expect(offered({ change: 'stopped' }, { runs: { ...changed.runs, apply: null } })).toContain('[change_rest]');
  });
});

describe('what decides', () => {
  const asPlanned = (step: Plan['steps'][number]): Plan['steps'][number] => (step.kind === 'call' ? { ...step, before: step.after } : step);
  it.each<readonly [string, Partial<WizardContext>, boolean]>([
    ['connectors to reset', {}, false],
    ['a method without commands', withPlan(planOf(before, 'certificateOnly')), true],
    ['no plan', withPlan(null), false],
    ['only connectors that are as planned', withPlan({ ...plan, steps: plan.steps.map(asPlanned) }), true],
    ['one connector to reset', withPlan({ ...plan, steps: plan.steps.map((one, at) => (at === 0 ? one : asPlanned(one))) }), false],
    ['a server that is left out', withPlan({ ...plan, steps: [], leftOut: [{ server: 'EX09', reason: 'failed', evidence: '' }] }), false],
  ])('nothing has to be sent with %s: %s', (_, changes, expected) => {
    expect(nothingToSend({ ...base, ...changes })).toBe(expected);
  });

  it.each<readonly [HcwAnswer | null, boolean]>([
    [null, false],
    ['selected', false],
    ['notSelected', true],
    ['notListed', true],
  ])('the HCW does not show the certificate when the answer is %s: %s', (answer, expected) => {
    expect(isNotShown({ ...base, hcw: { ...base.hcw, answer } })).toBe(expected);
  });
});

/** Which buttons a step offers, the primary one first, and which event they send. */
import { describe, expect, it } from 'vitest';
import { planFix, planReset } from '../../../shared/plan/make-plan.ts';
import type { StepState } from '../../../shared/plan/plan.ts';
import { buttonsOf, isNotShown, nothingToReset } from '../../../shared/wizard/buttons.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import type { HcwAnswer, Mode } from '../../../shared/wizard/pages.ts';
import { wizardStepOf } from '../../../shared/wizard/view.ts';
import { sound } from '../mail-flow/cases.ts';
import { issuer, organization, subject } from '../rules/sample.ts';

const before = organization();
const plan = planReset(before, 'plan-1');
const fix = planFix(before, { issuer, subject }, 'plan-2');
const base: WizardContext = { ...freshContext('en'), organization: before, method: 'reset', plan, certificate: 'A1' };
const resultsOf = (state: StepState) =>
  plan.steps.map(({ id }) => ({ step: id, state, at: before.gatheredAt, found: null, error: null, warnings: [] }));
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
    [{ change: 'failed' }, 'connected', ['[reset_rest]', 'read_again']],
    [{ change: 'failed' }, 'guided', ['[rest_manually]']],
    [{ change: 'rollbackReview' }, 'connected', ['[rollback]']],
    [{ change: 'rollbackReview' }, 'guided', ['[rollback_manually]']],
    [{ change: 'rolledBack' }, 'connected', ['[collect_again]']],
    [{ change: 'rolledBack' }, 'guided', ['[collect_manually_again]']],
    [{ postChecks: 'collect' }, 'guided', ['[verify_collected]']],
  ])('of %j in mode %s', (step, mode, buttons) => {
    expect(offered(step, { mode })).toEqual(buttons);
  });

  it.each<readonly [string, unknown, Partial<WizardContext>, readonly string[]]>([
    ['nothing to reset by the method', 'plan', { method: 'certificateOnly' }, ['[to_hcw]']],
    ['something to roll back', 'hcw', { results: resultsOf('done') }, ['[post_checks]', 'show_rollback']],
    ['nothing changed yet', 'hcw', {}, ['[post_checks]']],
    ['nothing planned', 'hcw', { plan: null }, ['[post_checks]']],
    ['the certificate selected', 'hcw', answered('selected'), ['[post_checks]']],
    ['the certificate not selected', 'hcw', answered('notSelected'), ['[show_fix]']],
    ['the certificate not listed', 'hcw', answered('notListed'), ['[show_fix]']],
    ['a planned fix', { fix: 'review' }, { ...answered('notSelected'), fix }, ['[fix]', 'read_back']],
    ['a planned fix in guided mode', { fix: 'review' }, { ...answered('notSelected'), fix, mode: 'guided' }, ['[fix_manually]']],
    ['no step of a fix', { fix: 'review' }, { ...answered('notSelected'), mode: 'guided' }, ['read_back']],
    ['a certificate that is not listed', { fix: 'review' }, { ...answered('notListed'), fix }, ['[hcw_again]']],
  ])('with %s', (_, step, changes, buttons) => {
    expect(offered(step, { mode: 'connected', ...changes })).toEqual(buttons);
  });

  it('send what they commit to with the plan that was shown', () => {
    const events = (value: unknown, changes: Partial<WizardContext> = {}) =>
      buttonsOf(wizardStepOf(value), { ...base, ...changes }).map(({ event }) => event);
    expect(events('plan')).toEqual([{ type: 'COMMIT_RESET', plan: 'plan-1' }]);
    expect(events({ change: 'rollbackReview' })).toEqual([{ type: 'COMMIT_ROLLBACK', plan: 'plan-1' }]);
    expect(events({ fix: 'review' }, { ...answered('notSelected'), fix, mode: 'guided' })).toEqual([
      { type: 'COMMIT_FIX', plan: 'plan-2' },
    ]);
    expect(events('finish')).toEqual([{ type: 'START_OVER' }]);
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
});

describe('what decides', () => {
  it.each<readonly [string, Partial<WizardContext>, boolean]>([
    ['connectors to reset', {}, false],
    ['a method that resets none', { method: 'certificateOnly' }, true],
    ['no plan', { plan: null }, false],
    ['only connectors that are as planned', { plan: { ...plan, steps: plan.steps.map((one) => ({ ...one, before: one.after })) } }, true],
    [
      'one connector to reset',
      { plan: { ...plan, steps: plan.steps.map((one, at) => (at === 0 ? { ...one, before: one.after } : one)) } },
      false,
    ],
    ['a server that is left out', { plan: { ...plan, steps: [], leftOut: [{ server: 'EX09', reason: 'failed', evidence: '' }] } }, false],
  ])('nothing has to be reset with %s: %s', (_, changes, expected) => {
    expect(nothingToReset({ ...base, ...changes })).toBe(expected);
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

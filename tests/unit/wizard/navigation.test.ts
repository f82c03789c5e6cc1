import { describe, expect, it } from 'vitest';
import { planSelection } from '../../../shared/plan/fix.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { navigationOf } from '../../../shared/wizard/navigation.ts';
import { hcwSteps, pages, type Page } from '../../../shared/wizard/pages.ts';
import { issuer, organization, subject } from '../rules/sample.ts';
import { lastRenewal } from './last-renewal.ts';
import { planOf, resetPlan } from './plans.ts';
import { runOf } from './run-views.ts';

const sample = organization();
const fix = planSelection(sample, { issuer, subject }, 'plan-2');
const plans = { apply: resetPlan(sample), fix: null, removal: null, rollback: null };
const noCommands = { method: 'certificateOnly', plans: { ...plans, apply: planOf(sample, 'certificateOnly') } } as const;
const direct = { method: 'direct', plans: { ...plans, apply: planOf(sample, 'direct') } } as const;
const withFix = { plans: { ...plans, fix } };
const runs = { apply: runOf(plans.apply, ['applied']), fix: runOf(fix, ['applied']), rollback: null };
const context = (changes: Partial<WizardContext> = {}): WizardContext => ({
  ...freshContext('en'),
  organization: sample,
  method: 'reset',
  plans,
  ...changes,
});
const stateAt = (page: Page, current: Page, changes: Partial<WizardContext> = {}): string | undefined =>
  navigationOf(current, context(changes)).find((entry) => entry.page === page)?.state;

describe('the list of pages', () => {
  it('does not need the old certificate in a rehearsal', () => {
    expect(stateAt('oldCertificate', 'plan', { mode: 'rehearsal' })).toBe('notNeeded');
    expect(stateAt('oldCertificate', 'plan', { mode: 'practice' })).toBe('later');
  });

  it('has only the short path where the last renewal is done again, and the page of the ordinary one that is shown', () => {
    const [run] = [lastRenewal('practice')];
    const again = { run: run.id, at: run.openedAt, ...run, isCompared: true };
    const shown = (current: Page, changes: Partial<WizardContext> = {}) =>
      navigationOf(current, context({ again, ...changes })).map(({ page, state }) => `${page} ${state}`);
    expect(shown('plan', direct)).toEqual([
      'start done',
      'renewAgain done',
      'plan now',
      'change later',
      'hcw notNeeded',
      'fix notNeeded',
      'postChecks later',
      'finish later',
      'oldCertificate later',
    ]);
    expect(shown('preChecks').slice(0, 4)).toEqual(['start done', 'renewAgain done', 'preChecks now', 'plan later']);
    expect(shown('onPremises', { again: { ...again, isCompared: false } }).slice(0, 3)).toEqual([
      'start done',
      'renewAgain later',
      'onPremises now',
    ]);
  });

  it('has every page of the ordinary path once, with the current one', () => {
    const entries = navigationOf('plan', context());
    expect(entries.map(({ page }) => page)).toEqual(pages.filter((page) => page !== 'renewAgain'));
    expect(entries.filter(({ state }) => state === 'now').map(({ page }) => page)).toEqual(['plan']);
  });

  it.each([
    ['exchangeOnline', 'collect', {}, 'done'],
    ['exchangeOnline', 'collect', { onlineSkipped: true }, 'skipped'],
    ['exchangeOnline', 'before', { onlineSkipped: true }, 'later'],
    ['change', 'preChecks', noCommands, 'later'],
    ['change', 'plan', {}, 'later'],
    ['change', 'plan', noCommands, 'notNeeded'],
    ['change', 'hcw', noCommands, 'notNeeded'],
    ['change', 'hcw', { runs }, 'done'],
    ['fix', 'hcw', {}, 'later'],
    ['fix', 'finish', {}, 'notNeeded'],
    ['fix', 'finish', withFix, 'notNeeded'],
    ['fix', 'finish', { ...withFix, runs }, 'done'],
    ['fix', 'finish', { ...withFix, hcw: { ...freshContext('en').hcw, round: 2 } }, 'notNeeded'],
    ['fix', 'finish', { ...withFix, fixApplied: true }, 'done'],
    ['fix', 'hcw', { ...withFix, fixApplied: true }, 'done'],
    ['hcw', 'fix', { hcw: { ...freshContext('en').hcw, answer: 'notSelected' } }, 'later'],
    ['hcw', 'plan', direct, 'notNeeded'],
    ['fix', 'plan', direct, 'notNeeded'],
    ['hcw', 'finish', direct, 'notNeeded'],
    ['fix', 'change', { active: 'fix' }, 'now'],
    ['oldCertificate', 'finish', {}, 'later'],
    ['oldCertificate', 'change', { active: 'removal' }, 'now'],
    ['oldCertificate', 'finish', { runs: { ...runs, removal: { ...runs.apply, isFinished: true } } }, 'done'],
    ['hcw', 'finish', { hcw: { ...freshContext('en').hcw, ticked: [...hcwSteps] } }, 'done'],
  ] as const)('%s on %s with %o: %s', (page, current, changes, state) => {
    expect(stateAt(page, current, changes as Partial<WizardContext>)).toBe(state);
  });
});

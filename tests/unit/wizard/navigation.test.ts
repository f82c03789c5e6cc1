import { describe, expect, it } from 'vitest';
import { planFix, planReset } from '../../../shared/plan/make-plan.ts';
import type { StepResult } from '../../../shared/plan/plan.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { navigationOf } from '../../../shared/wizard/navigation.ts';
import { hcwSteps, pages, type Page } from '../../../shared/wizard/pages.ts';
import { issuer, organization, subject } from '../rules/sample.ts';

const sample = organization();
const plan = planReset(sample, 'plan-1');
const fix = planFix(sample, { issuer, subject }, 'plan-2');
const results = (state: StepResult['state'], steps = plan.steps): StepResult[] =>
  steps.map(({ id }) => ({ step: id, state, at: '2026-11-20T10:00:00.000Z', found: null, error: null, warnings: [] }));
const context = (changes: Partial<WizardContext> = {}): WizardContext => ({
  ...freshContext('en'),
  organization: sample,
  method: 'reset',
  plan,
  ...changes,
});
const stateAt = (page: Page, current: Page, changes: Partial<WizardContext> = {}): string | undefined =>
  navigationOf(current, context(changes)).find((entry) => entry.page === page)?.state;

describe('the list of pages', () => {
  it('has every page once, with the current one', () => {
    const entries = navigationOf('plan', context());
    expect(entries.map(({ page }) => page)).toEqual(pages);
    expect(entries.filter(({ state }) => state === 'now').map(({ page }) => page)).toEqual(['plan']);
  });

  it.each([
    ['exchangeOnline', 'collect', {}, 'done'],
    ['exchangeOnline', 'collect', { onlineSkipped: true }, 'skipped'],
    ['exchangeOnline', 'before', { onlineSkipped: true }, 'later'],
    ['change', 'preChecks', { method: 'certificateOnly' }, 'later'],
    ['change', 'plan', {}, 'later'],
    ['change', 'plan', { method: 'certificateOnly' }, 'notNeeded'],
    ['change', 'hcw', { method: 'certificateOnly' }, 'notNeeded'],
    ['change', 'hcw', { results: results('done') }, 'done'],
    ['fix', 'hcw', {}, 'later'],
    ['fix', 'finish', {}, 'notNeeded'],
    ['fix', 'finish', { fix }, 'notNeeded'],
    ['fix', 'finish', { fix, fixResults: results('done', fix.steps) }, 'done'],
    ['fix', 'finish', { fix, hcw: { ...freshContext('en').hcw, round: 2 } }, 'notNeeded'],
    ['fix', 'finish', { fix, fixApplied: true }, 'done'],
    ['fix', 'hcw', { fix, fixApplied: true }, 'done'],
    ['hcw', 'fix', { hcw: { ...freshContext('en').hcw, answer: 'notSelected' } }, 'later'],
    ['hcw', 'finish', { hcw: { ...freshContext('en').hcw, ticked: [...hcwSteps] } }, 'done'],
  ] as const)('%s on %s with %o: %s', (page, current, changes, state) => {
    expect(stateAt(page, current, changes as Partial<WizardContext>)).toBe(state);
  });
});

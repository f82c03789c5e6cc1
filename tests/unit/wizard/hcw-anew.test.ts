import { describe, expect, it } from 'vitest';
import { transition } from 'xstate';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { wizardMachine } from '../../../shared/wizard/machine.ts';
import { hcwSteps } from '../../../shared/wizard/pages.ts';
import { organization } from '../rules/sample.ts';
import { planOf, resetPlan } from './plans.ts';
import { runOf } from './run-views.ts';

const sample = organization();
const fresh = freshContext('en');
const next = { ...fresh.hcw, round: 2 };
/** The HCW was run to its end. */
const context: WizardContext = {
  ...fresh,
  mode: 'connected',
  organization: sample,
  baseline: sample,
  certificate: 'A1',
  method: 'reset',
  plans: { apply: resetPlan(sample), fix: null, removal: null, rollback: null },
  hcw: { ...fresh.hcw, ticked: [...hcwSteps], answer: 'selected' },
};
const after = (
  value: unknown,
  event: Parameters<typeof transition<typeof wizardMachine>>[2],
  changes: Partial<WizardContext> = {},
): WizardContext =>
  transition(wizardMachine, wizardMachine.resolveState({ value: value as string, context: { ...context, ...changes } }), event)[0].context;

describe('a run of the HCW counts only for the change that it belongs to', () => {
  it('not after a reset that came later', () => {
    expect(after('plan', { type: 'COMMIT', plan: 'plan-1' }).hcw).toEqual(next);
  });

  it('nor a log that was begun before the change, although no step was marked', () => {
    const shown = { ...fresh.hcw, shownAt: '2026-11-28T09:00:00.000Z', inLog: ['2-1' as const] };
    expect(after('plan', { type: 'COMMIT', plan: 'plan-1' }, { hcw: shown }).hcw).toEqual(fresh.hcw);
  });

  it('not for another certificate', () => {
    expect(after('certificate', { type: 'SELECT_CERTIFICATE', thumbprint: 'B2'.repeat(20) }).hcw).toEqual(next);
    expect(after('certificate', { type: 'SELECT_CERTIFICATE', thumbprint: 'A1' }).hcw).toEqual(context.hcw);
  });

  it('not after the rollback, but what it wrote is still compared with the organization before it', () => {
    const finished = { ...resetPlan(sample), purpose: 'rollback' as const, steps: [] };
    const putBack = { active: 'rollback' as const, runs: { apply: null, fix: null, removal: null, rollback: runOf(finished, []) } };
    const rolledBack = after({ change: 'done' }, { type: 'NEXT' }, { ...putBack, hcwUnread: true });
    expect([rolledBack.hcw, rolledBack.baseline]).toEqual([next, sample]);
    expect(after({ change: 'done' }, { type: 'NEXT' }, putBack).baseline).toBeNull();
  });
});

describe('the organization before the HCW, which is run without a reset', () => {
  const collectedLater = { ...sample, gatheredAt: '2027-01-01T00:00:00.000Z' };
  const toHcw = (changes: Partial<WizardContext>): WizardContext['baseline'] =>
    after(
      'plan',
      { type: 'COMMIT', plan: 'plan-1' },
      {
        method: 'certificateOnly',
        organization: collectedLater,
        plans: { apply: planOf(sample, 'certificateOnly'), fix: null, removal: null, rollback: null },
        ...changes,
      },
    ).baseline;

  it('is what was collected last, unless the HCW has written already', () => {
    expect(toHcw({})).toBe(collectedLater);
    expect(toHcw({ hcwUnread: true })).toBe(sample);
    expect(toHcw({ verified: sample })).toBe(sample);
  });
});

/** Whose mail flow has to be proven, for which certificate, and what another run has changed since. */
import { describe, expect, it } from 'vitest';
import type { KeptEvidence } from '../../../shared/proof/evidence.ts';
import type { RunView } from '../../../shared/run/run-view.ts';
import { freshContext, noRuns, type WizardContext } from '../../../shared/wizard/context.ts';
import { proofOrganization, proofView } from '../../../shared/wizard/proof-view.ts';
import type { ListedRun } from '../../../shared/wizard/run-list.ts';
import { sound } from '../mail-flow/cases.ts';
import { lastRenewal } from './last-renewal.ts';
import { planOf } from './plans.ts';
import { runOf } from './run-views.ts';

const verified = sound();
const collected = { ...sound(), gatheredAt: '2026-11-21T09:00:00.000Z' };
const plan = planOf(verified, 'direct');
/** A word for a test message: it counts only where nothing was changed after it. */
const word: KeptEvidence = { n: 9, at: '2026-11-20T12:00:00.000Z', evidence: { kind: 'word', direction: 'toOnPremises', word: 'word' } };
const apply: RunView = {
  ...runOf(
    plan,
    plan.steps.map(() => 'applied'),
  ),
  id: '0007',
  certificate: 'C3',
  evidence: [word],
};
const context: WizardContext = {
  ...freshContext('en'),
  organization: collected,
  verified,
  certificate: 'A1',
  runs: { ...noRuns, apply },
};
const opened: WizardContext = { ...context, openedRun: true };
const changedAt = (at: string): RunView => ({ ...apply, id: '0008', changed: { n: 3, at } });

describe('the organization', () => {
  it('is that of the post-checks, or of an opened run what was collected since', () => {
    expect(proofOrganization(context)).toBe(verified);
    expect(proofOrganization(opened)).toBe(collected);
  });

  it.each<readonly [string, Partial<WizardContext>]>([
    ['there is no renewal', { runs: noRuns }],
    ['it is rolled back', { runs: { ...noRuns, apply: { ...apply, closed: 'rolledBack' } } }],
    ['its rollback has begun', { runs: { ...noRuns, apply, rollback: changedAt('2026-11-20T11:00:00.000Z') } }],
  ])('is none where %s', (_, changes) => {
    expect(proofOrganization({ ...context, ...changes })).toBeNull();
    expect(proofView({ ...context, ...changes })).toBeNull();
  });

  it('is there while a rollback has changed nothing, and where another run was rolled back', () => {
    const untouched = { ...apply, id: '0008', changed: null };
    expect(proofOrganization({ ...context, runs: { ...noRuns, apply, rollback: untouched } })).toBe(verified);
    const other = { rollbackOf: 'fix' as const, runs: { ...noRuns, apply, rollback: changedAt('2026-11-20T11:00:00.000Z') } };
    expect(proofOrganization({ ...context, ...other })).toBe(verified);
  });

  it('of an opened run is there when it has ended, and the HCW has returned', () => {
    const withApply = (changes: Partial<RunView>): WizardContext => ({ ...opened, runs: { ...noRuns, apply: { ...apply, ...changes } } });
    expect(proofOrganization(withApply({ isFinished: false }))).toBeNull();
    expect(proofOrganization(withApply({ handover: 'begun' }))).toBeNull();
    expect(proofOrganization(withApply({ handover: 'returned' }))).toBe(collected);
  });
});

describe('the certificate', () => {
  it('is the chosen one, or that of the opened run', () => {
    expect([proofView(context)?.wanted, proofView(opened)?.wanted]).toEqual(['A1', 'C3']);
  });

  it('has to be known', () => {
    expect(proofView({ ...context, certificate: null })).toBeNull();
    expect(proofView({ ...opened, runs: { ...noRuns, apply: { ...apply, certificate: null } } })).toBeNull();
    expect(proofView({ ...opened, certificate: null })?.wanted).toBe('C3');
  });
});

describe('what was kept', () => {
  const words = (changes: Partial<WizardContext>, of: WizardContext = context): number =>
    proofView({ ...of, ...changes })?.words.length ?? -1;
  const listed = (id: string, openedAt: string, state: ListedRun['state'] = 'finished'): Partial<WizardContext> => ({
    runList: { runs: [lastRenewal('connected', { id, openedAt, state })], unread: [] },
  });
  const [before, after] = ['2026-11-20T11:00:00.000Z', '2026-11-20T13:00:00.000Z'];

  it('counts where no other run has changed anything after it', () => {
    expect(words({})).toBe(1);
    for (const kind of ['fix', 'removal'] as const) {
      expect(words({ runs: { ...noRuns, apply, [kind]: changedAt(before) } })).toBe(1);
      expect(words({ runs: { ...noRuns, apply, [kind]: changedAt(after) } })).toBe(0);
    }
    expect(words({ runs: { ...noRuns, apply, fix: changedAt(after), removal: changedAt(before) } })).toBe(0);
  });

  it('counts in an opened run where none that was begun later may have', () => {
    expect(words(listed('0008', after), opened)).toBe(0);
    expect(words(listed('0008', before), opened)).toBe(1);
    expect(words(listed('0008', after, 'untouched'), opened)).toBe(1);
    // It is an earlier one, or the run itself.
    expect(words(listed('0006', after), opened)).toBe(1);
    expect(words(listed('0007', after), opened)).toBe(1);
    // Of a run of this session its own journal says what it has changed.
    expect(words(listed('0008', after))).toBe(1);
  });
});

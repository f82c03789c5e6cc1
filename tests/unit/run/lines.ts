/** Runs of two receive connectors, as journals tell them, for the tests of what follows from a journal. */
import type { Place } from '../../../shared/mail-flow/forecast.ts';
import type { AppError } from '../../../shared/model/error.ts';
import type { CallStep, Plan, Values } from '../../../shared/plan/plan.ts';
import { fold, type RunState } from '../../../shared/run/fold.ts';
import type { EntryOf, JournalEntry, JournalLine } from '../../../shared/run/journal.ts';
import { callStep, handover, planOf } from '../plan/script-plans.ts';

export const old: Values = { TlsCertificateName: '<I>CN=CA<S>CN=mail', TlsDomainCapabilities: ['mail:AcceptCloudServicesMail'] };
export const cleared: Values = { TlsCertificateName: null, TlsDomainCapabilities: [] };
/** What neither the plan nor anything before it has set. */
export const foreign: Values = { TlsCertificateName: '<I>CN=CA<S>CN=other', TlsDomainCapabilities: [] };
export const guid = '11111111-aaaa-4aaa-8aaa-111111111111';
export const otherGuid = '22222222-bbbb-4bbb-8bbb-222222222222';

export const placeOf = (server: string): Place => ({ direction: 'toOnPremises', server });

/** Clears the connector of the server, which weakens mail flow there. */
export const reset = (server: string): CallStep => ({
  ...callStep('Get-ReceiveConnector', `${server}\\Default Frontend ${server}`, { before: old, after: cleared, guid, server }),
  id: server,
  weakens: [placeOf(server)],
});

/** The connectors of these servers, then the HCW. */
export const resetPlan = (servers: readonly string[], changes: Partial<Plan> = {}): Plan =>
  planOf([...servers.map(reset), handover], changes);

export const times = { settleMs: 100, replicationMs: 1000, limitMs: 5000 } as const;

const opened: EntryOf<'opened'> = {
  kind: 'opened',
  run: '0001',
  plan: 'p',
  snapshot: 's',
  program: 'wizard 1',
  organization: 'contoso.com',
  mode: 'connected',
  controller: 'dc1',
  settleMs: times.settleMs,
  replicationMs: times.replicationMs,
  certificate: null,
};

export const announced = (step: string, changes: Partial<EntryOf<'announced'>> = {}): JournalEntry => ({
  kind: 'announced',
  step,
  by: 'wizard',
  process: { pid: 7, startedAt: 'then' },
  controller: 'dc1',
  limitMs: times.limitMs,
  ...changes,
});
export const answered = (step: string, error: AppError | null = null, warnings: readonly string[] = []): JournalEntry => ({
  kind: 'answered',
  step,
  error,
  warnings,
});
export const fenced = (step: string): JournalEntry => ({ kind: 'fenced', step });
export const observed = (step: string, values: Values, changes: Partial<EntryOf<'observed'>> = {}): JournalEntry => ({
  kind: 'observed',
  step,
  values,
  guid,
  controller: 'dc1',
  error: null,
  ...changes,
});
export const unread = (step: string, error: AppError = failed): JournalEntry => ({
  kind: 'observed',
  step,
  values: null,
  guid: null,
  controller: null,
  error,
});
export const decided = (decision: EntryOf<'decided'>['decision']): JournalEntry => ({ kind: 'decided', decision });
export const reopened: JournalEntry = { kind: 'reopened', program: 'wizard 1' };

export const failed: AppError = { code: 'cmdlet.failed', effect: 'none', details: {} };
export const lost: AppError = { code: 'session.lost', effect: 'unknown', details: {} };

/** An entry, and the milliseconds that passed since the one before it. */
export type Timed = JournalEntry | readonly [ms: number, entry: JournalEntry];

const start = Date.parse('2026-11-20T09:00:00.000Z');

/** The lines of one start of the program, after the one that opened the run. */
export function linesOf(timed: readonly Timed[]): JournalLine[] {
  let passed = 0;
  const stamp = (n: number): Pick<JournalLine, 'v' | 'n' | 'at' | 'boot' | 'up'> => ({
    v: 1,
    n,
    at: new Date(start + passed).toISOString(),
    boot: 'first',
    up: passed,
  });
  return [opened, ...timed].map((one, index): JournalLine => {
    const [ms, entry] = 'kind' in one ? [0, one] : one;
    passed += ms;
    return { ...stamp(index + 1), ...entry };
  });
}

export function folded(plan: Plan, lines: readonly JournalLine[]): RunState {
  const state = fold(plan, lines);
  if (state === undefined) throw new Error('The journal is of no run.');
  return state;
}

export const runOf = (plan: Plan, ...timed: readonly Timed[]): RunState => folded(plan, linesOf(timed));

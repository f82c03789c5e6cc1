/** A run that is about to be made, what is written into its journal, and on what disk. */
import { type Result } from '../../../shared/model/error.ts';
import { readObject, setObject, type Plan } from '../../../shared/plan/plan.ts';
import { planOf } from '../plan/script-plans.ts';
import type { EntryOf, ProcessIdentity } from '../../../shared/run/journal.ts';
import type { FileSystem } from '../../../src-main/files/atomic-write.ts';
import type { NewRun, RunTools } from '../../../src-main/change/run-folder.ts';

/** A run of that plan that is about to be made, with nothing saved. */
export const newRunOf = (plan: Plan, scripts: NewRun['scripts'] = { apply: 'apply', undo: 'undo' }): NewRun => ({
  plan,
  snapshot: { format: 1, takenAt: '2026-11-20T09:00:00.000Z', objects: [], unread: [] },
  opened: {
    program: 'wizard',
    organization: 'contoso.com',
    mode: 'connected',
    controller: null,
    settleMs: 1,
    replicationMs: 2,
    certificate: null,
  },
  scripts,
});

const step = (server: string): Plan['steps'][number] => ({
  kind: 'call',
  id: `reset ${server}`,
  server,
  object: `${server}\\Default Frontend ${server}`,
  forecast: { toOnPremises: 'external', toExchangeOnline: 'internal' },
  weakens: [{ direction: 'toOnPremises', server }],
  reason: 'clearForHcw',
  guid: null,
  read: readObject('Get-ReceiveConnector', `${server}\\Default Frontend ${server}`),
  before: { TlsCertificateName: '<I>CN=発行者<S>CN=mail.contoso.com' },
  call: setObject('Get-ReceiveConnector', `${server}\\Default Frontend ${server}`, { TlsCertificateName: null }),
  after: { TlsCertificateName: null },
  undo: setObject('Get-ReceiveConnector', `${server}\\Default Frontend ${server}`, {
    TlsCertificateName: '<I>CN=発行者<S>CN=mail.contoso.com',
  }),
});
export const plan = planOf([step('EX01'), step('EX02')]);
export const newRun = newRunOf(plan, { apply: '\uFEFFapply\r\n', undo: '\uFEFFundo 取り消し\r\n' });
export const announced: EntryOf<'announced'> = {
  kind: 'announced',
  step: 'reset EX01',
  by: 'wizard',
  process: { pid: 7, startedAt: 'then' },
  controller: 'dc1.contoso.com',
  limitMs: 1000,
};
export const observed: EntryOf<'observed'> = {
  kind: 'observed',
  step: 'reset EX01',
  values: { TlsCertificateName: '<I>CN=発行者<S>CN=mail.contoso.com' },
  guid: null,
  controller: null,
  error: null,
};

export const toolsOn = (
  files: FileSystem,
  { pid = 100, alive = [] as readonly number[], time = '2026-11-20T09:00:00Z' } = {},
): RunTools & {
  readonly program: string;
} => {
  let up = 0;
  return {
    files,
    self: () => Promise.resolve({ pid, startedAt: 'boot 1' }),
    isRunning: ({ pid: other }: ProcessIdentity) => Promise.resolve(alive.includes(other)),
    clock: { now: () => new Date(time), up: () => (up += 1), boot: `start ${String(pid)}` },
    program: 'wizard 2',
  };
};
export const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
export const root = '/data/runs';

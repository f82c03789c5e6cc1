/** What the driver does with Exchange, the journal and processes for each thing that a run has to do. */
import { describe, expect, it } from 'vitest';
import { psNull, psObject, psString, type PsValue } from '../../../shared/clixml/value.ts';
import type { CallOutcome, CmdletCall } from '../../../shared/commands/call.ts';
import { appError, fail, ok, type Result } from '../../../shared/model/error.ts';
import { withForecasts } from '../../../shared/plan/make-plan.ts';
import { connectorOnEdgeStep, synchronizeStep } from '../../../shared/plan/person-steps.ts';
import type { Plan, PlanStep } from '../../../shared/plan/plan.ts';
import type { EntryOf, JournalEntry } from '../../../shared/run/journal.ts';
import { drive, type DriveTools } from '../../../src-main/change/drive.ts';
import { readRun } from '../../../src-main/change/read-run.ts';
import { createRun, openRun, type NewRun, type OpenRun, type RunTools } from '../../../src-main/change/run-folder.ts';
import { bySide, type Exchange } from '../../../src-main/exchange/port.ts';
import { memoryDisk, type Disk } from '../../simulation/disk.ts';
import { callStep, handover, planOf } from '../plan/script-plans.ts';
import { organization } from '../rules/sample.ts';

const connector = 'EX01\\Default Frontend EX01';
const reset = callStep('Get-ReceiveConnector', connector, {
  before: { TlsCertificateName: 'old' },
  after: { TlsCertificateName: null },
  server: 'EX01',
});
const root = '/data/runs';
const outcome = (objects: readonly PsValue[], more: Partial<CallOutcome> = {}): Result<CallOutcome> =>
  ok({ objects, errors: [], warnings: [], verbose: [], ...more });
const named = (name: string | null, controller = 'dc1'): PsValue =>
  psObject({ TlsCertificateName: name === null ? psNull : psString(name), OriginatingServer: psString(controller) });
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

interface Ground {
  readonly run: OpenRun;
  readonly disk: Disk;
  /** Everything that was done, in its order */
  readonly did: readonly string[];
  readonly sent: readonly CmdletCall[];
  readonly tools: DriveTools;
  /** The entries that the driver wrote */
  readonly written: () => Promise<readonly JournalEntry[]>;
}

interface Surroundings {
  readonly answers?: readonly Result<CallOutcome>[];
  readonly opened?: Partial<NewRun['opened']>;
  readonly before?: readonly JournalEntry[];
  /** Why the sides cannot be opened, try by try; `null`: they can */
  readonly refusals?: readonly (Parameters<typeof appError>[0] | null)[];
  readonly endsStray?: boolean;
  readonly reopened?: boolean;
}

/** A run of `steps`, and an Exchange that gives these answers one after the other. */
async function ground(steps: readonly PlanStep[], surroundings: Surroundings = {}): Promise<Ground> {
  const { answers = [], opened = {}, before = [], refusals = [], endsStray = true, reopened = false } = surroundings;
  const disk = memoryDisk();
  let up = 0;
  const tools = (pid: number): RunTools & { readonly program: string } => ({
    files: disk.files,
    self: () => Promise.resolve({ pid, startedAt: 'boot' }),
    isRunning: () => Promise.resolve(false),
    clock: { now: () => new Date('2026-11-24T09:00:00.000Z'), up: () => (up += 1), boot: 'start' },
    program: 'wizard',
  });
  const plan: Plan = planOf([...steps]);
  const created = value(
    await createRun(
      root,
      {
        plan,
        snapshot: { format: 1, takenAt: '2026-11-24T09:00:00.000Z', objects: [], unread: [] },
        opened: {
          program: 'wizard',
          organization: 'contoso.com',
          mode: 'connected',
          controller: 'dc1',
          settleMs: 100,
          replicationMs: 1000,
          certificate: null,
          ...opened,
        },
        scripts: { apply: 'apply', undo: 'undo' },
      },
      tools(100),
    ),
  );
  for (const entry of before) value(await created.append(entry));
  if (reopened) await created.close();
  const run = reopened ? value(await openRun(root, created.id, tools(101))) : created;
  const begun = value(await readRun(root, run.id, disk.files)).lines.length;

  const [did, sent, left] = [[] as string[], [] as CmdletCall[], [...answers]];
  const answer = (call: CmdletCall): Result<CallOutcome> => {
    sent.push(call);
    did.push(call.cmdlet);
    const next = left.shift();
    if (next === undefined) throw new Error(`${call.cmdlet} was not expected`);
    return next;
  };
  const exchange: Exchange = {
    sides: new Set(),
    open: () => Promise.reject(new Error('The driver opens by its tools.')),
    read: bySide((_, calls) => Promise.resolve(calls.map(({ call }) => answer(call)))),
    change: (call, options) => {
      did.push(`limit ${String(options?.timeoutMs)}`);
      return Promise.resolve(answer(call));
    },
    process: (side) => (side === 'onPremises' ? { pid: 7, startedAt: 'then' } : null),
    close: () => {
      did.push('close');
      return Promise.resolve();
    },
  };
  const tries = [...refusals];
  return {
    run,
    disk,
    did,
    sent,
    tools: {
      exchange,
      open: () => {
        const refusal = tries.shift() ?? null;
        did.push(refusal === null ? 'open' : 'open in vain');
        return Promise.resolve(refusal === null ? ok(null) : fail(appError(refusal)));
      },
      endStray: ({ pid }) => {
        did.push(`end ${String(pid)}`);
        return Promise.resolve(endsStray);
      },
      wait: (milliseconds) => {
        did.push(`wait ${String(milliseconds)}`);
        up += milliseconds;
        return Promise.resolve();
      },
      limitMs: 5000,
      changed: ({ last }) => did.push(`show ${last.kind}`),
    },
    written: async () => value(await readRun(root, run.id, disk.files)).lines.slice(begun),
  };
}

const readEntry = (name: string | null, more: Partial<EntryOf<'observed'>> = {}): unknown => ({
  kind: 'observed',
  step: reset.id,
  values: { TlsCertificateName: name },
  guid: null,
  controller: 'dc1',
  error: null,
  ...more,
});
const announced = (more: Partial<EntryOf<'announced'>> = {}): EntryOf<'announced'> => ({
  kind: 'announced',
  step: reset.id,
  by: 'wizard',
  process: { pid: 7, startedAt: 'then' },
  controller: 'dc1',
  limitMs: 5000,
  ...more,
});
const answered = (more: Partial<EntryOf<'answered'>> = {}): EntryOf<'answered'> => ({
  kind: 'answered',
  step: reset.id,
  error: null,
  warnings: [],
  ...more,
});
const decided: JournalEntry = { kind: 'decided', decision: 'resume' };

describe('a command', () => {
  it('is sent to the controller of the run when its object was read, is announced before, and read back after', async () => {
    const answers = [outcome([named('old')]), outcome([], { warnings: ['careful'] }), outcome([named(null)])];
    const { run, tools, sent, did, written } = await ground([reset], { answers });
    expect(await drive(run, tools)).toEqual(ok({ do: 'finish' }));
    const { call } = reset;
    expect(sent.map(({ cmdlet, parameters }) => [cmdlet, parameters])).toEqual([
      ['Get-ReceiveConnector', { Identity: connector, DomainController: 'dc1' }],
      [call.cmdlet, { ...call.parameters, DomainController: 'dc1' }],
      ['Get-ReceiveConnector', { Identity: connector, DomainController: 'dc1' }],
    ]);
    expect(await written()).toMatchObject([readEntry('old'), announced(), answered({ warnings: ['careful'] }), readEntry(null)]);
    expect(did.filter((one) => !one.startsWith('show'))).toEqual([
      ...['open', 'Get-ReceiveConnector', 'limit 5000', call.cmdlet],
      ...['open', 'Get-ReceiveConnector'],
    ]);
    // The administrator sees a command before it is sent, and the end.
    expect(did).toContain('show announced');
    expect(did.indexOf('show announced')).toBeLessThan(did.indexOf(call.cmdlet));
    expect(did.at(-1)).toBe('show observed');
  });

  it('that takes no controller is sent without one, by whatever process', async () => {
    const inbound = callStep('Get-InboundConnector', 'Inbound', {
      before: { TlsSenderCertificateName: 'old' },
      after: { TlsSenderCertificateName: 'new' },
    });
    const found = (name: string): Result<CallOutcome> => outcome([psObject({ TlsSenderCertificateName: psString(name) })]);
    const { run, tools, sent, written } = await ground([inbound], { answers: [found('old'), outcome([]), found('new')] });
    expect(await drive(run, tools)).toEqual(ok({ do: 'finish' }));
    expect(sent.filter(({ parameters }) => 'DomainController' in parameters)).toEqual([]);
    expect((await written()).filter(({ kind }) => kind === 'announced')).toMatchObject([{ process: null, controller: null }]);
  });

  const denied = appError('cmdlet.failed', { cmdlet: 'Set-ReceiveConnector', message: 'denied' });
  const reported = { message: 'not set', category: '', id: '', terminating: false };
  it.each<[string, Result<CallOutcome>, Partial<EntryOf<'answered'>>]>([
    ['is refused', fail(denied), { error: denied, warnings: [] }],
    [
      'reports an error and goes on',
      outcome([], { errors: [reported], warnings: ['careful'] }),
      { error: appError('cmdlet.failed', { object: connector, message: 'not set' }), warnings: ['careful'] },
    ],
  ])('that %s is read back twice, a settle time apart, and stops the run', async (_, answer, entry) => {
    const answers = [outcome([named('old')]), answer, outcome([named('old')]), outcome([named('old')])];
    const { run, tools, did, written } = await ground([reset], { answers });
    expect(await drive(run, tools)).toMatchObject(ok({ do: 'stop', why: 'failed', step: { id: reset.id } }));
    expect((await written()).find(({ kind }) => kind === 'answered')).toMatchObject(answered(entry));
    expect(did.filter((one) => one.startsWith('wait'))).toEqual([expect.stringMatching(/^wait (?:9\d|100)$/)]);
  });

  it('is not sent when its announcement is not on the disk', async () => {
    const { run, tools, sent, disk, did } = await ground([reset], { answers: [outcome([named('old')])] });
    disk.fault = (operation) => (operation === 'sync' && sent.length > 0 ? { code: 'ENOSPC' } : undefined);
    expect(await drive(run, tools)).toMatchObject({ ok: false, error: { code: 'file.notWritten' } });
    expect(sent.map(({ cmdlet }) => cmdlet)).toEqual(['Get-ReceiveConnector']);
    expect(did).not.toContain('show announced');
  });

  it('has no end that is not on the disk', async () => {
    const { run, tools, disk, did } = await ground([reset], { answers: [outcome([named(null)])] });
    disk.fault = (operation) => (operation === 'write' ? { code: 'ENOSPC' } : undefined);
    expect(await drive(run, tools)).toMatchObject({ ok: false, error: { code: 'file.notWritten' } });
    expect(did).not.toContain('show observed');
  });
});

describe('a command of an earlier start of the program', () => {
  const after: Surroundings = { before: [announced({ limitMs: 700 })], reopened: true };

  it('is fenced: its process is ended, and its session is given time to end it', async () => {
    const { run, tools, did, written } = await ground([reset], { ...after, answers: [outcome([named(null)])] });
    expect(await drive(run, tools)).toEqual(ok({ do: 'finish' }));
    expect(did.filter((one) => !one.startsWith('show'))).toEqual(['close', 'end 7', 'wait 700', 'open', 'Get-ReceiveConnector']);
    expect(await written()).toMatchObject([{ kind: 'fenced', step: reset.id }, readEntry(null)]);
  });

  it('stays in doubt while its process may run', async () => {
    const { run, tools, did, written } = await ground([reset], { ...after, endsStray: false });
    expect(await drive(run, tools)).toMatchObject(ok({ do: 'stop', why: 'doubt', step: { id: reset.id } }));
    expect(did).toEqual(['close', 'end 7']);
    expect(await written()).toEqual([]);
  });

  it('that no process of this computer sent needs none to be ended', async () => {
    const before = [announced({ process: null, limitMs: 0 })];
    const { run, tools, did } = await ground([reset], { before, reopened: true, answers: [outcome([named(null)])] });
    expect(await drive(run, tools)).toEqual(ok({ do: 'finish' }));
    expect(did.filter((one) => !one.startsWith('show'))).toEqual(['close', 'open', 'Get-ReceiveConnector']);
  });
});

describe('what a person does', () => {
  it('with the HCW is announced, and the run waits for it', async () => {
    const { run, tools, written } = await ground([handover]);
    expect(await drive(run, tools)).toMatchObject(ok({ do: 'stop', why: 'handover' }));
    expect(await written()).toMatchObject([announced({ step: 'hcw', by: 'person', process: null, controller: null, limitMs: 0 })]);
  });
});

describe('a session that is not open', () => {
  it('is tried three times, with longer pauses, and then nothing is read', async () => {
    const refusals = ['session.connectFailed', 'session.connectFailed', 'session.notReached'] as const;
    const { run, tools, did, written } = await ground([reset], { refusals });
    expect(await drive(run, tools)).toMatchObject(ok({ do: 'stop', why: 'unread' }));
    expect(did.filter((one) => !one.startsWith('show'))).toEqual([
      'open in vain',
      'wait 1000',
      'open in vain',
      'wait 3000',
      'open in vain',
    ]);
    const error = appError('session.notReached');
    expect(await written()).toMatchObject([{ kind: 'observed', values: null, guid: null, controller: null, error }]);
  });

  it('is used as soon as it opens', async () => {
    const { run, tools, did } = await ground([reset], { refusals: ['session.connectFailed'], answers: [outcome([named(null)])] });
    expect(await drive(run, tools)).toEqual(ok({ do: 'finish' }));
    expect(did.filter((one) => !one.startsWith('show'))).toEqual(['open in vain', 'wait 1000', 'open', 'Get-ReceiveConnector']);
  });
});

describe('an object', () => {
  const down = fail(appError('cmdlet.failed', { cmdlet: 'Get-ReceiveConnector', message: 'The domain controller is down.' }));

  it('is of the controller that was asked, however that calls itself', async () => {
    const { run, tools, written } = await ground([reset], { answers: [outcome([named(null, 'dc1.contoso.com')])] });
    await drive(run, tools);
    expect(await written()).toMatchObject([readEntry(null, { controller: 'dc1' })]);
  });

  it('is read from another controller where that of the run is down, and says which one', async () => {
    const answers = Array.from({ length: 3 }, () => [down, outcome([named(null, 'dc2')])]).flat();
    const { run, tools, sent, written } = await ground([reset], { answers });
    // What it has may be older than the plan.
    expect(await drive(run, tools)).toMatchObject(ok({ do: 'stop', why: 'unread' }));
    expect(sent.map(({ parameters }) => parameters['DomainController'])).toEqual(['dc1', undefined, 'dc1', undefined, 'dc1', undefined]);
    expect((await written())[0]).toMatchObject(readEntry(null, { controller: 'dc2' }) as object);
  });

  it('is of whichever controller says so where none was chosen, and is read once', async () => {
    const answers = [down, down, down];
    const { run, tools, sent } = await ground([reset], { opened: { controller: null }, answers });
    expect(await drive(run, tools)).toMatchObject(ok({ do: 'stop', why: 'unread' }));
    expect(sent).toHaveLength(answers.length);
    const other = await ground([reset], { opened: { controller: null }, answers: [outcome([named(null, 'dc3')])] });
    await drive(other.run, other.tools);
    expect(await other.written()).toMatchObject([readEntry(null, { controller: 'dc3' })]);
  });

  it('is not asked for again without a session', async () => {
    const { run, tools, sent } = await ground([reset], { answers: [fail(appError('session.lost'))] });
    expect(await drive(run, tools)).toMatchObject(ok({ do: 'stop', why: 'unread' }));
    expect(sent).toHaveLength(1);
  });

  const [onEdge, synchronized] = withForecasts(organization(), [
    connectorOnEdgeStep(
      'EDGE01',
      { identity: 'EDGE01\\Default', before: { TlsCertificateName: 'old' }, after: { TlsCertificateName: 'new' } },
      [],
    ),
    synchronizeStep('EDGE01'),
  ]);
  if (onEdge?.kind !== 'person' || synchronized?.kind !== 'person') throw new Error('no steps');

  it('of an Edge server is asked of no controller', async () => {
    const { run, tools, sent, written } = await ground([onEdge], { answers: [outcome([named('old')])] });
    expect(await drive(run, tools)).toMatchObject(ok({ do: 'stop', why: 'person' }));
    expect(sent.map(({ parameters }) => parameters)).toEqual([onEdge.read.parameters]);
    expect(await written()).toMatchObject([
      { kind: 'observed', values: { TlsCertificateName: 'old' } },
      announced({ step: onEdge.id, by: 'person', process: null, controller: null, limitMs: 0 }),
    ]);
  });

  it.each([
    ['connected', ['dc1', 'dc1', 'dc1']],
    ['guided', ['dc1', undefined, 'dc1', undefined, 'dc1', undefined]],
  ] as const)('of EdgeSync is compared with the controller of the run alone, where one was asked: %s', async (mode, controllers) => {
    const { run, tools, sent } = await ground([synchronized], { opened: { mode }, answers: Array.from({ length: 6 }, () => down) });
    expect(await drive(run, tools)).toMatchObject(ok({ do: 'stop', why: 'unread' }));
    expect(sent.map(({ parameters }) => parameters['DomainController'])).toEqual(controllers);
  });
});

describe('a run that was stopped', () => {
  it('sends nothing until it is resumed', async () => {
    const { run, tools, sent } = await ground([reset], { reopened: true, answers: [outcome([named(null)])] });
    expect(await drive(run, tools)).toMatchObject(ok({ do: 'stop', why: 'asked' }));
    expect(sent).toEqual([]);
    value(await run.append(decided));
    expect(await drive(run, tools)).toEqual(ok({ do: 'finish' }));
  });
});

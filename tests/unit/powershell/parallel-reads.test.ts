/** What becomes of each of several reads, with the module's replies in the place of PowerShell. */
import { describe, expect, it } from 'vitest';
import { psBoolean, psHashtable, psInt32, psList, psString, type PsValue } from '../../../shared/clixml/value.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { appError, fail, ok, type Result } from '../../../shared/model/error.ts';
import type { QueuedCall, ReadOptions } from '../../../src-main/exchange/port.ts';
import type { Bridge, RequestOptions } from '../../../src-main/powershell/bridge.ts';
import { readInParallel, type ParallelResults } from '../../../src-main/powershell/parallel-reads.ts';
import { plain, type Plain } from '../../powershell/plain.ts';

const certificates = (server: string): CmdletCall => ({
  side: 'onPremises',
  cmdlet: 'Get-ExchangeCertificate',
  parameters: { Server: server },
});
const connectors: CmdletCall = { side: 'onPremises', cmdlet: 'Get-SendConnector', parameters: {} };
const organization: CmdletCall = { side: 'onPremises', cmdlet: 'Get-OrganizationConfig', parameters: {} };
const change: CmdletCall = { side: 'onPremises', cmdlet: 'Set-HybridConfiguration', parameters: { TlsCertificateName: 'a' } };
const queued = (...calls: readonly (readonly [string, CmdletCall])[]): QueuedCall[] => calls.map(([queue, call]) => ({ queue, call }));

interface Asked extends ParallelResults {
  /** What was sent, or `undefined` where nothing was */
  readonly sent: Readonly<Record<string, Plain>> | undefined;
  readonly options: RequestOptions | undefined;
}

/** Reads over a bridge that passes `parts` on and then replies. */
async function ask(
  calls: readonly QueuedCall[],
  parts: readonly PsValue[],
  reply: Result<PsValue> = ok(psHashtable({})),
  readOptions: ReadOptions = {},
): Promise<Asked> {
  let asked: Pick<Asked, 'sent' | 'options'> = { sent: undefined, options: undefined };
  const bridge: Bridge = {
    process: { pid: 1, startedAt: '' },
    request: (operation, parameters, options) => {
      expect(operation).toBe('ReadInParallel');
      asked = { sent: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, plain(value)])), options };
      for (const part of parts) options.onPart?.(part);
      return Promise.resolve(reply);
    },
    close: () => Promise.resolve(),
  };
  const { results, end } = await readInParallel(bridge, calls, readOptions);
  return { results, end, ...asked };
}

const begun = (index: number): PsValue => psHashtable({ Index: psInt32(index), Begun: psBoolean(true) });
const answered = (index: number, text: string): PsValue => psHashtable({ Index: psInt32(index), Objects: psList([psString(text)]) });
const gave = (text: string): unknown => ({ ok: true, value: { objects: [psString(text)], errors: [], warnings: [], verbose: [] } });

describe('what is sent', () => {
  it('are the queues, each with its calls in their order and under their numbers', async () => {
    const calls = queued(['', connectors], ['ex01', certificates('ex01')], ['', organization]);
    const { sent, options } = await ask(calls, [], undefined, { timeoutMs: 5000 });
    const call = (index: number, cmdlet: string, parameters: Plain = {}): Plain => ({
      ...{ Side: 'onPremises', Cmdlet: cmdlet, Parameters: parameters },
      ...{ Select: null, Index: index },
    });
    expect(sent).toEqual({
      Queues: [[call(0, 'Get-SendConnector'), call(2, 'Get-OrganizationConfig')], [call(1, 'Get-ExchangeCertificate', { Server: 'ex01' })]],
      Workers: 1,
      TimeoutMs: 5000,
    });
    // Nothing is given up here before the module itself has had the time to give it up.
    expect(options).toMatchObject({ what: 'Invoke', effect: 'none', timeoutMs: 185_000 });
    expect(options).not.toHaveProperty('signal');
  });

  it.each<[string, readonly string[], number]>([
    ['one for each server', ['ex01', 'ex02', 'ex03'], 3],
    ['none for the organization, which the others read along', ['', 'ex01', 'ex02'], 2],
    ['one for the organization alone', [''], 1],
    ['four for more servers', ['ex01', 'ex02', 'ex03', 'ex04', 'ex05'], 4],
  ])('is the number of sessions: %s', async (_, queues, workers) => {
    const { sent } = await ask(queued(...queues.map((queue) => [queue, connectors] as const)), []);
    expect(sent).toMatchObject({ Workers: workers, TimeoutMs: 60_000 });
  });

  it('is nothing where every call is refused', async () => {
    const { sent, results, end } = await ask(queued(['', change]), []);
    expect({ sent, end }).toEqual({ sent: undefined, end: undefined });
    expect(results).toMatchObject([{ ok: false, error: { code: 'call.refused', effect: 'none' } }]);
  });

  it('can be canceled', async () => {
    const { signal } = new AbortController();
    expect((await ask(queued(['', connectors]), [], undefined, { signal })).options?.signal).toBe(signal);
  });
});

describe('each read', () => {
  it('has its answer in the order of the calls, and is reported as it begins and as it is answered, once', async () => {
    const reports: unknown[] = [];
    const calls = queued(['ex01', certificates('ex01')], ['', change], ['ex02', certificates('ex02')]);
    const parts = [begun(0), begun(2), answered(2, 'second'), answered(0, 'first'), answered(0, 'again')];
    const { results } = await ask(calls, parts, undefined, {
      onBegun: (index) => reports.push(['begun', index]),
      onAnswered: (index, { ok: succeeded }) => reports.push([succeeded, index]),
    });
    expect(results).toMatchObject([gave('first'), { ok: false, error: { code: 'call.refused' } }, gave('second')]);
    expect(reports).toEqual([
      [false, 1],
      ['begun', 0],
      ['begun', 2],
      [true, 2],
      [true, 0],
    ]);
  });

  it('that is refused by the server fails by itself, and names its own cmdlet', async () => {
    const denied = psHashtable({ Index: psInt32(0), Failure: psHashtable({ Code: psString('cmdlet.failed'), Message: psString('no') }) });
    const { results, end } = await ask(queued(['ex01', certificates('ex01')], ['', connectors]), [denied, answered(1, 'read')]);
    expect(results).toMatchObject([
      { ok: false, error: { code: 'cmdlet.failed', effect: 'none', details: { cmdlet: 'Get-ExchangeCertificate', message: 'no' } } },
      gave('read'),
    ]);
    expect(end).toBeUndefined();
  });

  it('whose answer could not be written by the module changed nothing', async () => {
    const failure = psHashtable({ Code: psString('powershell.replyUnreadable'), Message: psString('too deep') });
    const { results } = await ask(queued(['', connectors]), [psHashtable({ Index: psInt32(0), Failure: failure })]);
    expect(results).toMatchObject([{ ok: false, error: { code: 'powershell.replyUnreadable', effect: 'none' } }]);
  });

  it('without an answer, also where the reply is of no call, is unreadable and changed nothing', async () => {
    const parts = [answered(7, 'of no call'), psString('no reply'), begun(0)];
    const { results, end } = await ask(queued(['', connectors]), parts);
    expect(results).toEqual([fail(appError('powershell.replyUnreadable', { what: 'Get-SendConnector', message: 'missing' }, 'none'))]);
    expect(end).toBeUndefined();
  });
});

describe('what ends the session', () => {
  const failure = (code: string): PsValue => psHashtable({ Failure: psHashtable({ Code: psString(code), Message: psString('gone') }) });

  it('is the result of each call that has none yet, under its own name', async () => {
    const exited = appError('powershell.exited', { what: 'Invoke', message: 'gone' });
    const calls = queued(['ex01', certificates('ex01')], ['', connectors]);
    const { results, end } = await ask(calls, [answered(0, 'first')], fail(exited));
    expect(results).toMatchObject([gave('first'), {}]);
    expect(results[1]).toEqual(fail(appError('powershell.exited', { what: 'Get-SendConnector', message: 'gone' })));
    expect(end).toEqual(exited);
  });

  it('names the cmdlet of each call as the module does', async () => {
    const { results, end } = await ask(queued(['', connectors]), [], ok(failure('session.lost')));
    const details = { message: 'gone', category: '', id: '' };
    expect(results).toEqual([fail(appError('session.lost', { ...details, cmdlet: 'Get-SendConnector' }))]);
    expect(end).toEqual(appError('session.lost', { ...details, cmdlet: 'Invoke' }));
  });
});

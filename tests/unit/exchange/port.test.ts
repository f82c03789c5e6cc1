import { describe, expect, it } from 'vitest';
import type { CallOutcome, CmdletCall } from '../../../shared/commands/call.ts';
import { appError, errorCodes, fail, ok, type ErrorCode, type Result } from '../../../shared/model/error.ts';
import { bySide, endsSession, inTurn, type QueuedCall } from '../../../src-main/exchange/port.ts';

const onPremises = (cmdlet: CmdletCall['cmdlet']): QueuedCall => ({ call: { side: 'onPremises', cmdlet, parameters: {} }, queue: '' });
const online = (cmdlet: CmdletCall['cmdlet']): QueuedCall => ({ call: { side: 'exchangeOnline', cmdlet, parameters: {} }, queue: '' });
const outcome = (...warnings: string[]): Result<CallOutcome> => ok({ objects: [], errors: [], warnings, verbose: [] });

describe('endsSession', () => {
  const ending: readonly ErrorCode[] = ['session.lost', 'powershell.exited', 'powershell.timedOut', 'powershell.canceled'];

  it.each(errorCodes)('%s', (code) => {
    expect(endsSession(appError(code))).toBe(ending.includes(code));
  });
});

describe('bySide', () => {
  it('gives each side its calls, and each result its place', async () => {
    const begun: number[] = [];
    const answered: number[] = [];
    const read = bySide((side, calls, options) => inTurn(calls, options, ({ cmdlet }) => Promise.resolve(outcome(`${side} ${cmdlet}`))));
    const calls = [online('Get-InboundConnector'), onPremises('Get-ExchangeServer'), online('Get-AcceptedDomain')];
    const results = await read(calls, { onBegun: (index) => begun.push(index), onAnswered: (index) => answered.push(index) });
    expect(results).toEqual([
      outcome('exchangeOnline Get-InboundConnector'),
      outcome('onPremises Get-ExchangeServer'),
      outcome('exchangeOnline Get-AcceptedDomain'),
    ]);
    expect(begun.toSorted()).toEqual([0, 1, 2]);
    expect(answered.toSorted()).toEqual([0, 1, 2]);
  });

  it('reads one side while the other waits', async () => {
    let release: (result: Result<CallOutcome>) => void = () => undefined;
    const waits = new Promise<Result<CallOutcome>>((resolve) => (release = resolve));
    const read = bySide((side, calls, options) =>
      inTurn(calls, options, () => {
        if (side === 'exchangeOnline') release(outcome());
        return side === 'onPremises' ? waits : Promise.resolve(outcome());
      }),
    );
    expect(await read([onPremises('Get-ExchangeServer'), online('Get-InboundConnector')])).toHaveLength(2);
  });
});

describe('inTurn', () => {
  const calls = [onPremises('Get-ExchangeServer'), onPremises('Get-SendConnector'), onPremises('Get-AcceptedDomain')];
  const reading = async (result: Result<CallOutcome>, signal?: AbortSignal) => {
    const sent: string[] = [];
    const results = await inTurn(calls, signal === undefined ? {} : { signal }, ({ cmdlet }) => {
      sent.push(cmdlet);
      return Promise.resolve(result);
    });
    return { sent, codes: results.map((one) => (one.ok ? 'ok' : one.error.code)) };
  };

  it('goes on after a failure of one call', async () => {
    expect(await reading(fail(appError('cmdlet.timedOut')))).toEqual({
      sent: ['Get-ExchangeServer', 'Get-SendConnector', 'Get-AcceptedDomain'],
      codes: ['cmdlet.timedOut', 'cmdlet.timedOut', 'cmdlet.timedOut'],
    });
  });

  it('sends nothing after the session ended: the loss is the result of the others', async () => {
    expect(await reading(fail(appError('session.lost')))).toEqual({
      sent: ['Get-ExchangeServer'],
      codes: ['session.lost', 'session.lost', 'session.lost'],
    });
  });

  it('sends nothing when it was canceled before', async () => {
    expect(await reading(outcome(), AbortSignal.abort())).toEqual({
      sent: [],
      codes: ['powershell.canceled', 'powershell.canceled', 'powershell.canceled'],
    });
  });
});

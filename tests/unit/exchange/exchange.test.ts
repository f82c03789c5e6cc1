import { describe, expect, it } from 'vitest';
import type { CmdletCall, CallOutcome, CommandRecord } from '../../../shared/commands/call.ts';
import { sides } from '../../../shared/commands/table.ts';
import { appError, errorCodes, fail, ok, type AppError, type Result } from '../../../shared/model/error.ts';
import { freshContext } from '../../../shared/wizard/context.ts';
import { exchangeByMode, openMissing, recorded } from '../../../src-main/exchange/exchange.ts';
import { bySide, endsSession, inTurn, type Exchange, type Target } from '../../../src-main/exchange/port.ts';
import { practiceExchange } from '../../../src-main/exchange/practice/practice.ts';
import { altered } from '../../contract/throughout.ts';
import { risingClock } from '../wizard-main/program.ts';

const target: Target = { ...freshContext('en'), mode: 'practice' };
const { signal } = new AbortController();
const read: CmdletCall = { side: 'onPremises', cmdlet: 'Get-ExchangeServer', parameters: {} };
const change: CmdletCall = { side: 'onPremises', cmdlet: 'Set-HybridConfiguration', parameters: { TlsCertificateName: null } };
const sample = (): Exchange => practiceExchange({ now: risingClock(), latency: () => Promise.resolve() });

describe('openMissing', () => {
  const logged = (log: string[], refusal?: AppError): Exchange => {
    const exchange = sample();
    return altered(exchange, {
      open: (side, ...options) => {
        log.push(side);
        return refusal === undefined ? exchange.open(side, ...options) : Promise.resolve(fail(refusal));
      },
    });
  };

  it('opens what is needed and not open, and nothing twice', async () => {
    const log: string[] = [];
    const exchange = logged(log);
    await openMissing(exchange, target, ['onPremises'], signal);
    await openMissing(exchange, target, ['onPremises'], signal);
    expect(log).toEqual(['onPremises']);
    await openMissing(exchange, target, sides, signal);
    expect(log).toEqual(['onPremises', 'exchangeOnline']);
    await exchange.close();
    await openMissing(exchange, target, sides, signal);
    expect(log).toEqual(['onPremises', 'exchangeOnline', 'onPremises', 'exchangeOnline']);
  });

  it('asks for no sign-in when the servers cannot be reached', async () => {
    const log: string[] = [];
    const error = appError('session.connectFailed');
    expect(await openMissing(logged(log, error), target, sides, signal)).toEqual(fail(error));
    expect(log).toEqual(['onPremises']);
  });
});

describe('exchangeByMode', () => {
  it('closes the one mode before it opens the other', async () => {
    const [practice, connected] = [sample(), sample()];
    const exchange = exchangeByMode({ practice, guided: sample(), rehearsal: sample(), connected });
    expect(await exchange.read([{ call: read, queue: '' }])).toMatchObject([{ error: { code: 'session.notConnected' } }]);
    expect(await exchange.change(change)).toMatchObject({ error: { code: 'session.notConnected' } });
    await exchange.open('onPremises', target, signal);
    expect([...practice.sides]).toEqual(['onPremises']);
    await exchange.open('onPremises', { ...target, mode: 'connected' }, signal);
    expect([...practice.sides]).toEqual([]);
    expect([...connected.sides]).toEqual(['onPremises']);
    await exchange.close();
    expect([...exchange.sides]).toEqual([]);
  });

  it('names the process that would send a change: that of the open mode, and none in practice', async () => {
    const identity = { pid: 7, startedAt: 'then' };
    const connected = altered(sample(), { process: (side) => (side === 'onPremises' ? identity : null) });
    const exchange = recorded(exchangeByMode({ practice: sample(), guided: sample(), rehearsal: sample(), connected }), {
      now: () => new Date(0),
      record: () => undefined,
    });
    expect(exchange.process('onPremises')).toBeNull();
    await exchange.open('onPremises', target, signal);
    expect(exchange.process('onPremises')).toBeNull();
    await exchange.open('onPremises', { ...target, mode: 'connected' }, signal);
    expect(sides.map((side) => exchange.process(side))).toEqual([identity, null]);
  });
});

describe('recorded', () => {
  const answering = (result: Result<CallOutcome>, closed: () => void): Exchange =>
    altered(sample(), {
      read: bySide((_, calls, options) => inTurn(calls, options, () => Promise.resolve(result))),
      change: () => Promise.resolve(result),
      close: () => {
        closed();
        return Promise.resolve();
      },
    });
  const run = async (result: Result<CallOutcome>) => {
    const records: CommandRecord[] = [];
    let closed = 0;
    const exchange = recorded(
      answering(result, () => (closed += 1)),
      { now: risingClock(), record: (record) => records.push(record) },
    );
    expect(await exchange.change(change)).toBe(result);
    expect(await exchange.read([{ call: read, queue: '' }])).toEqual([result]);
    return { records, closed };
  };

  it('writes down reads and changes that succeeded, with when they began and how long they took', async () => {
    const { records, closed } = await run(ok({ objects: [], errors: [], warnings: [], verbose: [] }));
    expect(records).toEqual([
      { at: '2026-11-20T09:00:01.000Z', durationMs: 1000, call: change, error: null, message: '' },
      { at: '2026-11-20T09:00:03.000Z', durationMs: 1000, call: read, error: null, message: '' },
    ]);
    expect(closed).toBe(0);
  });

  it('writes down an error of a command that went on', async () => {
    const error = { message: '‘EX03’ could not be reached', category: 'ResourceUnavailable', id: 'X', terminating: false };
    const { records } = await run(ok({ objects: [], errors: [error], warnings: [], verbose: [] }));
    expect(records).toMatchObject(records.map(() => ({ error: 'cmdlet.failed', message: error.message })));
  });

  it.each(errorCodes)('writes down %s, and closes what ended', async (code) => {
    const { records, closed } = await run(fail(appError(code, { message: 'the server’s own words' })));
    expect(records.map(({ error, message }) => [error, message])).toEqual([
      [code, 'the server’s own words'],
      [code, 'the server’s own words'],
    ]);
    expect(closed).toBe(endsSession(appError(code)) ? 2 : 0);
  });

  it('does not write down what was not sent', async () => {
    const records: CommandRecord[] = [];
    const exchange = recorded(
      answering(fail(appError('session.lost')), () => undefined),
      { now: risingClock(), record: (record) => records.push(record) },
    );
    const results = await exchange.read([change, read, read].map((call) => ({ call, queue: '' })));
    expect(results.map((result) => !result.ok && result.error.code)).toEqual(['call.refused', 'session.lost', 'session.lost']);
    expect(records.map(({ call }) => call)).toEqual([read]);
  });
});

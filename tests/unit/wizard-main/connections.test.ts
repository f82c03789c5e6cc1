import { describe, expect, it } from 'vitest';
import type { CmdletCall, CommandRecord } from '../../../shared/commands/call.ts';
import { appError, errorCodes, fail, ok, type AppError, type Result } from '../../../shared/model/error.ts';
import { practiceScenarios } from '../../../shared/model/sample-organization.ts';
import { freshContext } from '../../../shared/wizard/context.ts';
import { connectionsByMode } from '../../../src-main/wizard/connections-by-mode.ts';
import { ensureOpen, type Connections } from '../../../src-main/wizard/connections.ts';
import { practiceConnections, type PracticeConnections } from '../../../src-main/wizard/practice-connections.ts';
import { recordingGateway } from '../../../src-main/wizard/recording-gateway.ts';
import { oneByOne, type ExchangeGateway } from '../../../src-main/exchange/port.ts';
import { risingClock } from './program.ts';
import { world } from './world.ts';

const practice = (): PracticeConnections => practiceConnections({ now: risingClock(), pace: () => Promise.resolve() });
const inPractice = { ...freshContext('en'), mode: 'practice' } as const;
const { signal } = new AbortController();
const read: CmdletCall = { side: 'onPremises', cmdlet: 'Get-ExchangeServer', parameters: {} };

describe('ensureOpen', () => {
  const log: string[] = [];
  const logged = (refuses?: AppError): Connections => {
    const real = world().connections();
    log.length = 0;
    return {
      ...real,
      openOnPremises: (...asked) => {
        log.push('onPremises');
        return refuses === undefined ? real.openOnPremises(...asked) : Promise.resolve(fail(refuses));
      },
      openExchangeOnline: (...asked) => {
        log.push('exchangeOnline');
        return real.openExchangeOnline(...asked);
      },
    };
  };

  it('opens what is needed and not open, and nothing twice', async () => {
    const connections = logged();
    await ensureOpen(connections, inPractice, signal, ['onPremises']);
    await ensureOpen(connections, inPractice, signal, ['onPremises']);
    expect(log).toEqual(['onPremises']);
    await ensureOpen(connections, inPractice, signal, ['onPremises', 'exchangeOnline']);
    expect(log).toEqual(['onPremises', 'exchangeOnline']);
    await connections.lost();
    await ensureOpen(connections, inPractice, signal, ['onPremises', 'exchangeOnline']);
    expect(log).toEqual(['onPremises', 'exchangeOnline', 'onPremises', 'exchangeOnline']);
  });

  it('asks for no sign-in when the servers cannot be reached', async () => {
    const error = appError('session.connectFailed');
    expect(await ensureOpen(logged(error), inPractice, signal, ['onPremises', 'exchangeOnline'])).toEqual(fail(error));
    expect(log).toEqual(['onPremises']);
  });
});

describe('connectionsByMode', () => {
  it('closes the one mode before it opens the other', async () => {
    const sample = practice();
    const connections = connectionsByMode({ practice: sample, guided: world().connections(), connected: world().connections() });
    expect(connections.gateway()).toBeUndefined();
    await connections.openOnPremises(inPractice, signal);
    expect(sample.gateway()).toBeDefined();
    await connections.openOnPremises({ ...inPractice, mode: 'connected' }, signal);
    expect(sample.gateway()).toBeUndefined();
    expect(connections.gateway()).toBeDefined();
    await connections.close();
    expect(connections.gateway()).toBeUndefined();
  });
});

describe('practiceConnections', () => {
  it('offers Exchange Online only after it was connected', async () => {
    const sample = practice();
    await sample.openOnPremises(inPractice, signal);
    expect([...(sample.gateway()?.sides ?? [])]).toEqual(['onPremises']);
    await sample.openExchangeOnline(inPractice, signal);
    expect([...(sample.gateway()?.sides ?? [])]).toEqual(['onPremises', 'exchangeOnline']);
  });

  it('opens nothing when it was stopped before', async () => {
    const sample = practice();
    expect(await sample.openOnPremises(inPractice, AbortSignal.abort())).toEqual(fail(appError('powershell.canceled')));
    expect(await sample.openExchangeOnline(inPractice, AbortSignal.abort())).toEqual(fail(appError('powershell.canceled')));
    expect(sample.gateway()).toBeUndefined();
  });

  it('keeps the organization of the scenario that is practiced on, through a close, and no other', async () => {
    const sample = practice();
    for (const scenario of practiceScenarios) {
      await sample.openOnPremises({ ...inPractice, scenario }, signal);
      expect(sample.organization(scenario)).not.toBeNull();
      for (const other of practiceScenarios.filter((name) => name !== scenario)) expect(sample.organization(other)).toBeNull();
      await sample.close();
      expect(sample.organization(scenario)).not.toBeNull();
    }
  });

  it('remembers a change over a lost session, and does not lose the next one again', async () => {
    const sample = practice();
    const context = { ...inPractice, scenario: 'sessionLost' } as const;
    await sample.openOnPremises(context, signal);
    const reset = (): Promise<Result<unknown>> | undefined =>
      sample.gateway()?.invoke({
        side: 'onPremises',
        cmdlet: 'Set-ReceiveConnector',
        parameters: { Identity: 'EX02\\Default Frontend EX02', TlsCertificateName: null },
      });
    expect(await reset()).toMatchObject({ ok: false, error: { code: 'session.lost', effect: 'unknown' } });
    await sample.lost();
    await sample.openOnPremises(context, signal);
    expect(await reset()).toMatchObject({ ok: true });
    const connector = sample.organization('sessionLost')?.receiveConnectors.find(({ name }) => name === 'Default Frontend EX02');
    expect(connector?.tlsCertificateName).toBeNull();
  });

  it('begins with the sample as it was made when it was told to forget', async () => {
    const sample = practice();
    await sample.openOnPremises(inPractice, signal);
    const made = sample.organization('renewal');
    await sample.gateway()?.invoke({ side: 'onPremises', cmdlet: 'Set-HybridConfiguration', parameters: { TlsCertificateName: null } });
    expect(sample.organization('renewal')).not.toEqual(made);
    sample.forget();
    await sample.openOnPremises(inPractice, signal);
    expect(sample.organization('renewal')).toEqual(made);
  });

  it('the stand-in for the HCW does nothing where there is no organization', async () => {
    const sample = practice();
    await sample.runHcw('0'.repeat(40));
    expect(sample.organization('renewal')).toBeNull();
  });
});

describe('recordingGateway', () => {
  const gatewayThat = (answer: Awaited<ReturnType<ExchangeGateway['invoke']>>): ExchangeGateway => ({
    mode: 'connected',
    sides: new Set(['onPremises']),
    invoke: () => Promise.resolve(answer),
    invokeMany: oneByOne(() => Promise.resolve(answer)),
    close: () => Promise.resolve(),
  });
  const recorded = async (answer: Awaited<ReturnType<ExchangeGateway['invoke']>>) => {
    const records: CommandRecord[] = [];
    let lost = 0;
    const gateway = recordingGateway(gatewayThat(answer), {
      now: risingClock(),
      record: (record) => records.push(record),
      lost: () => (lost += 1),
    });
    expect(await gateway.invoke(read)).toBe(answer);
    const single = { records: records.splice(0), lost };
    expect(await gateway.invokeMany([{ call: read, group: '' }])).toEqual([answer]);
    // Among others a command is written down, and its session lost, as alone.
    const withoutTime = (all: readonly CommandRecord[]) => all.map((record) => ({ ...record, at: '' }));
    expect(withoutTime(records)).toEqual(withoutTime(single.records));
    expect(lost).toBe(2 * single.lost);
    return single;
  };

  it('writes down a command that succeeded, with when it began and how long it took', async () => {
    const { records, lost } = await recorded(ok({ objects: [], errors: [], warnings: [], verbose: [] }));
    expect(records).toEqual([{ at: '2026-11-20T09:00:01.000Z', durationMs: 1000, call: read, error: null, message: '' }]);
    expect(lost).toBe(0);
  });

  it('writes down what the server said although the command went on', async () => {
    const error = { message: '‘EX03’ could not be reached', category: 'ResourceUnavailable', id: 'X', terminating: false };
    const { records } = await recorded(ok({ objects: [], errors: [error], warnings: [], verbose: [] }));
    expect(records).toMatchObject([{ error: 'cmdlet.failed', message: error.message }]);
  });

  it.each(errorCodes)('writes down %s', async (code) => {
    const { records, lost } = await recorded(fail(appError(code, { message: 'the server’s own words' })));
    expect(records).toMatchObject([{ error: code, message: 'the server’s own words' }]);
    const ends = ['session.lost', 'powershell.exited', 'powershell.timedOut', 'powershell.canceled'].includes(code);
    expect(lost).toBe(ends ? 1 : 0);
  });

  it('does not write down what was not sent', async () => {
    const records: CommandRecord[] = [];
    const gateway = recordingGateway(gatewayThat(fail(appError('session.lost'))), {
      now: risingClock(),
      record: (record) => records.push(record),
      lost: () => undefined,
    });
    const change: CmdletCall = { side: 'onPremises', cmdlet: 'Set-HybridConfiguration', parameters: { TlsCertificateName: null } };
    const results = await gateway.invokeMany([change, read, read].map((call) => ({ call, group: '' })));
    expect(results.map((result) => !result.ok && result.error.code)).toEqual(['call.refused', 'session.lost', 'session.lost']);
    expect(records.map(({ call }) => call)).toEqual([read]);
  });
});

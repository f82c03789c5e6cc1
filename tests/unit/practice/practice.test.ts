import { describe, expect, it } from 'vitest';
import { appError, fail } from '../../../shared/model/error.ts';
import { practiceScenarios } from '../../../shared/model/sample-organization.ts';
import { practiceExchange, type PracticeExchange } from '../../../src-main/exchange/practice/practice.ts';
import { practiceTarget } from '../../contract/practice.ts';

const practice = (): PracticeExchange =>
  practiceExchange({ now: () => new Date('2026-11-20T09:00:00Z'), latency: () => Promise.resolve() });
const { signal } = new AbortController();

describe('the practice adapter', () => {
  it('offers Exchange Online only after it was opened', async () => {
    const exchange = practice();
    await exchange.open('onPremises', practiceTarget, signal);
    expect([...exchange.sides]).toEqual(['onPremises']);
    const call = { side: 'exchangeOnline', cmdlet: 'Get-InboundConnector', parameters: {} } as const;
    expect(await exchange.read([{ call, queue: '' }])).toMatchObject([{ error: { code: 'session.notConnected' } }]);
    await exchange.open('exchangeOnline', practiceTarget, signal);
    expect([...exchange.sides]).toEqual(['onPremises', 'exchangeOnline']);
    expect(await exchange.read([{ call, queue: '' }])).toMatchObject([{ ok: true }]);
  });

  it('opens nothing when it was stopped before', async () => {
    const exchange = practice();
    for (const side of ['onPremises', 'exchangeOnline'] as const) {
      expect(await exchange.open(side, practiceTarget, AbortSignal.abort())).toEqual(fail(appError('powershell.canceled')));
    }
    expect([...exchange.sides]).toEqual([]);
  });

  it('keeps the organization of the scenario that is practiced on, through a close, and no other', async () => {
    const exchange = practice();
    for (const scenario of practiceScenarios) {
      await exchange.open('onPremises', { ...practiceTarget, scenario }, signal);
      expect(exchange.organization(scenario)).not.toBeNull();
      for (const other of practiceScenarios.filter((name) => name !== scenario)) expect(exchange.organization(other)).toBeNull();
      await exchange.close();
      expect(exchange.organization(scenario)).not.toBeNull();
    }
  });

  it('remembers a change over a lost session, and does not lose the next one again', async () => {
    const exchange = practice();
    const target = { ...practiceTarget, scenario: 'sessionLost' } as const;
    const reset = {
      side: 'onPremises',
      cmdlet: 'Set-ReceiveConnector',
      parameters: { Identity: 'EX02\\Default Frontend EX02', TlsCertificateName: null },
    } as const;
    await exchange.open('onPremises', target, signal);
    expect(await exchange.change(reset)).toMatchObject({ ok: false, error: { code: 'session.lost', effect: 'unknown' } });
    await exchange.close();
    await exchange.open('onPremises', target, signal);
    expect(await exchange.change(reset)).toMatchObject({ ok: true });
    const connector = exchange.organization('sessionLost')?.receiveConnectors.find(({ name }) => name === 'Default Frontend EX02');
    expect(connector?.tlsCertificateName).toBeNull();
  });

  it('begins with the sample as it was made after `forget`', async () => {
    const exchange = practice();
    await exchange.open('onPremises', practiceTarget, signal);
    const made = exchange.organization('renewal');
    await exchange.change({ side: 'onPremises', cmdlet: 'Set-HybridConfiguration', parameters: { TlsCertificateName: null } });
    expect(exchange.organization('renewal')).not.toEqual(made);
    exchange.forget();
    await exchange.open('onPremises', practiceTarget, signal);
    expect(exchange.organization('renewal')).toEqual(made);
  });

  it('writes nothing as the HCW where there is no organization', async () => {
    const exchange = practice();
    await exchange.runHcw('0'.repeat(40));
    expect(exchange.organization('renewal')).toBeNull();
  });
});

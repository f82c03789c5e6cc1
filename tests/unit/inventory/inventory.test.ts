import { certificateProperties } from '../../../shared/read/certificate.ts';
import { describe, expect, it } from 'vitest';
import { psObject, psString } from '../../../shared/clixml/value.ts';
import { checkCall } from '../../../shared/commands/call.ts';
import { appError, type ErrorCode } from '../../../shared/model/error.ts';
import type { GatherProgress, Organization } from '../../../shared/model/organization.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import { collectOrganization } from '../../../src-main/exchange/inventory/inventory.ts';
import { cmdletError, configuration, smallExchange, type Answers, type SmallExchange } from './small-exchange.ts';

const now = (): Date => new Date('2026-06-01T12:00:00.000Z');
const run = (exchange: SmallExchange, onProgress: (progress: GatherProgress) => void = () => undefined, signal?: AbortSignal) =>
  collectOrganization(exchange, { now, onProgress, ...(signal === undefined ? {} : { signal }) });

async function inventoryOf(answers: Answers, exchange = smallExchange(answers)): Promise<Organization> {
  const result = await run(exchange);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const connector = (server: string) =>
  psObject({
    Identity: psString(`${server}\\Default Frontend ${server}`),
    Name: psString(`Default Frontend ${server}`),
    Server: psString(server),
  });
const two: Answers = { 'Get-HybridConfiguration': [configuration(['ex01'], ['EX01', 'EX02'])] };

describe('what is asked', () => {
  it('is each hybrid server once, names compared without case', async () => {
    const exchange = smallExchange(two);
    await inventoryOf(two, exchange);
    const servers = exchange.calls.filter(({ cmdlet }) => cmdlet === 'Get-ReceiveConnector').map(({ parameters }) => parameters['Server']);
    expect(servers).toEqual(['EX01', 'EX02']);
  });

  it('is permitted by the table of cmdlets, and changes nothing', async () => {
    const exchange = smallExchange(two);
    await inventoryOf(two, exchange);
    expect(exchange.calls).toHaveLength(6 + 2 * 4 + 3);
    for (const call of exchange.calls) {
      expect(checkCall(call).ok, call.cmdlet).toBe(true);
      expect(call.cmdlet).toMatch(/^Get-/);
    }
  });

  it('is the certificate twice: plain for RawData, selected for what only the server knows', async () => {
    const exchange = smallExchange(two);
    await inventoryOf(two, exchange);
    const calls = exchange.calls.filter(
      ({ cmdlet, parameters }) => cmdlet === 'Get-ExchangeCertificate' && parameters['Server'] === 'EX02',
    );
    expect(calls.map(({ select }) => select)).toEqual([undefined, certificateProperties]);
  });

  it('is nothing of Exchange Online while it is not connected', async () => {
    const exchange = smallExchange(two, ['onPremises']);
    const organization = await inventoryOf(two, exchange);
    expect(exchange.calls.some(({ side }) => side === 'exchangeOnline')).toBe(false);
    expect(organization.exchangeOnline).toEqual({
      acceptedDomains: unknown('notConnected'),
      inboundConnectors: unknown('notConnected'),
      outboundConnectors: unknown('notConnected'),
    });
  });
});

describe('what comes back', () => {
  it('is kept side by side for both sides', async () => {
    const organization = await inventoryOf({
      ...two,
      'onPremises Get-AcceptedDomain': [psObject({ DomainName: psString('contoso.local') })],
      'exchangeOnline Get-AcceptedDomain': [psObject({ DomainName: psString('contoso.com') })],
    });
    expect(organization.gatheredAt).toBe('2026-06-01T12:00:00.000Z');
    expect(organization.acceptedDomains).toMatchObject(known([{ name: 'contoso.local' }]));
    expect(organization.exchangeOnline.acceptedDomains).toMatchObject(known([{ name: 'contoso.com' }]));
  });

  it.each([
    ['nothing', []],
    ['a failure that it was not found', appError('cmdlet.objectNotFound', { message: 'not there' })],
  ])('no hybrid configuration is known as none: %s', async (_, answer) => {
    const organization = await inventoryOf({ 'Get-HybridConfiguration': answer });
    expect(organization.hybridConfiguration).toEqual(known(null));
    expect(organization.hybridServers).toEqual([]);
  });

  it('a hybrid configuration that could not be read is not none', async () => {
    const organization = await inventoryOf({ 'Get-HybridConfiguration': appError('cmdlet.failed', { message: 'boom' }) });
    expect(organization.hybridConfiguration).toEqual(unknown('failed', 'boom'));
  });

  it.each([
    ['nothing', [], unknown('notReturned', 'Get-AuthConfig')],
    ['an error', { objects: [psObject({})], errors: [cmdletError('boom')] }, unknown('failed', 'boom')],
    ['a failure', appError('cmdlet.notAvailable', { message: 'Get-AuthConfig' }), unknown('denied', 'Get-AuthConfig')],
    [
      'an object',
      [psObject({ CurrentCertificateThumbprint: psString('AA'), PreviousCertificateThumbprint: psString('') })],
      known({ current: known('AA'), previous: known(null), next: unknown('notReturned', 'NextCertificateThumbprint') }),
    ],
  ])('the certificates of server-to-server authentication, of %s', async (_, answer, expected) => {
    expect((await inventoryOf({ 'Get-AuthConfig': answer })).authConfig).toEqual(expected);
  });

  it('an object that is not understood makes its list unknown, not shorter', async () => {
    const organization = await inventoryOf({ ...two, 'Get-ReceiveConnector EX02': [connector('EX02'), psObject({})] });
    expect(organization.hybridServers[1]?.receiveConnectors).toEqual(unknown('unreadable', 'receiveConnector Identity'));
  });

  it('rights are those that Get-Command tells, errors and all', async () => {
    const missing = {
      ...cmdletError("The term 'Set-HybridConfiguration' is not recognized.", 'ObjectNotFound'),
      id: 'CommandNotFoundException',
    };
    const organization = await inventoryOf({
      'Get-Command': { objects: [psObject({ Name: psString('Set-ReceiveConnector') })], errors: [missing] },
    });
    expect(organization.rights).toEqual(known({ 'Set-ReceiveConnector': true, 'Set-HybridConfiguration': false }));
  });
});

describe('a call that fails', () => {
  it.each([
    ['cmdlet.notAvailable', 'denied'],
    ['cmdlet.failed', 'failed'],
    ['cmdlet.timedOut', 'timedOut'],
    ['cmdlet.objectNotFound', 'notReturned'],
  ] satisfies readonly (readonly [ErrorCode, string])[])(
    'with %s makes its values unknown: %s, and the rest is read',
    async (code, reason) => {
      const organization = await inventoryOf({
        ...two,
        'Get-ReceiveConnector EX01': appError(code, { message: 'why' }),
        'Get-ReceiveConnector EX02': [connector('EX02')],
      });
      expect(organization.hybridServers[0]?.receiveConnectors).toEqual({ known: false, reason, evidence: 'why' });
      expect(organization.hybridServers[1]?.receiveConnectors.known).toBe(true);
    },
  );

  it('without terminating makes the list unknown too: it may lack something', async () => {
    const organization = await inventoryOf({
      ...two,
      'Get-ReceiveConnector EX01': { objects: [connector('EX01')], errors: [cmdletError('RPC')] },
    });
    expect(organization.hybridServers[0]?.receiveConnectors).toEqual(unknown('failed', 'RPC'));
  });

  it.each([
    ['session.lost', 7],
    ['powershell.canceled', 7],
    ['powershell.exited', 7],
    ['powershell.timedOut', 7],
  ] satisfies readonly (readonly [ErrorCode, number])[])(
    'with %s ends the gathering with that error after %i calls of that side',
    async (code, count) => {
      const exchange = smallExchange({ ...two, 'Get-ReceiveConnector EX01': appError(code) });
      expect(await run(exchange)).toEqual({ ok: false, error: appError(code) });
      expect(exchange.calls.filter(({ side }) => side === 'onPremises')).toHaveLength(count);
    },
  );
});

describe('canceling', () => {
  it('sends nothing more', async () => {
    const controller = new AbortController();
    const exchange = smallExchange(two, ['onPremises'], (call) => {
      if (call.cmdlet === 'Get-SendConnector') controller.abort();
    });
    expect(await run(exchange, undefined, controller.signal)).toMatchObject({ ok: false, error: { code: 'powershell.canceled' } });
    expect(exchange.calls.at(-1)?.cmdlet).toBe('Get-SendConnector');
  });

  it('before the start sends nothing at all', async () => {
    const exchange = smallExchange(two);
    expect(await run(exchange, undefined, AbortSignal.abort())).toMatchObject({ ok: false, error: { code: 'powershell.canceled' } });
    expect(exchange.calls).toEqual([]);
  });
});

describe('progress', () => {
  it('counts every call, knows the total after the first, and ends at the total', async () => {
    const seen: GatherProgress[] = [];
    const exchange = smallExchange(two);
    await run(exchange, (progress) => seen.push(progress));
    expect(seen[0]).toEqual({ done: 0, total: 9, what: 'hybridConfiguration', subject: '', others: 0 });
    expect(new Set(seen.slice(1).map(({ total }) => total))).toEqual(new Set([17]));
    // Both sides are asked at once: two tell the same number when both begin.
    expect([...new Set(seen.map(({ done }) => done))]).toEqual(Array.from({ length: 18 }, (_, index) => index));
    expect(seen.some(({ others }) => others > 0)).toBe(true);
    expect(seen.find(({ what }) => what === 'certificateDetails')?.subject).toBe('EX01');
  });
});

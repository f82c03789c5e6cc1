/** Many servers: one call tells of all, and whom it does not name is asked alone. */
import { describe, expect, it } from 'vitest';
import { psObject, psString, type PsObject } from '../../../shared/clixml/value.ts';
import { appError } from '../../../shared/model/error.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { HybridServer, GatherProgress } from '../../../shared/model/organization.ts';
import { collectOrganization } from '../../../src-main/exchange/inventory/inventory.ts';
import { cmdletError, configuration, smallExchange, type Answers } from './small-exchange.ts';

const five = ['EX01', 'EX02', 'EX03', 'EX04', 'EX05'];
const service = (name: string, thumbprint: string): PsObject =>
  psObject({ Name: psString(name), InternalTransportCertificateThumbprint: psString(thumbprint) });
const thumbprintOf = (name: string): string => name.padStart(40, '0');
const all = (names: readonly string[]): readonly PsObject[] => names.map((name) => service(name, thumbprintOf(name)));

async function inventoryOf(servers: readonly string[], answers: Answers) {
  const exchange = smallExchange({ 'Get-HybridConfiguration': [configuration(servers, [])], ...answers }, ['onPremises']);
  const seen: GatherProgress[] = [];
  const result = await collectOrganization(exchange, {
    now: () => new Date('2026-06-01T12:00:00.000Z'),
    onProgress: (progress) => seen.push(progress),
  });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const asked = exchange.calls.filter(({ cmdlet }) => cmdlet === 'Get-TransportService').map(({ parameters }) => parameters['Identity']);
  return {
    asked,
    last: seen.at(-1),
    thumbprints: result.value.hybridServers.map((server: HybridServer) => server.internalTransportCertificateThumbprint),
  };
}

describe('the transport service of the servers', () => {
  it('is asked of each alone while they are few', async () => {
    const { asked } = await inventoryOf(five.slice(0, 4), {});
    expect(asked).toEqual(['EX01', 'EX02', 'EX03', 'EX04']);
  });

  it('is asked once for all when they are many; others that it names do not matter, nor does case', async () => {
    const { asked, thumbprints, last } = await inventoryOf(five, { 'Get-TransportService': all(['EX09', 'ex05', ...five.slice(0, 4)]) });
    expect(asked).toEqual([undefined]);
    expect(thumbprints).toEqual([...five.slice(0, 4), 'ex05'].map((name) => known(thumbprintOf(name))));
    expect(last).toMatchObject({ done: 6 + 5 * 3 + 1, total: 6 + 5 * 3 + 1 });
  });

  it.each([
    ['it does not name', { 'Get-TransportService': all(five.slice(0, 3)) }, ['EX04', 'EX05']],
    ['it names twice', { 'Get-TransportService': all([...five, 'EX02']) }, ['EX02']],
    [
      'it may have left out, since it reported an error',
      { 'Get-TransportService': { objects: all(five), errors: [cmdletError('RPC')] } },
      five,
    ],
    ['it could not tell of, since it failed', { 'Get-TransportService': appError('cmdlet.failed', { message: 'no' }) }, five],
  ] satisfies readonly (readonly [string, Answers, readonly string[]])[])(
    'is asked of a server alone that %s',
    async (_, answers, alone) => {
      const each = Object.fromEntries(alone.map((name) => [`Get-TransportService ${name}`, [service(name, 'A'.repeat(40))]]));
      const { asked, thumbprints, last } = await inventoryOf(five, { ...answers, ...each });
      expect(asked).toEqual([undefined, ...alone]);
      expect(thumbprints).toEqual(five.map((name) => known(alone.includes(name) ? 'A'.repeat(40) : thumbprintOf(name))));
      const total = 6 + 5 * 3 + 1 + alone.length;
      expect(last).toMatchObject({ done: total, total });
    },
  );

  it('is unknown with its reason where that fails too', async () => {
    const { thumbprints } = await inventoryOf(five, {
      'Get-TransportService': all(five.slice(0, 4)),
      'Get-TransportService EX05': appError('cmdlet.failed', { message: 'RPC' }),
    });
    expect(thumbprints[4]).toEqual(unknown('failed', 'RPC'));
  });
});

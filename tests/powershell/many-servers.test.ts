/** Twelve servers over real remoting: one that does not answer does not keep the others from being read. */
import { afterEach, describe, expect, it } from 'vitest';
import type { GatherProgress, HybridServer, Organization } from '../../shared/model/organization.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { readOne, type Exchange } from '../../src-main/exchange/port.ts';
import type { ReaderOptions } from '../../src-main/exchange/inventory/inventory-reader.ts';
import { collectOrganization, collectServer } from '../../src-main/exchange/inventory/inventory.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { hanging, organizationOf } from '../bench/organization-of.ts';
import { expectedOrganization } from '../contract/expected-organization.ts';
import { contractTime } from '../contract/exchange-contract.ts';
import { throughout } from '../contract/throughout.ts';
import { openConnectedExchange } from './open-exchange.ts';
import { valueOf } from './open-probe.ts';

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

async function open(file: OrganizationFile): Promise<Exchange> {
  const { exchange, dispose } = await openConnectedExchange(file);
  closings.push(dispose);
  return exchange;
}

const twelve = (): Promise<OrganizationFile> => organizationOf(12, 4, contractTime);
const inventoryOf = async (exchange: Exchange, options: Partial<ReaderOptions> = {}): Promise<Organization> =>
  valueOf(await collectOrganization(exchange, { now: () => contractTime, onProgress: () => undefined, ...options }));

/** The fault of the sample organization with a server that is down, for another server. */
async function down(server: string): Promise<OrganizationFile['faults']> {
  const { faults } = await practiceOrganization('serverDown', contractTime);
  return faults.map((fault) => ({ ...fault, ...(fault.match && { match: { ...fault.match, value: server } }) }));
}

const others = (servers: readonly HybridServer[], ...left: readonly string[]): readonly HybridServer[] =>
  servers.filter(({ name }) => !left.includes(name));

describe('twelve servers', () => {
  it('are read in parallel with the same result as one after the other, and the progress counts every call', async () => {
    const file = await twelve();
    const exchange = await open(file);
    const seen: GatherProgress[] = [];
    const together = await inventoryOf(exchange, { onProgress: (progress) => seen.push(progress) });
    expect(together).toEqual(expectedOrganization(file, contractTime, true));
    expect(await inventoryOf(throughout(exchange, (_, send) => send()))).toEqual(together);
    expect(seen.at(-1)).toMatchObject({ done: 6 + 12 * 3 + 1 + 3, total: 6 + 12 * 3 + 1 + 3, others: 0 });
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b));
    expect(seen.some((progress) => progress.others > 0)).toBe(true);
    // Four sessions on-premises, and Exchange Online at the same time.
    expect(Math.max(...seen.map((progress) => progress.others))).toBeLessThan(5);
  });

  it('of which one hangs and one is down: both are unknown with the reason, all others are known', async () => {
    const file = { ...(await twelve()), faults: [...hanging('EX003'), ...(await down('EX007'))] };
    const exchange = await open(file);
    const answered: string[] = [];
    const begun: string[] = [];
    const watched: Exchange = {
      ...throughout(exchange, (_, send) => send()),
      get sides() {
        return exchange.sides;
      },
      read: (calls, options = {}) =>
        exchange.read(calls, {
          ...options,
          onBegun: (index) => {
            begun.push(`${calls[index]?.queue ?? ''} ${calls[index]?.call.cmdlet ?? ''}`);
            options.onBegun?.(index);
          },
          onAnswered: (index, result) => {
            answered.push(`${calls[index]?.queue ?? ''} ${result.ok ? 'ok' : result.error.code}`);
            options.onAnswered?.(index, result);
          },
        }),
    };
    const { hybridServers } = await inventoryOf(watched, { timeoutMs: 20_000 });
    const expected = expectedOrganization({ ...file, faults: [] }, contractTime, true).hybridServers;
    expect(others(hybridServers, 'EX003', 'EX007')).toEqual(others(expected, 'EX003', 'EX007'));

    const timedOut = { known: false, reason: 'timedOut', evidence: '20 s' };
    expect(hybridServers[2]).toEqual({ ...expected[2], certificates: timedOut });
    const unreachable = { known: false, reason: 'failed', evidence: expect.stringContaining("couldn't be contacted") as string };
    expect(hybridServers[6]).toEqual({
      ...expected[6],
      certificates: unreachable,
      receiveConnectors: unreachable,
    });

    // The cmdlet that hangs is sent once, and all other servers were answered meanwhile.
    expect(begun.filter((line) => line === 'EX003 Get-ExchangeCertificate')).toHaveLength(1);
    expect(answered.filter((line) => line === 'EX003 cmdlet.timedOut')).toHaveLength(2);
    const first = answered.indexOf('EX003 cmdlet.timedOut');
    expect(answered.slice(first).filter((line) => !line.startsWith('EX003'))).toEqual([]);

    // The session goes on, and the server can be read alone when it answers again.
    const again = await collectServer(exchange, { name: 'EX012', role: 'transport' }, { onProgress: () => undefined });
    expect(again).toEqual({ ok: true, value: expected[11] });
  });

  it('of which one ends every session that asks it: the loss of the session is the result', async () => {
    const fault = { cmdlet: 'Get-ReceiveConnector', match: { parameter: 'Server', value: 'EX005' }, after: 0 } as const;
    const file = { ...(await twelve()), faults: [{ ...fault, fault: { kind: 'sessionLost', effect: false } as const }] };
    const exchange = await open(file);
    const result = await collectOrganization(exchange, { now: () => contractTime, onProgress: () => undefined });
    expect(result).toMatchObject({ ok: false, error: { code: 'session.lost', effect: 'none' } });
    // The lost session is not used again: the side has to be opened first.
    const next = await readOne(exchange, { side: 'onPremises', cmdlet: 'Get-AcceptedDomain', parameters: {} });
    expect(next).toMatchObject({ ok: false, error: { code: 'session.notConnected', effect: 'none' } });
  });
});

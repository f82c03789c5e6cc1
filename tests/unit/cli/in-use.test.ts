/** Without `--certificate`: is what is in use in order, do the servers agree, and is a renewal due? */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Organization } from '../../../shared/model/organization.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import { findingsOf, inUseOf, judged, now, organizationOf } from './organizations.ts';

let renewal: Organization;
let live: Organization;
beforeAll(async () => {
  renewal = await organizationOf('renewal');
  live = await organizationOf('sameName');
});

/** The organization with one server changed. */
const withServer = (organization: Organization, name: string, changes: Partial<Organization['hybridServers'][number]>): Organization => ({
  ...organization,
  hybridServers: organization.hybridServers.map((server) => (server.name === name ? { ...server, ...changes } : server)),
});

const withImpact = (result: ReturnType<typeof judged>) =>
  findingsOf(result)
    .filter(({ impact }) => impact !== null)
    .map(({ rule, impact }) => `${rule} ${impact ?? ''}`);

describe('nothing blocks (0)', () => {
  it('when all servers present one certificate that qualifies and whose renewal is not due', () => {
    const result = judged(live);
    expect(withImpact(result)).toEqual([]);
    expect(result).toMatchObject({ verdict: 'nothingBlocks', exitCode: 0, question: 'inUse', renewal: { state: 'notDue' } });
    expect(inUseOf(result)).toEqual([result.renewal?.thumbprint]);
  });

  it('and says of every other certificate why it does not qualify, without counting it', () => {
    const others = judged(live).certificates.filter(({ role }) => role === 'other');
    expect(others.some(({ verdict }) => verdict === 'doesNotQualify')).toBe(true);
    expect(others.flatMap(({ findings }) => findings).filter(({ impact }) => impact !== null)).toEqual([]);
  });
});

describe('warnings (1)', () => {
  it('when the renewal is due, with what is installed as its successor', () => {
    const result = judged(renewal);
    expect(withImpact(result)).toEqual(['check.renewal warns']);
    expect(result).toMatchObject({ verdict: 'warnings', exitCode: 1, renewal: { state: 'due' } });
    expect(result.renewal?.successors).toHaveLength(1);
    const [successor] = result.renewal?.successors ?? [];
    expect(result.certificates.find(({ thumbprint }) => thumbprint === successor)?.verdict).toBe('qualifies');
  });

  it('with less than 30 days left, not with 30', () => {
    const end = Date.parse(judged(live).renewal?.notAfter ?? '');
    const at = new Date(end - 30 * 86_400_000);
    expect(judged(live, { at: at.toISOString() })).toMatchObject({ exitCode: 0, renewal: { state: 'notDue' } });
    const later = new Date(at.getTime() + 1).toISOString();
    expect(judged(live, { at: later })).toMatchObject({ exitCode: 1, renewal: { state: 'due', by: later.slice(0, 10) } });
  });

  it('a short-lived certificate is no warning as long as a third of its life is left', () => {
    const notBefore = '2026-11-10T00:00:00.000Z';
    const notAfter = '2026-12-26T23:59:59.000Z';
    const short = structuredClone(live);
    const [used] = inUseOf(judged(live));
    for (const { certificates } of short.hybridServers) {
      for (const { facts } of certificates.known ? certificates.value : [])
        if (facts.thumbprint === used) Object.assign(facts, { notBefore, notAfter });
    }
    const result = judged(short);
    expect(result.renewal).toMatchObject({ state: 'notDue', daysLeft: 36 });
    expect(result.exitCode).toBe(0);
  });

  it('when the servers present different certificates', () => {
    const [used] = inUseOf(judged(live));
    const [first] = live.hybridServers;
    const rest = first?.certificates.known === true ? first.certificates.value.filter(({ facts }) => facts.thumbprint !== used) : [];
    const result = judged(withServer(live, first?.name ?? '', { certificates: known(rest) }));
    expect(inUseOf(result)).toHaveLength(2);
    expect(withImpact(result)).toContain('check.agreement warns');
    expect(result.exitCode).toBeGreaterThan(0);
  });

  it('when a place does not name what is in use', () => {
    const configuration = live.hybridConfiguration.known ? live.hybridConfiguration.value : null;
    if (configuration === null) throw new Error('no hybrid configuration');
    const result = judged({ ...live, hybridConfiguration: known({ ...configuration, tlsCertificateName: known('<I>CN=a<S>CN=b') }) });
    expect(withImpact(result)).toEqual(['reference.name warns']);
    expect(result.exitCode).toBe(1);
  });

  it('when something was collected too long ago, and when its time lies ahead', () => {
    const days = (count: number): string => new Date(now.getTime() - count * 86_400_000).toISOString();
    expect(judged(live, { since: days(7) }).exitCode).toBe(0);
    expect(withImpact(judged(live, { since: days(7.1) }))).toEqual(['check.age warns']);
    expect(withImpact(judged(live, { since: days(-1) }))).toEqual(['check.age warns']);
  });
});

describe('blocks (2)', () => {
  it('when the certificate in use has expired', () => {
    const end = judged(live).renewal?.notAfter ?? '';
    const result = judged(live, { at: new Date(Date.parse(end) + 1000).toISOString() });
    expect(result).toMatchObject({ verdict: 'blocks', exitCode: 2, renewal: { state: 'expired' } });
    expect(withImpact(result)).toEqual(expect.arrayContaining(['check.renewal blocks', 'certificate.dates blocks']));
  });

  it('when a server has nothing to present, whatever else is not known', () => {
    const [first, second] = live.hybridServers;
    const emptied = withServer(live, first?.name ?? '', { certificates: known([]) });
    expect(withImpact(judged(emptied))).toEqual(expect.arrayContaining(['mail.toOnPremises blocks', 'mail.presented blocks']));
    expect(judged(emptied).exitCode).toBe(2);
    expect(judged(withServer(emptied, second?.name ?? '', { certificates: unknown('failed', 'x') })).exitCode).toBe(2);
  });

  it('when connectors name no certificate and the FQDN selects a self-signed one: mail waits', () => {
    const bare = structuredClone(live);
    for (const { receiveConnectors } of bare.hybridServers) {
      for (const connector of receiveConnectors.known ? receiveConnectors.value : []) connector.tlsCertificateName = known(null);
    }
    expect(judged(bare).exitCode).toBe(2);
    expect(withImpact(judged(bare))).toContain('mail.toOnPremises blocks');
  });
});

describe('could not judge (3)', () => {
  it.each([
    ['a store of a server', (one: Organization) => withServer(one, 'EX02', { certificates: unknown('failed', 'x') })],
    ['the connectors of a server', (one: Organization) => withServer(one, 'EX02', { receiveConnectors: unknown('denied') })],
    ['the send connectors', (one: Organization) => ({ ...one, sendConnectors: unknown('failed') })],
    ['the hybrid configuration', (one: Organization) => ({ ...one, hybridConfiguration: unknown('failed'), hybridServers: [] })],
  ])('when %s was not read', (_, change) => {
    const result = judged(change(live));
    expect(result).toMatchObject({ verdict: 'couldNotJudge', exitCode: 3 });
    expect(withImpact(result).some((one) => one.endsWith('couldNotJudge'))).toBe(true);
  });

  it.each([
    ['noHybrid', 'organization.noHybridConfiguration'],
    ['empty', 'organization.noHybridConfiguration'],
  ] as const)('in the organization %s', async (scenario, code) => {
    const result = judged(await organizationOf(scenario));
    expect(result).toMatchObject({ exitCode: 3, errors: [{ code }] });
  });

  it('when Exchange Online was not collected: whether it accepts the mail is not known', () => {
    const side = unknown('notConnected');
    const result = judged({ ...live, exchangeOnline: { acceptedDomains: side, inboundConnectors: side, outboundConnectors: side } });
    expect(withImpact(result)).toEqual(expect.arrayContaining(['mail.toOnPremises couldNotJudge', 'mail.toExchangeOnline couldNotJudge']));
    expect(result.exitCode).toBe(3);
  });

  it('when the hybrid configuration names no server', () => {
    expect(judged({ ...live, hybridServers: [] })).toMatchObject({ exitCode: 3, errors: [{ code: 'organization.noHybridServers' }] });
  });
});

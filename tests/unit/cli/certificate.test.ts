/** `--certificate`: may this one become the transport certificate? */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildTable } from '../../../shared/rules/exchange-builds.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { impactOf, verdictOf } from '../../../shared/check/questions.ts';
import { about, couldNotCheck } from '../../../shared/rules/finding.ts';
import type { Impact } from '../../../shared/rules/rules.ts';
import { findingsOf, judged, organizationOf } from './organizations.ts';

let renewal: Organization;
let successor: string;
beforeAll(async () => {
  renewal = await organizationOf('renewal');
  [successor = ''] = judged(renewal).renewal?.successors ?? [];
});

const withImpact = (result: ReturnType<typeof judged>) => findingsOf(result).filter(({ impact }) => impact !== null);

describe('a certificate that qualifies', () => {
  it('is judged with what it would change, and warns only of what is not its own', () => {
    const result = judged(renewal, { certificate: successor });
    expect(result).toMatchObject({ question: 'certificate', chosen: successor, exitCode: 1 });
    expect(result.certificates[0]).toMatchObject({ thumbprint: successor, role: 'chosen', verdict: 'qualifies' });
    expect(new Set(withImpact(result).map(({ rule }) => rule))).toEqual(new Set(['server.version', 'server.buildTable']));
    expect(result.presented.every(({ after }) => after?.known === true)).toBe(true);
    expect(result.findings.some(({ rule, severity }) => rule === 'reference.name' && severity === 'info')).toBe(true);
  });

  it('exits with 0 where nothing else warns either: servers that Microsoft supports, and a table of builds that is new', async () => {
    const at = new Date(Date.parse(buildTable.newest) + 30 * 86_400_000);
    const organization = await organizationOf('renewal', at);
    const servers = organization.servers.known ? organization.servers.value : [];
    const current = servers.map((server) => ({ ...server, version: known('15.2.2562.53') }));
    const asked = { at: at.toISOString() };
    const [certificate = ''] = judged(organization, asked).renewal?.successors ?? [];
    const result = judged({ ...organization, servers: known(current) }, { ...asked, certificate });
    expect(withImpact(result).map(({ rule, text }) => `${rule}: ${text}`)).toEqual([]);
    expect(result).toMatchObject({ exitCode: 0, verdict: 'nothingBlocks' });
  });

  it('blocks when the right to reset is missing, and only then', async () => {
    const denied = await organizationOf('denied');
    expect(judged(denied, { certificate: successor }).exitCode).toBe(2);
    expect(judged(denied).exitCode).toBe(1);
  });

  it('could not be judged while a server was not read', async () => {
    const down = await organizationOf('serverDown');
    const result = judged(down, { certificate: successor });
    expect(result.exitCode).toBe(3);
    expect(withImpact(result).some(({ rule, impact }) => rule === 'presented.after' && impact === 'couldNotJudge')).toBe(true);
  });

  it('warns where Exchange Online was not collected: what it would need there is not known', () => {
    const side = unknown('notConnected');
    const result = judged(
      { ...renewal, exchangeOnline: { acceptedDomains: side, inboundConnectors: side, outboundConnectors: side } },
      { certificate: successor },
    );
    expect(withImpact(result).map(({ rule }) => rule)).toEqual(expect.arrayContaining(['certificate.acceptedDomain', 'connector.inbound']));
    expect(result.exitCode).toBe(1);
  });
});

describe('another certificate', () => {
  it('blocks, with each of its reasons, when it does not qualify', () => {
    const bad = judged(renewal).certificates.filter(({ verdict }) => verdict === 'doesNotQualify');
    expect(bad.length).toBeGreaterThan(3);
    for (const { thumbprint, findings } of bad) {
      const result = judged(renewal, { certificate: thumbprint });
      expect(result.exitCode).toBe(2);
      const reasons = findings.filter(({ severity }) => severity === 'block').map(({ text }) => text);
      expect(withImpact(result).map(({ text }) => text)).toEqual(expect.arrayContaining(reasons));
    }
  });

  it('blocks when no server has it, and cannot be judged while one was not read', async () => {
    const nowhere = 'A'.repeat(40);
    expect(judged(renewal, { certificate: nowhere })).toMatchObject({ exitCode: 2, chosen: nowhere });
    const result = judged(await organizationOf('serverDown'), { certificate: nowhere });
    expect(withImpact(result).map(({ rule, evidence }) => [rule, evidence['servers']])).toEqual([['check.installed', 'EX03']]);
    expect(result.exitCode).toBe(3);
  });
});

describe('the order', () => {
  const of = (...impacts: readonly (Impact | null)[]) => impacts.map((impact) => ({ impact }));

  it('is: what blocks, what is not known, what warns', () => {
    expect(verdictOf(of('warns', 'couldNotJudge', 'blocks'), ['x'])).toBe('blocks');
    expect(verdictOf(of('warns', 'couldNotJudge'), [])).toBe('couldNotJudge');
    expect(verdictOf(of('warns'), ['x'])).toBe('couldNotJudge');
    expect(verdictOf(of('warns', null), [])).toBe('warnings');
    expect(verdictOf(of(null), [])).toBe('nothingBlocks');
  });

  it('never takes something unknown for nothing', () => {
    const unread = unknown('failed');
    const [required, other] = [about('certificate.status'), about('certificate.names')].map((context) => couldNotCheck(context, unread));
    expect([required, other].map((found) => found && impactOf(found, 'certificate'))).toEqual(['couldNotJudge', 'warns']);
  });
});

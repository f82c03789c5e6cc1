import { describe, expect, it } from 'vitest';
import { postChecks } from '../../../shared/rules/post-checks.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import { postCheckCases } from './post-check-cases.ts';
import { changed, facts, issuer, newName, oldName, organization, subject } from './sample.ts';

const certificate = { name: { issuer, subject }, facts: facts() };

describe('post-checks', () => {
  it.each(postCheckCases)('$rule: $title gives $expected', ({ before, after, facts: changes, edgeSync, rule, expected }) => {
    const findings = postChecks({
      before: before ?? organization(),
      after,
      certificate: { ...certificate, facts: facts(changes) },
      edgeSync: edgeSync ?? [],
    });
    const severities = findings.filter((finding) => finding.rule === rule).map(({ variant }) => variant);
    expect(severities).toEqual(expected);
  });

  it('puts expected and found side by side', () => {
    const [finding] = postChecks({ before: organization(), after: organization(), certificate }).filter(
      ({ rule }) => rule === 'post.receiveName',
    );
    expect(finding?.evidence).toMatchObject({ expected: newName, found: oldName });
  });

  it('says why Exchange Online was not checked', () => {
    const unasked = unknown('notConnected');
    const after = { ...changed(), exchangeOnline: { acceptedDomains: unasked, inboundConnectors: unasked, outboundConnectors: unasked } };
    const findings = postChecks({ before: organization(), after, certificate }).filter(({ severity }) => severity !== 'ok');
    expect(findings.map(({ rule, severity, evidence }) => [rule, severity, evidence['reason']])).toEqual([
      ['post.inboundSender', 'unknown', 'notConnected'],
      ['post.outboundTls', 'unknown', 'notConnected'],
      ['post.outboundDomain', 'unknown', 'notConnected'],
    ]);
  });

  it('compares the internal transport certificates with the snapshot of the run where there is one', () => {
    const after = changed();
    const server = after.hybridServers[0]?.name ?? '';
    const of = (thumbprint: string): readonly (string | undefined)[] =>
      postChecks({
        before: organization(),
        after,
        certificate,
        saved: [{ server: `${server}.contoso.com`, thumbprint: known(thumbprint) }],
      })
        .filter(({ rule, subject: about }) => rule === 'post.internalTransport' && about.startsWith(server))
        .flatMap(({ variant, evidence }) => [variant, evidence['expected']]);
    expect([of('EE'), of('0A')]).toEqual([
      ['ok', 'EE'],
      ['gone', '0A'],
    ]);
  });

  it('is content when everything is as it should be', () => {
    expect(postChecks({ before: organization(), after: changed(), certificate }).filter(({ severity }) => severity !== 'ok')).toEqual([]);
  });

  it('never calls an empty organization good', () => {
    const empty = organization({ hybridServers: [], sendConnectors: known([]), hybridConfiguration: known(null) });
    const findings = postChecks({ before: empty, after: empty, certificate });
    expect(findings.filter(({ severity }) => severity === 'block').map(({ rule }) => rule)).toEqual(['post.sendName', 'post.hybridName']);
  });
});

import { describe, expect, it } from 'vitest';
import type { CertificateFacts } from '../../../shared/model/certificate.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { covered, names } from '../../../shared/rules/certificate-names.ts';
import type { Finding } from '../../../shared/rules/finding.ts';
import { facts, hybridConfiguration, organization, outbound } from './sample.ts';

const online = (changes: Partial<Organization['exchangeOnline']>, rest: Partial<Organization> = {}): Organization =>
  organization({ exchangeOnline: { ...organization().exchangeOnline, ...changes }, ...rest });
const withHosts = (smartHosts: string[], tlsDomain: string | null = null): Organization =>
  online({ outboundConnectors: known([outbound({ smartHosts: known(smartHosts), tlsDomain: known(tlsDomain) })]) });
const said = (value: Organization, changes: Partial<CertificateFacts> = {}): readonly [string, Finding['evidence']] => {
  const { variant, evidence } = names(facts(changes), value);
  return [variant, evidence];
};

describe('what Exchange Online connects to', () => {
  it.each(['[192.0.2.1]', '192.0.2.1', '[2001:db8::1]'])('is no name when it is the address %s', (address) => {
    expect(said(withHosts([address, 'Mail.Contoso.com']))).toEqual(['ok', { hosts: 'mail.contoso.com' }]);
  });

  it.each(['1edge.contoso.com', 'edge1', 'edge[1].contoso.com'])('is a name when it is %s', (host) => {
    expect(said(withHosts([host]))).toEqual(['warn', { hosts: host, names: 'mail.contoso.com, autodiscover.contoso.com' }]);
  });

  it('is every smart host and TlsDomain, each once', () => {
    expect(said(withHosts(['mail.contoso.com', 'Mail.contoso.com'], 'autodiscover.contoso.com'))[1]).toEqual({
      hosts: 'mail.contoso.com, autodiscover.contoso.com',
    });
    expect(said(withHosts(['a.fabrikam.com', 'b.fabrikam.com']), { names: [], subject: '' })).toEqual([
      'noNames',
      { hosts: 'a.fabrikam.com, b.fabrikam.com' },
    ]);
    expect(said(withHosts(['a.fabrikam.com', 'b.fabrikam.com']))[1]).toMatchObject({ hosts: 'a.fabrikam.com, b.fabrikam.com' });
  });

  it('is the smart host of the hybrid configuration where the connectors name none', () => {
    expect(said(withHosts(['192.0.2.1']))).toEqual(['ok', { hosts: 'mail.contoso.com' }]);
    const edge = { ...hybridConfiguration(), onPremisesSmartHost: known('Edge.contoso.com') };
    expect(said({ ...withHosts([]), hybridConfiguration: known(edge) })).toEqual([
      'warn',
      { hosts: 'edge.contoso.com', names: 'mail.contoso.com, autodiscover.contoso.com' },
    ]);
  });

  it.each([
    ['there is no hybrid configuration', null],
    ['it has no smart host', { ...hybridConfiguration(), onPremisesSmartHost: known(null) }],
  ])('is not known where the connectors name none and %s', (_, configuration) => {
    expect(said({ ...withHosts([]), hybridConfiguration: known(configuration) })).toEqual([
      'unknown',
      { reason: 'notReturned', detail: 'OnPremisesSmartHost' },
    ]);
  });

  it('is not known while Exchange Online was not read, for its reason', () => {
    const skipped = online({ outboundConnectors: unknown('notConnected') }, { hybridConfiguration: known(null) });
    expect(said(skipped)).toEqual(['unknown', { reason: 'notConnected', detail: '' }]);
  });
});

it.each<readonly [string, string, boolean]>([
  ['mail.contoso.com', 'mail.contoso.com', true],
  ['*.contoso.com', 'mail.contoso.com', true],
  ['mail.contoso.com', '*.contoso.com', true],
  ['mail.contoso.com', '*.fabrikam.com', false],
  ['mail.contoso.com', 'contoso.com', false],
])('%s covers %s: %s', (name, host, expected) => {
  expect(covered([name], host)).toBe(expected);
});

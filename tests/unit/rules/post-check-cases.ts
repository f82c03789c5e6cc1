/** Every outcome of every post-check. */
import type { Finding } from '../../../shared/rules/finding.ts';
import type { EdgeSynchronization } from '../../../shared/rules/post-checks.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { AcceptedDomain, HybridServer, Organization } from '../../../shared/model/organization.ts';
import {
  acceptedDomain,
  capability,
  changed,
  facts,
  hybridConfiguration,
  hybridServer,
  inbound,
  newName,
  oldName,
  organization,
  outbound,
  receiveConnector,
  sendConnector,
} from './sample.ts';

export interface PostCase {
  readonly title: string;
  readonly before?: Organization;
  readonly after: Organization;
  readonly facts?: Parameters<typeof facts>[0];
  readonly edgeSync?: readonly EdgeSynchronization[];
  readonly rule: Finding['rule'];
  readonly expected: readonly string[];
}

const renewed = receiveConnector('EX01', { tlsCertificateName: known(newName) });
const one = (server: Partial<HybridServer>): Organization => ({ ...changed(), hybridServers: [hybridServer('EX01', server)] });
const before = (server: Partial<HybridServer> = {}): Organization => organization({ hybridServers: [hybridServer('EX01', server)] });
const connectors = (...values: Parameters<typeof receiveConnector>[1][]): Partial<HybridServer> => ({
  receiveConnectors: known(values.map((changes) => ({ ...renewed, ...changes }))),
});
const online = (changes: Partial<Organization['exchangeOnline']>): Organization => ({
  ...changed(),
  exchangeOnline: { ...changed().exchangeOnline, ...changes },
});
const sender = (value: string | null): Organization =>
  online({ inboundConnectors: known([inbound({ tlsSenderCertificateName: known(value) })]) });
const accepting = (value: string, ...domains: AcceptedDomain[]): Organization => ({
  ...sender(value),
  exchangeOnline: { ...sender(value).exchangeOnline, acceptedDomains: known(domains) },
});
const tls = (tlsSettings: string | null, tlsDomain: string | null = 'mail.contoso.com'): Organization =>
  online({ outboundConnectors: known([outbound({ tlsSettings: known(tlsSettings), tlsDomain: known(tlsDomain) })]) });

export const postCheckCases: readonly PostCase[] = [
  { title: 'new name on each', after: changed(), rule: 'post.receiveName', expected: ['ok', 'ok'] },
  {
    title: 'old name',
    before: before(),
    after: one(connectors({ tlsCertificateName: known(oldName) })),
    rule: 'post.receiveName',
    expected: ['block'],
  },
  {
    title: 'still reset',
    before: before(),
    after: one(connectors({ tlsCertificateName: known(null) })),
    rule: 'post.receiveName',
    expected: ['block'],
  },
  {
    title: 'a thumbprint instead of a name',
    before: before(),
    after: one(connectors({ tlsCertificateName: known('A1') })),
    rule: 'post.receiveName',
    expected: ['block'],
  },
  {
    title: 'not returned',
    before: before(),
    after: one(connectors({ tlsCertificateName: unknown('notReturned') })),
    rule: 'post.receiveName',
    expected: ['unknown'],
  },
  { title: 'connector gone', before: before(), after: one(connectors()), rule: 'post.receiveName', expected: ['missing'] },
  {
    title: 'server silent',
    before: before(),
    after: one({ receiveConnectors: unknown('failed') }),
    rule: 'post.receiveName',
    expected: ['unknown'],
  },
  {
    title: 'server no longer hybrid',
    before: before(),
    after: { ...changed(), hybridServers: [] },
    rule: 'post.receiveName',
    expected: ['unknown'],
  },
  {
    title: 'not known before',
    before: before({ receiveConnectors: unknown('failed') }),
    after: one({}),
    rule: 'post.receiveName',
    expected: ['unknown'],
  },
  {
    title: 'a server that the HCW added',
    before: organization({ hybridServers: [] }),
    after: one(connectors({})),
    rule: 'post.receiveName',
    expected: ['ok'],
  },

  { title: 'as saved', before: before(), after: one(connectors({})), rule: 'post.receiveCapabilities', expected: ['ok'] },
  {
    title: 'as saved, in another order',
    before: before(connectors({ tlsDomainCapabilities: known(['b', capability]) })),
    after: one(connectors({ tlsDomainCapabilities: known([capability, 'b']) })),
    rule: 'post.receiveCapabilities',
    expected: ['ok'],
  },
  {
    title: 'lost',
    before: before(),
    after: one(connectors({ tlsDomainCapabilities: known([]) })),
    rule: 'post.receiveCapabilities',
    expected: ['block'],
  },
  {
    title: 'another value',
    before: before(),
    after: one(connectors({ tlsDomainCapabilities: known([`${capability}x`]) })),
    rule: 'post.receiveCapabilities',
    expected: ['block'],
  },
  {
    title: 'empty before, set now',
    before: before(connectors({ tlsDomainCapabilities: known([]) })),
    after: one(connectors({})),
    rule: 'post.receiveCapabilities',
    expected: ['nothingSaved'],
  },
  {
    title: 'empty before and now',
    before: before(connectors({ tlsDomainCapabilities: known([]) })),
    after: one(connectors({ tlsDomainCapabilities: known([]) })),
    rule: 'post.receiveCapabilities',
    expected: ['stillEmpty'],
  },
  {
    title: 'a server that the HCW added',
    before: organization({ hybridServers: [] }),
    after: one(connectors({})),
    rule: 'post.receiveCapabilities',
    expected: ['nothingSaved'],
  },
  {
    title: 'not saved',
    before: before(connectors({ tlsDomainCapabilities: unknown('notReturned') })),
    after: one(connectors({})),
    rule: 'post.receiveCapabilities',
    expected: ['unknown'],
  },
  {
    title: 'not returned now',
    before: before(),
    after: one(connectors({ tlsDomainCapabilities: unknown('notReturned') })),
    rule: 'post.receiveCapabilities',
    expected: ['unknown'],
  },

  { title: 'new name', after: changed(), rule: 'post.sendName', expected: ['ok'] },
  {
    title: 'one of two has the old name',
    after: { ...changed(), sendConnectors: known([sendConnector({ tlsCertificateName: known(newName) }), sendConnector()]) },
    rule: 'post.sendName',
    expected: ['ok', 'block'],
  },
  { title: 'none', after: { ...changed(), sendConnectors: known([]) }, rule: 'post.sendName', expected: ['missing'] },
  {
    title: 'not known',
    after: { ...changed(), sendConnectors: unknown('failed') },
    rule: 'post.sendName',
    expected: ['connectorsUnknown'],
  },
  {
    title: 'name not returned',
    after: { ...changed(), sendConnectors: known([sendConnector({ tlsCertificateName: unknown('notReturned') })]) },
    rule: 'post.sendName',
    expected: ['unknown'],
  },

  { title: 'new name', after: changed(), rule: 'post.hybridName', expected: ['ok'] },
  {
    title: 'old name',
    after: { ...changed(), hybridConfiguration: known(hybridConfiguration()) },
    rule: 'post.hybridName',
    expected: ['block'],
  },
  { title: 'none', after: { ...changed(), hybridConfiguration: known(null) }, rule: 'post.hybridName', expected: ['missing'] },
  { title: 'not known', after: { ...changed(), hybridConfiguration: unknown('failed') }, rule: 'post.hybridName', expected: ['unknown'] },

  {
    title: '`*.` and the parent of the CN, which is accepted',
    after: sender('*.Contoso.com'),
    rule: 'post.inboundSender',
    expected: ['ok'],
  },
  {
    title: 'the CN, of which only the parent is accepted',
    after: sender('mail.contoso.com'),
    rule: 'post.inboundSender',
    expected: ['notAccepted'],
  },
  {
    title: 'the CN, which is accepted',
    after: accepting('Mail.Contoso.com', acceptedDomain('mail.contoso.com')),
    rule: 'post.inboundSender',
    expected: ['ok'],
  },
  {
    title: 'the CN below an accepted domain with MatchSubDomains',
    after: accepting('mail.contoso.com', acceptedDomain('contoso.com', known(true))),
    rule: 'post.inboundSender',
    expected: ['ok'],
  },
  {
    title: 'the CN below an accepted domain, MatchSubDomains not returned',
    after: accepting('mail.contoso.com', acceptedDomain('contoso.com', unknown('notReturned'))),
    rule: 'post.inboundSender',
    expected: ['unknown'],
  },
  {
    title: 'another name of the certificate, which is accepted',
    after: accepting('autodiscover.contoso.com', acceptedDomain('autodiscover.contoso.com')),
    rule: 'post.inboundSender',
    expected: ['ok'],
  },
  {
    title: 'a wildcard certificate',
    facts: { subject: 'CN=*.contoso.com', names: ['*.contoso.com'] },
    after: sender('*.contoso.com'),
    rule: 'post.inboundSender',
    expected: ['ok'],
  },
  {
    title: 'a wildcard one label too high',
    after: accepting('*.com', acceptedDomain('com')),
    rule: 'post.inboundSender',
    expected: ['block'],
  },
  {
    title: 'another domain, which is accepted',
    after: accepting('mail.fabrikam.com', acceptedDomain('mail.fabrikam.com')),
    rule: 'post.inboundSender',
    expected: ['block'],
  },
  {
    title: 'a domain that no name matches, and the accepted domains are not known',
    after: {
      ...sender('mail.fabrikam.com'),
      exchangeOnline: { ...sender('mail.fabrikam.com').exchangeOnline, acceptedDomains: unknown('failed') },
    },
    rule: 'post.inboundSender',
    expected: ['block'],
  },
  { title: 'empty', after: sender(null), rule: 'post.inboundSender', expected: ['block'] },
  { title: 'none', after: online({ inboundConnectors: known([]) }), rule: 'post.inboundSender', expected: ['missing'] },
  {
    title: 'not returned',
    after: online({ inboundConnectors: known([inbound({ tlsSenderCertificateName: unknown('notReturned') })]) }),
    rule: 'post.inboundSender',
    expected: ['unknown'],
  },
  {
    title: 'not connected',
    after: online({ inboundConnectors: unknown('notConnected') }),
    rule: 'post.inboundSender',
    expected: ['connectorsUnknown'],
  },

  { title: 'DomainValidation', after: tls('DomainValidation'), rule: 'post.outboundTls', expected: ['ok'] },
  { title: 'CertificateValidation', after: tls('CertificateValidation'), rule: 'post.outboundTls', expected: ['info'] },
  { title: 'EncryptionOnly', after: tls('EncryptionOnly'), rule: 'post.outboundTls', expected: ['info'] },
  { title: 'opportunistic', after: tls(null), rule: 'post.outboundTls', expected: ['block'] },
  { title: 'none', after: online({ outboundConnectors: known([]) }), rule: 'post.outboundTls', expected: ['missing'] },
  {
    title: 'not returned',
    after: online({ outboundConnectors: known([outbound({ tlsSettings: unknown('notReturned') })]) }),
    rule: 'post.outboundTls',
    expected: ['unknown'],
  },
  {
    title: 'not connected',
    after: online({ outboundConnectors: unknown('notConnected') }),
    rule: 'post.outboundTls',
    expected: ['connectorsUnknown'],
  },

  { title: 'covered', after: tls('DomainValidation'), rule: 'post.outboundDomain', expected: ['ok'] },
  {
    title: 'covered by a wildcard certificate',
    facts: { names: ['*.contoso.com'] },
    after: tls('DomainValidation'),
    rule: 'post.outboundDomain',
    expected: ['ok'],
  },
  { title: 'not covered', after: tls('DomainValidation', 'edge.contoso.com'), rule: 'post.outboundDomain', expected: ['block'] },
  { title: 'empty, but validated', after: tls('DomainValidation', null), rule: 'post.outboundDomain', expected: ['empty'] },
  { title: 'empty and not used', after: tls('EncryptionOnly', null), rule: 'post.outboundDomain', expected: ['notUsed'] },
  {
    title: 'empty, settings not known',
    after: online({ outboundConnectors: known([outbound({ tlsSettings: unknown('notReturned'), tlsDomain: known(null) })]) }),
    rule: 'post.outboundDomain',
    expected: ['unknown'],
  },
  {
    title: 'not returned',
    after: online({ outboundConnectors: known([outbound({ tlsDomain: unknown('notReturned') })]) }),
    rule: 'post.outboundDomain',
    expected: ['unknown'],
  },
  {
    title: 'not connected',
    after: online({ outboundConnectors: unknown('notConnected') }),
    rule: 'post.outboundDomain',
    expected: ['connectorsUnknown'],
  },

  {
    title: 'the connectors not known now',
    before: before(),
    after: one({ receiveConnectors: unknown('failed') }),
    rule: 'post.receiveCapabilities',
    expected: ['unknown'],
  },
  {
    title: 'the same two in another order and case',
    before: before(connectors({ tlsDomainCapabilities: known([capability, 'a.contoso.com:None']) })),
    after: one(connectors({ tlsDomainCapabilities: known(['A.contoso.com:None', capability]) })),
    rule: 'post.receiveCapabilities',
    expected: ['ok'],
  },
  { title: 'neither domain nor settings', after: tls(null, null), rule: 'post.outboundDomain', expected: ['notUsed'] },

  {
    title: 'the same',
    before: before(),
    after: one({ internalTransportCertificateThumbprint: known('ee') }),
    rule: 'post.internalTransport',
    expected: ['ok'],
  },
  {
    title: 'another',
    before: before(),
    after: one({ internalTransportCertificateThumbprint: known('FF'), certificates: unknown('failed') }),
    rule: 'post.internalTransport',
    expected: ['changed'],
  },
  {
    title: 'another, and the one from before is no longer installed',
    before: before(),
    after: one({ internalTransportCertificateThumbprint: known('FF'), certificates: known([]) }),
    rule: 'post.internalTransport',
    expected: ['gone'],
  },
  {
    title: 'none before',
    before: before({ internalTransportCertificateThumbprint: known(null) }),
    after: one({}),
    rule: 'post.internalTransport',
    expected: ['noneBefore'],
  },
  {
    title: 'none now',
    before: before(),
    after: one({ internalTransportCertificateThumbprint: known(null), certificates: unknown('failed') }),
    rule: 'post.internalTransport',
    expected: ['changed'],
  },
  {
    title: 'not known before',
    before: before({ internalTransportCertificateThumbprint: unknown('denied') }),
    after: one({}),
    rule: 'post.internalTransport',
    expected: ['unknown'],
  },
  {
    title: 'not known now',
    before: before(),
    after: one({ internalTransportCertificateThumbprint: unknown('failed') }),
    rule: 'post.internalTransport',
    expected: ['unknown'],
  },
  {
    title: 'server no longer hybrid',
    before: before(),
    after: { ...changed(), hybridServers: [] },
    rule: 'post.internalTransport',
    expected: ['unknown'],
  },

  ...(
    [
      ['proven', known(true), 'ok'],
      ['not there yet', known(false), 'notSynchronized'],
      ['not tested', unknown('failed', 'Test-EdgeSynchronization'), 'unknown'],
    ] as const
  ).map(([title, isSynchronized, expected]): PostCase => ({
    title: `EdgeSync ${title}`,
    after: changed(),
    edgeSync: [{ server: 'EDGE01', isSynchronized }],
    rule: 'post.edgeSync',
    expected: [expected],
  })),
];

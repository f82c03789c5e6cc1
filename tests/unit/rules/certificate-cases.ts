/** Every outcome of every rule about certificates: the organization, and the finding that it must give. */
import type { ServerCertificate } from '../../../shared/model/certificate.ts';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import { unreadEdgeServer, type AcceptedDomain, type Organization } from '../../../shared/model/organization.ts';
import { edgeServer, overEdge, unreadEdges } from './edge-sample.ts';
import { both, presenting } from './presented-cases.ts';
import {
  acceptedDomain,
  at,
  certificate,
  facts,
  hybridServer,
  issuer,
  newName,
  oldIssuer,
  oldName,
  organization,
  outbound,
  withCertificate,
  type Case,
} from './sample.ts';

const days = (count: number, milliseconds = 0): string => new Date(Date.parse(at) + count * 86_400_000 + milliseconds).toISOString();
/** What a text of the certificate has. */
const factsOfText = (({ thumbprint, subject, issuer, names, notBefore, notAfter, selfSigned }) => ({
  thumbprint,
  subject,
  issuer,
  names,
  notBefore,
  notAfter,
  selfSigned,
}))(facts());
const withFacts = (changes: Parameters<typeof facts>[0]): Organization => withCertificate(certificate({ facts: facts(changes) }));
const onlineWith = (changes: Partial<Organization['exchangeOnline']>): Organization =>
  organization({ exchangeOnline: { ...organization().exchangeOnline, ...changes } });
const accepting = (...domains: AcceptedDomain[]): Organization => onlineWith({ acceptedDomains: known(domains) });
/** `mail.sub.contoso.com` is the only name of the certificate. */
const deep = (...domains: AcceptedDomain[]): Organization => ({
  ...withFacts({ subject: 'CN=mail.sub.contoso.com', names: [] }),
  exchangeOnline: accepting(...domains).exchangeOnline,
});
const withSmartHost = (smartHost: string | null): Organization => {
  const base = onlineWith({ outboundConnectors: unknown('notConnected') });
  const configuration = base.hybridConfiguration;
  if (!configuration.known || configuration.value === null) throw new Error('The sample has a hybrid configuration.');
  return { ...base, hybridConfiguration: known({ ...configuration.value, onPremisesSmartHost: known(smartHost) }) };
};
/** A subject with which issuer and subject together have `length` characters. */
const subjectFor = (length: number): string => `CN=${'a'.repeat(length - '<I><S>CN='.length - issuer.length)}`;
const sibling = (changes: Parameters<typeof facts>[0], rest: Partial<ServerCertificate> = {}): Organization =>
  withCertificate(certificate(), certificate({ facts: facts({ thumbprint: 'B2', ...changes }), ...rest }));
/** A moment later than the certificate of the sample expires, and one earlier than it starts */
const later = new Date(Date.parse(facts().notAfter) + 1).toISOString();
const earlier = new Date(Date.parse(facts().notBefore) - 1).toISOString();

const onServers = (...certificates: readonly (ServerCertificate | null)[]): Organization =>
  organization({
    hybridServers: certificates.map((one, index) =>
      hybridServer(`EX0${String(index + 1)}`, { certificates: known(one === null ? [] : [one]) }),
    ),
  });

/** As text gives a certificate: what it does not show is not known. */
function withoutFact(name: 'keyAlgorithm' | 'keySize'): Organization {
  return withCertificate(certificate({ facts: { ...facts(), [name]: undefined } }));
}

/** Issuer and subject are the same. */
const ownIssuer = (isSelfSigned: Known<boolean>): ServerCertificate => certificate({ facts: facts({ selfSigned: true }), isSelfSigned });

/** The certificate with the old name. */
const old = (notAfter: string): ServerCertificate => certificate({ facts: facts({ thumbprint: 'C3', issuer: oldIssuer, notAfter }) });

const csp = { kind: 'CSP', providerName: 'P', providerType: 12, containerName: 'k' } as const;

export const certificateCases: readonly Case[] = [
  { title: 'from an authority', organization: organization(), rule: 'certificate.selfSigned', expected: ['ok'] },
  {
    title: 'self-signed on one server',
    organization: withCertificate(ownIssuer(known(false)), ownIssuer(known(true))),
    rule: 'certificate.selfSigned',
    expected: ['block'],
  },
  {
    title: 'issuer and subject are the same, one server says that it is not, the other says nothing',
    organization: withCertificate(ownIssuer(known(false)), ownIssuer(unknown('notReturned'))),
    rule: 'certificate.selfSigned',
    expected: ['unknown'],
  },
  {
    title: 'no server says it, and the issuer is another one',
    organization: withCertificate(certificate({ isSelfSigned: unknown('notReturned') })),
    rule: 'certificate.selfSigned',
    expected: ['ok'],
  },
  {
    title: 'issuer and subject are the same, and no server tells',
    organization: withCertificate(ownIssuer(unknown('notReturned'))),
    rule: 'certificate.selfSigned',
    expected: ['block'],
  },
  {
    title: 'issuer and subject are the same, and the server says that it is not',
    organization: withFacts({ selfSigned: true }),
    rule: 'certificate.selfSigned',
    expected: ['ok'],
  },

  { title: 'a CSP', organization: organization(), rule: 'certificate.keyProvider', expected: ['ok'] },
  {
    title: 'the default CSP of its type, which has no name',
    organization: withCertificate(certificate({ keyProvider: known({ ...csp, providerName: '' }) })),
    rule: 'certificate.keyProvider',
    expected: ['ok'],
  },
  {
    title: 'another on each server',
    organization: withCertificate(certificate(), certificate({ keyProvider: known({ ...csp, providerName: 'Other' }) })),
    rule: 'certificate.keyProvider',
    expected: ['ok'],
  },
  {
    title: 'CNG on one server',
    organization: withCertificate(certificate(), certificate({ keyProvider: known({ ...csp, kind: 'CNG', providerType: 0 }) })),
    rule: 'certificate.keyProvider',
    expected: ['cng'],
  },
  {
    title: 'CNG with an ECC key, which is always there',
    organization: withCertificate(
      certificate({ facts: facts({ keyAlgorithm: 'ECDSA', keySize: 256 }), keyProvider: known({ ...csp, kind: 'CNG', providerType: 0 }) }),
    ),
    rule: 'certificate.keyProvider',
    expected: ['ok'],
  },
  {
    title: 'no key linked on one server, not returned by the other',
    organization: withCertificate(
      certificate({ keyProvider: known({ kind: 'none' }) }),
      certificate({ keyProvider: unknown('notReturned') }),
    ),
    rule: 'certificate.keyProvider',
    expected: ['noKey', 'unknown'],
  },

  { title: 'the only one of its name', organization: organization(), rule: 'certificate.sameName', expected: ['ok'] },
  {
    title: 'another one expires at the same moment',
    organization: sibling({}),
    rule: 'certificate.sameName',
    expected: ['older'],
  },
  {
    title: 'another one expires a moment later',
    organization: sibling({ notAfter: later }),
    rule: 'certificate.sameName',
    expected: ['newer'],
  },
  ...[
    { title: 'expires later, but starts earlier', dates: { notAfter: later, notBefore: earlier } },
    { title: 'starts later, but expires at the same moment', dates: { notBefore: days(-1) } },
    { title: 'starts later, but expires earlier', dates: { notBefore: days(-1), notAfter: days(100) } },
  ].map(({ title, dates }) => ({
    title: `another one ${title}`,
    organization: sibling(dates),
    rule: 'certificate.sameName' as const,
    expected: ['orders'],
  })),
  ...(['Revoked', 'Invalid', 'Untrusted', 'DateInvalid', 'PendingRequest'] as const).map((status) => ({
    title: `another one expires later, but is ${status}`,
    organization: sibling({ notAfter: later }, { status: known(status) }),
    rule: 'certificate.sameName' as const,
    expected: ['invalid'],
  })),
  ...[known('RevocationCheckFailure' as const), known('Unknown' as const), unknown('notReturned')].map((status) => ({
    title: `another one expires later, and whether it is valid is not known: ${JSON.stringify(status)}`,
    organization: sibling({ notAfter: later }, { status }),
    rule: 'certificate.sameName' as const,
    expected: ['unknown'],
  })),
  { title: 'another one of another issuer', organization: sibling({ issuer: 'CN=Other' }), rule: 'certificate.sameName', expected: ['ok'] },
  {
    title: 'a server that does not answer',
    organization: organization({ hybridServers: [hybridServer('EX01'), hybridServer('EX02', { certificates: unknown('failed') })] }),
    rule: 'certificate.sameName',
    expected: ['unknown'],
  },

  { title: 'nothing is presented', organization: organization(), rule: 'certificate.renewal', expected: ['ok'] },
  {
    title: 'the one in use expires earlier',
    organization: presenting(both(known(oldName)), both(known([certificate(), old('2026-07-01T00:00:00.000Z')]))),
    rule: 'certificate.renewal',
    expected: ['ok'],
  },
  {
    title: 'the one in use expires later',
    organization: presenting(both(known(oldName)), both(known([certificate(), old('2027-07-01T00:00:00.000Z')]))),
    rule: 'certificate.renewal',
    expected: ['endsEarlier'],
  },
  {
    title: 'the one in use expires later, but does not qualify',
    organization: presenting(
      both(known(oldName)),
      both(known([certificate(), { ...old('2027-07-01T00:00:00.000Z'), rootCAType: known('Registry') }])),
    ),
    rule: 'certificate.renewal',
    expected: ['replaces'],
  },
  {
    title: 'it is in use itself',
    organization: presenting(both(known(newName)), both(known([certificate()]))),
    rule: 'certificate.renewal',
    expected: ['inUse'],
  },
  {
    title: 'only one server presents it: an incomplete renewal',
    organization: presenting({ EX01: known(newName), EX02: known(oldName) }, both(known([certificate(), old('2026-07-01T00:00:00.000Z')]))),
    rule: 'certificate.renewal',
    expected: ['ok'],
  },
  {
    title: 'a connector without a certificate name',
    organization: presenting({ EX01: known(oldName), EX02: known(null) }, both(known([certificate(), old('2026-07-01T00:00:00.000Z')]))),
    rule: 'certificate.renewal',
    expected: ['byFqdn'],
  },
  {
    title: 'what a connector names is not known',
    organization: presenting(
      { EX01: known(oldName), EX02: unknown('denied') },
      both(known([certificate(), old('2026-07-01T00:00:00.000Z')])),
    ),
    rule: 'certificate.renewal',
    expected: ['unknown'],
  },

  { title: 'no contradiction', organization: organization(), rule: 'certificate.readings', expected: ['ok'] },
  {
    title: 'a contradiction on each server',
    organization: withCertificate(
      certificate({
        disagreements: [
          { property: 'services', a: { source: 'selected', value: 'SMTP' }, b: { source: 'serializationData', value: 'None' } },
        ],
      }),
    ),
    rule: 'certificate.readings',
    expected: ['warn', 'warn'],
  },

  { title: 'third-party root', organization: organization(), rule: 'certificate.thirdParty', expected: ['ok'] },
  ...(['Registry', 'GroupPolicy'] as const).map((type) => ({
    title: `root from ${type}`,
    organization: withCertificate(certificate({ rootCAType: known(type) })),
    rule: 'certificate.thirdParty' as const,
    expected: ['rootElsewhere'],
  })),
  {
    title: 'root None',
    organization: withCertificate(certificate({ rootCAType: known('None') })),
    rule: 'certificate.thirdParty',
    expected: ['rootNotFound'],
  },
  {
    title: 'root Enterprise',
    organization: withCertificate(certificate({ rootCAType: known('Enterprise') })),
    rule: 'certificate.thirdParty',
    expected: ['notThirdParty'],
  },
  {
    title: 'self-signed, as the server says',
    organization: withCertificate(certificate({ isSelfSigned: known(true), rootCAType: known('None') })),
    rule: 'certificate.thirdParty',
    expected: ['selfSigned'],
  },
  {
    title: 'self-signed, as its names say',
    organization: withCertificate({ ...ownIssuer(unknown('notReturned')), rootCAType: known('None') }),
    rule: 'certificate.thirdParty',
    expected: ['selfSigned'],
  },
  {
    title: 'the server cannot tell the root',
    organization: withCertificate(certificate({ rootCAType: known('Unknown') })),
    rule: 'certificate.thirdParty',
    expected: ['unknown'],
  },
  {
    title: 'root not returned',
    organization: withCertificate(certificate({ rootCAType: unknown('notReturned') })),
    rule: 'certificate.thirdParty',
    expected: ['unknown'],
  },
  {
    title: 'bad on one server, not returned by the other',
    organization: withCertificate(certificate({ rootCAType: known('Registry') }), certificate({ rootCAType: unknown('denied') })),
    rule: 'certificate.thirdParty',
    expected: ['rootElsewhere', 'unknown'],
  },

  { title: 'status valid', organization: organization(), rule: 'certificate.status', expected: ['ok'] },
  ...(['Revoked', 'Untrusted', 'Invalid', 'PendingRequest'] as const).map((status) => ({
    title: `status ${status}`,
    organization: withCertificate(certificate({ status: known(status) })),
    rule: 'certificate.status' as const,
    expected: ['block'],
  })),
  {
    title: 'DateInvalid with valid dates (win-acme, issue 2191)',
    organization: withCertificate(certificate({ status: known('DateInvalid') })),
    rule: 'certificate.status',
    expected: ['chainExpired'],
  },
  ...[{ notAfter: days(0, -1) }, { notBefore: days(0, 1) }].map((dates) => ({
    title: `DateInvalid with ${Object.keys(dates).join()} on the other side`,
    organization: withCertificate(certificate({ facts: facts(dates), status: known('DateInvalid') })),
    rule: 'certificate.status' as const,
    expected: ['block'],
  })),
  {
    title: 'revocation not checked',
    organization: withCertificate(certificate({ status: known('RevocationCheckFailure') })),
    rule: 'certificate.status',
    expected: ['warn'],
  },
  {
    title: 'status Unknown',
    organization: withCertificate(certificate({ status: known('Unknown') })),
    rule: 'certificate.status',
    expected: ['unknown'],
  },
  {
    title: 'status not returned',
    organization: withCertificate(certificate({ status: unknown('notReturned') })),
    rule: 'certificate.status',
    expected: ['unknown'],
  },

  {
    title: '30 days of 200 left',
    organization: withFacts({ notBefore: days(-170), notAfter: days(30) }),
    rule: 'certificate.dates',
    expected: ['ok'],
  },
  {
    title: 'a moment less',
    organization: withFacts({ notBefore: days(-170), notAfter: days(30, -1) }),
    rule: 'certificate.dates',
    expected: ['due'],
  },
  {
    title: 'a new certificate of 47 days',
    organization: withFacts({ notBefore: at, notAfter: days(47) }),
    rule: 'certificate.dates',
    expected: ['ok'],
  },
  {
    title: 'a third of 45 days left',
    organization: withFacts({ notBefore: days(-30), notAfter: days(15) }),
    rule: 'certificate.dates',
    expected: ['ok'],
  },
  {
    title: 'less than a third of 45 days left',
    organization: withFacts({ notBefore: days(-30, -1), notAfter: days(15, -1) }),
    rule: 'certificate.dates',
    expected: ['due'],
  },
  { title: 'expires this moment', organization: withFacts({ notAfter: at }), rule: 'certificate.dates', expected: ['due'] },
  { title: 'expired a moment ago', organization: withFacts({ notAfter: days(0, -1) }), rule: 'certificate.dates', expected: ['expired'] },
  { title: 'valid from this moment', organization: withFacts({ notBefore: at }), rule: 'certificate.dates', expected: ['ok'] },
  { title: 'not yet valid', organization: withFacts({ notBefore: days(0, 1) }), rule: 'certificate.dates', expected: ['notYetValid'] },

  { title: 'CN', organization: organization(), rule: 'certificate.commonName', expected: ['ok'] },
  {
    title: 'CN only inside a quoted value',
    organization: withFacts({ subject: 'O="Contoso, CN=x"' }),
    rule: 'certificate.commonName',
    expected: ['block'],
  },
  { title: 'no CN', organization: withFacts({ subject: 'O=Contoso, C=US' }), rule: 'certificate.commonName', expected: ['block'] },
  { title: 'empty subject', organization: withFacts({ subject: '' }), rule: 'certificate.commonName', expected: ['emptySubject'] },

  { title: '256 characters', organization: withFacts({ subject: subjectFor(256) }), rule: 'certificate.nameLength', expected: ['ok'] },
  { title: '257 characters', organization: withFacts({ subject: subjectFor(257) }), rule: 'certificate.nameLength', expected: ['warn'] },

  { title: 'private key everywhere', organization: organization(), rule: 'certificate.privateKey', expected: ['ok'] },
  {
    title: 'private key missing on one',
    organization: withCertificate(certificate(), certificate({ hasPrivateKey: known(false) })),
    rule: 'certificate.privateKey',
    expected: ['block'],
  },
  {
    title: 'private key not returned',
    organization: withCertificate(certificate({ hasPrivateKey: unknown('notReturned') })),
    rule: 'certificate.privateKey',
    expected: ['unknown'],
  },

  { title: 'on every server', organization: organization(), rule: 'certificate.everyServer', expected: ['ok'] },
  { title: 'missing on one', organization: withCertificate(certificate(), null), rule: 'certificate.everyServer', expected: ['block'] },
  {
    title: 'another one of that name, of which the renewal is not due',
    organization: sibling({ notBefore: days(-170), notAfter: days(30) }),
    rule: 'certificate.everyServer',
    expected: ['warn'],
  },
  {
    title: 'another one of that name, of which the renewal is due',
    organization: sibling({ notBefore: days(-170), notAfter: days(30, -1) }),
    rule: 'certificate.everyServer',
    expected: ['block'],
  },
  {
    title: 'another one of that name, valid from this moment',
    organization: sibling({ notBefore: days(0) }),
    rule: 'certificate.everyServer',
    expected: ['warn'],
  },
  {
    title: 'missing on two',
    organization: onServers(certificate(), null, null),
    rule: 'certificate.everyServer',
    expected: ['block'],
  },
  {
    title: 'another one of that name on two',
    organization: onServers(
      certificate(),
      certificate({ facts: facts({ thumbprint: 'B2' }) }),
      certificate({ facts: facts({ thumbprint: 'B2' }) }),
    ),
    rule: 'certificate.everyServer',
    expected: ['warn'],
  },
  {
    title: 'another one of that name, not yet valid',
    organization: sibling({ notBefore: days(1) }),
    rule: 'certificate.everyServer',
    expected: ['block'],
  },
  {
    title: 'another one of another issuer',
    organization: sibling({ issuer: 'CN=Other' }),
    rule: 'certificate.everyServer',
    expected: ['block'],
  },
  {
    title: 'a server that does not answer',
    organization: organization({ hybridServers: [hybridServer('EX01'), hybridServer('EX02', { certificates: unknown('failed', 'RPC') })] }),
    rule: 'certificate.everyServer',
    expected: ['unknown'],
  },

  {
    title: 'a Mailbox server beside another one that has it, with Edge servers',
    organization: overEdge(undefined, {
      hybridServers: [hybridServer('EX01', { role: 'reference' }), hybridServer('EX02', { role: 'reference', certificates: known([]) })],
    }),
    rule: 'certificate.everyServer',
    expected: ['ok'],
  },
  { title: 'no Edge server', organization: organization(), rule: 'certificate.edge', expected: [] },
  { title: 'on the Edge servers', organization: overEdge(), rule: 'certificate.edge', expected: ['ok'] },
  {
    title: 'Edge servers that were not collected',
    organization: overEdge(unreadEdges),
    rule: 'certificate.edge',
    expected: ['notCollected'],
  },
  {
    title: 'one Edge server that was not collected, one whose certificates could not be read',
    organization: overEdge([edgeServer('EDGE01', { certificates: unknown('failed', 'RPC') }), unreadEdgeServer('EDGE02')]),
    rule: 'certificate.edge',
    expected: ['notCollected', 'unknown'],
  },
  {
    title: 'missing on one Edge server, without SMTP on the other',
    organization: overEdge([
      edgeServer('EDGE01', { certificates: known([]) }),
      edgeServer('EDGE02', { certificates: known([certificate({ services: known(['IIS']) })]) }),
    ]),
    rule: 'certificate.edge',
    expected: ['missing', 'noSmtp'],
  },
  {
    title: 'without its private key on an Edge server',
    organization: overEdge([
      edgeServer('EDGE01'),
      edgeServer('EDGE02', { certificates: known([certificate({ hasPrivateKey: known(false) })]) }),
    ]),
    rule: 'certificate.edge',
    expected: ['noKey'],
  },

  { title: 'SMTP and IIS', organization: organization(), rule: 'certificate.services', expected: ['ok'] },
  {
    title: 'SMTP only',
    organization: withCertificate(certificate({ services: known(['SMTP']) })),
    rule: 'certificate.services',
    expected: ['withoutIis'],
  },
  {
    title: 'no service on one server',
    organization: withCertificate(certificate(), certificate({ services: known([]) })),
    rule: 'certificate.services',
    expected: ['block'],
  },
  {
    title: 'services not returned',
    organization: withCertificate(certificate({ services: unknown('notReturned') })),
    rule: 'certificate.services',
    expected: ['unknown'],
  },

  { title: 'covers smart host and TlsDomain', organization: organization(), rule: 'certificate.names', expected: ['ok'] },
  {
    title: 'wildcard covers one label',
    organization: withFacts({ names: ['*.contoso.com'] }),
    rule: 'certificate.names',
    expected: ['ok'],
  },
  {
    title: 'wildcard does not cover two labels',
    organization: withFacts({ names: ['*.com'] }),
    rule: 'certificate.names',
    expected: ['warn'],
  },
  {
    title: 'TlsDomain is a wildcard',
    organization: onlineWith({ outboundConnectors: known([outbound({ tlsDomain: known('*.contoso.com') })]) }),
    rule: 'certificate.names',
    expected: ['ok'],
  },
  {
    title: 'a smart host is not covered',
    organization: onlineWith({ outboundConnectors: known([outbound({ smartHosts: known(['edge.contoso.com']) })]) }),
    rule: 'certificate.names',
    expected: ['warn'],
  },
  {
    title: 'a smart host that is an address is not compared',
    organization: onlineWith({ outboundConnectors: known([outbound({ smartHosts: known(['[192.0.2.1]']) })]) }),
    rule: 'certificate.names',
    expected: ['ok'],
  },
  {
    title: 'TlsDomain is not covered',
    organization: onlineWith({ outboundConnectors: known([outbound({ tlsDomain: known('mail.fabrikam.com') })]) }),
    rule: 'certificate.names',
    expected: ['warn'],
  },
  { title: 'no DNS names: the CN counts', organization: withFacts({ names: [] }), rule: 'certificate.names', expected: ['ok'] },
  { title: 'no name at all', organization: withFacts({ names: [], subject: '' }), rule: 'certificate.names', expected: ['noNames'] },
  {
    title: 'not connected: the smart host of the hybrid configuration, covered',
    organization: withSmartHost('mail.contoso.com'),
    rule: 'certificate.names',
    expected: ['unknown'],
  },
  {
    title: 'not connected: the smart host of the hybrid configuration, not covered',
    organization: withSmartHost('edge.contoso.com'),
    rule: 'certificate.names',
    expected: ['warn'],
  },
  { title: 'nothing to compare with', organization: withSmartHost(null), rule: 'certificate.names', expected: ['unknown'] },
  {
    title: 'TlsDomain not returned',
    organization: onlineWith({ outboundConnectors: known([outbound({ tlsDomain: unknown('notReturned', 'TlsDomain') })]) }),
    rule: 'certificate.names',
    expected: ['unknown'],
  },

  { title: 'parent of the CN is accepted', organization: organization(), rule: 'certificate.acceptedDomain', expected: ['ok'] },
  {
    title: 'the CN itself is accepted',
    organization: accepting(acceptedDomain('MAIL.contoso.com')),
    rule: 'certificate.acceptedDomain',
    expected: ['ok'],
  },
  {
    title: 'a wildcard CN',
    organization: withFacts({ subject: 'CN=*.contoso.com', names: [] }),
    rule: 'certificate.acceptedDomain',
    expected: ['ok'],
  },
  {
    title: 'only a subject alternative name is accepted',
    organization: withFacts({ subject: 'CN=mail.fabrikam.com' }),
    rule: 'certificate.acceptedDomain',
    expected: ['ok'],
  },
  {
    title: 'two labels below an accepted domain (KB 4019940)',
    organization: deep(acceptedDomain('contoso.com')),
    rule: 'certificate.acceptedDomain',
    expected: ['block'],
  },
  {
    title: 'two labels below an accepted domain with MatchSubDomains',
    organization: deep(acceptedDomain('contoso.com', known(true))),
    rule: 'certificate.acceptedDomain',
    expected: ['ok'],
  },
  {
    title: 'two labels below an accepted domain, MatchSubDomains not returned',
    organization: deep(acceptedDomain('contoso.com', unknown('notReturned'))),
    rule: 'certificate.acceptedDomain',
    expected: ['unknown'],
  },
  {
    title: 'two labels below an accepted domain, and its parent is one too',
    organization: deep(acceptedDomain('contoso.com'), acceptedDomain('sub.contoso.com')),
    rule: 'certificate.acceptedDomain',
    expected: ['ok'],
  },
  {
    title: 'no name is accepted',
    organization: accepting(acceptedDomain('toso.com', known(true))),
    rule: 'certificate.acceptedDomain',
    expected: ['block'],
  },
  {
    title: 'no name to be accepted',
    organization: withFacts({ subject: '', names: [] }),
    rule: 'certificate.acceptedDomain',
    expected: ['noNames'],
  },
  {
    title: 'accepted domains not known',
    organization: onlineWith({ acceptedDomains: unknown('notConnected') }),
    rule: 'certificate.acceptedDomain',
    expected: ['unknown'],
  },

  { title: 'RSA 2048', organization: organization(), rule: 'certificate.key', expected: ['ok'] },
  { title: 'RSA 2047', organization: withFacts({ keySize: 2047 }), rule: 'certificate.key', expected: ['block'] },
  { title: 'ECDSA', organization: withFacts({ keyAlgorithm: 'ECDSA', keySize: 256 }), rule: 'certificate.key', expected: ['ecc'] },
  {
    title: 'known from text only',
    organization: withCertificate(certificate({ facts: factsOfText })),
    rule: 'certificate.key',
    expected: ['unknown'],
  },
  { title: 'only the size is known', organization: withoutFact('keyAlgorithm'), rule: 'certificate.key', expected: ['unknown'] },
  { title: 'only the kind is known', organization: withoutFact('keySize'), rule: 'certificate.key', expected: ['unknown'] },
  { title: 'another key', organization: withFacts({ keyAlgorithm: 'other', keySize: 0 }), rule: 'certificate.key', expected: ['warn'] },

  { title: 'both uses', organization: organization(), rule: 'certificate.serverAuthentication', expected: ['ok'] },
  {
    title: 'every use, since the extension is absent',
    organization: withFacts({ extendedKeyUsage: null }),
    rule: 'certificate.serverAuthentication',
    expected: ['ok'],
  },
  {
    title: 'any use',
    organization: withFacts({ extendedKeyUsage: ['2.5.29.37.0'] }),
    rule: 'certificate.serverAuthentication',
    expected: ['ok'],
  },
  {
    title: 'server only',
    organization: withFacts({ extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }),
    rule: 'certificate.serverAuthentication',
    expected: ['info'],
  },
  {
    title: 'client only',
    organization: withFacts({ extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'] }),
    rule: 'certificate.serverAuthentication',
    expected: ['block'],
  },
  {
    title: 'known from text only',
    organization: withCertificate(certificate({ facts: factsOfText })),
    rule: 'certificate.serverAuthentication',
    expected: ['unknown'],
  },
  { title: 'no use', organization: withFacts({ extendedKeyUsage: [] }), rule: 'certificate.serverAuthentication', expected: ['block'] },
];

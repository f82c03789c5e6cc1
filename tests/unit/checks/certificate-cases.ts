/** Every outcome of every rule about certificates: the organisation, and the finding that it must give. */
import type { Finding } from '../../../shared/model/finding.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organisation } from '../../../shared/model/organisation.ts';
import { at, certificate, facts, hybridServer, issuer, organisation, outbound, withCertificate } from './sample.ts';

export interface Case {
  readonly title: string;
  readonly organisation: Organisation;
  readonly rule: Finding['rule'];
  /** Severities (or variants) that the rule gives, most telling first */
  readonly expected: readonly string[];
}

const days = (count: number, milliseconds = 0): string => new Date(Date.parse(at) + count * 86_400_000 + milliseconds).toISOString();
const withFacts = (changes: Parameters<typeof facts>[0]): Organisation => withCertificate(certificate({ facts: facts(changes) }));
const onlineWith = (changes: Partial<Organisation['exchangeOnline']>): Organisation =>
  organisation({ exchangeOnline: { ...organisation().exchangeOnline, ...changes } });
const withSmartHost = (smartHost: string | null): Organisation => {
  const base = onlineWith({ outboundConnectors: unknown('notConnected') });
  const configuration = base.hybridConfiguration;
  if (!configuration.known || configuration.value === null) throw new Error('The sample has a hybrid configuration.');
  return { ...base, hybridConfiguration: known({ ...configuration.value, onPremisesSmartHost: known(smartHost) }) };
};
/** A subject with which issuer and subject together have `length` characters. */
const subjectFor = (length: number): string => `CN=${'a'.repeat(length - '<I><S>CN='.length - issuer.length)}`;
const sibling = (changes: Parameters<typeof facts>[0]): Organisation =>
  withCertificate(certificate(), certificate({ facts: facts({ thumbprint: 'B2', ...changes }) }));

const csp = { kind: 'CSP', providerName: 'P', providerType: 12, containerName: 'k' } as const;

export const certificateCases: readonly Case[] = [
  { title: 'from an authority', organisation: organisation(), rule: 'certificate.selfSigned', expected: ['ok'] },
  {
    title: 'self-signed on one server',
    organisation: withCertificate(certificate(), certificate({ isSelfSigned: known(true) })),
    rule: 'certificate.selfSigned',
    expected: ['block'],
  },
  {
    title: 'issuer and subject are the same, and no server tells',
    organisation: withCertificate(certificate({ facts: facts({ selfSigned: true }), isSelfSigned: unknown('notReturned') })),
    rule: 'certificate.selfSigned',
    expected: ['block'],
  },
  {
    title: 'issuer and subject are the same, and the server says that it is not',
    organisation: withFacts({ selfSigned: true }),
    rule: 'certificate.selfSigned',
    expected: ['ok'],
  },

  { title: 'a CSP', organisation: organisation(), rule: 'certificate.keyProvider', expected: ['ok'] },
  {
    title: 'the default CSP of its type, which has no name',
    organisation: withCertificate(certificate({ keyProvider: known({ ...csp, providerName: '' }) })),
    rule: 'certificate.keyProvider',
    expected: ['ok'],
  },
  {
    title: 'CNG on one server',
    organisation: withCertificate(certificate(), certificate({ keyProvider: known({ ...csp, kind: 'CNG', providerType: 0 }) })),
    rule: 'certificate.keyProvider',
    expected: ['cng'],
  },
  {
    title: 'no key linked on one server, not returned by the other',
    organisation: withCertificate(
      certificate({ keyProvider: known({ kind: 'none' }) }),
      certificate({ keyProvider: unknown('notReturned') }),
    ),
    rule: 'certificate.keyProvider',
    expected: ['noKey', 'unknown'],
  },

  { title: 'the only one of its name', organisation: organisation(), rule: 'certificate.sameName', expected: ['ok'] },
  {
    title: 'another one expires at the same moment',
    organisation: sibling({}),
    rule: 'certificate.sameName',
    expected: ['older'],
  },
  {
    title: 'another one expires a moment later',
    organisation: sibling({ notAfter: new Date(Date.parse(facts().notAfter) + 1).toISOString() }),
    rule: 'certificate.sameName',
    expected: ['newer'],
  },
  { title: 'another one of another issuer', organisation: sibling({ issuer: 'CN=Other' }), rule: 'certificate.sameName', expected: ['ok'] },
  {
    title: 'a server that does not answer',
    organisation: organisation({ hybridServers: [hybridServer('EX01'), hybridServer('EX02', { certificates: unknown('failed') })] }),
    rule: 'certificate.sameName',
    expected: ['unknown'],
  },

  { title: 'no contradiction', organisation: organisation(), rule: 'certificate.readings', expected: ['ok'] },
  {
    title: 'a contradiction on each server',
    organisation: withCertificate(
      certificate({
        disagreements: [
          { property: 'services', a: { source: 'selected', value: 'SMTP' }, b: { source: 'serializationData', value: 'None' } },
        ],
      }),
    ),
    rule: 'certificate.readings',
    expected: ['warn', 'warn'],
  },

  { title: 'third-party root', organisation: organisation(), rule: 'certificate.thirdParty', expected: ['ok'] },
  ...(['Registry', 'GroupPolicy'] as const).map((type) => ({
    title: `root from ${type}`,
    organisation: withCertificate(certificate({ rootCAType: known(type) })),
    rule: 'certificate.thirdParty' as const,
    expected: ['rootElsewhere'],
  })),
  ...(['None', 'Enterprise'] as const).map((type) => ({
    title: `root ${type}`,
    organisation: withCertificate(certificate({ rootCAType: known(type) })),
    rule: 'certificate.thirdParty' as const,
    expected: ['notThirdParty'],
  })),
  {
    title: 'the server cannot tell the root',
    organisation: withCertificate(certificate({ rootCAType: known('Unknown') })),
    rule: 'certificate.thirdParty',
    expected: ['unknown'],
  },
  {
    title: 'root not returned',
    organisation: withCertificate(certificate({ rootCAType: unknown('notReturned') })),
    rule: 'certificate.thirdParty',
    expected: ['unknown'],
  },
  {
    title: 'bad on one server, not returned by the other',
    organisation: withCertificate(certificate({ rootCAType: known('Registry') }), certificate({ rootCAType: unknown('denied') })),
    rule: 'certificate.thirdParty',
    expected: ['rootElsewhere', 'unknown'],
  },

  { title: 'status valid', organisation: organisation(), rule: 'certificate.status', expected: ['ok'] },
  ...(['Revoked', 'DateInvalid', 'Untrusted', 'Invalid', 'PendingRequest'] as const).map((status) => ({
    title: `status ${status}`,
    organisation: withCertificate(certificate({ status: known(status) })),
    rule: 'certificate.status' as const,
    expected: ['block'],
  })),
  {
    title: 'revocation not checked',
    organisation: withCertificate(certificate({ status: known('RevocationCheckFailure') })),
    rule: 'certificate.status',
    expected: ['warn'],
  },
  {
    title: 'status Unknown',
    organisation: withCertificate(certificate({ status: known('Unknown') })),
    rule: 'certificate.status',
    expected: ['unknown'],
  },
  {
    title: 'status not returned',
    organisation: withCertificate(certificate({ status: unknown('notReturned') })),
    rule: 'certificate.status',
    expected: ['unknown'],
  },

  { title: '60 days left', organisation: withFacts({ notAfter: days(60) }), rule: 'certificate.dates', expected: ['ok'] },
  {
    title: 'a moment less than 60 days',
    organisation: withFacts({ notAfter: days(60, -1) }),
    rule: 'certificate.dates',
    expected: ['under60'],
  },
  { title: '30 days left', organisation: withFacts({ notAfter: days(30) }), rule: 'certificate.dates', expected: ['under60'] },
  {
    title: 'a moment less than 30 days',
    organisation: withFacts({ notAfter: days(30, -1) }),
    rule: 'certificate.dates',
    expected: ['under30'],
  },
  { title: 'expires this moment', organisation: withFacts({ notAfter: at }), rule: 'certificate.dates', expected: ['under30'] },
  { title: 'expired a moment ago', organisation: withFacts({ notAfter: days(0, -1) }), rule: 'certificate.dates', expected: ['expired'] },
  { title: 'valid from this moment', organisation: withFacts({ notBefore: at }), rule: 'certificate.dates', expected: ['ok'] },
  { title: 'not yet valid', organisation: withFacts({ notBefore: days(0, 1) }), rule: 'certificate.dates', expected: ['notYetValid'] },

  { title: 'CN', organisation: organisation(), rule: 'certificate.commonName', expected: ['ok'] },
  {
    title: 'CN only inside a quoted value',
    organisation: withFacts({ subject: 'O="Contoso, CN=x"' }),
    rule: 'certificate.commonName',
    expected: ['block'],
  },
  { title: 'no CN', organisation: withFacts({ subject: 'O=Contoso, C=US' }), rule: 'certificate.commonName', expected: ['block'] },
  { title: 'empty subject', organisation: withFacts({ subject: '' }), rule: 'certificate.commonName', expected: ['emptySubject'] },

  { title: '256 characters', organisation: withFacts({ subject: subjectFor(256) }), rule: 'certificate.nameLength', expected: ['ok'] },
  { title: '257 characters', organisation: withFacts({ subject: subjectFor(257) }), rule: 'certificate.nameLength', expected: ['warn'] },

  { title: 'private key everywhere', organisation: organisation(), rule: 'certificate.privateKey', expected: ['ok'] },
  {
    title: 'private key missing on one',
    organisation: withCertificate(certificate(), certificate({ hasPrivateKey: known(false) })),
    rule: 'certificate.privateKey',
    expected: ['block'],
  },
  {
    title: 'private key not returned',
    organisation: withCertificate(certificate({ hasPrivateKey: unknown('notReturned') })),
    rule: 'certificate.privateKey',
    expected: ['unknown'],
  },

  { title: 'on every server', organisation: organisation(), rule: 'certificate.everyServer', expected: ['ok'] },
  { title: 'missing on one', organisation: withCertificate(certificate(), null), rule: 'certificate.everyServer', expected: ['block'] },
  {
    title: 'another one of that name, 30 days left',
    organisation: sibling({ notAfter: days(30) }),
    rule: 'certificate.everyServer',
    expected: ['warn'],
  },
  {
    title: 'another one of that name, less than 30 days left',
    organisation: sibling({ notAfter: days(30, -1) }),
    rule: 'certificate.everyServer',
    expected: ['block'],
  },
  {
    title: 'another one of that name, not yet valid',
    organisation: sibling({ notBefore: days(1) }),
    rule: 'certificate.everyServer',
    expected: ['block'],
  },
  {
    title: 'another one of another issuer',
    organisation: sibling({ issuer: 'CN=Other' }),
    rule: 'certificate.everyServer',
    expected: ['block'],
  },
  {
    title: 'a server that does not answer',
    organisation: organisation({ hybridServers: [hybridServer('EX01'), hybridServer('EX02', { certificates: unknown('failed', 'RPC') })] }),
    rule: 'certificate.everyServer',
    expected: ['unknown'],
  },

  { title: 'SMTP and IIS', organisation: organisation(), rule: 'certificate.services', expected: ['ok'] },
  {
    title: 'SMTP only',
    organisation: withCertificate(certificate({ services: known(['SMTP']) })),
    rule: 'certificate.services',
    expected: ['withoutIis'],
  },
  {
    title: 'no service on one server',
    organisation: withCertificate(certificate(), certificate({ services: known([]) })),
    rule: 'certificate.services',
    expected: ['block'],
  },
  {
    title: 'services not returned',
    organisation: withCertificate(certificate({ services: unknown('notReturned') })),
    rule: 'certificate.services',
    expected: ['unknown'],
  },

  { title: 'covers smart host and TlsDomain', organisation: organisation(), rule: 'certificate.names', expected: ['ok'] },
  {
    title: 'wildcard covers one label',
    organisation: withFacts({ names: ['*.contoso.com'] }),
    rule: 'certificate.names',
    expected: ['ok'],
  },
  {
    title: 'wildcard does not cover two labels',
    organisation: withFacts({ names: ['*.com'] }),
    rule: 'certificate.names',
    expected: ['warn'],
  },
  {
    title: 'TlsDomain is a wildcard',
    organisation: onlineWith({ outboundConnectors: known([outbound({ tlsDomain: known('*.contoso.com') })]) }),
    rule: 'certificate.names',
    expected: ['ok'],
  },
  {
    title: 'a smart host is not covered',
    organisation: onlineWith({ outboundConnectors: known([outbound({ smartHosts: known(['edge.contoso.com']) })]) }),
    rule: 'certificate.names',
    expected: ['warn'],
  },
  {
    title: 'a smart host that is an address is not compared',
    organisation: onlineWith({ outboundConnectors: known([outbound({ smartHosts: known(['[192.0.2.1]']) })]) }),
    rule: 'certificate.names',
    expected: ['ok'],
  },
  {
    title: 'TlsDomain is not covered',
    organisation: onlineWith({ outboundConnectors: known([outbound({ tlsDomain: known('mail.fabrikam.com') })]) }),
    rule: 'certificate.names',
    expected: ['warn'],
  },
  { title: 'no DNS names: the CN counts', organisation: withFacts({ names: [] }), rule: 'certificate.names', expected: ['ok'] },
  { title: 'no name at all', organisation: withFacts({ names: [], subject: '' }), rule: 'certificate.names', expected: ['noNames'] },
  {
    title: 'not connected: the smart host of the hybrid configuration, covered',
    organisation: withSmartHost('mail.contoso.com'),
    rule: 'certificate.names',
    expected: ['ok'],
  },
  {
    title: 'not connected: the smart host of the hybrid configuration, not covered',
    organisation: withSmartHost('edge.contoso.com'),
    rule: 'certificate.names',
    expected: ['warn'],
  },
  { title: 'nothing to compare with', organisation: withSmartHost(null), rule: 'certificate.names', expected: ['unknown'] },
  {
    title: 'TlsDomain not returned',
    organisation: onlineWith({ outboundConnectors: known([outbound({ tlsDomain: unknown('notReturned', 'TlsDomain') })]) }),
    rule: 'certificate.names',
    expected: ['unknown'],
  },

  { title: 'parent of the CN is accepted', organisation: organisation(), rule: 'certificate.acceptedDomain', expected: ['ok'] },
  {
    title: 'the CN itself is accepted',
    organisation: onlineWith({ acceptedDomains: known(['MAIL.contoso.com']) }),
    rule: 'certificate.acceptedDomain',
    expected: ['ok'],
  },
  {
    title: 'a wildcard CN',
    organisation: withFacts({ subject: 'CN=*.contoso.com' }),
    rule: 'certificate.acceptedDomain',
    expected: ['ok'],
  },
  {
    title: 'only another name is accepted',
    organisation: withFacts({ subject: 'CN=mail.fabrikam.com' }),
    rule: 'certificate.acceptedDomain',
    expected: ['warn'],
  },
  {
    title: 'no name is accepted',
    organisation: onlineWith({ acceptedDomains: known(['toso.com']) }),
    rule: 'certificate.acceptedDomain',
    expected: ['block'],
  },
  {
    title: 'no name to be accepted',
    organisation: withFacts({ subject: '', names: [] }),
    rule: 'certificate.acceptedDomain',
    expected: ['noNames'],
  },
  {
    title: 'accepted domains not known',
    organisation: onlineWith({ acceptedDomains: unknown('notConnected') }),
    rule: 'certificate.acceptedDomain',
    expected: ['unknown'],
  },

  { title: 'RSA 2048', organisation: organisation(), rule: 'certificate.key', expected: ['ok'] },
  { title: 'RSA 2047', organisation: withFacts({ keySize: 2047 }), rule: 'certificate.key', expected: ['block'] },
  { title: 'ECDSA', organisation: withFacts({ keyAlgorithm: 'ECDSA', keySize: 256 }), rule: 'certificate.key', expected: ['warn'] },

  { title: 'both uses', organisation: organisation(), rule: 'certificate.serverAuthentication', expected: ['ok'] },
  {
    title: 'every use, since the extension is absent',
    organisation: withFacts({ extendedKeyUsage: null }),
    rule: 'certificate.serverAuthentication',
    expected: ['ok'],
  },
  {
    title: 'any use',
    organisation: withFacts({ extendedKeyUsage: ['2.5.29.37.0'] }),
    rule: 'certificate.serverAuthentication',
    expected: ['ok'],
  },
  {
    title: 'server only',
    organisation: withFacts({ extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }),
    rule: 'certificate.serverAuthentication',
    expected: ['info'],
  },
  {
    title: 'client only',
    organisation: withFacts({ extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'] }),
    rule: 'certificate.serverAuthentication',
    expected: ['block'],
  },
  { title: 'no use', organisation: withFacts({ extendedKeyUsage: [] }), rule: 'certificate.serverAuthentication', expected: ['block'] },
];

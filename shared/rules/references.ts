/** Where certificates are referenced: every object that names one, whether it must be changed for the new certificate, to what, and why. */
import type { InstalledFacts } from '../model/certificate.ts';
import type { InboundConnector, OutboundConnector } from '../model/connector.ts';
import { flatMap, known, unknown, type Known, type Unknown } from '../model/known.ts';
import { edgeServers, transportServers, type AcceptedDomain, type HybridServer, type Organization } from '../model/organization.ts';
import { sameServer } from '../model/server-name.ts';
import { formatCertificateName, parseCertificateName, sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { commonNameOf } from '../x509/distinguished-name.ts';
import { identifiesSender, senderNameFor } from './accepted-domains.ts';
import { covered, hostNamesOf, subjectNamesOf } from './certificate-names.ts';
import { about, couldNotCheck, couldNotCheckAs, finding, type Finding } from './finding.ts';
import {
  defaultFrontendConnector,
  edgeServersOf,
  hybridInboundConnectors,
  hybridOutboundConnectors,
  hybridSendConnectorsInUse,
} from './hybrid-connectors.ts';
import type { Reference } from './rules.ts';

export type ReferenceDecision =
  | {
      readonly kind: 'change';
      /** The current value, '' when it is empty */
      readonly from: string;
      readonly to: string;
      /**
       * `invalid`: the current value is not a certificate name, e.g. a thumbprint. `notAccepted`: a name of the certificate
       * matches it, but it is no accepted domain. The others do not fit, or are empty.
       */
      readonly reason: 'otherName' | 'noLongerMatches' | 'notAccepted' | 'empty' | 'invalid';
    }
  /** No value would be right: none of the names of the certificate belongs to an accepted domain. */
  | { readonly kind: 'noValue'; readonly from: string }
  | {
      readonly kind: 'keep';
      /** `notUsed`: an empty TlsDomain that TlsSettings does not use. `absent`: there is no such object. The others fit. */
      readonly reason: 'sameName' | 'stillMatches' | 'notUsed' | 'absent';
    }
  | { readonly kind: 'unknown'; readonly why: Unknown };

export const referenceKinds = [
  'sendConnector',
  'receiveConnector',
  'hybridConfiguration',
  'inboundConnector',
  'outboundConnector',
  'edgeReceiveConnector',
] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

export interface CertificateReference {
  readonly kind: ReferenceKind;
  /** '' when the object belongs to the organization, or when it is not known which Edge servers there are */
  readonly server: string;
  /** Identity; '' when it is not known which objects there are */
  readonly object: string;
  readonly property: 'TlsCertificateName' | 'TlsSenderCertificateName' | 'TlsDomain';
  readonly current: Known<string | null>;
  readonly decision: ReferenceDecision;
}

/** The certificate that the objects should name after the renewal. */
export interface NewCertificate {
  readonly name: CertificateName;
  readonly facts: Pick<InstalledFacts, 'subject' | 'names'>;
}

/**
 * Send connectors, receive connectors and hybrid configuration carry issuer and subject, and change
 * with either. Exchange Online carries a domain: it changes only when it does not fit the names of the
 * certificate and, on the inbound connector, the accepted domains. Edge servers are set by hand. Source: Exchange Team Blog 4420592; docs/domain.md.
 */
export const certificateReferences = (organization: Organization, certificate: NewCertificate): CertificateReference[] => [
  ...sendConnectorReferences(organization, certificate.name),
  ...transportServers(organization).map((server) => receiveConnectorReference('receiveConnector', server, certificate.name)),
  hybridConfigurationReference(organization, certificate.name),
  ...exchangeOnlineReferences('inboundConnector', hybridInboundConnectors(organization), (connector) =>
    inboundConnectorReference(connector, certificate, organization.exchangeOnline.acceptedDomains),
  ),
  ...exchangeOnlineReferences('outboundConnector', hybridOutboundConnectors(organization), (connector) =>
    outboundConnectorReference(connector, certificate),
  ),
  ...edgeReferences(organization, certificate.name),
];

function decideByCertificateName(current: Known<string | null>, name: CertificateName): ReferenceDecision {
  if (!current.known) return { kind: 'unknown', why: current };
  const from = current.value ?? '';
  const change = { kind: 'change', from, to: formatCertificateName(name) } as const;
  if (from.trim() === '') return { ...change, reason: 'empty' };
  const carried = parseCertificateName(from);
  if (carried === undefined) return { ...change, reason: 'invalid' };
  return sameCertificateName(carried, name) ? { kind: 'keep', reason: 'sameName' } : { ...change, reason: 'otherName' };
}

const unread = (kind: ReferenceKind, property: CertificateReference['property'], why: Unknown, server = ''): CertificateReference => ({
  kind,
  server,
  object: '',
  property,
  current: why,
  decision: { kind: 'unknown', why },
});

const certificateName = 'TlsCertificateName';

function sendConnectorReferences(organization: Organization, name: CertificateName): CertificateReference[] {
  const connectors = hybridSendConnectorsInUse(organization);
  if (!connectors.known) return [unread('sendConnector', certificateName, connectors)];
  return connectors.value.map(({ identity, tlsCertificateName: current }) => ({
    kind: 'sendConnector',
    server: '',
    object: identity,
    property: certificateName,
    current,
    decision: decideByCertificateName(current, name),
  }));
}

function receiveConnectorReference(
  kind: 'receiveConnector' | 'edgeReceiveConnector',
  server: HybridServer,
  name: CertificateName,
): CertificateReference {
  const connector = defaultFrontendConnector(server);
  if (!connector.known) return unread(kind, certificateName, connector, server.name);
  const { identity, tlsCertificateName: current } = connector.value;
  return {
    kind,
    server: server.name,
    object: identity,
    property: certificateName,
    current,
    decision: decideByCertificateName(current, name),
  };
}

function hybridConfigurationReference({ hybridConfiguration: configuration }: Organization, name: CertificateName): CertificateReference {
  const object = { kind: 'hybridConfiguration', server: '', object: 'Hybrid Configuration', property: certificateName } as const;
  if (!configuration.known) return { ...object, current: configuration, decision: { kind: 'unknown', why: configuration } };
  if (configuration.value === null) return { ...object, current: known(null), decision: { kind: 'keep', reason: 'absent' } };
  const current = configuration.value.tlsCertificateName;
  return { ...object, current, decision: decideByCertificateName(current, name) };
}

function exchangeOnlineReferences<T>(
  kind: 'inboundConnector' | 'outboundConnector',
  connectors: Known<readonly T[]>,
  toReference: (connector: T) => CertificateReference,
): CertificateReference[] {
  const property = kind === 'inboundConnector' ? 'TlsSenderCertificateName' : 'TlsDomain';
  return connectors.known ? connectors.value.map(toReference) : [unread(kind, property, connectors)];
}

function inboundConnectorReference(
  { identity, tlsSenderCertificateName: current }: InboundConnector,
  { facts }: NewCertificate,
  accepted: Known<readonly AcceptedDomain[]>,
): CertificateReference {
  const object = { kind: 'inboundConnector', server: '', object: identity, property: 'TlsSenderCertificateName', current } as const;
  return { ...object, decision: decideSender(current, subjectNamesOf(facts), accepted) };
}

/** A right value stays; otherwise the one that the HCW writes is set. Source: Office 365 Message Attribution, FAQ 6a. */
function decideSender(
  current: Known<string | null>,
  names: readonly string[],
  accepted: Known<readonly AcceptedDomain[]>,
): ReferenceDecision {
  if (!current.known) return { kind: 'unknown', why: current };
  const from = current.value ?? '';
  const isRight = identifiesSender(from, names, accepted);
  if (!isRight.known) return { kind: 'unknown', why: isRight };
  if (isRight.value) return { kind: 'keep', reason: 'stillMatches' };
  const to = flatMap(accepted, (domains) => senderNameFor(names, domains));
  if (!to.known) return { kind: 'unknown', why: to };
  if (to.value === undefined) return { kind: 'noValue', from };
  const reason = from === '' ? 'empty' : covered(names, from) ? 'notAccepted' : 'noLongerMatches';
  return { kind: 'change', from, to: to.value, reason };
}

/** TlsDomain is used only when TlsSettings is DomainValidation. */
function outboundConnectorReference(
  { identity, tlsDomain: current, tlsSettings }: OutboundConnector,
  { facts }: NewCertificate,
): CertificateReference {
  const object = { kind: 'outboundConnector', server: '', object: identity, property: 'TlsDomain', current } as const;
  if (!current.known) return { ...object, decision: { kind: 'unknown', why: current } };
  if (current.value === null) {
    if (!tlsSettings.known) return { ...object, decision: { kind: 'unknown', why: tlsSettings } };
    if (tlsSettings.value?.toLowerCase() !== 'domainvalidation') return { ...object, decision: { kind: 'keep', reason: 'notUsed' } };
  }
  if (current.value !== null && covered(hostNamesOf(facts), current.value)) {
    return { ...object, decision: { kind: 'keep', reason: 'stillMatches' } };
  }
  const to = commonNameOf(facts.subject) ?? facts.names[0];
  // A certificate without any name has nothing that could be set.
  if (to === undefined) return { ...object, decision: { kind: 'unknown', why: unknown('notReturned', 'CN') } };
  const reason = current.value === null ? 'empty' : 'noLongerMatches';
  return { ...object, decision: { kind: 'change', from: current.value ?? '', to, reason } };
}

/** Those that the hybrid configuration names, then those that are only subscribed. The receive connectors of the latter are not read. */
function edgeReferences(organization: Organization, name: CertificateName): CertificateReference[] {
  const { found, unread: reasons } = edgeServersOf(organization);
  const named = edgeServers(organization);
  const others = found.filter(({ server }) => !named.some((one) => sameServer(one.name, server)));
  return [
    ...named.map((server) => receiveConnectorReference('edgeReceiveConnector', server, name)),
    ...others.map(({ server }) => unread('edgeReceiveConnector', certificateName, unknown('notConnected', server), server)),
    // One entry is enough for all Edge servers that may exist.
    ...reasons.slice(0, 1).map((why) => unread('edgeReceiveConnector', certificateName, why)),
  ];
}

/** One finding for each reference: `info` needs a change, `warn` cannot be right with this certificate, `ok` stays, `unknown` could not be decided. */
export const referenceFindings = (organization: Organization, certificate: NewCertificate): Finding[] =>
  certificateReferences(organization, certificate).map((reference) => ({
    ...referenceFinding(reference),
    source: sourceOfKind[reference.kind],
  }));

const sourceOfKind: Readonly<Record<ReferenceKind, Reference>> = {
  sendConnector: 'blog-4420592',
  receiveConnector: 'KB2989382',
  hybridConfiguration: 'article',
  inboundConnector: 'blog-4420592',
  outboundConnector: 'blog-4420592',
  edgeReceiveConnector: 'blog-4420592',
};

/** The sentence for a kind of which no object could be read. A receive connector always belongs to a known server, and there is one hybrid configuration. */
const unreadVariants = {
  sendConnector: 'sendUnread',
  inboundConnector: 'inboundUnread',
  outboundConnector: 'outboundUnread',
  edgeReceiveConnector: 'edgeUnread',
} as const;

/** In the evidence, `expected` is the value to set and `found` the current one. */
function referenceFinding({ kind, server, object, property, decision }: CertificateReference): Finding {
  const subject = object || server;
  const context = about('reference.name', subject);
  if (decision.kind === 'unknown') {
    if (kind === 'edgeReceiveConnector' && server !== '' && decision.why.reason === 'notConnected')
      return finding(context, 'edgeByHand', { server });
    if (subject !== '' || kind === 'receiveConnector' || kind === 'hybridConfiguration') {
      return couldNotCheck(context, decision.why, { object: subject, property });
    }
    return couldNotCheckAs(context, unreadVariants[kind], decision.why);
  }
  const place = { object: subject, property };
  if (decision.kind === 'keep') return finding(context, decision.reason, place);
  if (decision.kind === 'noValue') return finding(context, 'noValue', { ...place, expected: '', found: decision.from });
  return finding(context, decision.reason, { ...place, expected: decision.to, found: decision.from });
}

/** Every place that carries the certificate's name: which need a change, to what, and why. */

import type { CertificateFacts } from '../model/certificate.ts';
import type { InboundConnector, OutboundConnector } from '../model/connector.ts';
import { known, type Known, knownOr } from '../model/known.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
import { formatCertificateName, parseCertificateName, sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { commonNameOf } from '../x509/distinguished-name.ts';
import { covered, hostNamesOf } from './certificate-names.ts';
import { edgeServersOf } from './edge-servers.ts';
import { defaultFrontendConnector, hybridInboundConnectors, hybridOutboundConnectors, hybridSendConnectors } from './hybrid-connectors.ts';
import type { Finding, Source } from '../model/finding.ts';
import { couldNotCheck, finding, type Ground } from './finding.ts';

type Unread = Extract<Known<never>, { readonly known: false }>;

/**
 * `change`: `to` is the value to set; `otherName` and `noLongerMatches` for a value that does not fit,
 * `empty` for none, `invalid` for a text that is no certificate name (a thumbprint for example).
 * `keep`: `sameName` and `stillMatches` for one that fits, `notUsed` for an empty TlsDomain that the
 * TlsSettings do not look at, `absent` when there is no such object.
 */
export type PlaceDecision =
  | { readonly kind: 'change'; readonly to: string; readonly reason: 'otherName' | 'noLongerMatches' | 'empty' | 'invalid' }
  | { readonly kind: 'keep'; readonly reason: 'sameName' | 'stillMatches' | 'notUsed' | 'absent' }
  | { readonly kind: 'unknown'; readonly why: Unread };

export type PlaceKind =
  'sendConnector' | 'receiveConnector' | 'hybridConfiguration' | 'inboundConnector' | 'outboundConnector' | 'edgeReceiveConnector';

export interface NamePlace {
  readonly kind: PlaceKind;
  /** '' when the object belongs to the organization */
  readonly server: string;
  /** Identity; '' when it is not known which objects there are */
  readonly object: string;
  readonly property: 'TlsCertificateName' | 'TlsSenderCertificateName' | 'TlsDomain';
  readonly now: Known<string | null>;
  readonly decision: PlaceDecision;
}

/** The certificate that the places are to name. */
export interface NewCertificate {
  readonly name: CertificateName;
  readonly facts: Pick<CertificateFacts, 'subject' | 'names'>;
}

/**
 * Send connectors, receive connectors and hybrid configuration carry issuer and subject, and change
 * with either. Exchange Online carries a subject name: it changes only when the CN and the DNS names
 * no longer match. Edge servers are not read, and are set by hand. Source: docs/domain.md,
 * "Comparing old and new name".
 */
export const namePlaces = (organization: Organization, certificate: NewCertificate): NamePlace[] => [
  ...sendPlaces(organization, certificate.name),
  ...organization.hybridServers.map((server) => receivePlace(server, certificate.name)),
  configurationPlace(organization, certificate.name),
  ...onlinePlaces('inboundConnector', hybridInboundConnectors(organization), (connector) => inboundPlace(connector, certificate)),
  ...onlinePlaces('outboundConnector', hybridOutboundConnectors(organization), (connector) => outboundPlace(connector, certificate)),
  ...edgePlaces(organization),
];

function named(now: Known<string | null>, name: CertificateName): PlaceDecision {
  if (!now.known) return { kind: 'unknown', why: now };
  const to = formatCertificateName(name);
  if (now.value === null || now.value.trim() === '') return { kind: 'change', to, reason: 'empty' };
  const carried = parseCertificateName(now.value);
  if (carried === undefined) return { kind: 'change', to, reason: 'invalid' };
  return sameCertificateName(carried, name) ? { kind: 'keep', reason: 'sameName' } : { kind: 'change', to, reason: 'otherName' };
}

const unread = (kind: PlaceKind, property: NamePlace['property'], why: Unread, server = ''): NamePlace => ({
  kind,
  server,
  object: '',
  property,
  now: why,
  decision: { kind: 'unknown', why },
});

const certificateName = 'TlsCertificateName';

function sendPlaces(organization: Organization, name: CertificateName): NamePlace[] {
  const connectors = hybridSendConnectors(organization);
  if (!connectors.known) return [unread('sendConnector', certificateName, connectors)];
  return connectors.value.map(({ identity, tlsCertificateName: now }) => ({
    kind: 'sendConnector',
    server: '',
    object: identity,
    property: certificateName,
    now,
    decision: named(now, name),
  }));
}

function receivePlace(server: HybridServer, name: CertificateName): NamePlace {
  const connector = defaultFrontendConnector(server);
  if (!connector.known) return unread('receiveConnector', certificateName, connector, server.name);
  const { identity, tlsCertificateName: now } = connector.value;
  return { kind: 'receiveConnector', server: server.name, object: identity, property: certificateName, now, decision: named(now, name) };
}

function configurationPlace({ hybridConfiguration: configuration }: Organization, name: CertificateName): NamePlace {
  const place = { kind: 'hybridConfiguration', server: '', object: 'Hybrid Configuration', property: certificateName } as const;
  if (!configuration.known) return { ...place, now: configuration, decision: { kind: 'unknown', why: configuration } };
  if (configuration.value === null) return { ...place, now: known(null), decision: { kind: 'keep', reason: 'absent' } };
  const now = configuration.value.tlsCertificateName;
  return { ...place, now, decision: named(now, name) };
}

function onlinePlaces<T>(
  kind: 'inboundConnector' | 'outboundConnector',
  connectors: Known<readonly T[]>,
  place: (connector: T) => NamePlace,
): NamePlace[] {
  const property = kind === 'inboundConnector' ? 'TlsSenderCertificateName' : 'TlsDomain';
  return connectors.known ? connectors.value.map(place) : [unread(kind, property, connectors)];
}

/** Any name of the certificate may be meant by the sender's name; the CN is what is set. */
function inboundPlace({ identity, tlsSenderCertificateName: now }: InboundConnector, { facts }: NewCertificate): NamePlace {
  const cn = commonNameOf(facts.subject);
  const names = [...new Set([...(cn === undefined ? [] : [cn]), ...facts.names])];
  const place = { kind: 'inboundConnector', server: '', object: identity, property: 'TlsSenderCertificateName', now } as const;
  return { ...place, decision: matching(now, names, subjectNameOf(facts)) };
}

/** TlsDomain is looked at by DomainValidation alone. */
function outboundPlace({ identity, tlsDomain: now, tlsSettings }: OutboundConnector, { facts }: NewCertificate): NamePlace {
  const place = { kind: 'outboundConnector', server: '', object: identity, property: 'TlsDomain', now } as const;
  if (now.known && now.value === null) {
    if (!tlsSettings.known) return { ...place, decision: { kind: 'unknown', why: tlsSettings } };
    if (tlsSettings.value?.toLowerCase() !== 'domainvalidation') return { ...place, decision: { kind: 'keep', reason: 'notUsed' } };
  }
  return { ...place, decision: matching(now, hostNamesOf(facts), subjectNameOf(facts)) };
}

function matching(now: Known<string | null>, names: readonly string[], to: string | undefined): PlaceDecision {
  if (!now.known) return { kind: 'unknown', why: now };
  if (now.value !== null && covered(names, now.value)) return { kind: 'keep', reason: 'stillMatches' };
  // A certificate without any name has nothing that could be set.
  if (to === undefined) return { kind: 'unknown', why: { known: false, reason: 'notReturned', evidence: 'CN' } };
  return { kind: 'change', to, reason: now.value === null ? 'empty' : 'noLongerMatches' };
}

const subjectNameOf = ({ subject, names }: NewCertificate['facts']): string | undefined => commonNameOf(subject) ?? names[0];

function edgePlaces(organization: Organization): NamePlace[] {
  const { found, unread: why } = edgeServersOf(organization);
  return [
    ...found.map(({ server }) =>
      unread('edgeReceiveConnector', certificateName, { known: false, reason: 'notConnected', evidence: server }, server),
    ),
    ...(why === null ? [] : [unread('edgeReceiveConnector', certificateName, why)]),
  ];
}

// The places of the certificate's name as findings.

const sources: Readonly<Record<PlaceKind, Source>> = {
  sendConnector: 'blog-4420592',
  receiveConnector: 'KB2989382',
  hybridConfiguration: 'article',
  inboundConnector: 'blog-4420592',
  outboundConnector: 'blog-4420592',
  edgeReceiveConnector: 'blog-4420592',
};

/** One finding a place: `info` needs a change, `ok` does not, `unknown` was not read. */
export const placeFindings = (organization: Organization, certificate: NewCertificate): Finding[] =>
  namePlaces(organization, certificate).map(placeFinding);

/** `expected` and `found` are the value to set and the value of now. */
function placeFinding({ kind, server, object, property, now, decision }: NamePlace): Finding {
  const subject = object || server;
  const ground: Ground = { rule: 'place.name', subject, source: sources[kind] };
  if (decision.kind === 'unknown') {
    if (kind === 'edgeReceiveConnector' && server !== '') return finding(ground, 'unknown', { variant: 'edgeByHand', server });
    if (subject !== '' || kind === 'receiveConnector' || kind === 'hybridConfiguration') {
      return couldNotCheck(ground, decision.why, { object: subject, property });
    }
    return couldNotCheck(ground, decision.why, unreadWords[kind]);
  }
  const place = { ...reasonWords[decision.reason], object: subject, property };
  if (decision.kind === 'keep') return finding(ground, 'ok', place);
  return finding(ground, 'info', { ...place, expected: decision.to, found: knownOr(now, null) ?? '' });
}

type Reason = Exclude<NamePlace['decision'], { readonly kind: 'unknown' }>['reason'];
type Words<K extends string> = Readonly<Record<K, { readonly variant: string }>>;

const reasonWords: Words<Reason> = {
  otherName: { variant: 'otherName' },
  noLongerMatches: { variant: 'noLongerMatches' },
  empty: { variant: 'empty' },
  invalid: { variant: 'invalid' },
  sameName: { variant: 'sameName' },
  stillMatches: { variant: 'stillMatches' },
  notUsed: { variant: 'notUsed' },
  absent: { variant: 'absent' },
};

/** Which objects could not be read. A receive connector always belongs to a known server, and there is one hybrid configuration. */
const unreadWords: Words<Exclude<PlaceKind, 'receiveConnector' | 'hybridConfiguration'>> = {
  sendConnector: { variant: 'sendUnread' },
  inboundConnector: { variant: 'inboundUnread' },
  outboundConnector: { variant: 'outboundUnread' },
  edgeReceiveConnector: { variant: 'edgeUnread' },
};

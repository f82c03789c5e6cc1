/** Which certificate names are in use, and whether a new certificate changes issuer or subject: then inbound mail may stop (KB 2989382). */
import type { InstalledFacts } from '../model/certificate.ts';
import { flatMap, known, map, not, or, partition, some, type Known, type Unknown } from '../model/known.ts';
import { mailServers, type Organization } from '../model/organization.ts';
import { keyOfCertificateName, parseCertificateName, sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { covered, subjectNamesOf } from './certificate-names.ts';
import { defaultFrontendConnector, hybridInboundConnectors, hybridSendConnectorsInUse } from './hybrid-connectors.ts';

/**
 * The certificate name that each object carries: hybrid configuration, send connectors, the receive
 * connector of each hybrid server, Edge servers included. Known `undefined`: it names no certificate. An unknown entry may
 * stand for several objects.
 */
function namesInUse(organization: Organization): readonly Known<CertificateName | undefined>[] {
  const configuration = flatMap(organization.hybridConfiguration, (one) => one?.tlsCertificateName ?? known(null));
  const sending = hybridSendConnectorsInUse(organization);
  const texts: readonly Known<string | null>[] = [
    configuration,
    ...(sending.known ? sending.value.map(({ tlsCertificateName }) => tlsCertificateName) : [sending]),
    ...mailServers(organization).map((server) => flatMap(defaultFrontendConnector(server), ({ tlsCertificateName }) => tlsCertificateName)),
  ];
  return texts.map((text) => map(text, (value) => (value === null ? undefined : parseCertificateName(value))));
}

/**
 * The test whether any of the objects carries a name. The objects are looked at once, however many
 * names are tested.
 */
export function nameUseOf(organization: Organization): (name: CertificateName) => Known<boolean> {
  const { known: read, unknown: unread } = partition(namesInUse(organization), (used) => used);
  // Stryker disable next-line ArrayDeclaration: no certificate name has the key that stands in the broken list
  const keys = new Set(read.flatMap(({ value }) => (value === undefined ? [] : [keyOfCertificateName(value)])));
  return (name) => (keys.has(keyOfCertificateName(name)) ? known(true) : (unread[0]?.why ?? known(false)));
}

export interface NameChange {
  /** Every name in use that is known, each once */
  readonly old: readonly CertificateName[];
  /** Why there may be others in use */
  readonly unread: readonly Unknown[];
  readonly next: CertificateName;
  /** Whether any object names a certificate; without a name in use nothing can change */
  readonly anyInUse: Known<boolean>;
  /** Whether the issuer differs from that of any name in use */
  readonly issuerChanged: Known<boolean>;
  readonly subjectChanged: Known<boolean>;
  /** Whether Exchange Online expects a sender that none of the new certificate's names matches */
  readonly senderUnmatched: Known<boolean>;
}

/**
 * Compares with every name in use, not only that of the hybrid configuration: as long as one connector
 * still names the old certificate, the change is still to come. Where no name is in use, both
 * are changed: the danger cannot be ruled out.
 */
export function compareNames(organization: Organization, facts: Pick<InstalledFacts, 'issuer' | 'subject' | 'names'>): NameChange {
  const next = { issuer: facts.issuer, subject: facts.subject };
  const used = namesInUse(organization);
  const { known: read, unknown: unread } = partition(used, (name) => name);
  const anyInUse = some(used, (name) => map(name, (one) => one !== undefined));
  const differs = (part: keyof CertificateName): Known<boolean> =>
    or(
      some(used, (name) => map(name, (one) => one !== undefined && !sameCertificateName(one, { ...one, [part]: next[part] }))),
      not(anyInUse),
    );
  return {
    old: distinct(read.map(({ value }) => value)),
    unread: unread.map(({ why }) => why),
    next,
    anyInUse,
    issuerChanged: differs('issuer'),
    subjectChanged: differs('subject'),
    senderUnmatched: isSenderUnmatched(organization, facts),
  };
}

/** Exchange Online recognizes the sender by a subject name, TlsSenderCertificateName. A connector without one recognizes it otherwise. */
function isSenderUnmatched(organization: Organization, facts: Pick<InstalledFacts, 'subject' | 'names'>): Known<boolean> {
  const own = subjectNamesOf(facts);
  return flatMap(hybridInboundConnectors(organization), (connectors) =>
    some(connectors, ({ tlsSenderCertificateName }) => map(tlsSenderCertificateName, (sender) => sender !== null && !covered(own, sender))),
  );
}

/** Each name once. */
function distinct(names: readonly (CertificateName | undefined)[]): CertificateName[] {
  const byKey = new Map(names.filter((name) => name !== undefined).map((name) => [keyOfCertificateName(name), name]));
  return [...byKey.values()];
}

/** What a change of name endangers, for the warning: as long as an object names another certificate, inbound mail may stop. */
export type NameDanger =
  | { readonly kind: 'none' }
  | { readonly kind: 'issuer' | 'subject' | 'both' | 'sender' }
  | { readonly kind: 'unknown'; readonly why: Unknown };

export function nameDanger({ issuerChanged, subjectChanged, senderUnmatched }: NameChange): NameDanger {
  const changes = { issuer: issuerChanged, subject: subjectChanged, sender: senderUnmatched } as const;
  const any = or(...Object.values(changes));
  if (!any.known) return { kind: 'unknown', why: any };
  if (!any.value) return { kind: 'none' };
  const certain = partition(['issuer', 'subject', 'sender'] as const, (part) => changes[part])
    .known.filter(({ value }) => value)
    .map(({ item }) => item);
  if (certain.includes('issuer')) return { kind: certain.includes('subject') ? 'both' : 'issuer' };
  return { kind: certain.includes('subject') ? 'subject' : 'sender' };
}

/** One certificate, with what each hybrid server says of its copy. */
import type { InstalledFacts, ServerCertificate } from '../model/certificate.ts';
import { all, flatMap, known, map, partition, unknown, type Known, type Unknown } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { keyOfCertificateName, type CertificateName } from '../x509/certificate-name.ts';

export interface InstalledCertificate {
  readonly facts: InstalledFacts;
  readonly name: CertificateName;
  readonly copies: readonly { readonly server: string; readonly certificate: ServerCertificate }[];
  /** Servers whose store was read and does not have it */
  readonly missingOn: readonly string[];
  /** Servers whose store could not be read */
  readonly unread: readonly ServerUnknown[];
  /** With Edge servers the HCW needs it on the reference server alone, which can be any that has it */
  readonly oneServerIsEnough: boolean;
}

export interface ServerUnknown {
  readonly server: string;
  readonly why: Unknown;
}

/**
 * Every certificate of the servers among which the HCW looks for it, once for each thumbprint, in the order in which they were
 * met. It does not look at Edge servers: what is on them is said by the rules about Edge servers.
 */
export function installedCertificates({ hybridServers }: Organization): readonly InstalledCertificate[] {
  const stores = partition(
    hybridServers.filter(({ role }) => role !== 'edge'),
    ({ certificates }) => certificates,
  );
  const found = new Map<string, { facts: InstalledFacts; readonly copies: Map<string, ServerCertificate> }>();
  for (const { item, value: certificates } of stores.known) {
    for (const certificate of certificates) {
      const { thumbprint } = certificate.facts;
      const entry = found.get(thumbprint) ?? { facts: certificate.facts, copies: new Map<string, ServerCertificate>() };
      entry.facts = certificate.facts;
      // A server has a certificate once; a second object with its thumbprint is the same one.
      if (!entry.copies.has(item.name)) entry.copies.set(item.name, certificate);
      found.set(thumbprint, entry);
    }
  }
  const read = stores.known.map(({ item }) => item.name);
  const unread = stores.unknown.map(({ item, why }) => ({ server: item.name, why }));
  const oneServerIsEnough = hybridServers.some(({ role }) => role === 'reference');
  return [...found.values()].map(({ facts, copies }) => ({
    facts,
    name: { issuer: facts.issuer, subject: facts.subject },
    copies: [...copies].map(([server, certificate]) => ({ server, certificate })),
    missingOn: read.filter((server) => !copies.has(server)),
    unread,
    oneServerIsEnough,
  }));
}

/** Of each certificate the others with its issuer and subject, in their order. */
export function othersOfSameName(
  certificates: readonly InstalledCertificate[],
): (installed: InstalledCertificate) => readonly InstalledCertificate[] {
  const byName = new Map<string, InstalledCertificate[]>();
  for (const one of certificates) {
    const key = keyOfCertificateName(one.name);
    byName.set(key, [...(byName.get(key) ?? []), one]);
  }
  // Stryker disable next-line ArrayDeclaration: every certificate is in the map
  return ({ name, facts }) => (byName.get(keyOfCertificateName(name)) ?? []).filter((other) => other.facts.thumbprint !== facts.thumbprint);
}

/**
 * What the servers say of one property of their copies: `read` where it is known, `unread` where it is not.
 * A server whose store could not be read may have a copy, so it is among the unread ones.
 */
export interface ByServer<T> {
  readonly read: readonly { readonly server: string; readonly value: T }[];
  readonly unread: readonly ServerUnknown[];
}

export function byServer<T>(
  { copies, unread: unreadStores, oneServerIsEnough }: InstalledCertificate,
  pick: (certificate: ServerCertificate) => Known<T>,
): ByServer<T> {
  const { known: read, unknown: unread } = partition(copies, ({ certificate }) => pick(certificate));
  return {
    read: read.map(({ item, value }) => ({ server: item.server, value })),
    unread: [...unread.map(({ item, why }) => ({ server: item.server, why })), ...(oneServerIsEnough ? [] : unreadStores)],
  };
}

export const serversOf = (rows: readonly { readonly server: string }[]): string => rows.map(({ server }) => server).join(', ');

/** Services enabled on any server whose store was read, each once; known when those of every copy are. */
export const unitedServices = ({ copies }: InstalledCertificate): Known<string[]> =>
  map(all(copies.map(({ certificate }) => certificate.services)), (lists) => [...new Set(lists.flat())]);

/** Whether a server takes its copy for valid in the sense of PKI. `RevocationCheckFailure` and `Unknown` do not say it. */
export const isPkiValid = ({ status }: Pick<ServerCertificate, 'status'>): Known<boolean> =>
  flatMap(status, (value): Known<boolean> =>
    value === 'RevocationCheckFailure' || value === 'Unknown' ? unknown('notReturned', `Status: ${value}`) : known(value === 'Valid'),
  );

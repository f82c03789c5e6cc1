/** One certificate, with what each hybrid server says of its copy. */
import type { CertificateFacts, ServerCertificate } from '../model/certificate.ts';
import { known, unknown, type Known, type UnknownReason } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { keyOfCertificateName, type CertificateName } from '../x509/certificate-name.ts';

export interface InstalledCertificate {
  readonly facts: CertificateFacts;
  readonly name: CertificateName;
  readonly copies: readonly { readonly server: string; readonly certificate: ServerCertificate }[];
  /** Hybrid servers whose store was read and does not have it */
  readonly missingOn: readonly string[];
  /** Hybrid servers whose store could not be read */
  readonly unread: readonly { readonly server: string; readonly reason: UnknownReason; readonly evidence: string }[];
}

/** Every certificate of the hybrid servers, once for each thumbprint, in the order in which they were met. */
export function installedCertificates({ hybridServers }: Organization): readonly InstalledCertificate[] {
  const found = new Map<string, { facts: CertificateFacts; readonly copies: Map<string, ServerCertificate> }>();
  for (const { name: server, certificates } of hybridServers) {
    for (const certificate of certificates.known ? certificates.value : []) {
      const { thumbprint } = certificate.facts;
      const entry = found.get(thumbprint) ?? { facts: certificate.facts, copies: new Map<string, ServerCertificate>() };
      entry.facts = certificate.facts;
      // A server has a certificate once; a second account of it would be the same one.
      if (!entry.copies.has(server)) entry.copies.set(server, certificate);
      found.set(thumbprint, entry);
    }
  }
  const read = hybridServers.filter(({ certificates }) => certificates.known).map(({ name }) => name);
  const unread = hybridServers.flatMap(({ name, certificates }) =>
    certificates.known ? [] : [{ server: name, reason: certificates.reason, evidence: certificates.evidence }],
  );
  return [...found.values()].map(({ facts, copies }) => ({
    facts,
    name: { issuer: facts.issuer, subject: facts.subject },
    copies: [...copies].map(([server, certificate]) => ({ server, certificate })),
    missingOn: read.filter((server) => !copies.has(server)),
    unread,
  }));
}

/** Of each certificate the others with its issuer and subject, in their order. */
export function othersOfSameName(
  all: readonly InstalledCertificate[],
): (installed: InstalledCertificate) => readonly InstalledCertificate[] {
  const byName = new Map<string, InstalledCertificate[]>();
  for (const one of all) {
    const key = keyOfCertificateName(one.name);
    const some = byName.get(key);
    if (some === undefined) byName.set(key, [one]);
    else some.push(one);
  }
  return (installed) =>
    (byName.get(keyOfCertificateName(installed.name)) ?? []).filter(({ facts }) => facts.thumbprint !== installed.facts.thumbprint);
}

/** What the servers say of one property of their copies. */
export interface ByServer<T> {
  readonly told: readonly { readonly server: string; readonly value: T }[];
  readonly untold: readonly { readonly server: string; readonly reason: UnknownReason; readonly evidence: string }[];
}

export function byServer<T>({ copies }: InstalledCertificate, pick: (certificate: ServerCertificate) => Known<T>): ByServer<T> {
  const told: { server: string; value: T }[] = [];
  const untold: { server: string; reason: UnknownReason; evidence: string }[] = [];
  for (const { server, certificate } of copies) {
    const value = pick(certificate);
    if (value.known) told.push({ server, value: value.value });
    else untold.push({ server, reason: value.reason, evidence: value.evidence });
  }
  return { told, untold };
}

export const serversOf = (rows: readonly { readonly server: string }[]): string => rows.map(({ server }) => server).join(', ');

/** Services enabled on any server, each once; known when every copy tells. */
export function unitedServices(installed: InstalledCertificate): Known<string[]> {
  const { told, untold } = byServer(installed, ({ services }) => services);
  const [first] = untold;
  return first === undefined ? known([...new Set(told.flatMap(({ value }) => value))]) : unknown(first.reason, first.evidence);
}

/** One certificate, with what each hybrid server says of its copy. */
import type { CertificateFacts, ServerCertificate } from '../../model/certificate.ts';
import { known, unknown, type Known, type UnknownReason } from '../../model/known.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { CertificateName } from '../../names/certificate-name.ts';

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
export function installedCertificates(organisation: Organisation): readonly InstalledCertificate[] {
  const { hybridServers } = organisation;
  const facts = new Map<string, CertificateFacts>();
  for (const { certificates } of hybridServers) {
    if (certificates.known) for (const certificate of certificates.value) facts.set(certificate.facts.thumbprint, certificate.facts);
  }
  const unread = hybridServers.flatMap(({ name, certificates }) =>
    certificates.known ? [] : [{ server: name, reason: certificates.reason, evidence: certificates.evidence }],
  );
  return [...facts.values()].map((one) => {
    const copies = hybridServers.flatMap(({ name, certificates }) => {
      const certificate = certificates.known ? certificates.value.find((copy) => copy.facts.thumbprint === one.thumbprint) : undefined;
      return certificate === undefined ? [] : [{ server: name, certificate }];
    });
    const missingOn = hybridServers
      .filter(({ name, certificates }) => certificates.known && !copies.some(({ server }) => server === name))
      .map(({ name }) => name);
    return { facts: one, name: { issuer: one.issuer, subject: one.subject }, copies, missingOn, unread };
  });
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

/** Which certificate can become the transport certificate, and why the others cannot. */
import type { CertificateFacts } from '../model/certificate.ts';
import type { Finding, RuleId } from '../model/finding.ts';
import type { Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { keyOfCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import {
  dates,
  daysLeft,
  key,
  serverAuthentication,
  keyProvider,
  readings,
  sameName,
  commonName,
  nameLength,
  selfSigned,
  status,
  thirdParty,
} from './certificate.ts';
import { acceptedDomain, names } from './certificate-names.ts';
import { installedCertificates, othersOfSameName, unitedServices, type InstalledCertificate } from './installed-certificates.ts';
import { everyServer, privateKey, services } from './installation.ts';
import { mostTellingFirst } from './finding.ts';
import { namesInUse } from './name-change.ts';

export interface JudgedCertificate {
  readonly thumbprint: string;
  readonly facts: CertificateFacts;
  readonly name: CertificateName;
  /** Hybrid servers that have it */
  readonly servers: readonly string[];
  /** Hybrid servers whose store was read and does not have it */
  readonly missingOn: readonly string[];
  /** Services enabled on any of them */
  readonly services: Known<readonly string[]>;
  /** Every reason, the most telling first */
  readonly findings: readonly Finding[];
  readonly verdict: 'qualifies' | 'doesNotQualify' | 'unknown';
  /** The hybrid configuration or a hybrid connector names it */
  readonly inUse: boolean;
  /** Whole days until it expires, from the moment when the data was read; negative when it has expired */
  readonly daysLeft: number;
}

/** Rules without whose answer nobody can say that a certificate qualifies. */
export const decisive: ReadonlySet<RuleId> = new Set<RuleId>([
  'certificate.thirdParty',
  'certificate.status',
  'certificate.privateKey',
  'certificate.everyServer',
  'certificate.services',
]);

/**
 * Judges every certificate of the hybrid servers by all rules, against the moment when the
 * organization was read. A block decides; otherwise a decisive rule that could not be checked leaves
 * the verdict unknown.
 */
export function judgeCertificates(organization: Organization): JudgedCertificate[] {
  const inUse = new Set(namesInUse(organization).map(keyOfCertificateName));
  const all = installedCertificates(organization);
  const othersOf = othersOfSameName(all);
  return all.map((installed) => {
    const findings = mostTellingFirst(judge(installed, othersOf(installed), organization));
    const { facts, name, copies, missingOn } = installed;
    return {
      thumbprint: facts.thumbprint,
      facts,
      name,
      servers: copies.map(({ server }) => server),
      missingOn,
      services: unitedServices(installed),
      findings,
      verdict: verdictOf(findings),
      inUse: inUse.has(keyOfCertificateName(name)),
      daysLeft: daysLeft(facts, organization.gatheredAt),
    };
  });
}

const judge = (installed: InstalledCertificate, others: readonly InstalledCertificate[], organization: Organization): Finding[] =>
  [
    selfSigned(installed),
    ...thirdParty(installed),
    dates(installed.facts, organization.gatheredAt),
    ...status(installed),
    commonName(installed.facts),
    ...privateKey(installed),
    ...everyServer(installed, others, organization.gatheredAt),
    ...services(installed),
    ...keyProvider(installed),
    ...sameName(installed, others),
    ...readings(installed),
    ...names(installed.facts, organization),
    ...acceptedDomain(installed.facts, organization),
    key(installed.facts),
    serverAuthentication(installed.facts),
    nameLength(installed.facts),
  ].flat();

function verdictOf(findings: readonly Finding[]): JudgedCertificate['verdict'] {
  if (findings.some(({ severity }) => severity === 'block')) return 'doesNotQualify';
  return findings.some(({ rule, severity }) => severity === 'unknown' && decisive.has(rule)) ? 'unknown' : 'qualifies';
}

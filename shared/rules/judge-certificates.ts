/** Which certificate can become the transport certificate, and why the others cannot. */
import type { InstalledFacts } from '../model/certificate.ts';
import type { Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { sameServer } from '../model/server-name.ts';
import type { CertificateName } from '../x509/certificate-name.ts';
import { commonNameOf } from '../x509/distinguished-name.ts';
import { acceptedDomain } from './accepted-domains.ts';
import { names } from './certificate-names.ts';
import {
  commonName,
  dates,
  key,
  keyProvider,
  nameLength,
  readings,
  sameName,
  selfSigned,
  serverAuthentication,
  status,
  thirdParty,
} from './certificate.ts';
import { mostSevereFirst, type Finding } from './finding.ts';
import { everyServer, onEdgeServers, privateKey, services } from './installation.ts';
import { installedCertificates, othersOfSameName, unitedServices, type InstalledCertificate } from './installed-certificates.ts';
import { nameUseOf } from './name-change.ts';
import { certificatesInUse, renews, type CertificatesInUse } from './renewal.ts';
import { isRequired, rulesOn, type RuleOn } from './rules.ts';
import { daysLeft } from './validity.ts';

export interface JudgedCertificate {
  readonly thumbprint: string;
  readonly facts: InstalledFacts;
  readonly name: CertificateName;
  /** Hybrid servers that have it */
  readonly servers: readonly string[];
  /** Hybrid servers whose store was read and does not have it */
  readonly missingOn: readonly string[];
  /** Services enabled on any of them */
  readonly services: Known<readonly string[]>;
  /** Most severe first */
  readonly findings: readonly Finding[];
  /** A block decides; otherwise a required rule that could not be checked leaves it unknown */
  readonly verdict: 'qualifies' | 'doesNotQualify' | 'unknown';
  /** Whether the hybrid configuration or a hybrid connector names it */
  readonly inUse: Known<boolean>;
  /** Whole days until it expires, from the moment when the data was read; negative when it has expired */
  readonly daysLeft: number;
}

/** Judges every certificate of the hybrid servers by all rules, against the moment when the organization was read. */
export function judgeCertificates(organization: Organization): JudgedCertificate[] {
  const certificates = installedCertificates(organization);
  const othersOf = othersOfSameName(certificates);
  const isInUse = nameUseOf(organization);
  const inUse = certificatesInUse(organization, (thumbprint) =>
    certificates.some((one) => one.facts.thumbprint === thumbprint && qualifies(one, othersOf(one), organization)),
  );
  return certificates.map((installed) => {
    const { facts, name, copies, missingOn } = installed;
    const input = { installed, others: othersOf(installed), inUse, organization };
    const findings = mostSevereFirst(rulesOn('certificate').flatMap((rule) => judge[rule](input)));
    return {
      thumbprint: facts.thumbprint,
      facts,
      name,
      servers: copies.map(({ server }) => server),
      missingOn,
      services: unitedServices(installed),
      findings,
      verdict: verdictOf(findings),
      inUse: isInUse(name),
      daysLeft: daysLeft(facts, organization.gatheredAt),
    };
  });
}

/** Whether nothing rules it out, whatever is in use. */
function qualifies(installed: InstalledCertificate, others: readonly InstalledCertificate[], organization: Organization): boolean {
  const input = { installed, others, inUse: { presented: [], unread: [], byFqdn: false }, organization };
  return verdictOf(rulesOn('certificate').flatMap((rule) => judge[rule](input))) !== 'doesNotQualify';
}

interface Input {
  readonly installed: InstalledCertificate;
  /** Other certificates with the same issuer and subject */
  readonly others: readonly InstalledCertificate[];
  readonly inUse: CertificatesInUse;
  readonly organization: Organization;
}

const judge: Readonly<Record<RuleOn<'certificate'>, (input: Input) => Finding | readonly Finding[]>> = {
  'certificate.selfSigned': ({ installed }) => selfSigned(installed),
  'certificate.thirdParty': ({ installed }) => thirdParty(installed),
  'certificate.dates': ({ installed, organization }) => dates(installed.facts, organization.gatheredAt),
  'certificate.status': ({ installed, organization }) => status(installed, organization.gatheredAt),
  'certificate.commonName': ({ installed }) => commonName(installed.facts),
  'certificate.privateKey': ({ installed }) => privateKey(installed),
  'certificate.everyServer': ({ installed, others, organization }) => everyServer(installed, others, organization.gatheredAt),
  'certificate.edge': ({ installed, organization }) => onEdgeServers(installed, organization),
  'certificate.services': ({ installed }) => services(installed),
  'certificate.keyProvider': ({ installed }) => keyProvider(installed),
  'certificate.sameName': ({ installed, others }) => sameName(installed, others),
  'certificate.renewal': ({ installed, inUse }) => renews(installed.facts, inUse),
  'certificate.readings': ({ installed }) => readings(installed),
  'certificate.names': ({ installed, organization }) => names(installed.facts, organization),
  'certificate.acceptedDomain': ({ installed, organization }) => acceptedDomain(installed.facts, organization),
  'certificate.key': ({ installed }) => key(installed.facts),
  'certificate.serverAuthentication': ({ installed }) => serverAuthentication(installed.facts),
  'certificate.nameLength': ({ installed }) => nameLength(installed.facts),
};

function verdictOf(findings: readonly Finding[]): JudgedCertificate['verdict'] {
  if (findings.some(({ severity }) => severity === 'block')) return 'doesNotQualify';
  return findings.some(({ rule, severity }) => severity === 'unknown' && isRequired(rule, 'certificate')) ? 'unknown' : 'qualifies';
}

/** Setup makes one for OAuth; the federation trust and Windows' management service have their own. */
const ownNames = /^(?:Microsoft Exchange Server Auth Certificate|Federation|WMSvc\b.*)$/i;

/**
 * Whether Exchange made the certificate for itself, so that no renewal chooses it: it is self-signed, and named for its server or for one
 * of Exchange's own services. Source: docs/domain.md, "Terms".
 */
export function isMadeByExchange({ facts, servers, findings }: Pick<JudgedCertificate, 'facts' | 'servers' | 'findings'>): boolean {
  const isSelfSigned = findings.some(({ rule, variant }) => rule === 'certificate.selfSigned' && variant === 'block');
  const name = commonNameOf(facts.subject);
  return isSelfSigned && name !== undefined && (ownNames.test(name) || servers.some((server) => sameServer(server, name)));
}

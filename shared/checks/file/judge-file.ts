/** A certificate file before it is imported: what it tells of itself, and what it will mean. */
import type { CertificateFacts } from '../../model/certificate.ts';
import type { Finding, RuleId, Source } from '../../model/finding.ts';
import type { Known } from '../../model/known.ts';
import type { Organization } from '../../model/organization.ts';
import { formatCertificateName, type CertificateName } from '../../names/certificate-name.ts';
import { dates } from '../certificate/dates.ts';
import { acceptedDomain, names } from '../certificate/domain-names.ts';
import { key, serverAuthentication } from '../certificate/key.ts';
import { commonName, nameLength } from '../certificate/subject.ts';
import { selfSignedFinding } from '../certificate/trust.ts';
import { couldNotCheck, finding, mostTellingFirst, type Ground } from '../finding.ts';
import { namePlaces, type NamePlace } from '../places/name-places.ts';
import { installedOn, nameOfFile } from './against-organization.ts';
import { fileCommands, type FileCommand } from './commands.ts';

/** What is known of the file besides the facts of its certificate. */
export interface FileContext {
  /** The moment against which expiry is judged (ISO 8601) */
  readonly at: string;
  /** As the administrator will write it; `null`: a path to be replaced stands in the texts */
  readonly path: string | null;
  /** Whether the private key is in the file (it never is in a .cer) */
  readonly hasPrivateKey: Known<boolean>;
}

export interface FileJudgment {
  readonly facts: CertificateFacts;
  readonly name: CertificateName;
  /** The `<I>…<S>…` that it will have */
  readonly nameText: string;
  /** Every reason, the most telling first */
  readonly findings: readonly Finding[];
  /** `asFarAsItTells`: nothing in the file blocks; the rest is known after the import */
  readonly verdict: 'doesNotQualify' | 'asFarAsItTells';
  /** What would have to name it; empty without an organization */
  readonly places: readonly NamePlace[];
  /** For every hybrid server, in the order in which they are run; empty without an organization */
  readonly commands: readonly FileCommand[];
}

/**
 * The rules of installed certificates as far as a file can tell. What only a server can say is
 * unknown and says so; without an organization so is what has to be compared with one.
 * `chainComplete`: whether every intermediate certificate is in the file.
 */
export function judgeFile(
  facts: CertificateFacts,
  chainComplete: Known<boolean>,
  organization: Organization | null,
  file: FileContext,
): FileJudgment {
  const name = { issuer: facts.issuer, subject: facts.subject };
  const findings = mostTellingFirst([
    selfSignedFinding(facts, facts.selfSigned),
    dates(facts, file.at),
    commonName(facts),
    key(facts),
    ...serverAuthentication(facts),
    ...(organization === null ? withoutOrganization(facts) : withOrganization(facts, organization)),
    chain(facts, chainComplete),
    keyOfFile(facts, file.hasPrivateKey),
    nameLength(facts),
    ...onServersOnly(facts),
    finding(ground('file.enable', facts, 'blog-4420592'), 'info'),
  ]);
  return {
    facts,
    name,
    nameText: formatCertificateName(name),
    findings,
    verdict: findings.some(({ severity }) => severity === 'block') ? 'doesNotQualify' : 'asFarAsItTells',
    places: organization === null ? [] : namePlaces(organization, { name, facts }),
    commands: organization === null ? [] : fileCommands(facts, organization, file),
  };
}

const ground = (rule: RuleId, { thumbprint: subject }: CertificateFacts, source: Source): Ground => ({ rule, subject, source });

const withOrganization = (facts: CertificateFacts, organization: Organization): Finding[] => [
  nameOfFile(facts, organization),
  ...installedOn(facts, organization),
  ...names(facts, organization),
  ...acceptedDomain(facts, organization),
];

function withoutOrganization(facts: CertificateFacts): Finding[] {
  const why = { reason: 'notConnected', evidence: '' } as const;
  return [
    couldNotCheck(ground('file.name', facts, 'KB2989382'), why),
    couldNotCheck(ground('certificate.names', facts, 'requirements'), why),
    couldNotCheck(ground('certificate.acceptedDomain', facts, 'KB4019940'), why),
  ];
}

/**
 * Without its intermediates Exchange Online cannot build the chain, and STARTTLS is not offered (Blog).
 * The evidence of an incomplete answer is the issuer that the file does not have: it may be the root.
 */
function chain(facts: CertificateFacts, complete: Known<boolean>): Finding {
  const own = ground('file.chain', facts, 'blog-4420592');
  if (complete.known) return finding(own, complete.value ? 'ok' : 'warn');
  return complete.evidence === ''
    ? couldNotCheck(own, complete)
    : finding(own, 'unknown', { variant: 'issuerNotInFile', issuer: complete.evidence });
}

/** A file without the key can still be the answer to a request whose key waits on a server. */
function keyOfFile(facts: CertificateFacts, hasPrivateKey: Known<boolean>): Finding {
  const own = ground('certificate.privateKey', facts, 'blog-4420592');
  if (!hasPrivateKey.known) return finding(own, 'unknown', { variant: 'beforeImport' });
  return hasPrivateKey.value ? finding(own, 'ok', { variant: 'inFile' }) : finding(own, 'unknown', { variant: 'notInFile' });
}

/** RootCAType, Status and services exist only where the certificate is installed. */
const onServersOnly = (facts: CertificateFacts): Finding[] =>
  (
    [
      ['certificate.thirdParty', 'KB3064938'],
      ['certificate.status', 'KB3064938'],
      ['certificate.services', 'KB3058190'],
      ['certificate.keyProvider', 'healthChecker'],
    ] as const
  ).map(([rule, source]) => finding(ground(rule, facts, source), 'unknown', { variant: 'beforeImport' }));

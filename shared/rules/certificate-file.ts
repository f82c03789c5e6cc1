/** A certificate file before it is imported: what it tells of itself, and what it will mean. */

import type { CertificateFacts } from '../model/certificate.ts';
import type { Finding, RuleId, Source } from '../model/finding.ts';
import { type Known, known, unknown } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { formatCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { dates, key, serverAuthentication, commonName, nameLength, selfSignedFinding, daysLeft } from './certificate.ts';
import { acceptedDomain, names } from './certificate-names.ts';
import { couldNotCheck, finding, mostTellingFirst, type Ground } from './finding.ts';
import { namePlaces, type NamePlace } from './references.ts';
import { fileCommands, type FileCommand } from './certificate-commands.ts';
import type { CertificateFile } from '../x509/certificate-file.ts';
import { compareNames, type NameChange } from './name-change.ts';

// A certificate file compared with the organization into which it will be imported.

/**
 * With issuer and subject of the name in use it goes live when it is imported (docs/domain.md, "Which certificate is presented"). Otherwise
 * inbound mail may stop until the connectors name it (KB 2989382).
 */
function nameOfFile(facts: CertificateFacts, organization: Organization): Finding {
  const ground: Ground = { rule: 'file.name', subject: facts.thumbprint, source: 'KB2989382' };
  const { old, issuerChanged, subjectChanged } = compareNames(organization, facts);
  if (old === undefined) {
    const { hybridConfiguration: configuration, sendConnectors } = organization;
    const unread = [configuration, sendConnectors, ...organization.hybridServers.map(({ receiveConnectors }) => receiveConnectors)].find(
      (value) => !value.known,
    );
    return unread?.known === false ? couldNotCheck(ground, unread) : finding(ground, 'info', { variant: 'noneInUse' });
  }
  if (issuerChanged && subjectChanged) return finding(ground, 'warn', { variant: 'bothChanged' });
  if (issuerChanged) return finding(ground, 'warn', { variant: 'issuerChanged' });
  if (subjectChanged) return finding(ground, 'warn', { variant: 'subjectChanged' });
  return finding({ ...ground, source: 'blog-4420592' }, 'info', { variant: 'liveOnImport' });
}

/** Which servers have it already. */
function installedOn({ thumbprint }: CertificateFacts, { hybridServers }: Organization): Finding[] {
  const ground: Ground = { rule: 'file.installed', subject: thumbprint, source: 'requirements' };
  const has = hybridServers.filter(
    ({ certificates }) => certificates.known && certificates.value.some(({ facts }) => facts.thumbprint === thumbprint),
  );
  const findings: Finding[] = has.length > 0 ? [finding(ground, 'info', { servers: has.map(({ name }) => name).join(', ') })] : [];
  for (const { name: server, certificates } of hybridServers) {
    if (!certificates.known) findings.push(couldNotCheck({ ...ground, subject: server }, certificates, { servers: server }));
  }
  return findings;
}

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
 * Without its intermediates Exchange Online cannot build the chain, and STARTTLS is not offered (Exchange Team Blog 4420592).
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

// What is shown of a certificate file before anything imports it.

/**
 * How the file gets onto a server. `pfx`: it is imported as it is. `pfxToMake`: it has its key, in a
 * form that Import-ExchangeCertificate does not take. `answer`: without its key it only completes a
 * request, on the server that made it.
 */
export type ImportWay = 'pfx' | 'pfxToMake' | 'answer';

export interface FileExamination {
  readonly path: string;
  readonly file: CertificateFile;
  readonly nameText: string;
  readonly verdict: FileJudgment['verdict'];
  /** Whole days from the moment of the examination; negative when it has expired */
  readonly daysLeft: number;
  /** Every reason, the most telling first, without those below */
  readonly checks: readonly Finding[];
  /** What only a server can say, once it is imported */
  readonly afterImport: readonly Finding[];
  /** What its name means for the connectors */
  readonly name: readonly Finding[];
  /** The question of Enable-ExchangeCertificate, and its answer */
  readonly enable: readonly Finding[];
  /** `null` without an organization */
  readonly nameChange: NameChange | null;
  /** Every place that carries a name of a certificate: which change, which stay; empty without an organization */
  readonly places: readonly NamePlace[];
  readonly importWay: ImportWay;
  readonly commands: readonly FileCommand[];
}

/** `path`: of the file as this computer sees it. `at`: ISO 8601, the moment against which expiry is judged. */
export function fileExamination(path: string, file: CertificateFile, organization: Organization | null, at: string): FileExamination {
  const { leaf } = file;
  const hasPrivateKey = keyOf(file);
  const importWay = importWayOf(file);
  const { nameText, name, verdict, findings, places, commands } = judgeFile(leaf, chainComplete(file), organization, {
    at,
    path: importWay === 'pfxToMake' ? null : path,
    hasPrivateKey,
  });
  const groupOf = ({ rule, evidence }: Finding): 'name' | 'enable' | 'afterImport' | 'checks' => {
    if (rule === 'file.name') return 'name';
    if (rule === 'file.enable') return 'enable';
    return evidence['variant'] === 'beforeImport' ? 'afterImport' : 'checks';
  };
  const of = (group: ReturnType<typeof groupOf>): Finding[] => findings.filter((finding) => groupOf(finding) === group);
  return {
    path,
    file,
    nameText,
    verdict,
    daysLeft: daysLeft(leaf, at),
    checks: of('checks'),
    afterImport: of('afterImport'),
    name: of('name'),
    enable: of('enable'),
    nameChange: organization === null ? null : compareNames(organization, name),
    places,
    importWay,
    commands,
  };
}

/** A key that belongs to another certificate is none of this one. */
function keyOf({ keyOfLeaf }: CertificateFile): Known<boolean> {
  return keyOfLeaf === 'notChecked' ? unknown('unreadable') : known(keyOfLeaf === 'matches');
}

/** Source: the formats that the cmdlet reference lists for Import-ExchangeCertificate (PKCS #7 and PKCS #12). */
function importWayOf({ format, keyOfLeaf }: CertificateFile): ImportWay {
  if (keyOfLeaf === null || keyOfLeaf === 'differs') return 'answer';
  return format === 'pkcs12' ? 'pfx' : 'pfxToMake';
}

/**
 * Without any issuer of the leaf an intermediate certificate is missing: public authorities issue by
 * one. Behind an intermediate the missing one may be the root, which no server has to send.
 */
function chainComplete({ chain, chainEnd, missingIssuer }: CertificateFile): Known<boolean> {
  if (chainEnd === 'issuerMissing' && chain.length > 0) return unknown('notReturned', missingIssuer ?? '');
  return known(chainEnd === 'root');
}

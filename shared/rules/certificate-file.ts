/** A certificate file before it is imported: what can be judged of it, and what it will mean for the organization. */
import type { CertificateFile, FileRemark, NamedProvider, PssUse } from '../x509/certificate-file.ts';
import type { CertificateFacts } from '../model/certificate.ts';
import { fileName } from '../model/file-name.ts';
import { known, map, partition, unknown, type Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { schannelProviderName } from '../x509/key-provider.ts';
import { formatCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { acceptedDomain } from './accepted-domains.ts';
import { names } from './certificate-names.ts';
import { answerCommands, fileCommands, type AnswerCommands, type FileCommand } from './certificate-commands.ts';
import { commonName, dates, key, nameLength, selfSignedFinding, serverAuthentication } from './certificate.ts';
import { about, couldNotCheck, finding, mostSevereFirst, type Finding } from './finding.ts';
import { compareNames, type NameChange } from './name-change.ts';
import { certificateReferences, type CertificateReference } from './references.ts';
import { rulesOn, type RuleOn } from './rules.ts';
import { daysLeft } from './validity.ts';

/** What is known of the file besides the facts of its certificate. */
export interface FileContext {
  /** The moment against which expiry is judged (ISO 8601) */
  readonly at: string;
  /** As the administrator will write it; `null`: a path to be replaced stands in the texts */
  readonly path: string | null;
  /** Whether the private key of the certificate is in the file (it never is in a .cer) */
  readonly hasPrivateKey: Known<boolean>;
  /** Whether the file brings a private key into the import */
  readonly withKey: boolean;
  /** Whether every intermediate certificate is in the file */
  readonly chainComplete: Known<boolean>;
  readonly remarks: readonly FileRemark[];
  /** `null`: the file names none */
  readonly keyProvider: NamedProvider | null;
  readonly pss: readonly PssUse[];
}

export interface FileJudgment {
  readonly facts: CertificateFacts;
  readonly name: CertificateName;
  /** The `<I>…<S>…` that it will have */
  readonly nameText: string;
  /** Most severe first */
  readonly findings: readonly Finding[];
  /** `asFarAsItTells`: nothing in the file blocks; the rest is known after the import */
  readonly verdict: 'doesNotQualify' | 'asFarAsItTells';
  /** What would have to name it; empty without an organization */
  readonly references: readonly CertificateReference[];
  /** For every hybrid server, in the order in which they are run; empty without an organization */
  readonly commands: readonly FileCommand[];
}

/**
 * The rules of installed certificates as far as a file can be judged. What only a server can say is
 * unknown and says so; without an organization so is what has to be compared with one.
 */
export function judgeFile(facts: CertificateFacts, organization: Organization | null, file: FileContext): FileJudgment {
  const name = { issuer: facts.issuer, subject: facts.subject };
  const findings = mostSevereFirst(rulesOn('file').flatMap((rule) => judge[rule]({ facts, organization, file })));
  return {
    facts,
    name,
    nameText: formatCertificateName(name),
    findings,
    verdict: findings.some(({ severity }) => severity === 'block') ? 'doesNotQualify' : 'asFarAsItTells',
    references: organization === null ? [] : certificateReferences(organization, { name, facts }),
    commands: organization === null ? [] : fileCommands(facts, organization, file),
  };
}

interface Input {
  readonly facts: CertificateFacts;
  readonly organization: Organization | null;
  readonly file: FileContext;
}

const notCompared = unknown('notConnected');

const judge: Readonly<Record<RuleOn<'file'>, (input: Input) => Finding | readonly Finding[]>> = {
  'certificate.selfSigned': ({ facts }) => selfSignedFinding(facts, facts.selfSigned),
  'certificate.thirdParty': ({ facts }) => finding(about('certificate.thirdParty', facts.thumbprint), 'beforeImport'),
  'certificate.dates': ({ facts, file }) => dates(facts, file.at),
  'certificate.status': ({ facts }) => finding(about('certificate.status', facts.thumbprint), 'beforeImport'),
  'certificate.commonName': ({ facts }) => commonName(facts),
  'certificate.privateKey': ({ facts, file }) => privateKey(facts, file.hasPrivateKey),
  'certificate.services': ({ facts }) => finding(about('certificate.services', facts.thumbprint), 'beforeImport'),
  'certificate.keyProvider': ({ facts, file }) => namedKeyProvider(facts, file.keyProvider),
  'certificate.names': ({ facts, organization }) =>
    organization === null ? couldNotCheck(about('certificate.names', facts.thumbprint), notCompared) : names(facts, organization),
  'certificate.acceptedDomain': ({ facts, organization }) =>
    organization === null
      ? couldNotCheck(about('certificate.acceptedDomain', facts.thumbprint), notCompared)
      : acceptedDomain(facts, organization),
  'certificate.key': ({ facts }) => key(facts),
  'certificate.serverAuthentication': ({ facts }) => serverAuthentication(facts),
  'certificate.nameLength': ({ facts }) => nameLength(facts),
  'file.name': ({ facts, organization }) =>
    organization === null ? couldNotCheck(about('file.name', facts.thumbprint), notCompared) : nameInUse(facts, organization),
  'file.installed': ({ facts, organization }) => (organization === null ? [] : installedOn(facts, organization)),
  'file.chain': ({ facts, file }) => chain(facts, file.chainComplete),
  'file.text': ({ facts, file }) => file.remarks.map((remark) => finding(about('file.text', facts.thumbprint), remark)),
  'file.pss': ({ facts, file }) => pss(facts, file.pss),
  'file.enable': ({ facts }) => finding(about('file.enable', facts.thumbprint), 'info'),
};

/**
 * With issuer and subject of every name in use it goes live when it is imported (Exchange Team Blog 4420592). Otherwise
 * inbound mail may stop until the connectors name it (KB 2989382).
 */
function nameInUse(facts: CertificateFacts, organization: Organization): Finding {
  const context = about('file.name', facts.thumbprint);
  const { anyInUse, issuerChanged, subjectChanged } = compareNames(organization, facts);
  if (!anyInUse.known) return couldNotCheck(context, anyInUse);
  if (!anyInUse.value) return finding(context, 'noneInUse');
  if (!issuerChanged.known) return couldNotCheck(context, issuerChanged);
  if (!subjectChanged.known) return couldNotCheck(context, subjectChanged);
  if (issuerChanged.value) return finding(context, subjectChanged.value ? 'bothChanged' : 'issuerChanged');
  return finding(context, subjectChanged.value ? 'subjectChanged' : 'liveOnImport');
}

/** Which servers have it already. */
function installedOn({ thumbprint }: CertificateFacts, { hybridServers }: Organization): Finding[] {
  const has = partition(hybridServers, ({ certificates }) =>
    map(certificates, (store) => store.some(({ facts }) => facts.thumbprint === thumbprint)),
  );
  const servers = has.known.filter(({ value }) => value).map(({ item }) => item.name);
  return [
    ...(servers.length > 0 ? [finding(about('file.installed', thumbprint), 'info', { servers: servers.join(', ') })] : []),
    ...has.unknown.map(({ item, why }) => couldNotCheck(about('file.installed', item.name), why, { servers: item.name })),
  ];
}

/**
 * Without its intermediates Exchange Online cannot build the chain, and STARTTLS is not offered (Exchange Team Blog 4420592).
 * The evidence of an incomplete answer is the issuer that the file does not have: it may be the root.
 */
function chain({ thumbprint }: CertificateFacts, complete: Known<boolean>): Finding {
  const context = about('file.chain', thumbprint);
  if (complete.known) return finding(context, complete.value ? 'ok' : 'warn');
  return complete.evidence === '' ? couldNotCheck(context, complete) : finding(context, 'issuerNotInFile', { issuer: complete.evidence });
}

/** A file without the key can still be the answer to a request whose key waits on a server. */
function privateKey({ thumbprint }: CertificateFacts, hasPrivateKey: Known<boolean>): Finding {
  const context = about('certificate.privateKey', thumbprint);
  if (!hasPrivateKey.known) return finding(context, 'beforeImport');
  return finding(context, hasPrivateKey.value ? 'inFile' : 'notInFile');
}

/**
 * Windows puts the key into the provider that the file names (docs/domain.md, "Certificate files"). A key storage provider
 * with an RSA key is unsupported for web access (HealthChecker; Microsoft support); keys of elliptic curves have no other.
 */
function namedKeyProvider({ thumbprint, keyAlgorithm }: CertificateFacts, provider: NamedProvider | null): Finding {
  const context = about('certificate.keyProvider', thumbprint);
  if (provider === null) return finding(context, 'beforeImport');
  const evidence = { provider: provider.name };
  if (keyAlgorithm !== 'RSA' || provider.kind === 'CSP') return finding(context, 'named', evidence);
  if (provider.kind !== 'KSP') return finding(context, 'namedOther', evidence);
  return finding(context, 'namedKsp', { ...evidence, command: `certutil -csp "${schannelProviderName}" -importpfx FILE.pfx` });
}

/** What Exchange and Windows make of RSASSA-PSS is not confirmed (docs/domain.md, "Certificate files"). */
function pss({ thumbprint }: CertificateFacts, uses: readonly PssUse[]): Finding[] {
  const subjectsOf = (what: PssUse['what']): string =>
    [...new Set(uses.filter((use) => use.what === what).map(({ subject }) => subject))].join('; ');
  return (['key', 'signature'] as const)
    .map((what) => ({ what, subjects: subjectsOf(what) }))
    .filter(({ what }) => uses.some((use) => use.what === what))
    .map(({ what, subjects }) => finding(about('file.pss', thumbprint), what, { subjects }));
}

/**
 * How the file gets onto a server. `pfx`: it is imported as it is. `pfxToMake`: it has its key, in a
 * form that Import-ExchangeCertificate does not take. `answer`: without its key it only completes a
 * request, on the server that made it.
 */
export type ImportMethod = 'pfx' | 'pfxToMake' | 'answer';

/** What is shown of a certificate file before anything imports it. */
export interface FileExamination extends Omit<FileJudgment, 'facts' | 'name' | 'findings'> {
  readonly fileName: string;
  readonly file: CertificateFile;
  /** Whole days from the moment of the examination; negative when it has expired */
  readonly daysLeft: number;
  /** Most severe first, without those below */
  readonly checks: readonly Finding[];
  /** What only a server can say, once it is imported */
  readonly afterImport: readonly Finding[];
  /** What its name means for the connectors */
  readonly name: readonly Finding[];
  /** The question of Enable-ExchangeCertificate, and its answer */
  readonly enable: readonly Finding[];
  /** `null` without an organization */
  readonly nameChange: NameChange | null;
  readonly importMethod: ImportMethod;
  /** `null` for a file with its key, and without an organization */
  readonly answer: AnswerCommands | null;
}

/** `path`: of the file as this computer sees it. `at`: ISO 8601, the moment against which expiry is judged. */
export function fileExamination(path: string, file: CertificateFile, organization: Organization | null, at: string): FileExamination {
  const { leaf } = file;
  const importMethod = importMethodOf(file);
  const { nameText, verdict, findings, references, commands } = judgeFile(leaf, organization, {
    at,
    path: importMethod === 'pfxToMake' ? null : path,
    hasPrivateKey: keyOf(file),
    withKey: importMethod !== 'answer',
    chainComplete: chainComplete(file),
    remarks: file.remarks,
    keyProvider: file.keyProvider,
    pss: file.pss,
  });
  const of = (group: Group): Finding[] => findings.filter((one) => groupOf(one) === group);
  return {
    fileName: fileName(path),
    file,
    nameText,
    verdict,
    daysLeft: daysLeft(leaf, at),
    checks: of('checks'),
    afterImport: of('afterImport'),
    name: of('name'),
    enable: of('enable'),
    nameChange: organization === null ? null : compareNames(organization, leaf),
    references,
    importMethod,
    answer: importMethod === 'answer' && organization !== null ? answerCommands(leaf, organization, path) : null,
    commands,
  };
}

type Group = 'checks' | 'afterImport' | 'name' | 'enable';

function groupOf({ rule, variant }: Finding): Group {
  if (rule === 'file.name') return 'name';
  if (rule === 'file.enable') return 'enable';
  return variant === 'beforeImport' ? 'afterImport' : 'checks';
}

/** A key that belongs to another certificate is none of this one. */
function keyOf({ keyOfLeaf }: CertificateFile): Known<boolean> {
  // Stryker disable next-line StringLiteral: why it is not known is not shown: the servers will say it
  return keyOfLeaf === 'notChecked' ? unknown('unreadable') : known(keyOfLeaf === 'matches');
}

/** Source: the formats that Microsoft Learn lists for Import-ExchangeCertificate (PKCS #7 and PKCS #12). */
function importMethodOf({ format, keyOfLeaf }: CertificateFile): ImportMethod {
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

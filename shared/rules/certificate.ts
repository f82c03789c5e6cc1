/** Is it from a trusted third-party authority? Source: KB 2879262; docs/domain.md, "Requirements for a certificate". */

import type { CertificateFacts, ServerCertificate } from '../model/certificate.ts';
import type { Finding } from '../model/finding.ts';
import { couldNotCheck, finding, type Ground } from './finding.ts';
import { byServer, serversOf, type InstalledCertificate } from './installed-certificates.ts';
import { formatCertificateName } from '../x509/certificate-name.ts';
import { commonNameOf } from '../x509/distinguished-name.ts';

/**
 * IsSelfSigned must be False. Where no server tells, the names decide: with another issuer than
 * subject a certificate is not self-signed.
 */
export function selfSigned(installed: InstalledCertificate): Finding {
  const { told } = byServer(installed, ({ isSelfSigned }) => isSelfSigned);
  return selfSignedFinding(installed.facts, told.length > 0 ? told.some(({ value }) => value) : installed.facts.selfSigned);
}

export function selfSignedFinding({ thumbprint, issuer }: CertificateFacts, isSelfSigned: boolean): Finding {
  const ground: Ground = { rule: 'certificate.selfSigned', subject: thumbprint, source: 'KB3064938' };
  return isSelfSigned ? finding(ground, 'block') : finding(ground, 'ok', { issuer });
}

/** RootCAType must be ThirdParty; with Registry or GroupPolicy the root was put into Trusted Root by hand. */
export function thirdParty(installed: InstalledCertificate): Finding[] {
  const ground: Ground = { rule: 'certificate.thirdParty', subject: installed.facts.thumbprint, source: 'KB3064938' };
  const { told, untold } = byServer(installed, ({ rootCAType }) => rootCAType);
  const findings: Finding[] = [];
  for (const [rootCAType, servers] of grouped(told)) {
    if (rootCAType === 'ThirdParty') continue;
    if (rootCAType === 'Unknown')
      findings.push(couldNotCheck(ground, { reason: 'notReturned', evidence: 'RootCAType: Unknown' }, { servers }));
    else if (rootCAType === 'Registry' || rootCAType === 'GroupPolicy') {
      findings.push(finding({ ...ground, source: 'KB2879262' }, 'block', { variant: 'rootElsewhere', rootCAType, servers }));
    } else findings.push(finding(ground, 'block', { variant: 'notThirdParty', rootCAType, servers }));
  }
  const [first] = untold;
  if (first !== undefined) findings.push(couldNotCheck(ground, first, { servers: serversOf(untold) }));
  return findings.length > 0 ? findings : [finding(ground, 'ok')];
}

/** What the server says of its validity: Status. */
export function status(installed: InstalledCertificate): Finding[] {
  const ground: Ground = { rule: 'certificate.status', subject: installed.facts.thumbprint, source: 'KB3064938' };
  const { told, untold } = byServer(installed, (certificate) => certificate.status);
  const findings: Finding[] = [];
  for (const [value, servers] of grouped(told)) {
    if (value === 'Valid') continue;
    if (value === 'Unknown') findings.push(couldNotCheck(ground, { reason: 'notReturned', evidence: 'Status: Unknown' }, { servers }));
    else findings.push(finding(ground, value === 'RevocationCheckFailure' ? 'warn' : 'block', { status: value, servers }));
  }
  const [first] = untold;
  if (first !== undefined) findings.push(couldNotCheck(ground, first, { servers: serversOf(untold) }));
  return findings.length > 0 ? findings : [finding(ground, 'ok')];
}

/** The servers of each value, as text. */
function grouped<T>(told: readonly { readonly server: string; readonly value: T }[]): ReadonlyMap<T, string> {
  const groups = new Map<T, string>();
  for (const { server, value } of told) groups.set(value, [groups.get(value), server].filter((part) => part !== undefined).join(', '));
  return groups;
}

// Validity at the moment when the data was read. Thresholds: HealthChecker.

const millisecondsOfDay = 86_400_000;

/** Whole days until it expires; negative when it has expired. `at`: ISO 8601. */
export const daysLeft = ({ notAfter }: Pick<CertificateFacts, 'notAfter'>, at: string): number =>
  Math.floor((Date.parse(notAfter) - Date.parse(at)) / millisecondsOfDay);

/** Now within NotBefore..NotAfter; 60 days or more are in order, below 60 warns, below 30 warns strongly. */
export function dates(facts: CertificateFacts, at: string): Finding {
  const ground: Ground = { rule: 'certificate.dates', subject: facts.thumbprint, source: 'healthChecker' };
  const days = daysLeft(facts, at);
  const until = { notAfter: dayOf(facts.notAfter) };
  if (Date.parse(at) < Date.parse(facts.notBefore))
    return finding(ground, 'block', { variant: 'notYetValid', notBefore: dayOf(facts.notBefore) });
  if (Date.parse(at) > Date.parse(facts.notAfter)) return finding(ground, 'block', { variant: 'expired', ...until });
  if (days < 30) return finding(ground, 'warn', { variant: 'under30', days: String(days), ...until });
  if (days < 60) return finding(ground, 'warn', { variant: 'under60', days: String(days), ...until });
  return finding(ground, 'ok', { days: String(days), ...until });
}

const dayOf = (moment: string): string => moment.slice(0, 10);

// Issuer and subject, from which the certificate name `<I>…<S>…` is built.

/** TlsCertificateName cannot be built from a subject without CN. Source: docs/domain.md, "The flow of the support article". */
export function commonName({ thumbprint, subject }: CertificateFacts): Finding {
  const ground: Ground = { rule: 'certificate.commonName', subject: thumbprint, source: 'article' };
  if (subject === '') return finding(ground, 'block', { variant: 'emptySubject' });
  const name = commonNameOf(subject);
  return name === undefined ? finding(ground, 'block', { subject }) : finding(ground, 'ok', { commonName: name });
}

/** More than this many characters break EdgeSync, whose AD LDS attribute ends there (KB 4052493). */
const longest = 256;

export function nameLength({ thumbprint, issuer, subject }: CertificateFacts): Finding {
  const ground: Ground = { rule: 'certificate.nameLength', subject: thumbprint, source: 'KB4052493' };
  const { length } = formatCertificateName({ issuer, subject });
  return finding(ground, length > longest ? 'warn' : 'ok', { length: String(length) });
}

// Key and permitted uses.

const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';
const anyUse = '2.5.29.37.0';

/** RSA with at least 2048 bits. Source: HealthChecker. */
export function key({ thumbprint, keyAlgorithm, keySize }: CertificateFacts): Finding {
  const ground: Ground = { rule: 'certificate.key', subject: thumbprint, source: 'healthChecker' };
  const bits = String(keySize);
  if (keyAlgorithm !== 'RSA') return finding(ground, 'warn', { algorithm: keyAlgorithm, bits });
  return finding(ground, keySize < 2048 ? 'block' : 'ok', { bits });
}

/**
 * serverAuth is needed. Whether Exchange Online accepts mail from a certificate without clientAuth
 * is not confirmed by Microsoft: information only. No extension at all permits every use.
 */
export function serverAuthentication(facts: CertificateFacts): Finding[] {
  const ground: Ground = { rule: 'certificate.serverAuthentication', subject: facts.thumbprint, source: 'requirements' };
  if (!permits(facts, serverAuth)) return [finding(ground, 'block')];
  return [permitsClientAuthentication(facts) ? finding(ground, 'ok') : finding(ground, 'info')];
}

type Uses = Pick<CertificateFacts, 'extendedKeyUsage'>;

const permits = ({ extendedKeyUsage: uses }: Uses, use: string): boolean => uses === null || uses.includes(use) || uses.includes(anyUse);

export const permitsClientAuthentication = (facts: Uses): boolean => permits(facts, clientAuth);

// Which provider of Windows holds the private key.

/**
 * A key of a CNG provider (KSP) is unsupported for Outlook on the web and the Exchange admin center
 * (HealthChecker; Microsoft support); its effect on SMTP is not confirmed by Microsoft, so it warns.
 * No provider at all is a certificate without a key on that server. A provider proves that a key is
 * linked, not that its file is intact.
 */
export function keyProvider(installed: InstalledCertificate): Finding[] {
  const ground: Ground = { rule: 'certificate.keyProvider', subject: installed.facts.thumbprint, source: 'healthChecker' };
  const { told, untold } = byServer(installed, (certificate: ServerCertificate) => certificate.keyProvider);
  const none = told.filter(({ value }) => value.kind === 'none');
  const cng = told.filter(({ value }) => value.kind === 'CNG');
  const [first] = untold;
  const findings = [
    ...(none.length > 0 ? [finding({ ...ground, source: 'blog-4420592' }, 'block', { variant: 'noKey', servers: serversOf(none) })] : []),
    ...(first === undefined ? [] : [couldNotCheck(ground, first, { servers: serversOf(untold) })]),
    ...(cng.length > 0 ? [finding(ground, 'warn', { variant: 'cng', servers: serversOf(cng), providers: providersOf(cng) })] : []),
  ];
  return findings.length > 0 ? findings : [finding(ground, 'ok', { providers: providersOf(told) })];
}

type Told = readonly { readonly value: Extract<ServerCertificate['keyProvider'], { readonly known: true }>['value'] }[];

const providersOf = (told: Told): string =>
  [
    ...new Set(told.flatMap(({ value }) => (value.kind === 'none' ? [] : [value.providerName || `${value.kind} ${value.providerType}`]))),
  ].join(', ');

// Other certificates with the same issuer and subject: the name alone does not tell them apart.

/**
 * Of several certificates of one name in the store of a server the one that expires last is
 * presented (docs/domain.md, "Which certificate is presented"). `newer`: another one expires later, so this one is not presented where both are.
 * `older`: all others expire before it.
 */
export function sameName(installed: InstalledCertificate, others: readonly InstalledCertificate[]): Finding[] {
  const { facts, unread } = installed;
  const ground: Ground = { rule: 'certificate.sameName', subject: facts.thumbprint, source: 'blog-4420592' };
  const [first] = unread;
  const findings = [
    ...(first === undefined ? [] : [couldNotCheck(ground, first, { servers: serversOf(unread) })]),
    ...others.map(({ facts: other, copies }) => {
      const isNewer = Date.parse(other.notAfter) > Date.parse(facts.notAfter);
      const evidence = { thumbprint: other.thumbprint, servers: serversOf(copies), notAfter: other.notAfter.slice(0, 10) };
      return finding(ground, isNewer ? 'warn' : 'info', { variant: isNewer ? 'newer' : 'older', ...evidence });
    }),
  ];
  return findings.length > 0 ? findings : [finding(ground, 'ok')];
}

// Do the readings of one certificate on one server agree?

/**
 * What only the server knows is read in more than one way where it can be. A difference means that
 * at least one reading is wrong: both are shown, with the one that the other rules go by.
 * The properties are those that KB 3064938 requires.
 */
export function readings({ facts, copies }: InstalledCertificate): Finding[] {
  const ground: Ground = { rule: 'certificate.readings', subject: facts.thumbprint, source: 'KB3064938' };
  const found = copies.flatMap(({ server, certificate }) =>
    certificate.disagreements.map(({ property, a, b }) =>
      finding(ground, 'warn', { server, property, taken: `${a.value} (${a.source})`, other: `${b.value} (${b.source})` }),
    ),
  );
  return found.length > 0 ? found : [finding(ground, 'ok')];
}

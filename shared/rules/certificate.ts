/** What a certificate says of itself, and what the servers say of its origin, validity and key. */
import type { CertificateFacts, ServerCertificate } from '../model/certificate.ts';
import { unknown, type Known } from '../model/known.ts';
import { formatCertificateName } from '../x509/certificate-name.ts';
import { commonNameOf } from '../x509/distinguished-name.ts';
import { about, couldNotCheck, finding, type Context, type Finding } from './finding.ts';
import { byServer, serversOf, type ByServer, type InstalledCertificate, type ServerUnknown } from './installed-certificates.ts';
import { daysLeft, isRenewalDue, renewBy } from './validity.ts';

/** One finding for all servers on which something is not known; none when it is known everywhere. */
export const unreadOn = (context: Parameters<typeof couldNotCheck>[0], unread: readonly ServerUnknown[]): Finding[] =>
  unread.slice(0, 1).map(({ why }) => couldNotCheck(context, why, { servers: serversOf(unread) }));

/**
 * IsSelfSigned must be False. A certificate whose issuer is not its subject proves itself that it is not self-signed. Where
 * both are the same the servers decide, and the names where none of them says anything.
 */
export function selfSigned(installed: InstalledCertificate): Finding {
  const { facts } = installed;
  const { read, unread } = byServer(installed, ({ isSelfSigned }) => isSelfSigned);
  const isSaidSo = read.some(({ value }) => value);
  const [open] =
    facts.selfSigned && read.length > 0 && !isSaidSo ? unreadOn(about('certificate.selfSigned', facts.thumbprint), unread) : [];
  return open ?? selfSignedFinding(facts, isSaidSo || (facts.selfSigned && read.length === 0));
}

export function selfSignedFinding({ thumbprint, issuer }: CertificateFacts, isSelfSigned: boolean): Finding {
  const context = about('certificate.selfSigned', thumbprint);
  return isSelfSigned ? finding(context, 'block') : finding(context, 'ok', { issuer });
}

/** RootCAType must be ThirdParty; with Registry or GroupPolicy the root was put into Trusted Root by hand. */
export function thirdParty(installed: InstalledCertificate): Finding[] {
  const context = about('certificate.thirdParty', installed.facts.thumbprint);
  const rootCATypes = byServer(installed, ({ rootCAType }) => rootCAType);
  const findings = grouped(rootCATypes).flatMap(([rootCAType, servers]) => {
    switch (rootCAType) {
      case 'ThirdParty':
        return [];
      case 'Unknown':
        return [couldNotCheck(context, unknown('notReturned', 'RootCAType: Unknown'), { servers })];
      case 'Registry':
      case 'GroupPolicy':
        return [finding(context, 'rootElsewhere', { rootCAType, servers })];
      case 'None':
      case 'Enterprise':
        return [finding(context, 'notThirdParty', { rootCAType, servers })];
    }
  });
  return orOk(context, [...findings, ...unreadOn(context, rootCATypes.unread)]);
}

/** What the server says of its validity: Status. */
export function status(installed: InstalledCertificate): Finding[] {
  const context = about('certificate.status', installed.facts.thumbprint);
  const statuses = byServer(installed, (certificate) => certificate.status);
  const findings = grouped(statuses).flatMap(([value, servers]) => {
    if (value === 'Valid') return [];
    if (value === 'Unknown') return [couldNotCheck(context, unknown('notReturned', 'Status: Unknown'), { servers })];
    return [finding(context, value === 'RevocationCheckFailure' ? 'warn' : 'block', { status: value, servers })];
  });
  return orOk(context, [...findings, ...unreadOn(context, statuses.unread)]);
}

const orOk = (context: Context<'certificate.thirdParty' | 'certificate.status'>, findings: Finding[]): Finding[] =>
  findings.length > 0 ? findings : [finding(context, 'ok')];

/** Each value with its servers, as text. */
function grouped<T>({ read }: ByServer<T>): readonly (readonly [T, string])[] {
  const servers = new Map<T, string[]>();
  for (const { server, value } of read) servers.set(value, [...(servers.get(value) ?? []), server]);
  return [...servers].map(([value, names]) => [value, names.join(', ')]);
}

/** `at` (ISO 8601) within NotBefore..NotAfter, and its own renewal not due yet. */
export function dates(facts: CertificateFacts, at: string): Finding {
  const context = about('certificate.dates', facts.thumbprint);
  const until = { notAfter: dayOf(facts.notAfter) };
  if (Date.parse(at) < Date.parse(facts.notBefore)) return finding(context, 'notYetValid', { notBefore: dayOf(facts.notBefore) });
  if (Date.parse(at) > Date.parse(facts.notAfter)) return finding(context, 'expired', until);
  const left = { days: String(daysLeft(facts, at)), ...until };
  return isRenewalDue(facts, at) ? finding(context, 'due', { ...left, by: renewBy(facts) }) : finding(context, 'ok', left);
}

const dayOf = (moment: string): string => moment.slice(0, 10);

/** TlsCertificateName cannot be built from a subject without CN. Source: docs/domain.md, "The flow of the support article". */
export function commonName({ thumbprint, subject }: CertificateFacts): Finding {
  const context = about('certificate.commonName', thumbprint);
  if (subject === '') return finding(context, 'emptySubject');
  const name = commonNameOf(subject);
  return name === undefined ? finding(context, 'block', { subject }) : finding(context, 'ok', { commonName: name });
}

/** More than this many characters break EdgeSync, whose AD LDS attribute ends there (KB 4052493). */
const longestName = 256;

export function nameLength({ thumbprint, issuer, subject }: CertificateFacts): Finding {
  const { length } = formatCertificateName({ issuer, subject });
  return finding(about('certificate.nameLength', thumbprint), length > longestName ? 'warn' : 'ok', { length: String(length) });
}

/** RSA with at least 2048 bits. Source: HealthChecker. */
export function key({ thumbprint, keyAlgorithm, keySize }: CertificateFacts): Finding {
  const context = about('certificate.key', thumbprint);
  const bits = String(keySize);
  if (keyAlgorithm !== 'RSA') return finding(context, 'warn', { algorithm: keyAlgorithm, bits });
  return finding(context, keySize < 2048 ? 'block' : 'ok', { bits });
}

const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';
const anyUse = '2.5.29.37.0';

/**
 * serverAuth is needed. Whether Exchange Online accepts mail from a certificate without clientAuth
 * is not confirmed by Microsoft: information only. No extension at all permits every use.
 */
export function serverAuthentication(facts: CertificateFacts): Finding {
  const context = about('certificate.serverAuthentication', facts.thumbprint);
  if (!permits(facts, serverAuth)) return finding(context, 'block');
  return finding(context, permitsClientAuthentication(facts) ? 'ok' : 'info');
}

type Uses = Pick<CertificateFacts, 'extendedKeyUsage'>;

const permits = ({ extendedKeyUsage: uses }: Uses, use: string): boolean => uses === null || uses.includes(use) || uses.includes(anyUse);

export const permitsClientAuthentication = (facts: Uses): boolean => permits(facts, clientAuth);

/**
 * A key of a CNG provider (KSP) is unsupported for Outlook on the web and the Exchange admin center
 * (HealthChecker; Microsoft support); its effect on SMTP is not confirmed by Microsoft, so it warns.
 * No provider at all is a certificate without a key on that server. A provider proves that a key is
 * linked, not that its file is intact.
 */
export function keyProvider(installed: InstalledCertificate): Finding[] {
  const context = about('certificate.keyProvider', installed.facts.thumbprint);
  const { read, unread } = byServer(installed, (certificate) => certificate.keyProvider);
  const none = read.filter(({ value }) => value.kind === 'none');
  const cng = read.filter(({ value }) => value.kind === 'CNG');
  const findings = [
    ...(none.length > 0 ? [finding(context, 'noKey', { servers: serversOf(none) })] : []),
    ...unreadOn(context, unread),
    ...(cng.length > 0 ? [finding(context, 'cng', { servers: serversOf(cng), providers: providersOf(cng) })] : []),
  ];
  return findings.length > 0 ? findings : [finding(context, 'ok', { providers: providersOf(read) })];
}

type KeyProvider = ServerCertificate['keyProvider'] extends Known<infer T> ? T : never;

const providersOf = (read: ByServer<KeyProvider>['read']): string =>
  [
    ...new Set(read.flatMap(({ value }) => (value.kind === 'none' ? [] : [value.providerName || `${value.kind} ${value.providerType}`]))),
  ].join(', ');

/**
 * Of several certificates with one issuer and subject in the store of a server the one that expires last is
 * presented (Exchange Team Blog 4420592). `newer`: another one expires later, so this one is not presented where both are.
 * `older`: all others expire before it.
 */
export function sameName({ facts, unread }: InstalledCertificate, others: readonly InstalledCertificate[]): Finding[] {
  const context = about('certificate.sameName', facts.thumbprint);
  const findings = [
    ...unreadOn(context, unread),
    ...others.map(({ facts: other, copies }) =>
      finding(context, Date.parse(other.notAfter) > Date.parse(facts.notAfter) ? 'newer' : 'older', {
        thumbprint: other.thumbprint,
        servers: serversOf(copies),
        notAfter: dayOf(other.notAfter),
      }),
    ),
  ];
  return findings.length > 0 ? findings : [finding(context, 'ok')];
}

/**
 * What only the server knows is read in more than one way where it can be. A difference means that
 * at least one reading is wrong: both are shown, with the one that the other rules go by.
 * The properties are those that KB 3064938 requires.
 */
export function readings({ facts, copies, unread }: InstalledCertificate): Finding[] {
  const context = about('certificate.readings', facts.thumbprint);
  const found = copies.flatMap(({ server, certificate }) =>
    certificate.disagreements.map(({ property, a, b }) =>
      finding(context, 'warn', { server, property, taken: `${a.value} (${a.source})`, other: `${b.value} (${b.source})` }),
    ),
  );
  const findings = [...found, ...unreadOn(context, unread)];
  return findings.length > 0 ? findings : [finding(context, 'ok')];
}

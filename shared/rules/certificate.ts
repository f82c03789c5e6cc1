/** What a certificate says of itself, and what the servers say of its origin, validity and key. */
import { onlyText, type InstalledFacts, type rootCATypes, type ServerCertificate } from '../model/certificate.ts';
import { flatMap, isKnownTrue, known, orElse, unknown, type Known } from '../model/known.ts';
import { formatCertificateName } from '../x509/certificate-name.ts';
import { commonNameOf } from '../x509/distinguished-name.ts';
import { about, couldNotCheck, finding, type Context, type Finding } from './finding.ts';
import { byServer, isPkiValid, serversOf, type ByServer, type InstalledCertificate, type ServerUnknown } from './installed-certificates.ts';
import { daysLeft, isRenewalDue, isWithinDates, renewBy } from './validity.ts';

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

export function selfSignedFinding({ thumbprint, issuer }: InstalledFacts, isSelfSigned: boolean): Finding {
  const context = about('certificate.selfSigned', thumbprint);
  return isSelfSigned ? finding(context, 'block') : finding(context, 'ok', { issuer });
}

type Origin = (typeof rootCATypes)[number] | 'selfSigned';

/**
 * RootCAType must be ThirdParty. With None, Registry or GroupPolicy the root is not in Third-Party Root Certification
 * Authorities, and the HCW does not offer the certificate until it is (KB 2879262). A self-signed certificate has RootCAType
 * None too, but no root that could be put anywhere: `certificate.selfSigned` judges it.
 */
export function thirdParty(installed: InstalledCertificate): Finding[] {
  const { facts } = installed;
  const context = about('certificate.thirdParty', facts.thumbprint);
  const origins = byServer(installed, ({ isSelfSigned, rootCAType }) =>
    flatMap(orElse(isSelfSigned, known(facts.selfSigned)), (isOwn): Known<Origin> => (isOwn ? known('selfSigned') : rootCAType)),
  );
  const findings = grouped(origins).flatMap(([origin, servers]) => {
    switch (origin) {
      case 'ThirdParty':
        return [];
      case 'Unknown':
        return [couldNotCheck(context, unknown('notReturned', 'RootCAType: Unknown'), { servers })];
      case 'Registry':
      case 'GroupPolicy':
        return [finding(context, 'rootElsewhere', { rootCAType: origin, servers })];
      case 'None':
        return [finding(context, 'rootNotFound', { rootCAType: origin, servers })];
      case 'Enterprise':
        return [finding(context, 'notThirdParty', { rootCAType: origin, servers })];
      case 'selfSigned':
        return [finding(context, 'selfSigned', { servers })];
    }
  });
  return orOk(context, [...findings, ...unreadOn(context, origins.unread)]);
}

/**
 * What the server says of its validity: Status. DateInvalid of a certificate whose own dates are valid means that one of its
 * chain has expired (win-acme, issue 2191). `at`: ISO 8601.
 */
export function status(installed: InstalledCertificate, at: string): Finding[] {
  const { facts } = installed;
  const context = about('certificate.status', facts.thumbprint);
  const statuses = byServer(installed, (certificate) => certificate.status);
  const findings = grouped(statuses).flatMap(([value, servers]) => {
    switch (value) {
      case 'Valid':
        return [];
      case 'Unknown':
        return [couldNotCheck(context, unknown('notReturned', 'Status: Unknown'), { servers })];
      case 'RevocationCheckFailure':
        return [finding(context, 'warn', { status: value, servers })];
      case 'DateInvalid':
        if (isWithinDates(facts, at)) {
          return [finding(context, 'chainExpired', { servers, notBefore: dayOf(facts.notBefore), notAfter: dayOf(facts.notAfter) })];
        }
        return [finding(context, 'block', { status: value, servers })];
      default:
        return [finding(context, 'block', { status: value, servers })];
    }
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
export function dates(facts: InstalledFacts, at: string): Finding {
  const context = about('certificate.dates', facts.thumbprint);
  const until = { notAfter: dayOf(facts.notAfter) };
  if (Date.parse(at) < Date.parse(facts.notBefore)) return finding(context, 'notYetValid', { notBefore: dayOf(facts.notBefore) });
  if (Date.parse(at) > Date.parse(facts.notAfter)) return finding(context, 'expired', until);
  const left = { days: String(daysLeft(facts, at)), ...until };
  return isRenewalDue(facts, at) ? finding(context, 'due', { ...left, by: renewBy(facts) }) : finding(context, 'ok', left);
}

const dayOf = (moment: string): string => moment.slice(0, 10);

/** TlsCertificateName cannot be built from a subject without CN. Source: docs/domain.md, "The flow of the support article". */
export function commonName({ thumbprint, subject }: InstalledFacts): Finding {
  const context = about('certificate.commonName', thumbprint);
  if (subject === '') return finding(context, 'emptySubject');
  const name = commonNameOf(subject);
  return name === undefined ? finding(context, 'block', { subject }) : finding(context, 'ok', { commonName: name });
}

/** More than this many characters break EdgeSync, whose AD LDS attribute ends there (KB 4052493). */
const longestName = 256;

export function nameLength({ thumbprint, issuer, subject }: InstalledFacts): Finding {
  const { length } = formatCertificateName({ issuer, subject });
  return finding(about('certificate.nameLength', thumbprint), length > longestName ? 'warn' : 'ok', { length: String(length) });
}

/**
 * RSA with at least 2048 bits. ECC is supported since the updates of April 2024 where it was enabled by an override or in the
 * registry, which cannot be read from here, and not for federation and OAuth. Source: HealthChecker.
 */
export function key({ thumbprint, keyAlgorithm, keySize }: InstalledFacts): Finding {
  const context = about('certificate.key', thumbprint);
  if (keyAlgorithm === undefined || keySize === undefined) return couldNotCheck(context, unknown('notReturned', onlyText));
  const bits = String(keySize);
  if (keyAlgorithm === 'ECDSA') return finding(context, 'ecc', { bits });
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
export function serverAuthentication(facts: InstalledFacts): Finding {
  const context = about('certificate.serverAuthentication', facts.thumbprint);
  const [server, client] = [permits(facts, serverAuth), permitsClientAuthentication(facts)];
  if (!server.known) return couldNotCheck(context, server);
  if (!server.value) return finding(context, 'block');
  return finding(context, isKnownTrue(client) ? 'ok' : 'info');
}

type Uses = Pick<InstalledFacts, 'extendedKeyUsage'>;

const permits = ({ extendedKeyUsage: uses }: Uses, use: string): Known<boolean> =>
  uses === undefined ? unknown('notReturned', onlyText) : known(uses === null || uses.includes(use) || uses.includes(anyUse));

export const permitsClientAuthentication = (facts: Uses): Known<boolean> => permits(facts, clientAuth);

/**
 * An RSA key of a CNG provider (KSP) is unsupported for Outlook on the web and the Exchange admin center
 * (HealthChecker; Microsoft support); its effect on SMTP is not confirmed by Microsoft, so it warns. An ECC key is always in
 * such a provider.
 * No provider at all is a certificate without a key on that server. A provider proves that a key is
 * linked, not that its file is intact.
 */
export function keyProvider(installed: InstalledCertificate): Finding[] {
  const context = about('certificate.keyProvider', installed.facts.thumbprint);
  const { read, unread } = byServer(installed, (certificate) => certificate.keyProvider);
  const none = read.filter(({ value }) => value.kind === 'none');
  const cng = read.filter(({ value }) => value.kind === 'CNG' && installed.facts.keyAlgorithm === 'RSA');
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
    // Stryker disable next-line ArrayDeclaration: where the provider is none, a finding of its own is given
    ...new Set(read.flatMap(({ value }) => (value.kind === 'none' ? [] : [value.providerName || `${value.kind} ${value.providerType}`]))),
  ].join(', ');

/**
 * Of several certificates with one issuer and subject in the store of a server the one that expires last is presented
 * (Exchange Team Blog 4420592), or the first valid one by the latest start (STARTTLS selection). `newer`: another one comes
 * first in both orders, so this one is not presented where both are. `older`: all others come later. `orders`: the two orders differ.
 * `invalid`: one that would come first is not valid on its servers, so it does not win.
 */
export function sameName({ facts, unread }: InstalledCertificate, others: readonly InstalledCertificate[]): Finding[] {
  const context = about('certificate.sameName', facts.thumbprint);
  const findings = [...unreadOn(context, unread), ...others.flatMap((other) => comparedWith(facts, other, context))];
  return findings.length > 0 ? findings : [finding(context, 'ok')];
}

function comparedWith(facts: InstalledFacts, other: InstalledCertificate, context: Context<'certificate.sameName'>): Finding[] {
  const endsLater = Date.parse(other.facts.notAfter) > Date.parse(facts.notAfter);
  const beginsLater = Date.parse(other.facts.notBefore) > Date.parse(facts.notBefore);
  const evidence = { thumbprint: other.facts.thumbprint, notAfter: dayOf(other.facts.notAfter) };
  if (!endsLater && !beginsLater) return [finding(context, 'older', { ...evidence, servers: serversOf(other.copies) })];
  const variant = endsLater && Date.parse(other.facts.notBefore) >= Date.parse(facts.notBefore) ? 'newer' : 'orders';
  // Stores that could not be read are reported once, not for each of the others.
  const { read, unread } = byServer({ ...other, unread: [] }, isPkiValid);
  const [valid, invalid] = [read.filter(({ value }) => value), read.filter(({ value }) => !value)];
  return [
    ...(valid.length > 0 ? [finding(context, variant, { ...evidence, servers: serversOf(valid) })] : []),
    ...(invalid.length > 0 ? [finding(context, 'invalid', { ...evidence, servers: serversOf(invalid) })] : []),
    ...unreadOn(context, unread),
  ];
}

/**
 * What only the server knows is read in more than one way where it can be. A difference means that
 * at least one reading is wrong: both are shown, with the one that the other rules go by.
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

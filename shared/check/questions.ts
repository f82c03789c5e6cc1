/**
 * The two questions of a check, and what each finding counts for the exit code. Everything else that
 * is known is told with them and counts nothing.
 */

import { buildTable } from '../rules/exchange-builds.ts';
import { decisive, type JudgedCertificate } from '../rules/judge-certificates.ts';
import { lifetimeFindings, renewBy } from '../rules/lifetime.ts';
import { placeFindings } from '../rules/references.ts';
import { preChecks } from '../rules/pre-checks.ts';
import { presentedFindings, presentedNow } from '../rules/presented-findings.ts';
import { predictPresented, type Prediction } from '../rules/presented.ts';
import type { CheckFinding, Counts, Renewal, Verdict } from './result.ts';
import type { Organization } from '../model/organization.ts';
import type { Language } from '../wizard/pages.ts';
import { counting, type Found } from './text.ts';
import type { Severity } from '../model/finding.ts';
import { dates } from '../rules/certificate.ts';

// Which certificates are in use, do the servers agree, and is a renewal due?

/** The installed certificates that a connector presents now, the one that expires first at the beginning. */
function inUse(rows: readonly Prediction[], certificates: readonly JudgedCertificate[]): JudgedCertificate[] {
  const presented = new Set(rows.flatMap(({ now }) => (now.known && now.value.kind === 'certificate' ? [now.value.thumbprint] : [])));
  return certificates
    .filter(({ thumbprint }) => presented.has(thumbprint))
    .sort((a, b) => Date.parse(a.facts.notAfter) - Date.parse(b.facts.notAfter));
}

/** `now`: ISO 8601. `null` when no certificate is in use. */
function renewalOf(used: readonly JudgedCertificate[], certificates: readonly JudgedCertificate[], now: string): Renewal | null {
  const [first] = used;
  if (first === undefined) return null;
  const { facts, thumbprint, daysLeft } = first;
  const by = renewBy(facts);
  const successors = certificates.filter(
    (other) =>
      other.verdict === 'qualifies' &&
      Date.parse(other.facts.notAfter) > Date.parse(facts.notAfter) &&
      dates(other.facts, now).severity !== 'block',
  );
  return {
    state: Date.parse(now) > Date.parse(facts.notAfter) ? 'expired' : now.slice(0, 10) >= by ? 'due' : 'notDue',
    thumbprint,
    notAfter: facts.notAfter,
    daysLeft,
    by,
    successors: successors.map((other) => other.thumbprint),
  };
}

const ownGround = (rule: Extract<Found, { source: null }>['rule'], subject = '') => ({ rule, subject, source: null }) as const;

/** Due from the day on which the wizard's page says that the renewal has to be done. */
function renewalFinding(renewal: Renewal): Found {
  const { state, thumbprint, notAfter, daysLeft, by, successors } = renewal;
  const ground = ownGround('check.renewal', thumbprint);
  const evidence = { by, notAfter: notAfter.slice(0, 10), days: String(daysLeft), thumbprint };
  if (state === 'notDue') return { ...ground, severity: 'ok', evidence };
  const severity = state === 'expired' ? 'block' : 'warn';
  if (successors.length === 0) {
    return { ...ground, severity, evidence: { ...evidence, variant: state === 'expired' ? 'expired' : 'dueNone' } };
  }
  const variant = state === 'expired' ? 'expiredReady' : 'dueReady';
  return { ...ground, severity, evidence: { ...evidence, variant, successors: successors.join(', ') } };
}

/** More than one certificate presented at once is a renewal that is not complete. */
function agreementFinding(rows: readonly Prediction[], used: readonly JudgedCertificate[]): Found {
  const ground = ownGround('check.agreement');
  const [first, ...others] = used;
  if (first === undefined) return { ...ownGround('check.inUse'), severity: 'unknown', evidence: {} };
  if (others.length === 0) return { ...ground, severity: 'ok', evidence: { thumbprint: first.thumbprint } };
  const servers = used.map(({ thumbprint }) => {
    const at = rows.filter(({ now }) => now.known && now.value.kind === 'certificate' && now.value.thumbprint === thumbprint);
    return `${thumbprint}: ${[...new Set(at.map(({ server }) => server))].join(', ')}`;
  });
  return { ...ground, severity: 'warn', evidence: { servers: servers.join('; ') } };
}

// From findings to one verdict and the exit code.

/**
 * What a finding of a severity counts. A rule that could not be checked leaves the judgment open when
 * it is `decisive`, and otherwise warns: that something is unknown is never nothing.
 */
export function countOf(severity: Severity, decisive: boolean): Counts | null {
  switch (severity) {
    case 'block':
      return 'blocks';
    case 'unknown':
      return decisive ? 'couldNotJudge' : 'warns';
    case 'warn':
      return 'warns';
    case 'info':
    case 'ok':
      return null;
  }
}

/** A block is certain whatever else is unknown, so it goes first; then what is unknown, then warnings. */
export function verdictOf(findings: readonly Pick<CheckFinding, 'counts'>[], errors: readonly unknown[]): Verdict {
  const has = (what: Counts): boolean => findings.some(({ counts }) => counts === what);
  if (has('blocks')) return 'blocks';
  if (errors.length > 0 || has('couldNotJudge')) return 'couldNotJudge';
  return has('warns') ? 'warnings' : 'nothingBlocks';
}

export const exitCodes = { nothingBlocks: 0, warnings: 1, blocks: 2, couldNotJudge: 3 } as const satisfies Record<Verdict, number>;

/** As sysexits.h: the command line is wrong, and nothing was read. */
export const exitCodeOfUsage = 64;

export interface Answer {
  readonly rows: readonly Prediction[];
  readonly used: readonly JudgedCertificate[];
  readonly renewal: Renewal | null;
  /** Of the certificates that the question is about, by thumbprint */
  readonly certificateFindings: ReadonlyMap<string, readonly CheckFinding[]>;
  readonly findings: readonly CheckFinding[];
}

type Count = (found: Found) => Counts | null;

const counted = (found: readonly Found[], count: Count, language: Language): CheckFinding[] =>
  found.map((one) => counting(one, count(one), language));

const nothing: Count = () => null;
const bySeverity: Count = ({ severity }) => countOf(severity, false);
const isDecisive = ({ rule }: Found): boolean => [...decisive].some((one) => one === rule);

/** No name at all: it selects nothing, and only what is presented now is looked at. */
const noName = { issuer: '', subject: '' };

/**
 * `--certificate`: may this one become the transport certificate now? Its own findings, what would be
 * presented, where its name has to stand, and whether servers, rights and connectors are ready.
 */
export function aboutCertificate(
  chosen: JudgedCertificate,
  certificates: readonly JudgedCertificate[],
  organization: Organization,
  language: Language,
): Answer {
  const at = organization.gatheredAt;
  const rows = predictPresented(organization, chosen.name);
  const used = inUse(rows, certificates);
  const own: Found[] = [...chosen.findings, ...lifetimeFindings(chosen.facts, at)];
  return {
    rows,
    used,
    renewal: renewalOf(used, certificates, at),
    certificateFindings: new Map([[chosen.thumbprint, counted(own, (one) => countOf(one.severity, isDecisive(one)), language)]]),
    findings: [
      ...counted(presentedFindings(organization, chosen), (one) => countOf(one.severity, one.rule === 'presented.after'), language),
      ...counted(placeFindings(organization, chosen), bySeverity, language),
      ...counted(preChecks(organization, buildTable), bySeverity, language),
    ],
  };
}

/** Without `--certificate`: is what is in use in order, do all servers and connectors agree, and is a renewal due? */
export function aboutCertificateInUse(certificates: readonly JudgedCertificate[], organization: Organization, language: Language): Answer {
  const at = organization.gatheredAt;
  const rows = predictPresented(organization, noName);
  const used = inUse(rows, certificates);
  const renewal = renewalOf(used, certificates, at);
  // Of several the one that expires last is where the renewal goes to, so it is what the connectors have to name.
  const newest = used.at(-1);
  const agreement = agreementFinding(rows, used);
  return {
    rows,
    used,
    renewal,
    certificateFindings: new Map(
      used.map((one) => [one.thumbprint, counted([...one.findings, ...lifetimeFindings(one.facts, at)], ofUsed, language)]),
    ),
    findings: [
      ...(renewal === null ? [] : counted([renewalFinding(renewal)], bySeverity, language)),
      ...counted([agreement], ({ severity }) => countOf(severity, true), language),
      ...counted(rows.map(presentedNow), ofPresentedNow, language),
      ...(newest === undefined ? [] : counted(placeFindings(organization, newest), ofPlace, language)),
      ...counted(preChecks(organization, buildTable), nothing, language),
    ],
  };
}

/** A side that was not collected is no part of the question; the text says that it was not. */
const isOutside = ({ severity, evidence }: Found): boolean => severity === 'unknown' && evidence['reason'] === 'notConnected';

/** How long it is still valid is said by `check.renewal`, which knows short lifetimes; only the end of validity counts here. */
function ofUsed(found: Found): Counts | null {
  if (isOutside(found)) return null;
  const isRemainder = found.rule === 'certificate.dates' || found.rule === 'lifetime.renewal';
  return isRemainder && found.severity === 'warn' ? null : countOf(found.severity, isDecisive(found));
}

/** A connector that can present nothing now stops mail now (KB 2989382): more than the warning that it is before a change. */
const ofPresentedNow: Count = ({ severity }) => (severity === 'warn' ? 'blocks' : countOf(severity, true));

/** A place that would have to change does not name what is in use. */
function ofPlace(found: Found): Counts | null {
  if (isOutside(found)) return null;
  return found.severity === 'info' ? 'warns' : countOf(found.severity, false);
}

// How old is what was collected? A scheduled collection that stopped must not go on looking like an organization in order.

const millisecondsOfDay = 86_400_000;
/** Connectors change seldom, certificates seldom; a week is what a weekly task leaves between two collections. */
const oldAfterDays = 7;
/** Two machines' clocks differ; Kerberos allows five minutes. */
const clockDifference = 300_000;

/** `since` and `now`: ISO 8601. Time that lies ahead says that one of the two clocks is wrong: then the age is not known. */
export function ageFinding(since: string, now: string, language: Language): CheckFinding {
  const age = Date.parse(now) - Date.parse(since);
  const days = Math.floor(age / millisecondsOfDay);
  const variant = age < -clockDifference ? 'ahead' : age > oldAfterDays * millisecondsOfDay ? 'old' : 'fresh';
  const severity = variant === 'ahead' ? 'unknown' : variant === 'old' ? 'warn' : 'ok';
  const found: Found = {
    rule: 'check.age',
    subject: '',
    severity,
    evidence: { variant, since: since.slice(0, 10), days: String(days), limit: String(oldAfterDays) },
    source: null,
  };
  return counting(found, countOf(severity, false), language);
}

/** The two questions that a check answers, and what each finding does to the exit code. */
import { partition } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { serverSetText } from '../model/server-set.ts';
import { dates } from '../rules/certificate.ts';
import { buildTable } from '../rules/exchange-builds.ts';
import { about, finding, type Finding } from '../rules/finding.ts';
import type { JudgedCertificate } from '../rules/judge-certificates.ts';
import { lifetimeFindings } from '../rules/lifetime.ts';
import { healthFindings, mailFlow } from '../mail-flow/mail-flow.ts';
import { directions, type MailFlow } from '../mail-flow/verdict.ts';
import { preChecks } from '../rules/pre-checks.ts';
import { presentedFindings } from '../rules/presented-findings.ts';
import { predictPresented, type Prediction } from '../rules/presented.ts';
import { referenceFindings } from '../rules/references.ts';
import { isListedOn, isRequired, ownImpact, type Impact, type Question } from '../rules/rules.ts';
import { isRenewalDue, renewBy } from '../rules/validity.ts';
import type { Language } from '../messages/language.ts';
import type { CheckFinding, Renewal, Verdict } from './result.ts';
import { wordedFinding } from './text.ts';

/** The connectors that present a certificate now, by its thumbprint; `isComplete`: what every connector presents is known. */
interface PresentedNow {
  readonly serversOf: ReadonlyMap<string, readonly string[]>;
  readonly isComplete: boolean;
}

function presentedCertificates(flow: MailFlow): PresentedNow {
  const servers = directions.flatMap((direction) => flow[direction].servers);
  const { known: read, unknown: unread } = partition(servers, ({ presented }) => presented);
  const serversOf = new Map<string, string[]>();
  for (const { item, value } of read) {
    if (value.certificate === null) continue;
    const { thumbprint } = value.certificate.facts;
    serversOf.set(thumbprint, [...(serversOf.get(thumbprint) ?? []), item.server]);
  }
  return { serversOf, isComplete: servers.length > 0 && unread.length === 0 };
}

/** The installed certificates that a connector presents now, the one that expires first at the beginning. */
const inUse = ({ serversOf }: PresentedNow, certificates: readonly JudgedCertificate[]): JudgedCertificate[] =>
  certificates
    .filter(({ thumbprint }) => serversOf.has(thumbprint))
    .sort((a, b) => Date.parse(a.facts.notAfter) - Date.parse(b.facts.notAfter));

/** `now`: ISO 8601. `null` when no certificate is in use. */
function renewalOf(used: readonly JudgedCertificate[], certificates: readonly JudgedCertificate[], now: string): Renewal | null {
  const [first] = used;
  if (first === undefined) return null;
  const { facts, thumbprint, daysLeft } = first;
  const successors = certificates.filter(
    (other) =>
      other.verdict === 'qualifies' &&
      Date.parse(other.facts.notAfter) > Date.parse(facts.notAfter) &&
      dates(other.facts, now).severity !== 'block',
  );
  return {
    state: Date.parse(now) > Date.parse(facts.notAfter) ? 'expired' : isRenewalDue(facts, now) ? 'due' : 'notDue',
    thumbprint,
    notAfter: facts.notAfter,
    daysLeft,
    by: renewBy(facts),
    successors: successors.map((other) => other.thumbprint),
  };
}

function renewalFinding(renewal: Renewal, isComplete: boolean): Finding {
  const { state, thumbprint, notAfter, daysLeft, by, successors } = renewal;
  const context = about('check.renewal', thumbprint);
  const evidence = { by, notAfter: notAfter.slice(0, 10), days: String(daysLeft), thumbprint };
  if (state === 'notDue') return finding(context, isComplete ? 'ok' : 'unknown', evidence);
  if (successors.length === 0) return finding(context, state === 'expired' ? 'expired' : 'dueNone', evidence);
  return finding(context, state === 'expired' ? 'expiredReady' : 'dueReady', { ...evidence, successors: successors.join(', ') });
}

/** Different certificates presented at the same time mean an incomplete renewal. */
function agreementFinding({ serversOf, isComplete }: PresentedNow, used: readonly JudgedCertificate[]): Finding[] {
  const context = about('check.agreement');
  const groupOf = (thumbprint: string): string => `${thumbprint}: ${serverSetText(serversOf.get(thumbprint) ?? [])}`;
  const usedThumbprints = used.map(({ thumbprint }) => thumbprint);
  // The rules about certificates do not look at Edge servers: what only they have is not judged.
  const onlyOnEdge = [...serversOf.keys()].filter((thumbprint) => !usedThumbprints.includes(thumbprint));
  const notJudged =
    onlyOnEdge.length === 0 ? [] : [finding(about('check.inUse'), 'onlyOnEdge', { groups: onlyOnEdge.map(groupOf).join('; ') })];
  const [first, ...others] = [...usedThumbprints, ...onlyOnEdge];
  if (first === undefined) return [finding(about('check.inUse'), 'unknown')];
  if (others.length > 0) return [...notJudged, finding(context, 'warn', { groups: [first, ...others].map(groupOf).join('; ') })];
  return [...notJudged, finding(context, isComplete ? 'ok' : 'unknown', { thumbprint: first })];
}

/**
 * What a finding does to the exit code. A rule that could not be checked leaves the judgment open when the
 * question requires it, and otherwise warns: that something is unknown never means nothing.
 */
export function impactOf({ rule, severity, evidence }: Finding, question: Question): Impact | null {
  // Checking the certificate in use does not include readiness for a change (servers, rights, connectors).
  if (question === 'inUse' && isListedOn(rule, 'preChecks')) return null;
  // Mail flow that is broken now does not speak against the certificate: the renewal may be what mends it.
  if (question === 'certificate' && isListedOn(rule, 'health')) return severity === 'info' || severity === 'ok' ? null : 'warns';
  const own = ownImpact(rule, severity, question);
  if (own !== undefined) return own;
  switch (severity) {
    case 'block':
      return 'blocks';
    case 'unknown':
      return impactOfUnknown(rule, evidence, question);
    case 'warn':
      return 'warns';
    case 'info':
    case 'ok':
      return null;
  }
}

function impactOfUnknown(rule: Finding['rule'], evidence: Finding['evidence'], question: Question): Impact | null {
  // What only a server or the organization can say is unknown of every file, and the findings say so.
  if (question === 'file') return null;
  // Checking the certificate in use leaves out a side that was not collected; the text says so.
  const isOutside = evidence['reason'] === 'notConnected' && (isListedOn(rule, 'certificate') || isListedOn(rule, 'references'));
  if (question === 'inUse' && isOutside) return null;
  return isRequired(rule, question) ? 'couldNotJudge' : 'warns';
}

/** A block is certain whatever is unknown, so it comes first; then unknowns, then warnings. */
export function verdictOf(findings: readonly Pick<CheckFinding, 'impact'>[], errors: readonly unknown[]): Verdict {
  const has = (what: Impact): boolean => findings.some(({ impact }) => impact === what);
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

const worded = (findings: readonly Finding[], question: Question, language: Language): CheckFinding[] =>
  findings.map((found) => wordedFinding(found, impactOf(found, question), language));

/** An empty name: it selects no certificate, so that only the current state is evaluated. */
const noName = { issuer: '', subject: '' };

/**
 * `--certificate`: may this one become the transport certificate now? Its own findings, what would be
 * presented, where it is referenced, and whether servers, rights and connectors are ready.
 */
export function aboutCertificate(
  chosen: JudgedCertificate,
  certificates: readonly JudgedCertificate[],
  organization: Organization,
  language: Language,
): Answer {
  const at = organization.gatheredAt;
  const rows = predictPresented(organization, chosen.name);
  const flow = mailFlow(organization);
  const used = inUse(presentedCertificates(flow), certificates);
  return {
    rows,
    used,
    renewal: renewalOf(used, certificates, at),
    certificateFindings: new Map([
      [chosen.thumbprint, worded([...chosen.findings, ...lifetimeFindings(chosen.facts, at)], 'certificate', language)],
    ]),
    findings: worded(
      [
        ...healthFindings(organization, flow),
        ...presentedFindings(organization, chosen),
        ...referenceFindings(organization, chosen),
        ...preChecks(organization, buildTable),
      ],
      'certificate',
      language,
    ),
  };
}

/** Without `--certificate`: is what is in use in order, do all servers and connectors agree, and is a renewal due? */
export function aboutCertificateInUse(certificates: readonly JudgedCertificate[], organization: Organization, language: Language): Answer {
  const at = organization.gatheredAt;
  const rows = predictPresented(organization, noName);
  const flow = mailFlow(organization);
  const presented = presentedCertificates(flow);
  const used = inUse(presented, certificates);
  const renewal = renewalOf(used, certificates, at);
  // Of several the one that expires last is where the renewal goes to, so it is what the connectors have to name. One that
  // does not qualify is only presented by mistake, e.g. a self-signed one that the FQDN selects.
  const newest = used.findLast(({ verdict }) => verdict !== 'doesNotQualify') ?? used.at(-1);
  return {
    rows,
    used,
    renewal,
    certificateFindings: new Map(
      used.map((one) => [one.thumbprint, worded([...one.findings, ...lifetimeFindings(one.facts, at)], 'inUse', language)]),
    ),
    findings: worded(
      [
        ...healthFindings(organization, flow),
        ...(renewal === null ? [] : [renewalFinding(renewal, presented.isComplete)]),
        ...agreementFinding(presented, used),
        ...(newest === undefined ? [] : referenceFindings(organization, newest)),
        ...preChecks(organization, buildTable),
      ],
      'inUse',
      language,
    ),
  };
}

const millisecondsOfDay = 86_400_000;
/** Connectors change seldom, certificates seldom; a week is what a weekly task leaves between two collections. */
const oldAfterDays = 7;
/** Two machines' clocks differ; Kerberos allows five minutes. */
const clockDifference = 300_000;

/**
 * How old is what was collected? A scheduled collection that stopped must not go on looking like an organization in
 * order. Time that lies ahead means that one of the two clocks is wrong: then the age is not known. `since` and
 * `now`: ISO 8601.
 */
export function ageFinding(since: string, now: string, language: Language): CheckFinding {
  const age = Date.parse(now) - Date.parse(since);
  const days = Math.floor(age / millisecondsOfDay);
  const variant = age < -clockDifference ? 'ahead' : age > oldAfterDays * millisecondsOfDay ? 'old' : 'fresh';
  const evidence = { since: since.slice(0, 10), days: String(days), limit: String(oldAfterDays) };
  const found = finding(about('check.age'), variant, evidence);
  return wordedFinding(found, impactOf(found, 'inUse'), language);
}

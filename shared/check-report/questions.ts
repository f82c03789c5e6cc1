/**
 * The two questions of a check, and what each finding counts for the exit code. Everything else that
 * is known is told with them and counts nothing.
 */
import { buildTable } from '../builds/builds.ts';
import { decisive, type JudgedCertificate } from '../checks/judge-certificates.ts';
import { lifetimeFindings } from '../checks/lifetime-findings.ts';
import { placeFindings } from '../checks/places/findings.ts';
import { preChecks } from '../checks/pre-checks.ts';
import { presentedFindings, presentedNow } from '../checks/presented/findings.ts';
import { predictPresented, type Prediction } from '../checks/presented/predict.ts';
import type { CheckFinding, Counts, Renewal } from '../model/check-result.ts';
import type { Organization } from '../model/organization.ts';
import type { Language } from '../wizard/pages.ts';
import { agreementFinding, inUse, renewalFinding, renewalOf } from './renewal.ts';
import { countOf } from './verdict.ts';
import { counting, type Found } from './words.ts';

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

/** Which certificates are in use, do the servers agree, and is a renewal due? */
import { dates } from '../checks/certificate/dates.ts';
import type { JudgedCertificate } from '../checks/judge-certificates.ts';
import { renewBy } from '../checks/lifetime.ts';
import type { Prediction } from '../checks/presented/predict.ts';
import type { Renewal } from '../model/check-result.ts';
import type { Found } from './words.ts';

/** The installed certificates that a connector presents now, the one that expires first at the beginning. */
export function inUse(rows: readonly Prediction[], certificates: readonly JudgedCertificate[]): JudgedCertificate[] {
  const presented = new Set(rows.flatMap(({ now }) => (now.known && now.value.kind === 'certificate' ? [now.value.thumbprint] : [])));
  return certificates
    .filter(({ thumbprint }) => presented.has(thumbprint))
    .sort((a, b) => Date.parse(a.facts.notAfter) - Date.parse(b.facts.notAfter));
}

/** `now`: ISO 8601. `null` when no certificate is in use. */
export function renewalOf(used: readonly JudgedCertificate[], certificates: readonly JudgedCertificate[], now: string): Renewal | null {
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
export function renewalFinding(renewal: Renewal): Found {
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
export function agreementFinding(rows: readonly Prediction[], used: readonly JudgedCertificate[]): Found {
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

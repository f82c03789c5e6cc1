/** How long the certificate is valid, when it has to be renewed, and what that means for those that follow it: information, never a verdict. */
import type { InstalledFacts } from '../model/certificate.ts';
import { permitsClientAuthentication } from './certificate.ts';
import { about, couldNotCheck, finding, type Finding } from './finding.ts';
import { isRenewalDue, leadDays, renewBy, validityDays } from './validity.ts';

/** What public authorities may issue at most, by the day from which it holds (CA/Browser Forum; SC-081v3 since 2026). */
const lifetimeLimits = [
  { from: '2020-09-01', days: 398 },
  { from: '2026-03-15', days: 200 },
  { from: '2027-03-15', days: 100 },
  { from: '2029-03-15', days: 47 },
] as const;

/** The longest validity in days that was permitted at that moment; `undefined` before the first of the limits. */
export const maximumLifetime = (at: string): number | undefined =>
  lifetimeLimits.findLast(({ from }) => Date.parse(at) >= Date.parse(from))?.days;

export interface RenewalFrequency {
  /** YYYY-MM-DD from which certificates are issued for at most so many days */
  readonly from: string;
  readonly maximum: number;
  /** Renewals a year when every certificate is used to its last day */
  readonly atLeast: number;
  /** Renewals a year when each is renewed in time */
  readonly inTime: number;
}

/** The limit that holds at `now`, and every later one. `now`: ISO 8601. */
export function renewalFrequencies(now: string): RenewalFrequency[] {
  const current = lifetimeLimits.findLastIndex(({ from }) => Date.parse(now) >= Date.parse(from));
  return lifetimeLimits.slice(Math.max(current, 0)).map(({ from, days }) => ({
    from,
    maximum: days,
    atLeast: Math.ceil(365 / days),
    inTime: Math.ceil(365 / (days - Math.floor(leadDays(days)))),
  }));
}

/** `now`: ISO 8601. Sources: CA/Browser Forum ballot SC-081v3; Chrome Root Program; the authorities' announcements. */
export const lifetimeFindings = (facts: InstalledFacts, now: string): Finding[] => [
  validity(facts),
  renewal(facts, now),
  ...renewalFrequencies(now).map(({ from, maximum, atLeast, inTime }) =>
    finding(about('lifetime.frequency', facts.thumbprint), from <= now ? 'current' : 'later', {
      from,
      maximum: String(maximum),
      atLeast: String(atLeast),
      inTime: String(inTime),
    }),
  ),
  ...ownLimits(facts),
  ...clientAuthentication(facts),
];

/** A longer validity than was permitted at its start: no public authority issues that. */
function validity(facts: InstalledFacts): Finding {
  const context = about('lifetime.validity', facts.thumbprint);
  const days = validityDays(facts);
  const maximum = maximumLifetime(facts.notBefore);
  if (maximum === undefined) return finding(context, 'beforeLimits', { days: String(days) });
  const evidence = { days: String(days), maximum: String(maximum), notBefore: facts.notBefore.slice(0, 10) };
  return finding(context, days > maximum ? 'longer' : 'info', evidence);
}

function renewal(facts: InstalledFacts, now: string): Finding {
  const lead = String(Math.floor(leadDays(validityDays(facts))));
  const evidence = { by: renewBy(facts), notAfter: facts.notAfter.slice(0, 10), lead };
  return finding(about('lifetime.renewal', facts.thumbprint), isRenewalDue(facts, now) ? 'due' : 'info', evidence);
}

/** Let's Encrypt issues for shorter times than the ballot demands, and earlier. Source: its announcement of 2025-12-02. */
function ownLimits({ issuer, thumbprint }: InstalledFacts): Finding[] {
  if (!/O="?Let's Encrypt/i.test(issuer)) return [];
  const steps = { optIn: '2026-05-13', first: '2027-02-10', firstDays: '64', second: '2028-02-16', secondDays: '45' };
  return [finding(about('lifetime.authority', thumbprint), 'letsEncrypt', steps)];
}

/**
 * clientAuth disappears from public certificates. Whether Exchange Online accepts mail from one
 * without it is not confirmed by Microsoft. What its own authority announced is added where the
 * issuer's name shows which one it is.
 */
function clientAuthentication(facts: InstalledFacts): Finding[] {
  const context = about('lifetime.clientAuth', facts.thumbprint);
  const permitted = permitsClientAuthentication(facts);
  const announcement = announcements.find(({ issuer }) => issuer.test(facts.issuer));
  return [
    permitted.known
      ? finding(context, permitted.value ? 'permitted' : 'serverOnly', { from: '2027-03-15' })
      : couldNotCheck(context, permitted),
    ...(announcement === undefined ? [] : [finding(context, announcement.authority, announcement.dates)]),
  ];
}

/**
 * From when an authority leaves clientAuth out by default (`off`), and from when it never issues it (`removed`). Sectigo
 * announced two dates for the latter.
 */
const announcements = [
  { authority: 'digiCert', issuer: /O="?DigiCert/i, dates: { off: '2025-10-01', removed: '2027-03-01' } },
  { authority: 'letsEncrypt', issuer: /O="?Let's Encrypt/i, dates: { off: '2026-02-11', removed: '2026-07-08' } },
  { authority: 'sectigo', issuer: /O="?Sectigo/i, dates: { removed: '2026-05-15', removedLater: '2027-02-10' } },
] as const;

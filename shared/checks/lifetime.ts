/** Lifetimes: of the certificate at hand, and of those that will follow it. */
import type { CertificateFacts } from '../model/certificate.ts';

const millisecondsOfDay = 86_400_000;

/** What public authorities may issue at most, by the day from which it holds (CA/Browser Forum; SC-081v3 since 2026). */
const lifetimeLimits = [
  { from: '2020-09-01', days: 398 },
  { from: '2026-03-15', days: 200 },
  { from: '2027-03-15', days: 100 },
  { from: '2029-03-15', days: 47 },
] as const;

type Validity = Pick<CertificateFacts, 'notBefore' | 'notAfter'>;

/** Days of validity as the CA/Browser Forum counts: both ends belong to it, and a part of a day is a day. */
export const validityDays = ({ notBefore, notAfter }: Validity): number =>
  Math.ceil((Date.parse(notAfter) - Date.parse(notBefore) + 1000) / millisecondsOfDay);

/** The longest validity in days that was permitted at that moment; `undefined` before the first of the limits. */
export const maximumLifetime = (at: string): number | undefined =>
  lifetimeLimits.findLast(({ from }) => Date.parse(at) >= Date.parse(from))?.days;

/** Days before the expiry on which the renewal has to be done, for a validity of so many days. */
export const leadDays = (days: number): number => Math.min(30, Math.floor(days / 3));

/**
 * The day (YYYY-MM-DD) by which the next renewal has to be done: 30 days before the expiry, where
 * HealthChecker begins to warn strongly; of a certificate shorter than 90 days, when a third of its
 * validity is left, since 30 days would be most of it. Never later than the expiry.
 */
export const renewBy = (validity: Validity): string =>
  new Date(Date.parse(validity.notAfter) - leadDays(validityDays(validity)) * millisecondsOfDay).toISOString().slice(0, 10);

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
    inTime: Math.ceil(365 / (days - leadDays(days))),
  }));
}

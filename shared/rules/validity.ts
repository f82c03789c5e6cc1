/** How long a certificate is valid, and from when its renewal is due: one rule for findings, pages, the report and checks. */
import type { InstalledFacts } from '../model/certificate.ts';

type Validity = Pick<InstalledFacts, 'notBefore' | 'notAfter'>;

const millisecondsOfDay = 86_400_000;

/** Days of validity as the CA/Browser Forum counts: both ends belong to it, and a part of a day is a day. */
export const validityDays = ({ notBefore, notAfter }: Validity): number =>
  Math.ceil((Date.parse(notAfter) - Date.parse(notBefore) + 1000) / millisecondsOfDay);

/** Whether `at` (ISO 8601) is within NotBefore..NotAfter. */
export const isWithinDates = ({ notBefore, notAfter }: Validity, at: string): boolean =>
  Date.parse(at) >= Date.parse(notBefore) && Date.parse(at) <= Date.parse(notAfter);

/** Whole days until it expires; negative when it has expired. `at`: ISO 8601. */
export const daysLeft = ({ notAfter }: Pick<InstalledFacts, 'notAfter'>, at: string): number =>
  Math.floor((Date.parse(notAfter) - Date.parse(at)) / millisecondsOfDay);

/** With how many days left the renewal of a certificate is due that is valid for so many: a third of them, at most 30. */
export const leadDays = (days: number): number => Math.min(30, days / 3);

/** In milliseconds since 1970 */
function dueFrom({ notBefore, notAfter }: Validity): number {
  const [begin, end] = [Date.parse(notBefore), Date.parse(notAfter)];
  return end - leadDays((end - begin) / millisecondsOfDay) * millisecondsOfDay;
}

/**
 * Whether less than a third of the lifetime, but at most 30 days, is left; so a new certificate of 47 days is not due. The
 * fixed 60 and 30 days of HealthChecker come from the time of one-year certificates. `at`: ISO 8601.
 * Source: docs/domain.md, "Lifetimes and usages".
 */
export const isRenewalDue = (validity: Validity, at: string): boolean => Date.parse(at) > dueFrom(validity);

/** The day (YYYY-MM-DD) on which the renewal becomes due. */
export const renewBy = (validity: Validity): string => new Date(dueFrom(validity)).toISOString().slice(0, 10);

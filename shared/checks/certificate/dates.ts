/** Validity at the moment when the data was read. Thresholds: HealthChecker. */
import type { CertificateFacts } from '../../model/certificate.ts';
import type { Finding } from '../../model/finding.ts';
import { finding, type Ground } from '../finding.ts';

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

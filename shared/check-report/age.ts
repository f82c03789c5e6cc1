/** How old is what was collected? A scheduled collection that stopped must not go on looking like an organization in order. */
import type { CheckFinding } from '../model/check-result.ts';
import type { Language } from '../wizard/pages.ts';
import { countOf } from './verdict.ts';
import { counting, type Found } from './words.ts';

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

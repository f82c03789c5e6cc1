/** Words of a result's parts, in a language: of the wizard's rules as its pages say them, of the check's own from `check.*.json`. */
import { checkRules, type CheckError, type CheckFinding, type CheckRule, type Counts } from '../model/check-result.ts';
import type { Finding } from '../model/finding.ts';
import type { AppError } from '../errors.ts';
import { errorText } from '../messages/error-text.ts';
import { findingText, message, ruleTitle } from '../messages/finding-text.ts';
import type { Language } from '../wizard/pages.ts';

/** A finding before it is worded: of a rule of the wizard, or of the check itself. */
export type Found = Finding | (Pick<Finding, 'severity' | 'subject' | 'evidence'> & { readonly rule: CheckRule; readonly source: null });

type Worded = Pick<CheckFinding, 'rule' | 'severity' | 'evidence'>;

const isOwn = (rule: CheckFinding['rule']): rule is CheckRule => checkRules.some((own) => own === rule);

/** `check.renewal` is `check_renewal_…` in the messages. */
const own = (rule: CheckRule): string => rule.replace('.', '_');

/** The sentence of a finding. */
export function wordsOf({ rule, severity, evidence }: Worded, language: Language): string {
  if (!isOwn(rule)) return findingText({ rule, severity, evidence }, language);
  const sentence = message(`${own(rule)}_${evidence['variant'] ?? severity}`)?.(evidence, { locale: language }) ?? rule;
  const why = message(`unknown_${evidence['reason'] ?? ''}`)?.({}, { locale: language });
  if (why === undefined) return sentence;
  const detail = evidence['detail'] ?? '';
  return `${sentence} (${detail === '' ? why : `${why}: ${detail}`})`;
}

export const titleOf = (rule: CheckFinding['rule'], language: Language): string =>
  isOwn(rule) ? (message(`${own(rule)}_title`)?.({}, { locale: language }) ?? rule) : ruleTitle(rule, language);

/** The finding with its words, and with what it counts. */
export const counting = (found: Found, counts: Counts | null, language: Language): CheckFinding => ({
  rule: found.rule,
  severity: found.severity,
  subject: found.subject,
  evidence: { ...found.evidence },
  source: found.source,
  text: wordsOf(found, language),
  counts,
});

/** A failure with its words. */
export function worded(error: AppError, language: Language): CheckError {
  const { title, action } = errorText(error, language);
  return { code: error.code, details: { ...error.details }, text: title, action };
}

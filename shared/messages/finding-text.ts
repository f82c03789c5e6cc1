/** Words of a finding: its sentence from rule, severity and evidence; its rule's title. */
import { findingMessageKey } from '../rules/finding.ts';
import type { CauseId } from '../rules/not-listed-fixes.ts';
import type { Finding, RuleId } from '../model/finding.ts';
import type { Language } from '../wizard/pages.ts';
import { m } from './compiled/messages.js';
import { readableValue } from './dates.ts';
import { withReason } from './unknown-text.ts';

type Message = (parameters: Readonly<Record<string, string>>, options: { readonly locale: Language }) => string;

/** The compiled message of that key. Every key that a rule can give is proven to exist by a test. */
export function message(key: string): Message | undefined {
  const messages: Readonly<Record<string, unknown>> = m;
  const compiled = Object.hasOwn(messages, key) ? messages[key] : undefined;
  return typeof compiled === 'function'
    ? (parameters, options) => String(Reflect.apply(compiled, undefined, [parameters, options]))
    : undefined;
}

/** The evidence of a finding as its sentence shows it: dates as people read them. */
export const readableEvidence = (evidence: Finding['evidence'], language: Language): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(evidence).map(([name, value]) => [name, readableValue(value, language)]));

/** The sentence of a finding; of one that could not be checked also why, with the server's own words where there are any. */
export function findingText(finding: Pick<Finding, 'rule' | 'severity' | 'evidence'>, language: Language): string {
  const sentence =
    message(findingMessageKey(finding))?.(readableEvidence(finding.evidence, language), { locale: language }) ?? finding.rule;
  return withReason(sentence, finding.evidence, language);
}

export const ruleTitle = (rule: RuleId, language: Language): string =>
  message(`rule_${rule.replaceAll('.', '_')}`)?.({}, { locale: language }) ?? rule;

/** Why a certificate may not be selected or listed on the HCW's page. */
export const causeTitle = (cause: CauseId, language: Language): string => message(`cause_${cause}`)?.({}, { locale: language }) ?? cause;

/** What to do about a cause, in words: its commands stand beside it. */
export const fixText = (rule: RuleId, language: Language): string =>
  message(`fix_${rule.replaceAll('.', '_')}`)?.({}, { locale: language }) ?? rule;

/** Words of a finding: its sentence from rule, severity and evidence; its rule's title. */
import { findingMessageKey } from '../checks/finding-message-key.ts';
import type { Finding, RuleId } from '../model/finding.ts';
import type { Language } from '../wizard/pages.ts';
import { m } from './compiled/messages.js';

type Message = (parameters: Readonly<Record<string, string>>, options: { readonly locale: Language }) => string;

/** The compiled message of that key. Every key that a rule can give is proven to exist by a test. */
function message(key: string): Message | undefined {
  return Object.hasOwn(m, key) ? (m as Readonly<Record<string, Message>>)[key] : undefined;
}

export const findingText = (finding: Finding, language: Language): string =>
  message(findingMessageKey(finding))?.(finding.evidence, { locale: language }) ?? finding.rule;

export const ruleTitle = (rule: RuleId, language: Language): string =>
  message(`rule_${rule.replaceAll('.', '_')}`)?.({}, { locale: language }) ?? rule;

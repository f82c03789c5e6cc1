/** Texts of findings, rules, causes and fixes. Their keys are derived from the codes: a missing text does not compile. */
import { serverSetText } from '../model/server-set.ts';
import type { Finding } from '../rules/finding.ts';
import type { CauseId, Fix } from '../rules/not-listed-fixes.ts';
import type { RuleId, Variant } from '../rules/rules.ts';
import type { Language } from './language.ts';
import { m } from './compiled/messages.js';
import { readableValue } from './dates.ts';
import { keyPart, textOf, withReason, type KeyPart } from './labels.ts';

export type FindingKey = { [R in RuleId]: `finding_${KeyPart<R>}_${Variant<R>}` }[RuleId];
/** The compiler does not compare the parameters of a message with the evidence of its finding; the tests do, for every variant. */
type FindingMessage = (parameters: Readonly<Record<string, string>>, options: { readonly locale: Language }) => string;

const findingMessages = m satisfies Readonly<Record<FindingKey, unknown>>;

// A template literal is only a `string` to the compiler.
export const findingKey = ({ rule, variant }: Pick<Finding, 'rule' | 'variant'>): FindingKey =>
  `finding_${keyPart(rule)}_${variant}` as FindingKey;

/** The text of a finding, followed by the reason if it could not be checked, with the server's own words where there are any. */
export function findingText(finding: Pick<Finding, 'rule' | 'variant' | 'evidence'>, language: Language): string {
  const message = findingMessages[findingKey(finding)] as FindingMessage;
  return withReason(message(readableEvidence(finding.evidence, language), { locale: language }), finding.evidence, language);
}

/** The evidence of a finding with its dates and its list of servers as people read them. */
const readableEvidence = (evidence: Finding['evidence'], language: Language): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(evidence).map(([name, value]) => [
      name,
      name === 'servers' ? serverSetText(value.split(', ')) : readableValue(value, language),
    ]),
  );

export const ruleTitle = (rule: RuleId, language: Language): string => textOf(`rule_${keyPart(rule)}`, language);

/** Why a certificate may not be selected or listed on the HCW's page. */
export const causeTitle = (cause: CauseId, language: Language): string => textOf(`cause_${cause}`, language);

/** What to do about a cause, in words; its commands are shown separately. */
export const fixText = (rule: Fix['rule'], language: Language): string => textOf(`fix_${keyPart(rule)}`, language);

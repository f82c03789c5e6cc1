/** The words of findings, rules, causes and fixes. The keys are derived from the table of rules: a missing text does not compile. */
import type { Finding } from '../rules/finding.ts';
import type { CauseId, Fix } from '../rules/not-listed-fixes.ts';
import type { RuleId, Variant } from '../rules/rules.ts';
import type { Language } from './language.ts';
import { m } from './compiled/messages.js';
import { readableValue } from './dates.ts';
import { withReason } from './labels.ts';

/** `certificate.names` is `certificate_names` in the keys of messages. */
type InKey<R extends string> = R extends `${infer Room}.${infer Name}` ? `${Room}_${Name}` : R;
export type SentenceKey = { [R in RuleId]: `finding_${InKey<R>}_${Variant<R>}` }[RuleId];
type TitleKey = `rule_${InKey<RuleId>}`;
type FixKey = `fix_${InKey<Fix['rule']>}`;

const sentences = m satisfies Readonly<Record<SentenceKey, unknown>>;
const titles = m satisfies Readonly<Record<TitleKey, Label>>;
const causes = m satisfies Readonly<Record<`cause_${CauseId}`, Label>>;
const fixes = m satisfies Readonly<Record<FixKey, Label>>;

type Label = (parameters: Record<string, never>, options: { readonly locale: Language }) => string;
/** A sentence with parameters; that they are those of the evidence is tested for every outcome. */
export type Sentence = (parameters: Readonly<Record<string, string>>, options: { readonly locale: Language }) => string;

// The type of a template with a value in it is only `string`.
const inKey = <R extends RuleId>(rule: R): InKey<R> => rule.replace('.', '_') as InKey<R>;

/** The message of an outcome. */
export const sentenceKey = ({ rule, variant }: Pick<Finding, 'rule' | 'variant'>): SentenceKey =>
  `finding_${inKey(rule)}_${variant}` as SentenceKey;

/** The sentence of a finding; of one that could not be checked also why, with the server's own words where there are any. */
export function findingText(finding: Pick<Finding, 'rule' | 'variant' | 'evidence'>, language: Language): string {
  const say = sentences[sentenceKey(finding)] as Sentence;
  return withReason(say(readableEvidence(finding.evidence, language), { locale: language }), finding.evidence, language);
}

/** The evidence of a finding as its sentence shows it: dates as people read them. */
const readableEvidence = (evidence: Finding['evidence'], language: Language): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(evidence).map(([name, value]) => [name, readableValue(value, language)]));

export const ruleTitle = (rule: RuleId, language: Language): string => titles[`rule_${inKey(rule)}`]({}, { locale: language });

/** Why a certificate may not be selected or listed on the HCW's page. */
export const causeTitle = (cause: CauseId, language: Language): string => causes[`cause_${cause}`]({}, { locale: language });

/** What to do about a cause, in words: its commands stand beside it. */
export const fixText = (rule: Fix['rule'], language: Language): string => fixes[`fix_${inKey(rule)}`]({}, { locale: language });

/** The words for what the decoder says, for window and command line. Without a language they are in that of the window. */
import type { Lookup } from '../decode/advise.ts';
import { forms, type TextFact } from '../decode/facts.ts';
import { knownErrors, type DecodeSource, type KnownErrorId } from '../decode/known-errors.ts';
import { verdictOfError, type ErrorMatch } from '../decode/recognize.ts';
import { about, finding } from '../rules/finding.ts';
import { isUnrelatedMessage, type HcwMessageId } from '../rules/not-listed-message.ts';
import { m } from './compiled/messages.js';
import { findingText, fixText, ruleTitle } from './finding-text.ts';
import { referenceLabel, textOf } from './labels.ts';
import type { Language } from './language.ts';

/** What can be said of the text as a whole. */
export function decodedHeading(
  { matches, hcw }: { readonly matches: readonly Pick<ErrorMatch, 'id' | 'by'>[]; readonly hcw: readonly unknown[] },
  language?: Language,
): string {
  const count = matches.length + hcw.length;
  if (count === 0) return m.decode_none({}, inLanguage(language));
  if (verdictOfError({ matches, hcw }) === 'known') return (count > 1 ? m.decode_several : m.decode_one)({}, inLanguage(language));
  if (matches.every(({ id, by }) => knownErrors[id].isWrapper === true && by !== 'code')) return m.decode_outer({}, inLanguage(language));
  return (count > 1 ? m.decode_several_likely : m.decode_likely)({}, inLanguage(language));
}

export const decodedCause = (id: KnownErrorId, language?: Language): string => textOf(`decode_${id}_cause`, language);
export const decodedFix = (id: KnownErrorId, language?: Language): string => textOf(`decode_${id}_fix`, language);

export const decodeSourceLabel = (source: DecodeSource, language?: Language): string =>
  source === 'blog-4420592' || source === 'KB2989382' || source === 'KB4019940'
    ? referenceLabel(source, language)
    : textOf(`decode_source_${source}`, language);

type ValueMessage = (inputs: { readonly value: string }, options: { readonly locale?: Language }) => string;
type LookupMessage = (inputs: { readonly value: string; readonly where: string }, options: { readonly locale?: Language }) => string;
const inLanguage = (language: Language | undefined): { readonly locale?: Language } => (language === undefined ? {} : { locale: language });

/** What was recognized, with what it is: `Thumbprint D0AC…`. */
export function factText({ kind, value }: Pick<TextFact, 'kind' | 'value'>, language?: Language): string {
  const message: ValueMessage = m[`decode_fact_${kind}`];
  const form = kind === 'form' ? forms.find((one) => one === value) : undefined;
  return message({ value: form === undefined ? value : textOf(`decode_form_${form}`, language) }, inLanguage(language));
}

/** Where what the text names is in the organization, or that nothing there names it. */
export function lookupText({ kind, value, result, where }: Lookup, language?: Language): string {
  const message = m[`decode_lookup_${kind}_${result}`] as LookupMessage;
  return message({ value, where: where.join(', ') }, inLanguage(language));
}

/** What a message of the HCW means, in the words of the rule about it; `cause` is '' where those words need an organization. */
export function hcwMessageText(
  id: HcwMessageId,
  language: Language,
): { readonly title: string; readonly cause: string; readonly fix: string } {
  if (id === 'serviceHost')
    return { title: ruleTitle('server.serviceHost', language), cause: '', fix: fixText('server.serviceHost', language) };
  const rule = `hcw.${id}` as const;
  return {
    title: ruleTitle(rule, language),
    cause: findingText(finding(about(rule), isUnrelatedMessage(id) ? 'info' : 'block'), language),
    fix: fixText(id === 'smtp' ? 'certificate.services' : `hcw.${id}`, language),
  };
}

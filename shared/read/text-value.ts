/**
 * Values that were read from the text of `Format-List`. A text says less than CLIXML: `True` may be a
 * boolean or a name, and a value may have been cut. Both are kept apart from what PowerShell itself
 * exported by the type name, so that only the readers of `shared/read` decide what they are.
 */
import type { UnknownReason } from '../model/known.ts';
import { psList, psNull, psObject, psString, type PsObject, type PsValue } from '../clixml/value.ts';

const pastedType = 'HybridCertificateWizard.PastedText';
const cutType = 'HybridCertificateWizard.CutText';

/** A text; what type it had in PowerShell is not known. */
export const pastedText = (text: string): PsObject => psObject({}, [pastedType], text);

/** Why readers get no text from a value: it is truncated or its spaces are uncertain, or characters in it are not those of the server. */
export type CutReason = Extract<UnknownReason, 'unreadable' | 'charactersReplaced'>;

/** A value from which readers get no text. `shown` is for evidence. */
export const cutText = (shown: string, reason: CutReason = 'unreadable'): PsObject =>
  psObject({ Shown: psString(shown), Reason: psString(reason) }, [cutType]);

export const isPastedText = (value: PsValue): boolean => value.type === 'object' && value.typeNames[0] === pastedType;

/** What there is of a cut value, and why it is one; `undefined` for every other value. */
export function shownOfCut(value: PsValue): { readonly shown: string; readonly reason: CutReason } | undefined {
  if (value.type !== 'object' || value.typeNames[0] !== cutType) return undefined;
  const [shown, reason] = ['Shown', 'Reason'].map((name) => value.properties.get(name));
  if (shown?.type !== 'string' || reason?.type !== 'string') return undefined;
  return { shown: shown.value, reason: reason.value === 'charactersReplaced' ? 'charactersReplaced' : 'unreadable' };
}

/** Format-List writes `$null` and the empty text alike, `{a, b}` for a list, and `...` (PowerShell 7: one character) where it left something out. */
export function valueOfText(text: string): PsValue {
  if (text === '') return psNull;
  if (replaceable.test(text)) return cutText(text, 'charactersReplaced');
  if (isCut(text)) return cutText(text);
  if (!text.startsWith('{') || !text.endsWith('}')) return pastedText(text);
  const items = itemsOf(text.slice(1, -1));
  return items === undefined ? cutText(text) : psList(items.map(pastedText), [`${pastedType}[]`]);
}

/**
 * Characters that editors, mail programs and web pages put in place of those of the server: typographic quotation
 * marks, dashes and primes, blanks that do not break, marks without width, entities of HTML; and U+FFFD, for one that was lost.
 */
const replaceable =
  /[\u00a0\u00ab\u00ad\u00bb\u2007\u200b-\u200f\u2010-\u2015\u2018-\u201f\u202f\u2032-\u2035\u2039\u203a\u2060\u2212\ufeff\ufffd]|&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,6}|#x[\da-f]{1,5});/i;

/**
 * Left out by Format-List; or lost on the way here: a value that ends in a comma, a brace or a
 * quotation mark of a certificate name that is never closed.
 */
function isCut(text: string): boolean {
  if (/(?:\.\.\.|\u2026)\}?$/.test(text) || text.endsWith(',')) return true;
  if (text.startsWith('{')) return !text.endsWith('}') || /(?:\.\.\.|\u2026)(?:,|$)/.test(text);
  return /^<[is]>/i.test(text) && (text.split('"').length % 2 === 0 || /<s>$/i.test(text));
}

/** The items of a list; `undefined` where a comma may be a part of an item (names of certificates, lists in lists). */
function itemsOf(text: string): string[] | undefined {
  if (text.trim() === '') return [];
  // A capability of an older Exchange is `<I>{issuer}<S>{subject}:AcceptCloudServicesMail`, with commas in the names.
  if (/<[is]>/i.test(text)) return /^<[is]>/i.test(text) && text.split(/<i>/i).length <= 2 && /^[^:]*:\w+$/.test(text) ? [text] : undefined;
  if (/[{}"]/.test(text) || /\[[^\][]*,/.test(text)) return undefined;
  const items = text.split(',').map((item) => item.trim());
  return items.includes('') ? undefined : items;
}

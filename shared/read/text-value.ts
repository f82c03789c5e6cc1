/**
 * Values that were read from the text of `Format-List`. A text says less than CLIXML: `True` may be a
 * boolean or a name, and a value may have been cut. Both are kept apart from what PowerShell itself
 * exported by the type name, so that only the readers of `shared/read` decide what they are.
 */
import { psList, psNull, psObject, psString, type PsObject, type PsValue } from '../clixml/value.ts';

const pastedType = 'HybridCertificateWizard.PastedText';
const cutType = 'HybridCertificateWizard.CutText';

/** A text; what type it had in PowerShell is not known. */
export const pastedText = (text: string): PsObject => psObject({}, [pastedType], text);

/** A value that is truncated, or whose spaces are uncertain: readers get no text from it. `shown` is for evidence. */
export const cutText = (shown: string): PsObject => psObject({ Shown: psString(shown) }, [cutType]);

export const isPastedText = (value: PsValue): boolean => value.type === 'object' && value.typeNames[0] === pastedType;

/** What there is of a cut value; `undefined` for every other value. */
export function shownOfCut(value: PsValue): string | undefined {
  if (value.type !== 'object' || value.typeNames[0] !== cutType) return undefined;
  const shown = value.properties.get('Shown');
  return shown?.type === 'string' ? shown.value : undefined;
}

/** Format-List writes `$null` and the empty text alike, `{a, b}` for a list, and `...` (PowerShell 7: one character) where it left something out. */
export function valueOfText(text: string): PsValue {
  if (text === '') return psNull;
  if (isCut(text)) return cutText(text);
  if (!text.startsWith('{') || !text.endsWith('}')) return pastedText(text);
  const items = itemsOf(text.slice(1, -1));
  return items === undefined ? cutText(text) : psList(items.map(pastedText), [`${pastedType}[]`]);
}

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
  if (/[{}"]/.test(text) || /\[[^\]]*,/.test(text)) return undefined;
  const items = text.split(',').map((item) => item.trim());
  return items.includes('') ? undefined : items;
}

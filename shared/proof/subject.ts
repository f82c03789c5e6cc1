/** The one-time word in the subject of a test message, which keeps the message of another test from being taken for this one. */
import { bytesOfBase64 } from '../clixml/primitives.ts';

/** Whether the word stands in the subject by itself, in any case. Never for an empty word. */
export function holdsWord(subject: string, word: string): boolean {
  const [text, wanted] = [decoded(subject).toLowerCase(), word.toLowerCase()];
  if (wanted === '') return false;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const around = [text[at - 1] ?? ' ', text[at + wanted.length] ?? ' '];
    if (around.every((character) => !/[a-z\d-]/.test(character))) return true;
  }
  return false;
}

/** ISO-2022-JP switches between its character sets with these. */
// eslint-disable-next-line no-control-regex -- each begins with the character ESC
const japaneseSwitch = /\u001b(?:\([A-Z]|\$[@B]|\$\([A-Z])/g;
const encodedWord = /=\?[\w-]{1,40}(?:\*[\w-]{1,20})?\?([bq])\?([^?\s]{0,500})\?=/gi;

/**
 * A subject with other than ASCII letters is encoded (RFC 2047). Only the ASCII letters in it are compared, and each of the
 * character sets that mail programs use writes them as single bytes.
 */
const decoded = (subject: string): string =>
  subject
    // Between two encoded words a blank is no part of the text.
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(encodedWord, (whole, encoding: string, text: string) =>
      encoding.toLowerCase() === 'b' ? ofBase64(text, whole) : ofQuoted(text),
    )
    .replaceAll(japaneseSwitch, ' ');

const ofBase64 = (text: string, otherwise: string): string => {
  const bytes = bytesOfBase64(text);
  return bytes === undefined ? otherwise : Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
};
const ofQuoted = (text: string): string =>
  text.replaceAll('_', ' ').replaceAll(/=([\dA-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The lines of a text that was copied, without what the programs on its way added. */

export interface CopiedLine {
  readonly text: string;
  /** From 1, in the text as it was given */
  readonly number: number;
}

// eslint-disable-next-line no-control-regex -- PowerShell 7 colors the names of properties
const colors = /\u001b\[[0-9;]*m/g;
/** A mail program puts one before each line that it quotes. */
const quoteMarks = /^\s{0,3}(?:> ?)+/;

/**
 * Lines without colors, quote marks and HTML entities. Where a web page put an empty line behind every line,
 * those are left out.
 */
export function linesOf(text: string): CopiedLine[] {
  const lines = withoutEntities(text.replace(/^\ufeff/, '').replaceAll(colors, ''))
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ text: line.replace(quoteMarks, ''), number: index + 1 }));
  const isFilled = (index: number): boolean => (lines[index]?.text.trim() ?? '') !== '';
  const count = lines.filter((_, index) => isFilled(index)).length;
  const isSpaced = lines.every((_, index) => !isFilled(index) || !isFilled(index + 1));
  if (count < 4 || !isSpaced) return lines;
  // One empty line is the page's; of several, those that are more are Format-List's own.
  return lines.filter((_, index) => isFilled(index) || !isFilled(index - 1));
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: '\u00a0' };
const entity = /&(?:(lt|gt|amp|quot|apos|nbsp)|#(\d{1,6})|#x([0-9a-f]{1,5}));/gi;

/**
 * A text that was copied from the source of a page, perhaps twice over. One with the tags of a certificate name
 * as they are is none: an entity in it is a part of a value, and `valueOfText` leaves the value unknown.
 */
function withoutEntities(text: string): string {
  let decoded = text;
  for (let times = 0; times < 2 && decoded.includes('&') && !/<[is]>/i.test(decoded); times += 1) {
    decoded = decoded.replaceAll(entity, (whole, name: string | undefined, decimal: string | undefined, hex: string | undefined) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code < 0x20 || code > 0x10_ff_ff ? whole : String.fromCodePoint(code);
    });
  }
  return decoded;
}

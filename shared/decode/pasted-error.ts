/** An error text as people paste it, without what consoles, mail programs and web pages did to it. */

/** Characters that are read; what is behind them is not, and that is said. */
export const longestErrorText = 1024 * 1024;

export interface PastedError {
  /** The lines, with characters as Exchange wrote them */
  readonly lines: string;
  /** The same with a space for a line break. Only where something else begins is there still a line break. */
  readonly text: string;
  /** The same where a console broke the lines inside of words */
  readonly joined: string;
  readonly isCut: boolean;
}

/** Never fails, and takes a time that is proportional to the length. */
export function readPastedError(given: string): PastedError {
  const begun = given.length > longestErrorText ? given.slice(0, longestErrorText) : given;
  const plain = begun.toWellFormed().replaceAll(colors, '').replaceAll(/\r\n?/g, '\n');
  // One character may become eighteen.
  const normal = withoutMarkup(withoutQuotedPrintable(plain)).normalize('NFKC');
  const lines = normal
    .slice(0, longestErrorText)
    .replaceAll(/[“”„‟«»「」『』″]/g, '"')
    .replaceAll(/[‘’‚‛′]/g, "'")
    // After markup: a soft hyphen or a mark of direction may stand inside of a word.
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/^[ \t]{0,8}(?:[>|] ?)+/gm, '');
  return {
    lines,
    text: lines.replaceAll(/\s+/g, (blanks, at: number) => (isEnd(blanks, lines, at) ? '\n' : ' ')).trim(),
    joined: lines.replaceAll(/\n\s*/g, (blanks, at: number) => (isEnd(blanks, lines, at) ? '\n' : '')).trim(),
    isCut: given.length > longestErrorText || normal.length > longestErrorText,
  };
}

/** Whether something else begins behind these blanks: a paragraph, or what `Format-List` writes as `RetryCount : 4`. */
const isEnd = (blanks: string, lines: string, at: number): boolean =>
  /\n[^\n]*\n/.test(blanks) ||
  (blanks.includes('\n') && /^[A-Z]\w{1,40}[ \t]{1,30}: /.test(lines.slice(at + blanks.length, at + blanks.length + 80)));

/** How the bytes of a text file are encoded: PowerShell's `>` writes UTF-16, everything else today UTF-8. */
export function encodingOfErrorFile(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return second === 0 && fourth === 0 && first !== 0 && third !== 0 && bytes.length > 3 ? 'utf-16le' : 'utf-8';
}

// eslint-disable-next-line no-control-regex -- PowerShell 7 colors what it prints
const colors = /\u001b\[[0-9;]{0,20}m/g;

/** `=3D` is what quoted-printable makes of every `=`; without it, a `=` belongs to the text, as in `LED=450`. */
function withoutQuotedPrintable(text: string): string {
  if (!text.includes('=3D')) return text;
  return text
    .replaceAll(/=[ \t]{0,8}\n/g, '')
    .replaceAll(/=([2-7][0-9A-F])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Tags that a message in HTML has. Not `<I>` and `<S>`, which are parts of a certificate name. */
const tags =
  /<\/?(?:br|p|div|span|td|th|tr|tbody|table|font|b|strong|em|pre|code|li|ul|ol|h[1-6]|a|html|body|head|meta|title|o:p)(?:[\s/][^<>]{0,2000})?>/gi;
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };

/** Entities are decoded twice: a page that shows the source of a page has them so. */
function withoutMarkup(text: string): string {
  let decoded = text.replaceAll(tags, '\n');
  for (let times = 0; times < 2 && decoded.includes('&'); times += 1) {
    decoded = decoded.replaceAll(
      /&(?:(lt|gt|amp|quot|apos|nbsp)|#(\d{1,6})|#x([0-9a-f]{1,5}));/gi,
      (whole, name: string | undefined, decimal: string | undefined, hex: string | undefined) => {
        if (name !== undefined) return named[name.toLowerCase()] ?? whole;
        const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
        return code < 0x20 || (code >= 0xd800 && code < 0xe000) || code > 0x10_ff_ff ? whole : String.fromCodePoint(code);
      },
    );
  }
  return decoded;
}

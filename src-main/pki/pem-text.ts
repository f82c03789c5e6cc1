/**
 * The text of PEM files (RFC 7468) as administrators have them: saved by Notepad, copied from a mail, a web page or a
 * document. What a program altered on the way is put right, and `altered` says so.
 */
import { maxBlocks, tooLarge } from './refusal.ts';

export interface PemBlock {
  /** Without blanks, in upper case: `CERTIFICATEREQUEST` */
  readonly label: string;
  /** Everything between the two lines, with headers */
  readonly body: string;
  /** Whether anything had to be put right: other programs may not read the block as it is */
  readonly altered: boolean;
}

export interface Decoded {
  readonly text: string;
  /** UTF-16 without the mark that says so */
  readonly altered: boolean;
}

/** The text of a file: UTF-16 with or without a byte order mark, UTF-8, or one byte a character. */
export function decodeText(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: decode('utf-16le', bytes), altered: false };
  if (first === 0xfe && second === 0xff) return { text: decode('utf-16be', bytes), altered: false };
  const sample = bytes.subarray(0, sampleBytes);
  const zeros = (parity: number): number => sample.filter((byte, index) => byte === 0 && index % 2 === parity).length;
  const [even, odd] = [zeros(0), zeros(1)];
  // ASCII in two bytes has a zero in every second one.
  if (Math.max(even, odd) > sample.length / 4) return { text: decode(odd > even ? 'utf-16le' : 'utf-16be', bytes), altered: true };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), altered: false };
  } catch {
    return { text: Buffer.from(bytes).toString('latin1'), altered: false };
  }
}

const sampleBytes = 256;
const decode = (encoding: string, bytes: Uint8Array): string => new TextDecoder(encoding).decode(bytes);

/** What word processors, mail programs and Japanese input make of the five hyphens; 96 and 97 are the dashes of Windows-1252. */
const dash = '\\-\\u0096\\u0097\\u00ad\\u2010-\\u2015\\u2212\\u2500\\u2501\\u30fc\\ufe58\\ufe63\\uff0d';
const isDash = new RegExp(`[${dash}]`);
const blank = '[^\\S\\r\\n]';
const knownLabels =
  /^(?:(?:NEW|X509|TRUSTED)?CERTIFICATE(?:REQUEST|CHAIN)?|(?:X509)?CRL|PKCS#?(?:7|12)(?:SIGNEDDATA)?|CMS|[A-Z0-9]{0,12}(?:PRIVATE|PUBLIC)KEY|[A-Z0-9]{1,6}PARAMETERS)$/;
const armor = new RegExp(`(BEGIN|END)${blank}{0,4}([A-Z0-9#][A-Z0-9#\\u00a0 ]{0,40}?)${blank}{0,4}([${dash}]{1,10})`, 'gi');

interface ArmorLine {
  readonly kind: string;
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly isPlain: boolean;
}

/**
 * The blocks of a text, and nothing of what stands around them; none when it has no line that begins or ends one.
 * Throws when a block has no beginning or no end, or there are too many. Takes time in proportion to the length of the text.
 */
export function pemBlocks(text: string): PemBlock[] {
  const lines = armorLines(text);
  if (lines.length > 0 || !text.includes('&')) return blocksBetween(text, lines);
  // Mail programs write hyphens as entities; in other web pages the lines are found as they are.
  const shown = withoutHtml(text);
  return blocksBetween(shown, armorLines(shown), true);
}

function blocksBetween(text: string, lines: readonly ArmorLine[], altered = false): PemBlock[] {
  const blocks: PemBlock[] = [];
  let begin: ArmorLine | undefined;
  for (const line of lines) {
    const isBegin = line.kind === 'BEGIN';
    if (isBegin !== (begin === undefined)) throw new Error('A block has no beginning or no end.');
    if (begin !== undefined) blocks.push(blockOf(text, begin, line, altered));
    if (blocks.length > maxBlocks) throw tooLarge('blocks', blocks.length, maxBlocks);
    begin = isBegin ? line : undefined;
  }
  if (begin !== undefined) throw new Error('A block has no end.');
  return blocks;
}

function blockOf(text: string, begin: ArmorLine, end: ArmorLine, altered: boolean): PemBlock {
  const written = text.slice(begin.end, end.start);
  const body = cleanBody(written);
  const isPlain = !altered && begin.isPlain && end.isPlain && begin.label === end.label && squeezed(written) === squeezed(body);
  return { label: begin.label, body, altered: !isPlain };
}

const squeezed = (text: string): string => text.replace(/[ \t\r\n]/g, '');

function armorLines(text: string): ArmorLine[] {
  const lines: ArmorLine[] = [];
  for (const match of text.matchAll(armor)) {
    const [whole, word = '', written = ''] = match;
    const start = armorStart(text, match.index);
    if (start === match.index) continue;
    const kind = word.toUpperCase();
    const label = written.replace(/\s/g, '').toUpperCase();
    const end = match.index + whole.length;
    const isPlain =
      text.slice(start, end) === `-----${word} ${written}-----` && kind === word && /^[A-Z0-9#]+(?: [A-Z0-9#]+)*$/.test(written);
    // "--- End of message ---" ends no block; PGP's messages have a beginning in a beginning.
    if ((isPlain || knownLabels.test(label)) && !label.startsWith('PGP')) lines.push({ kind, label, start, end, isPlain });
  }
  return lines;
}

/** Where the dashes before the word begin; the place of the word itself when there are none. */
function armorStart(text: string, word: number): number {
  let at = word;
  while (at > word - 4 && /[^\S\r\n]/.test(text.charAt(at - 1))) at -= 1;
  const dashesEnd = at;
  while (at > dashesEnd - 10 && isDash.test(text.charAt(at - 1))) at -= 1;
  return at === dashesEnd ? word : at;
}

/** Base64 from text that was quoted in a mail, or encoded for one, or copied from a web page. */
export const cleanBody = (text: string): string =>
  withoutHtml(text)
    // Soft hyphens, zero-width and directional marks, byte order marks: invisible, and no base64.
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/^[^\S\r\n]*(?:[>|][^\S\r\n]*)+/gm, '')
    // Quoted-printable: a line goes on, and the fill character of base64.
    .replace(/=3D/gi, '=');

/** Tags become line breaks, entities their characters. */
function withoutHtml(text: string): string {
  return text
    .replace(/<[^<>]*>/g, '\n')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (entity, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return namedEntities[name.toLowerCase()] ?? entity;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : entity;
    });
}

const namedEntities: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  shy: '',
  ndash: '–',
  mdash: '—',
  minus: '−',
  hyphen: '-',
  dash: '-',
  plus: '+',
  sol: '/',
  equals: '=',
};

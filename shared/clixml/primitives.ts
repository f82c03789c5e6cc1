/** The primitive elements of CLIXML ([MS-PSRP] 2.2.5.1), and how their text becomes a value. */

import type { PsPrimitive } from './value.ts';

/** How CLIXML writes characters that XML cannot carry: `_xHHHH_`, one for each UTF-16 code unit. */

const encoded = /_x([0-9A-Fa-f]{4})_/g;
/**
 * Control characters, surrogates, the two non-characters, and an underscore that would be read as an
 * escape, also when the underscore that ends it comes from the escape behind it.
 */
// eslint-disable-next-line no-control-regex -- control characters are what has to be escaped
const needsEscape = /[\u0000-\u001F\u007F-\u009F\uD800-\uDFFF\uFFFE\uFFFF]|_(?=[xX][0-9A-Fa-f]{4})/g;

export const decodeText = (text: string): string =>
  text.includes('_x') ? text.replace(encoded, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))) : text;

export const encodeText = (text: string): string =>
  text
    .replace(needsEscape, (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** Base64 without Node or a browser (RFC 4648, with padding; white space is allowed, as XML folds it in). */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const digitOf = new Uint8Array(128).fill(0xff);
for (let index = 0; index < alphabet.length; index += 1) digitOf[alphabet.charCodeAt(index)] = index;

/** `undefined` when the text is not base64. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  const compact = /\s/.test(text) ? text.replaceAll(/\s+/g, '') : text;
  if (compact.length % 4 !== 0) return undefined;
  const padding = compact.endsWith('==') ? 2 : compact.endsWith('=') ? 1 : 0;
  const digits = compact.length - padding;
  const bytes = new Uint8Array((compact.length / 4) * 3 - padding);
  let at = 0;
  let bits = 0;
  let held = 0;
  for (let index = 0; index < digits; index += 1) {
    const code = compact.charCodeAt(index);
    const digit = code < 128 ? (digitOf[code] ?? 0xff) : 0xff;
    if (digit === 0xff) return undefined;
    held = ((held << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (held >> bits) & 0xff;
      at += 1;
    }
  }
  return bytes;
}

export function base64OfBytes(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b, c] = [bytes[index], bytes[index + 1], bytes[index + 2]];
    const triple = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    parts.push(
      alphabet.charAt(triple >> 18),
      alphabet.charAt((triple >> 12) & 63),
      b === undefined ? '=' : alphabet.charAt((triple >> 6) & 63),
      c === undefined ? '=' : alphabet.charAt(triple & 63),
    );
  }
  return parts.join('');
}

/** Parses the text of an element; `undefined` when it is not of that kind. */
type Parse = (text: string) => PsPrimitive | undefined;

const integer =
  (type: 'byte' | 'sbyte' | 'int16' | 'uint16' | 'int32' | 'uint32', low: number, high: number): Parse =>
  (text) => {
    if (!/^-?\d{1,10}$/.test(text)) return undefined;
    const value = Number(text);
    return value >= low && value <= high ? { type, value } : undefined;
  };

const float =
  (type: 'single' | 'double'): Parse =>
  (text) => {
    const special = { NaN: Number.NaN, INF: Infinity, '-INF': -Infinity, Infinity, '-Infinity': -Infinity } as const;
    if (Object.hasOwn(special, text)) return { type, value: special[text as keyof typeof special] };
    return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? { type, value: Number(text) } : undefined;
  };

const kept =
  (type: 'int64' | 'uint64' | 'decimal' | 'dateTime' | 'timeSpan', shape: RegExp): Parse =>
  (text) =>
    shape.test(text) ? { type, value: text } : undefined;

const decoded =
  (type: 'string' | 'uri' | 'version' | 'xml' | 'scriptBlock' | 'guid'): Parse =>
  (text) => ({ type, value: decodeText(text) });

export const primitiveParsers: Readonly<Record<string, Parse>> = {
  S: decoded('string'),
  URI: decoded('uri'),
  Version: decoded('version'),
  XD: decoded('xml'),
  SBK: decoded('scriptBlock'),
  G: decoded('guid'),
  C: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 0xffff ? { type: 'char', value: String.fromCharCode(Number(text)) } : undefined),
  B: (text) => (text === 'true' || text === 'false' ? { type: 'boolean', value: text === 'true' } : undefined),
  By: integer('byte', 0, 255),
  SB: integer('sbyte', -128, 127),
  I16: integer('int16', -32_768, 32_767),
  U16: integer('uint16', 0, 65_535),
  I32: integer('int32', -2_147_483_648, 2_147_483_647),
  U32: integer('uint32', 0, 4_294_967_295),
  I64: kept('int64', /^-?\d{1,19}$/),
  U64: kept('uint64', /^\d{1,20}$/),
  D: kept('decimal', /^[+-]?\d{1,29}(\.\d+)?$/),
  Sg: float('single'),
  Db: float('double'),
  DT: kept('dateTime', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?(Z|[+-]\d{2}:\d{2})?$/),
  TS: kept('timeSpan', /^-?P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/),
  BA: (text) => {
    const value = bytesOfBase64(text);
    return value === undefined ? undefined : { type: 'bytes', value };
  },
};

/** The element of each type, for writing. */
export const primitiveTags: Readonly<Record<Exclude<PsPrimitive['type'], 'null'>, string>> = {
  string: 'S',
  uri: 'URI',
  version: 'Version',
  xml: 'XD',
  scriptBlock: 'SBK',
  guid: 'G',
  char: 'C',
  boolean: 'B',
  byte: 'By',
  sbyte: 'SB',
  int16: 'I16',
  uint16: 'U16',
  int32: 'I32',
  uint32: 'U32',
  int64: 'I64',
  uint64: 'U64',
  decimal: 'D',
  single: 'Sg',
  double: 'Db',
  dateTime: 'DT',
  timeSpan: 'TS',
  bytes: 'BA',
};

/**
 * The distinguished encoding rules (X.690): a bounded walk over the elements, which every input passes
 * before the schemas of `@peculiar/asn1-*` read it. Everything here throws an `Error` at bytes that are
 * no such encoding; the caller turns it into a coded failure.
 */
import { AsnParser } from '@peculiar/asn1-schema';

/** One element: its identifier octet, its content, and all of its bytes. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

/** Identifier octets: class, constructed bit and number in one. */
export const tags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific, constructed: `[0]` as it is used for EXPLICIT, and for IMPLICIT SET or SEQUENCE */
  context: (number: number): number => 0xa0 + number,
  /** Context-specific, primitive */
  contextPrimitive: (number: number): number => 0x80 + number,
} as const;

const constructedOctetString = 0x24;
const isConstructed = (tag: number): boolean => (tag & 0x20) !== 0;

/** More members, levels and elements than any certificate or file of certificates has. */
const maxChildren = 20_000;
const maxDepth = 32;
const maxElements = 100_000;

/** `parseEmbedded`: without it the library parses what happens to look like DER inside of octet and bit strings, to any depth. */
const berOptions = { maxDepth, maxNodes: maxElements, copyInput: false, parseEmbedded: false } as const;

/** Reads exactly one DER element by a schema of the library. Size, depth and number of the elements are checked before. */
export function parseAs<T>(bytes: Uint8Array, schema: new () => T): T {
  const der = toDer(bytes);
  // The library ignores what follows the element, and takes other encodings than DER.
  if (der.buffer !== bytes.buffer || der.length !== bytes.length) throw new Error('Not exactly one DER element.');
  return AsnParser.parse(bytes, schema, { berOptions });
}

interface Header {
  readonly tag: number;
  readonly start: number;
  /** `undefined`: the length is indefinite (BER only) */
  readonly end: number | undefined;
}

/** Tag and extent of the element at `at`, which must end before `limit`. */
export function headerAt(bytes: Uint8Array, at: number, limit: number): Header {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || at + 2 > limit) throw new Error('An element is cut off.');
  if ((tag & 0x1f) === 0x1f) throw new Error('A tag is longer than one byte.');
  if (first === 0x80) return { tag, start: at + 2, end: undefined };
  const sizeOfLength = first < 0x80 ? 0 : first - 0x80;
  if (sizeOfLength > 4) throw new Error('A length has more than four bytes.');
  const start = at + 2 + sizeOfLength;
  let length = sizeOfLength === 0 ? first : 0;
  for (let digit = at + 2; digit < start; digit += 1) length = length * 256 + (bytes[digit] ?? 0);
  if (start + length > limit) throw new Error('An element is longer than its container.');
  return { tag, start, end: start + length };
}

/**
 * The first element of `bytes` as DER. PKCS #7 and PKCS #12 may be written by the basic encoding rules, with
 * indefinite lengths and octet strings in pieces; both are rewritten, since the library's `OctetString`
 * loses the pieces. Bytes that are DER already come back as a view of `bytes`.
 */
export function toDer(bytes: Uint8Array): Uint8Array {
  let elements = 0;

  function convert(at: number, limit: number, depth: number): { readonly der: Uint8Array; readonly next: number } {
    elements += 1;
    if (depth > maxDepth || elements > maxElements) throw new Error('Too many levels, or too many elements.');
    const { tag, start, end } = headerAt(bytes, at, limit);
    if (!isConstructed(tag)) {
      if (end === undefined) throw new Error('A primitive element has no length.');
      return { der: bytes.subarray(at, end), next: end };
    }
    const members: Uint8Array[] = [];
    let isDer = end !== undefined && tag !== constructedOctetString;
    let next = start;
    while (end === undefined ? !isEndOfContents(bytes, next, limit) : next < end) {
      const member = convert(next, end ?? limit, depth + 1);
      isDer &&= member.der.buffer === bytes.buffer;
      members.push(member.der);
      next = member.next;
    }
    const after = end ?? next + 2;
    if (isDer) return { der: bytes.subarray(at, end), next: after };
    const der = tag === constructedOctetString ? encode(tags.octetString, ...members.map(octetsOf)) : encode(tag, ...members);
    return { der, next: after };
  }

  return convert(0, bytes.length, 0).der;
}

function isEndOfContents(bytes: Uint8Array, at: number, limit: number): boolean {
  if (at + 2 > limit) throw new Error('The end of an element is missing.');
  return bytes[at] === 0 && bytes[at + 1] === 0;
}

const octetsOf = (piece: Uint8Array): Uint8Array => expect(readElement(piece), tags.octetString).content;

/** One element of that tag with that content. */
export function encode(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  const header = length < 0x80 ? [tag, length] : [tag, 0x80 + digits.length, ...digits];
  const encoded = new Uint8Array(header.length + length);
  encoded.set(header);
  let at = header.length;
  for (const part of parts) {
    encoded.set(part, at);
    at += part.length;
  }
  return encoded;
}

/** The element that begins at `at`. */
export function readElement(bytes: Uint8Array, at = 0): DerElement {
  const { tag, start, end } = headerAt(bytes, at, bytes.length);
  if (end === undefined) throw new Error('A length is indefinite.');
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) };
}

/** The only element of `bytes`: trailing bytes are an error. */
export function readOnly(bytes: Uint8Array): DerElement {
  const element = readElement(bytes);
  if (element.whole.length !== bytes.length) throw new Error('Bytes follow the end of the element.');
  return element;
}

/** The members of a constructed element. */
export function childrenOf({ tag, content }: DerElement): DerElement[] {
  if (!isConstructed(tag)) throw new Error('An element has no members.');
  const children: DerElement[] = [];
  for (let at = 0; at < content.length; at += children.at(-1)?.whole.length ?? 0) {
    if (children.length === maxChildren) throw new Error('An element has too many members.');
    children.push(readElement(content, at));
  }
  return children;
}

/** The element itself, if it is present and of that type. */
export function expect(element: DerElement | undefined, tag: number): DerElement {
  if (element?.tag !== tag) throw new Error(`Expected the tag ${String(tag)}, found ${String(element?.tag ?? 'nothing')}.`);
  return element;
}

/** The members of an element of that type. */
export const membersOf = (element: DerElement | undefined, tag: number): DerElement[] => childrenOf(expect(element, tag));

/** An object identifier in its dotted form. Arcs beyond 2^53 do not occur and are refused. */
export function oidOf(element: DerElement | undefined): string {
  const { content } = expect(element, tags.oid);
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) throw new Error('An arc of an object identifier is too large.');
    if ((byte & 0x80) !== 0) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first, ...rest] = arcs;
  if (first === undefined || ((content.at(-1) ?? 0x80) & 0x80) !== 0) throw new Error('An object identifier is cut off.');
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - top * 40, ...rest].join('.');
}

/** A count in an element, e.g. of iterations; not for serial numbers. */
export function countOf(element: DerElement | undefined): number {
  const { content } = expect(element, tags.integer);
  if (content.length === 0 || ((content[0] ?? 0) & 0x80) !== 0) throw new Error('A number is no count.');
  return safeCount(content.reduce((sum, byte) => sum * 256 + byte, 0));
}

/** A count that a schema of the library has read: it returns a number of four bytes and more as a text. */
export function safeCount(value: number | string): number {
  const count = Number(value);
  if (!Number.isSafeInteger(count) || count < 0) throw new Error('A number is no count.');
  return count;
}

/** The bytes of a bit string that ends at a whole byte, as keys and signatures do. */
export function bytesOfBitString(element: DerElement | undefined): Uint8Array {
  const { content } = expect(element, tags.bitString);
  if (content[0] !== 0) throw new Error('A bit string does not end at a whole byte.');
  return content.subarray(1);
}

const timePattern = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?(?:Z|([+-])(\d{2})(\d{2}))$/;

/**
 * UTCTime or GeneralizedTime (RFC 5280, section 4.1.2.5) as ISO 8601 in UTC. Two digits of a year below 50 are
 * of this century. Ours, because the library turns a time without seconds, with an offset, or of a day that
 * does not exist into another time without an error.
 */
export function readTime(time: DerElement | undefined): string {
  const text = time === undefined ? '' : latinOf(time.content);
  const digits = time?.tag === tags.utcTime ? 2 : time?.tag === tags.generalizedTime ? 4 : undefined;
  const year = text.slice(0, digits);
  const [, month = '', day = '', hour = '', minute = '', second = '00', fraction = '', sign, hours = '0', minutes = '0'] =
    timePattern.exec(text.slice(digits)) ?? [];
  if (digits === undefined || month === '' || !/^\d+$/.test(year)) throw new Error('A time cannot be read.');
  const fullYear = digits === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`;
  const written = `${fullYear}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const utc = new Date(written);
  if (Number.isNaN(utc.getTime()) || utc.toISOString() !== written) throw new Error('A time does not exist.');
  if (sign === undefined) return written;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  return new Date(utc.getTime() - offset).toISOString();
}

/** Refuses an element with a time that the library would misread (see `readTime`), before its schemas read it. */
export function assertTimes(element: DerElement): void {
  if (element.tag === tags.utcTime || element.tag === tags.generalizedTime) {
    if (!/^(?:\d{2})?\d{12}(?:\.\d+)?Z$/.test(latinOf(element.content))) throw new Error('A time is not in the form of RFC 5280.');
    readTime(element);
  } else if (isConstructed(element.tag)) childrenOf(element).forEach(assertTimes);
}

/** One character for each byte. */
export const latinOf = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0').toUpperCase());

/** Upper-case hexadecimal digits, as Windows prints bytes. */
export const hexOf = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += hexDigits[byte] ?? '';
  return text;
};

/** The bytes of upper- or lower-case hexadecimal digits. */
export const bytesOfHex = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

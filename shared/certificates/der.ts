/**
 * The distinguished encoding rules (X.690), as far as certificates use them. Everything here throws an
 * `Error` at bytes that are no such encoding; whoever asks turns it into a coded failure.
 */

/** One element: its identifier octet, what it holds, and all of its bytes. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

/** Identifier octets: class, constructed bit and number in one. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific, constructed: `[0]` as it is used for EXPLICIT, and for IMPLICIT SET or SEQUENCE */
  context: (number: number): number => 0xa0 + number,
  /** Context-specific, primitive */
  contextPrimitive: (number: number): number => 0x80 + number,
} as const;

/** More members than any certificate or file of certificates has. */
const maxChildren = 20_000;

/** The element that begins at `at`. */
export function readElement(bytes: Uint8Array, at = 0): DerElement {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) throw new Error('An element is cut off.');
  if ((tag & 0x1f) === 0x1f) throw new Error('A tag is longer than one byte.');
  const sizeOfLength = first < 0x80 ? 0 : first - 0x80;
  if (first === 0x80 || sizeOfLength > 4) throw new Error('A length is not definite, or absurd.');
  const start = at + 2 + sizeOfLength;
  const length = sizeOfLength === 0 ? first : bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  if (start + length > bytes.length) throw new Error('An element is longer than what holds it.');
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) };
}

/** The one element that `bytes` is, with nothing behind it. */
export function readOnly(bytes: Uint8Array): DerElement {
  const element = readElement(bytes);
  if (element.whole.length !== bytes.length) throw new Error('There are bytes behind the end.');
  return element;
}

/** The members of a constructed element. */
export function childrenOf({ tag, content }: DerElement): DerElement[] {
  if ((tag & 0x20) === 0) throw new Error('An element has no members.');
  const children: DerElement[] = [];
  for (let at = 0; at < content.length; at += children.at(-1)?.whole.length ?? 0) {
    if (children.length === maxChildren) throw new Error('An element has too many members.');
    children.push(readElement(content, at));
  }
  return children;
}

/** The element itself, when it is there and of that type. */
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
    if (!Number.isSafeInteger(arc)) throw new Error('An object identifier is absurd.');
    if ((byte & 0x80) !== 0) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first, ...rest] = arcs;
  if (first === undefined || ((content.at(-1) ?? 0x80) & 0x80) !== 0) throw new Error('An object identifier is cut off.');
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - top * 40, ...rest].join('.');
}

/** A number that is not negative and fits; for counts, not for serial numbers. */
export function smallIntegerOf(element: DerElement | undefined): number {
  const { content } = expect(element, tags.integer);
  const value = content.reduce((sum, byte) => sum * 256 + byte, 0);
  if (content.length === 0 || ((content[0] ?? 0) & 0x80) !== 0 || !Number.isSafeInteger(value)) throw new Error('A number is absurd.');
  return value;
}

/** The bytes of a bit string that ends at a whole byte, as keys and signatures do. */
export function bytesOfBitString(element: DerElement | undefined): Uint8Array {
  const { content } = expect(element, tags.bitString);
  if (content[0] !== 0) throw new Error('A bit string does not end at a whole byte.');
  return content.subarray(1);
}

/** Upper-case hexadecimal digits, as Windows prints bytes. */
export const hexOf = (bytes: Uint8Array): string =>
  [...bytes]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, index) => byte === b[index]);

/**
 * The basic encoding rules (X.690) in which PKCS #7 and PKCS #12 may be written: lengths that are found by
 * their end, octet strings in pieces. Rewritten as DER, so that only one reader has to know of it.
 */
import { tags } from '../../shared/certificates/der.ts';

const maxDepth = 32;
const maxElements = 100_000;
const constructedOctetString = 0x24;

/** The first element of `bytes` as DER; what has neither of both is given back byte for byte. Throws when it is damaged. */
export function toDer(bytes: Uint8Array): Uint8Array {
  let elements = 0;

  function convert(at: number, end: number, depth: number): { readonly der: Uint8Array; readonly next: number } {
    elements += 1;
    if (depth > maxDepth || elements > maxElements) throw new Error('Too deep, or too many elements.');
    const { tag, start, stop } = headerAt(bytes, at, end);
    if ((tag & 0x20) === 0) {
      if (stop === undefined) throw new Error('A primitive element has no length.');
      return { der: bytes.subarray(at, stop), next: stop };
    }
    const members: Uint8Array[] = [];
    let next = start;
    while (stop === undefined ? !isEnd(bytes, next, end) : next < stop) {
      const member = convert(next, stop ?? end, depth + 1);
      members.push(member.der);
      next = member.next;
    }
    const next0 = stop ?? next + 2;
    if (tag === constructedOctetString) return { der: encode(tags.octetString, members.map(contentOf)), next: next0 };
    const same = stop !== undefined && members.reduce((sum, { length }) => sum + length, 0) === stop - start && isUntouched(members, bytes);
    return { der: same ? bytes.subarray(at, stop) : encode(tag, members), next: next0 };
  }

  return convert(0, bytes.length, 0).der;
}

interface Header {
  readonly tag: number;
  readonly start: number;
  /** `undefined`: the length is not given */
  readonly stop: number | undefined;
}

function headerAt(bytes: Uint8Array, at: number, end: number): Header {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || at + 2 > end || (tag & 0x1f) === 0x1f) throw new Error('Cut off.');
  if (first === 0x80) return { tag, start: at + 2, stop: undefined };
  const size = first < 0x80 ? 0 : first - 0x80;
  if (size > 4) throw new Error('An absurd length.');
  const start = at + 2 + size;
  const length = size === 0 ? first : bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  if (start + length > end) throw new Error('Longer than what holds it.');
  return { tag, start, stop: start + length };
}

function isEnd(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 2 > end) throw new Error('The end is missing.');
  return bytes[at] === 0 && bytes[at + 1] === 0;
}

/** Members that were not rewritten are views of the bytes themselves. */
const isUntouched = (members: readonly Uint8Array[], bytes: Uint8Array): boolean => members.every(({ buffer }) => buffer === bytes.buffer);

function contentOf(der: Uint8Array): Uint8Array {
  const { tag, start } = headerAt(der, 0, der.length);
  if (tag !== tags.octetString) throw new Error('A piece of an octet string is none.');
  return der.subarray(start);
}

function encode(tag: number, parts: readonly Uint8Array[]): Uint8Array {
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

/** Reading a byte stream from front to back, little-endian, never past its end. */

import type { NrbfFaultReason, NrbfLimits, NrbfPrimitive } from './value.ts';

// UTF-8 without Node or a browser (RFC 3629): strict, since a text that is not UTF-8 is no text.

/** `undefined` for anything that is not well-formed: overlong forms, surrogates, more than U+10FFFF, loose bytes. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const parts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const more = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
    if (more < 0 || at + more >= bytes.length) return undefined;
    let code = more === 0 ? lead : lead & (0x3f >> more);
    for (let index = 1; index <= more; index += 1) {
      const byte = bytes[at + index] ?? 0;
      if ((byte & 0xc0) !== 0x80) return undefined;
      code = code * 64 + (byte & 0x3f);
    }
    const overlong = (more === 2 && code < 0x800) || (more === 3 && code < 0x10000);
    if (overlong || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    parts.push(String.fromCodePoint(code));
    at += more + 1;
  }
  return parts.join('');
}

/** Stops reading; caught by `readNrbf`, which makes a fault of it. */
export class Refusal extends Error {
  constructor(
    readonly reason: NrbfFaultReason,
    readonly what: string,
    readonly offset: number,
  ) {
    super(what);
  }
}

export interface Cursor {
  readonly offset: () => number;
  readonly work: () => number;
  /** Counts work that takes no bytes. */
  readonly spend: (steps: number) => void;
  readonly uint8: () => number;
  readonly int32: () => number;
  readonly bytes: (count: number) => Uint8Array;
  /** A view of the next `count` bytes, which are then behind the cursor. */
  readonly view: (count: number) => DataView;
  /** LengthPrefixedString ([MS-NRBF] 2.1.1.6): length in 7-bit groups, then UTF-8. */
  readonly text: () => string;
  readonly refuse: (reason: NrbfFaultReason, what: string, at?: number) => never;
}

export function createCursor(source: Uint8Array, limits: Pick<NrbfLimits, 'text'>): Cursor {
  const whole = new DataView(source.buffer, source.byteOffset, source.byteLength);
  let at = 0;
  let work = 0;

  function refuse(reason: NrbfFaultReason, what: string, offset = at): never {
    throw new Refusal(reason, what, offset);
  }

  function take(count: number): number {
    if (count > source.length - at) refuse('truncated', String(count));
    const start = at;
    at += count;
    work += Math.max(1, count);
    return start;
  }

  /** At most five groups make an Int32; a length is never negative. */
  function length(): number {
    const start = at;
    let value = 0;
    for (let group = 0; group < 5; group += 1) {
      const byte = whole.getUint8(take(1));
      value += (byte & 0x7f) * 2 ** (7 * group);
      if (byte < 0x80) return value > 0x7fffffff ? refuse('badValue', 'length', start) : value;
    }
    return refuse('badValue', 'length', start);
  }

  function text(): string {
    const start = at;
    const count = length();
    if (count > limits.text) refuse('tooLarge', String(count), start);
    const from = take(count);
    return decodeUtf8(source.subarray(from, from + count)) ?? refuse('badValue', 'UTF-8', start);
  }

  return {
    offset: () => at,
    work: () => work,
    spend: (steps) => {
      work += steps;
    },
    uint8: () => whole.getUint8(take(1)),
    int32: () => whole.getInt32(take(4), true),
    bytes: (count) => {
      const start = take(count);
      return source.slice(start, start + count);
    },
    view: (count) => {
      const start = take(count);
      return new DataView(source.buffer, source.byteOffset + start, count);
    },
    text,
    refuse,
  };
}

// Primitive values ([MS-NRBF] 2.1.2.3 PrimitiveTypeEnumeration, 2.1.1 their bytes).

type Read = (cursor: Cursor) => NrbfPrimitive;

/** Null (17) and String (18) are absent: they belong to method calls, and elsewhere are records. */
const readers: ReadonlyMap<number, Read> = new Map<number, Read>([
  [1, readBoolean],
  [2, (cursor) => ({ type: 'byte', value: cursor.uint8() })],
  [3, readChar],
  [5, readDecimal],
  [6, (cursor) => ({ type: 'double', value: cursor.view(8).getFloat64(0, true) })],
  [7, (cursor) => ({ type: 'int16', value: cursor.view(2).getInt16(0, true) })],
  [8, (cursor) => ({ type: 'int32', value: cursor.int32() })],
  [9, (cursor) => ({ type: 'int64', value: String(cursor.view(8).getBigInt64(0, true)) })],
  [10, (cursor) => ({ type: 'sbyte', value: cursor.view(1).getInt8(0) })],
  [11, (cursor) => ({ type: 'single', value: cursor.view(4).getFloat32(0, true) })],
  [12, (cursor) => ({ type: 'timeSpan', value: String(cursor.view(8).getBigInt64(0, true)) })],
  // Ticks and kind together, as they are stored: nobody here needs them apart
  [13, (cursor) => ({ type: 'dateTime', value: String(cursor.view(8).getBigUint64(0, true)) })],
  [14, (cursor) => ({ type: 'uint16', value: cursor.view(2).getUint16(0, true) })],
  [15, (cursor) => ({ type: 'uint32', value: cursor.view(4).getUint32(0, true) })],
  [16, (cursor) => ({ type: 'uint64', value: String(cursor.view(8).getBigUint64(0, true)) })],
]);

/** The type whose arrays are kept as bytes. */
export const byteType = 2;

/** Reads the number of a primitive type, and gives the reader of its values. */
export function readPrimitiveType(cursor: Cursor): { readonly number: number; readonly read: Read } {
  const at = cursor.offset();
  const number = cursor.uint8();
  const read = readers.get(number);
  return read === undefined ? cursor.refuse('badValue', `primitive type ${number}`, at) : { number, read };
}

function readBoolean(cursor: Cursor): NrbfPrimitive {
  const at = cursor.offset();
  const byte = cursor.uint8();
  return byte > 1 ? cursor.refuse('badValue', 'boolean', at) : { type: 'boolean', value: byte === 1 };
}

/** One UTF-8 sequence; BinaryWriter refuses surrogates, so it is one code unit. */
function readChar(cursor: Cursor): NrbfPrimitive {
  const at = cursor.offset();
  const lead = cursor.uint8();
  const more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : 2;
  const value = decodeUtf8(Uint8Array.of(lead, ...cursor.bytes(more)));
  return value?.length === 1 ? { type: 'char', value } : cursor.refuse('badValue', 'char', at);
}

function readDecimal(cursor: Cursor): NrbfPrimitive {
  const at = cursor.offset();
  const value = cursor.text();
  return /^-?\d{1,29}(\.\d{1,28})?$/.test(value) ? { type: 'decimal', value } : cursor.refuse('badValue', 'decimal', at);
}

/** Primitive values ([MS-NRBF] 2.1.2.3 PrimitiveTypeEnumeration, 2.1.1 their bytes). */
import type { Cursor } from './cursor.ts';
import { decodeUtf8 } from './utf8.ts';
import type { NrbfPrimitive } from './value.ts';

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

/** How a stream describes its classes ([MS-NRBF] 2.3): names of members, and what stands where each of their values is. */

import { type Cursor, readPrimitiveType, byteType } from './cursor.ts';
import type { NrbfLimits, NrbfPrimitive } from './value.ts';

/** Where a value is a record, or the bare bytes of a primitive. */
export type Slot = 'record' | ((cursor: Cursor) => NrbfPrimitive);

/** A class as it was described once; later objects of it name it by the id of the first. */
export interface ClassShape {
  readonly name: string;
  readonly library: string | undefined;
  readonly members: readonly (readonly [string, Slot])[];
}

export interface ClassInfo {
  readonly id: number;
  readonly name: string;
  readonly memberNames: readonly string[];
}

/** ClassInfo (2.3.1.1). */
export function readClassInfo(cursor: Cursor, limits: NrbfLimits): ClassInfo {
  const id = cursor.int32();
  const name = cursor.text();
  const at = cursor.offset();
  const count = cursor.int32();
  if (count < 0) cursor.refuse('badValue', 'member count', at);
  if (count > limits.members) cursor.refuse('tooMany', `${count} members`, at);
  const memberNames = Array.from({ length: count }, () => cursor.text());
  if (new Set(memberNames).size !== count) cursor.refuse('badValue', 'member names', at);
  return { id, name, memberNames };
}

/** MemberTypeInfo (2.3.1.2): first the kind of every member, then what more each kind needs. */
export const readMemberTypes = (cursor: Cursor, count: number): readonly Slot[] =>
  Array.from({ length: count }, () => readBinaryType(cursor)).map((type) => readSlot(cursor, type));

/** BinaryTypeEnumeration (2.1.2.2). */
function readBinaryType(cursor: Cursor): number {
  const at = cursor.offset();
  const type = cursor.uint8();
  return type > 7 ? cursor.refuse('badValue', `binary type ${type}`, at) : type;
}

/** The additional information of a kind: what a name of a class would add is not needed, since each record names its own. */
function readSlot(cursor: Cursor, binaryType: number): Slot {
  switch (binaryType) {
    case 0:
      return readPrimitiveType(cursor).read;
    case 3:
      cursor.text();
      return 'record';
    case 4:
      cursor.text();
      cursor.int32();
      return 'record';
    case 7:
      readPrimitiveType(cursor);
      return 'record';
    default:
      return 'record';
  }
}

// The records of arrays ([MS-NRBF] 2.4): their header, up to the first element.

/** What follows the header: that many bytes, or that many elements. */
export interface ArrayHead {
  readonly id: number;
  readonly lengths: readonly number[];
  readonly count: number;
  readonly slot: Slot | 'bytes';
}

/** ArraySinglePrimitive, ArraySingleObject, ArraySingleString: one dimension. */
export function readSingleHead(cursor: Cursor, limits: NrbfLimits, primitive: boolean): ArrayHead {
  const id = cursor.int32();
  const at = cursor.offset();
  const length = readLength(cursor);
  const slot = primitive ? primitiveSlot(cursor) : 'record';
  return bounded(cursor, limits, { id, lengths: [length], count: length, slot }, at);
}

/** BinaryArray: any rank; kinds 3 to 5 have lower bounds, which say nothing about the elements. */
export function readBinaryArrayHead(cursor: Cursor, limits: NrbfLimits): ArrayHead {
  const id = cursor.int32();
  const at = cursor.offset();
  const kind = cursor.uint8();
  if (kind > 5) cursor.refuse('badValue', `array kind ${kind}`, at);
  const rank = cursor.int32();
  if (rank < 1 || rank > 32) cursor.refuse('badValue', `rank ${rank}`, at);
  const lengths = Array.from({ length: rank }, () => readLength(cursor));
  if (kind >= 3) for (let dimension = 0; dimension < rank; dimension += 1) cursor.int32();
  const type = readBinaryType(cursor);
  const slot = type === 0 ? primitiveSlot(cursor) : readSlot(cursor, type);
  return bounded(cursor, limits, { id, lengths, count: lengths.reduce((product, length) => product * length, 1), slot }, at);
}

function readLength(cursor: Cursor): number {
  const at = cursor.offset();
  const length = cursor.int32();
  return length < 0 ? cursor.refuse('badValue', 'array length', at) : length;
}

function primitiveSlot(cursor: Cursor): Slot | 'bytes' {
  const { number, read } = readPrimitiveType(cursor);
  return number === byteType ? 'bytes' : read;
}

/** A run of nulls takes no bytes, so the elements of other arrays are counted before they are read. */
function bounded(cursor: Cursor, limits: NrbfLimits, head: ArrayHead, at: number): ArrayHead {
  const most = head.slot === 'bytes' ? limits.size : limits.elements;
  return head.count > most ? cursor.refuse('tooLarge', `${head.count} elements`, at) : head;
}

/** The records of arrays ([MS-NRBF] 2.4): their header, up to the first element. */
import { readBinaryType, readSlot, type Slot } from './classes.ts';
import type { Cursor } from './cursor.ts';
import { byteType, readPrimitiveType } from './primitives.ts';
import type { NrbfLimits } from './value.ts';

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

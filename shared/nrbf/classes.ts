/** How a stream describes its classes ([MS-NRBF] 2.3): names of members, and what stands where each of their values is. */
import type { Cursor } from './cursor.ts';
import { readPrimitiveType } from './primitives.ts';
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
export function readBinaryType(cursor: Cursor): number {
  const at = cursor.offset();
  const type = cursor.uint8();
  return type > 7 ? cursor.refuse('badValue', `binary type ${type}`, at) : type;
}

/** The additional information of a kind: what a name of a class would add is not needed, since each record names its own. */
export function readSlot(cursor: Cursor, binaryType: number): Slot {
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

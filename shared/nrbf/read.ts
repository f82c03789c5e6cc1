/**
 * Reading [MS-NRBF], the format of .NET's BinaryFormatter. It is read as data: no type of the
 * stream is looked up, nothing is created or called, so a hostile stream can only be refused.
 * Records of remote method calls ([MS-NRBF] 2.2) are not read.
 */
import { fail, ok, type Result } from '../model/error.ts';
import {
  readBinaryArrayHead,
  readSingleHead,
  type ArrayHead,
  readClassInfo,
  readMemberTypes,
  type ClassShape,
  type Slot,
} from './records.ts';
import { createCursor, Refusal, type Cursor, readPrimitiveType } from './cursor.ts';
import { defaultNrbfLimits, type NrbfDocument, type NrbfFault, type NrbfLimits, type NrbfObject, type NrbfValue } from './value.ts';

/** RecordTypeEnumeration (2.1.2.1). */
const record = {
  header: 0,
  classWithId: 1,
  systemClassWithMembers: 2,
  classWithMembers: 3,
  systemClassWithMembersAndTypes: 4,
  classWithMembersAndTypes: 5,
  text: 6,
  binaryArray: 7,
  primitive: 8,
  reference: 9,
  null: 10,
  end: 11,
  library: 12,
  nulls256: 13,
  nulls: 14,
  primitives: 15,
  objects: 16,
  texts: 17,
} as const;

/** Records that stand only where a value is wanted, and the header, which stands only at the beginning. */
const onlyAsValue: ReadonlySet<number> = new Set([
  record.header,
  record.primitive,
  record.reference,
  record.null,
  record.nulls256,
  record.nulls,
]);

/** What a record gives where a value is wanted; a run of nulls stands for several elements of an array. */
type Part = NrbfValue | { readonly type: 'nulls'; readonly count: number };

/**
 * The objects of the stream that begins at the first of these bytes; what follows its end record is
 * left alone. Bounded by `limits` in every dimension. Never throws.
 */
export function readNrbf(source: Uint8Array, limits: NrbfLimits = defaultNrbfLimits): Result<NrbfDocument, NrbfFault> {
  const cursor = createCursor(source, limits);
  try {
    if (source.length > limits.size) cursor.refuse('tooLarge', String(source.length));
    return ok(readDocument(cursor, limits));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return fail({ reason: error.reason, what: error.what, offset: error.offset, work: cursor.work() });
  }
}

/** SerializationHeaderRecord (2.6.1). Gives the id of the root object. */
function readHeader(cursor: Cursor): number {
  if (cursor.uint8() !== record.header) cursor.refuse('notNrbf', 'header', 0);
  const [root, , major, minor] = [cursor.int32(), cursor.int32(), cursor.int32(), cursor.int32()];
  return major === 1 && minor === 0 ? root : cursor.refuse('notNrbf', 'version', 0);
}

function readDocument(cursor: Cursor, limits: NrbfLimits): NrbfDocument {
  const objects = new Map<number, NrbfObject>();
  const shapes = new Map<number, ClassShape>();
  const libraries = new Map<number, string>();
  const wanted = new Map<number, number>();
  let records = 0;
  let elements = 0;

  const rootId = readHeader(cursor);
  wanted.set(rootId, 1);

  function nextTag(): number {
    const at = cursor.offset();
    records += 1;
    if (records > limits.records) cursor.refuse('tooMany', 'records', at);
    return cursor.uint8();
  }

  function add(id: number, object: NrbfObject, at: number): NrbfValue {
    if (id === 0) cursor.refuse('badValue', 'id 0', at);
    if (objects.has(id)) cursor.refuse('duplicateId', String(id), at);
    objects.set(id, object);
    return { type: 'reference', id };
  }

  /** The next record where a value is wanted. Libraries may stand before it. */
  function readPart(depth: number): Part {
    let tag = nextTag();
    while (tag === record.library) {
      readLibrary();
      tag = nextTag();
    }
    return readRecord(tag, cursor.offset() - 1, depth);
  }

  function readRecord(tag: number, at: number, depth: number): Part {
    switch (tag) {
      case record.primitive:
        return readPrimitiveType(cursor).read(cursor);
      case record.reference:
        return readReference(at);
      case record.null:
        return { type: 'null' };
      case record.nulls256:
        return nulls(cursor.uint8(), at);
      case record.nulls:
        return nulls(cursor.int32(), at);
      case record.header:
      case record.end:
        return cursor.refuse('unexpectedRecord', String(tag), at);
      default:
        return readObject(tag, at, depth);
    }
  }

  function readObject(tag: number, at: number, depth: number): NrbfValue {
    if (depth > limits.depth) cursor.refuse('tooDeep', String(depth), at);
    switch (tag) {
      case record.text: {
        const id = cursor.int32();
        return add(id, { type: 'text', value: cursor.text() }, at);
      }
      case record.classWithId: {
        const id = cursor.int32();
        return readClass(id, shapes.get(cursor.int32()) ?? cursor.refuse('badReference', 'class', at), at, depth);
      }
      case record.systemClassWithMembers:
      case record.classWithMembers:
      case record.systemClassWithMembersAndTypes:
      case record.classWithMembersAndTypes:
        return readDescribedClass(tag, at, depth);
      case record.binaryArray:
        return readArray(readBinaryArrayHead(cursor, limits), at, depth);
      case record.primitives:
      case record.objects:
      case record.texts:
        return readArray(readSingleHead(cursor, limits, tag === record.primitives), at, depth);
      default:
        return cursor.refuse('unknownRecord', String(tag), at);
    }
  }

  function readReference(at: number): NrbfValue {
    const id = cursor.int32();
    if (!wanted.has(id)) wanted.set(id, at);
    return { type: 'reference', id };
  }

  const nulls = (count: number, at: number): Part => (count < 1 ? cursor.refuse('badValue', 'nulls', at) : { type: 'nulls', count });

  function readLibrary(): void {
    const at = cursor.offset() - 1;
    const id = cursor.int32();
    if (libraries.has(id)) cursor.refuse('duplicateId', `library ${id}`, at);
    libraries.set(id, cursor.text());
  }

  function readDescribedClass(tag: number, at: number, depth: number): NrbfValue {
    const { id, name, memberNames } = readClassInfo(cursor, limits);
    const typed = tag === record.systemClassWithMembersAndTypes || tag === record.classWithMembersAndTypes;
    const slots = typed ? readMemberTypes(cursor, memberNames.length) : [];
    const ofLibrary = tag === record.classWithMembers || tag === record.classWithMembersAndTypes;
    const library = ofLibrary ? (libraries.get(cursor.int32()) ?? cursor.refuse('badReference', 'library', at)) : undefined;
    const shape: ClassShape = { name, library, members: memberNames.map((member, index) => [member, slots[index] ?? 'record']) };
    shapes.set(id, shape);
    return readClass(id, shape, at, depth);
  }

  function readClass(id: number, { name, library, members }: ClassShape, at: number, depth: number): NrbfValue {
    const values = new Map<string, NrbfValue>();
    const reference = add(id, { type: 'class', name, library, members: values }, at);
    for (const [member, slot] of members) values.set(member, readSingle(slot, depth));
    return reference;
  }

  function readSingle(slot: Slot, depth: number): NrbfValue {
    if (slot !== 'record') return slot(cursor);
    const at = cursor.offset();
    const part = readPart(depth + 1);
    return part.type === 'nulls' ? cursor.refuse('unexpectedRecord', 'nulls', at) : part;
  }

  function readArray({ id, lengths, count, slot }: ArrayHead, at: number, depth: number): NrbfValue {
    if (slot === 'bytes') return add(id, { type: 'bytes', value: cursor.bytes(count) }, at);
    elements += count;
    if (elements > limits.elements) cursor.refuse('tooMany', 'elements', at);
    const values: NrbfValue[] = [];
    const reference = add(id, { type: 'array', lengths, values }, at);
    while (values.length < count) {
      if (slot !== 'record') values.push(slot(cursor));
      else fill(values, count, readPart(depth + 1));
    }
    return reference;
  }

  function fill(values: NrbfValue[], count: number, part: Part): void {
    if (part.type !== 'nulls') {
      values.push(part);
      return;
    }
    if (part.count > count - values.length) cursor.refuse('badValue', 'nulls');
    cursor.spend(part.count);
    for (let index = 0; index < part.count; index += 1) values.push({ type: 'null' });
  }

  for (let tag = nextTag(); tag !== record.end; tag = nextTag()) {
    if (tag === record.library) readLibrary();
    else if (onlyAsValue.has(tag)) cursor.refuse('unexpectedRecord', String(tag), cursor.offset() - 1);
    else readObject(tag, cursor.offset() - 1, 0);
  }
  for (const [id, at] of wanted) if (!objects.has(id)) cursor.refuse('badReference', String(id), at);
  const root = objects.get(rootId) ?? cursor.refuse('badReference', String(rootId), 1);
  return { root, objects, end: cursor.offset(), work: cursor.work() };
}

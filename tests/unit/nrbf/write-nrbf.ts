/** A writer of BinaryFormatter streams, as .NET lays them out: what the reader must give back. */
import type { NrbfObject, NrbfPrimitive, NrbfValue } from '../../../shared/nrbf/value.ts';
import { byteWriter, type Written } from './write-bytes.ts';
import { primitiveNumbers, writePrimitive } from './write-primitive.ts';

export interface NrbfSource {
  readonly rootId: number;
  readonly objects: ReadonlyMap<number, NrbfObject>;
}

type ClassObject = Extract<NrbfObject, { readonly type: 'class' }>;
type ArrayObject = Extract<NrbfObject, { readonly type: 'array' }>;

const isPrimitive = (value: NrbfValue): value is NrbfPrimitive => value.type !== 'null' && value.type !== 'reference';

/**
 * The root first, then what it names, in that order. Texts and objects with a negative id (those of
 * value types) stand where they are first named, all others behind, as .NET does it.
 */
export function writeNrbf({ rootId, objects }: NrbfSource): Written {
  const writer = byteWriter();
  const done = new Set<number>();
  const shapes = new Map<string, number>();
  const libraries = new Map<string, number>();

  function tag(number: number): void {
    writer.cut();
    writer.uint8(number);
  }

  function library(name: string): number {
    const there = libraries.get(name);
    if (there !== undefined) return there;
    const id = 100_000 + libraries.size;
    libraries.set(name, id);
    tag(12);
    writer.int32(id);
    writer.text(name);
    return id;
  }

  function object(id: number, value: NrbfObject): void {
    done.add(id);
    switch (value.type) {
      case 'text':
        tag(6);
        writer.int32(id);
        writer.text(value.value);
        return;
      case 'bytes':
        tag(15);
        writer.int32(id);
        writer.int32(value.value.length);
        writer.uint8(primitiveNumbers.byte);
        writer.raw(value.value);
        return;
      case 'class':
        classObject(id, value);
        return;
      case 'array':
        arrayObject(id, value);
    }
  }

  function classObject(id: number, { name, library: assembly, members }: ClassObject): void {
    const types = [...members].map(([member, value]) => [member, isPrimitive(value) ? value.type : 'object']);
    const key = JSON.stringify([name, assembly, types]);
    const shape = shapes.get(key);
    const libraryId = assembly === undefined ? undefined : library(assembly);
    if (shape === undefined) {
      shapes.set(key, id);
      tag(libraryId === undefined ? 4 : 5);
      writer.int32(id);
      writer.text(name);
      writer.int32(members.size);
      for (const member of members.keys()) writer.text(member);
      for (const value of members.values()) writer.uint8(isPrimitive(value) ? 0 : 2);
      for (const value of members.values()) if (isPrimitive(value)) writer.uint8(primitiveNumbers[value.type]);
      if (libraryId !== undefined) writer.int32(libraryId);
    } else {
      tag(1);
      writer.int32(id);
      writer.int32(shape);
    }
    for (const value of members.values()) {
      if (isPrimitive(value)) writePrimitive(writer, value);
      else record(value);
    }
  }

  function arrayObject(id: number, { lengths, values }: ArrayObject): void {
    const [first] = values;
    const single = first !== undefined && isPrimitive(first) && first.type !== 'byte' && values.every(({ type }) => type === first.type);
    if (lengths.length === 1) {
      tag(single ? 15 : 16);
      writer.int32(id);
      writer.int32(values.length);
      if (single) writer.uint8(primitiveNumbers[first.type]);
    } else {
      tag(7);
      writer.int32(id);
      writer.uint8(2);
      writer.int32(lengths.length);
      for (const length of lengths) writer.int32(length);
      writer.uint8(single ? 0 : 2);
      if (single) writer.uint8(primitiveNumbers[first.type]);
    }
    if (single) for (const value of values.filter(isPrimitive)) writePrimitive(writer, value);
    else elements(values);
  }

  function elements(values: readonly NrbfValue[]): void {
    for (let index = 0; index < values.length;) {
      const next = values.slice(index).findIndex(({ type }) => type !== 'null');
      const run = next < 0 ? values.length - index : next;
      const value = values[index];
      if (run > 1) nulls(run);
      else if (value !== undefined) record(value);
      index += Math.max(1, run);
    }
  }

  function nulls(count: number): void {
    tag(count < 256 ? 13 : 14);
    if (count < 256) writer.uint8(count);
    else writer.int32(count);
  }

  function record(value: NrbfValue): void {
    if (value.type === 'null') {
      tag(10);
      return;
    }
    if (value.type !== 'reference') {
      tag(8);
      writer.uint8(primitiveNumbers[value.type]);
      writePrimitive(writer, value);
      return;
    }
    const target = objects.get(value.id);
    if (target !== undefined && !done.has(value.id) && (value.id < 0 || target.type === 'text')) {
      object(value.id, target);
      return;
    }
    tag(9);
    writer.int32(value.id);
  }

  tag(0);
  writer.int32(rootId);
  writer.int32(-1);
  writer.int32(1);
  writer.int32(0);
  const root = objects.get(rootId);
  if (root !== undefined) object(rootId, root);
  for (const [id, value] of objects) if (!done.has(id)) object(id, value);
  tag(11);
  return writer.written();
}

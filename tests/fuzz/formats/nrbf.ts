/** .NET BinaryFormatter streams. */
import { readNrbf } from '../../../shared/nrbf/read.ts';
import type { NrbfObject } from '../../../shared/nrbf/value.ts';
import { writeNrbf } from '../../unit/nrbf/write-nrbf.ts';
import { must, type FuzzFormat, type Seed } from '../format.ts';
import { certificateStreams } from './payloads.ts';

/** Every kind of record and of primitive that the writer knows. */
function everyRecord(): Seed {
  const objects = new Map<number, NrbfObject>([
    [
      1,
      {
        type: 'class',
        name: 'A',
        library: 'L',
        members: new Map([
          ['array', { type: 'reference', id: 2 }],
          ['long', { type: 'int64', value: '-1' }],
          ['date', { type: 'dateTime', value: '638000000000000000' }],
          ['decimal', { type: 'decimal', value: '1.50' }],
          ['letter', { type: 'char', value: '証' }],
          ['double', { type: 'double', value: 0.5 }],
          ['inner', { type: 'reference', id: -3 }],
          ['nothing', { type: 'null' }],
        ]),
      },
    ],
    [
      2,
      {
        type: 'array',
        lengths: [310],
        values: [{ type: 'reference', id: 1 }, ...Array.from({ length: 309 }, () => ({ type: 'null' }) as const)],
      },
    ],
    [-3, { type: 'class', name: 'B', library: undefined, members: new Map([['self', { type: 'reference', id: -4 }]]) }],
    [-4, { type: 'class', name: 'B', library: undefined, members: new Map([['self', { type: 'reference', id: -3 }]]) }],
    [5, { type: 'array', lengths: [2, 2], values: Array.from({ length: 4 }, (_, value) => ({ type: 'int32', value }) as const) }],
    [6, { type: 'array', lengths: [3], values: [{ type: 'byte', value: 1 }, { type: 'null' }, { type: 'reference', id: 7 }] }],
    [7, { type: 'text', value: '証明書' }],
  ]);
  return writeNrbf({ rootId: 1, objects });
}

export const nrbf: FuzzFormat = {
  name: 'nrbf',
  seeds: [everyRecord(), ...certificateStreams],
  read: (input) => {
    const result = readNrbf(input);
    if (!result.ok) {
      must(result.error.offset >= 0 && result.error.offset <= input.length, 'the offset of a fault lies in the input');
      return { accepted: false, steps: result.error.work };
    }
    const { objects, end, work } = result.value;
    must(end <= input.length, 'a stream ends in the input');
    for (const object of objects.values()) {
      const values = object.type === 'class' ? [...object.members.values()] : object.type === 'array' ? object.values : [];
      must(
        values.every((value) => value.type !== 'reference' || objects.has(value.id)),
        'each reference names an object',
      );
    }
    return { accepted: true, steps: work };
  },
};

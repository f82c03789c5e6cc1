import { describe, expect, it } from 'vitest';
import { readNrbf } from '../../../shared/nrbf/read.ts';
import { defaultNrbfLimits, nrbfFaultReasons, type NrbfFaultReason } from '../../../shared/nrbf/value.ts';
import { byteWriter, joined } from './write-bytes.ts';

const int32 = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >> 24) & 0xff];
const text = (value: string): number[] => {
  const writer = byteWriter();
  writer.text(value);
  return [...writer.written().bytes];
};
const header = [0, ...int32(1), ...int32(-1), ...int32(1), ...int32(0)];
const headerLength = header.length;
const stream = (...parts: readonly (readonly number[])[]): Uint8Array => Uint8Array.from([...header, ...parts.flat()]);
const end = [11];
const textObject = (id: number, value = ''): number[] => [6, ...int32(id), ...text(value)];
/** A class of the system with one member that is a record. */
const classWith = (id: number, ...member: readonly number[]): number[] => [
  4,
  ...int32(id),
  ...text('A'),
  ...int32(1),
  ...text('m'),
  2,
  ...member,
];
const objects = (id: number, length: number): number[] => [16, ...int32(id), ...int32(length)];

const cases: readonly (readonly [string, Uint8Array, NrbfFaultReason, number])[] = [
  ['nothing', new Uint8Array(), 'truncated', 0],
  ['another format', Uint8Array.of(0x3c, 0x4f), 'notNrbf', 0],
  ['a version of the future', Uint8Array.from([0, ...int32(1), ...int32(-1), ...int32(2), ...int32(0)]), 'notNrbf', 0],
  ['a header that is cut', Uint8Array.from(header.slice(0, 9)), 'truncated', 9],
  ['no end record', stream(textObject(1)), 'truncated', headerLength + 6],
  ['no root', stream(end), 'badReference', 1],
  ['a record that there is not', stream([18]), 'unknownRecord', headerLength],
  ['a remote method call', stream([21]), 'unknownRecord', headerLength],
  ['a second header', stream(header), 'unexpectedRecord', headerLength],
  ['a reference that is not a value', stream([9, ...int32(1)]), 'unexpectedRecord', headerLength],
  ['the end where a value is wanted', stream(classWith(1, 11)), 'unexpectedRecord', headerLength + 14],
  ['a run of nulls where one value is wanted', stream(classWith(1, 13, 1)), 'unexpectedRecord', headerLength + 14],
  ['a reference to nothing', stream(classWith(1, 9, ...int32(7)), end), 'badReference', headerLength + 14],
  ['a class that was not described', stream([1, ...int32(1), ...int32(2)]), 'badReference', headerLength],
  ['a library that was not named', stream([5, ...int32(1), ...text('A'), ...int32(0), ...int32(9)]), 'badReference', headerLength],
  ['an id given twice', stream(textObject(1), textObject(1), end), 'duplicateId', headerLength + 6],
  ['a library named twice', stream([12, ...int32(2), ...text('L')], [12, ...int32(2), ...text('L')]), 'duplicateId', headerLength + 7],
  ['id 0', stream(textObject(0)), 'badValue', headerLength],
  ['a length of six groups', stream([6, ...int32(1), 0x80, 0x80, 0x80, 0x80, 0x80, 0]), 'badValue', headerLength + 5],
  ['a length over 31 bits', stream([6, ...int32(1), 0xff, 0xff, 0xff, 0xff, 0x0f]), 'badValue', headerLength + 5],
  ['a text that is not UTF-8', stream([6, ...int32(1), 1, 0xff]), 'badValue', headerLength + 5],
  ['a text that is overlong UTF-8', stream([6, ...int32(1), 2, 0xc0, 0x80]), 'badValue', headerLength + 5],
  ['a text with half a surrogate pair', stream([6, ...int32(1), 3, 0xed, 0xa0, 0x80]), 'badValue', headerLength + 5],
  ['a negative number of members', stream([4, ...int32(1), ...text('A'), ...int32(-1)]), 'badValue', headerLength + 7],
  [
    'two members of one name',
    stream([4, ...int32(1), ...text('A'), ...int32(2), ...text('m'), ...text('m')]),
    'badValue',
    headerLength + 7,
  ],
  [
    'a kind of member that there is not',
    stream([4, ...int32(1), ...text('A'), ...int32(1), ...text('m'), 8]),
    'badValue',
    headerLength + 13,
  ],
  [
    'a primitive type that there is not',
    stream([4, ...int32(1), ...text('A'), ...int32(1), ...text('m'), 0, 4]),
    'badValue',
    headerLength + 14,
  ],
  [
    'a primitive type of method calls',
    stream([4, ...int32(1), ...text('A'), ...int32(1), ...text('m'), 0, 18]),
    'badValue',
    headerLength + 14,
  ],
  ['a boolean of 2', stream([4, ...int32(1), ...text('A'), ...int32(1), ...text('m'), 0, 1, 2]), 'badValue', headerLength + 15],
  ['a decimal that is none', stream(classWith(1, 8, 5, ...text('1,5'))), 'badValue', headerLength + 16],
  ['a negative length', stream(objects(1, -1)), 'badValue', headerLength + 5],
  ['more nulls than elements', stream(objects(1, 2), [13, 3]), 'badValue', headerLength + 11],
  ['no nulls', stream(objects(1, 2), [13, 0]), 'badValue', headerLength + 9],
  ['rank 0', stream([7, ...int32(1), 2, ...int32(0)]), 'badValue', headerLength + 5],
  ['rank 33', stream([7, ...int32(1), 2, ...int32(33)]), 'badValue', headerLength + 5],
  ['a kind of array that there is not', stream([7, ...int32(1), 6]), 'badValue', headerLength + 5],
  ['an array of two billion nulls', stream(objects(1, 0x7fffffff), [14, ...int32(0x7fffffff)], end), 'tooLarge', headerLength + 5],
  [
    'a rank whose product is endless',
    stream([7, ...int32(1), 2, ...int32(32), ...Array.from({ length: 32 }, () => int32(0x7fffffff)).flat(), 2]),
    'tooLarge',
    headerLength + 5,
  ],
  ['two billion bytes', stream([15, ...int32(1), ...int32(0x7fffffff), 2]), 'tooLarge', headerLength + 5],
  ['more bytes than there are', stream([15, ...int32(1), ...int32(1000), 2]), 'truncated', headerLength + 10],
  ['a text of two billion bytes', stream([6, ...int32(1), 0xff, 0xff, 0xff, 0xff, 0x07]), 'tooLarge', headerLength + 5],
  ['two billion members', stream([4, ...int32(1), ...text('A'), ...int32(0x7fffffff)]), 'tooMany', headerLength + 7],
  [
    'a hundred classes inside each other',
    stream(...Array.from({ length: 100 }, (_, index) => classWith(index + 1))),
    'tooDeep',
    headerLength + 33 * 14,
  ],
  [
    'many arrays of nulls',
    stream(...Array.from({ length: 9 }, (_, index) => [...objects(index + 1, 6000), 14, ...int32(6000)]), end),
    'tooMany',
    headerLength + 8 * 14,
  ],
  [
    'a record more than allowed',
    stream(...Array.from({ length: 20_001 }, (_, index) => textObject(index + 1))),
    'tooMany',
    headerLength + 20_000 * 6,
  ],
  ['a stream over the limit', new Uint8Array(defaultNrbfLimits.size + 1), 'tooLarge', 0],
];

describe('readNrbf refuses', () => {
  it.each(cases)('%s', (_, bytes, reason, offset) => {
    expect(readNrbf(bytes)).toMatchObject({ ok: false, error: { reason, offset } });
  });

  it('for each of its reasons', () => {
    expect(new Set(cases.map(([, , reason]) => reason))).toEqual(new Set(nrbfFaultReasons));
  });

  it('with little work, whatever lengths a stream claims', () => {
    for (const [title, bytes] of cases) {
      const result = readNrbf(bytes);
      expect(result.ok ? Infinity : result.error.work, title).toBeLessThanOrEqual(2 * bytes.length + defaultNrbfLimits.elements);
    }
  });
});

describe('readNrbf reads', () => {
  const root = (bytes: Uint8Array) => {
    const result = readNrbf(bytes);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value.root;
  };

  it('classes without types of members, whose members are records', () => {
    const library = [12, ...int32(2), ...text('L')];
    const members = [...int32(1), ...text('A'), ...int32(1), ...text('m'), 8, 8, ...int32(5)];
    const expected = { type: 'class', name: 'A', members: new Map([['m', { type: 'int32', value: 5 }]]) };
    expect(root(stream([2, ...members], end))).toEqual({ ...expected, library: undefined });
    const named = [...int32(1), ...text('A'), ...int32(1), ...text('m'), ...int32(2), 8, 8, ...int32(5)];
    expect(root(stream(library, [3, ...named], end))).toEqual({ ...expected, library: 'L' });
  });

  it('a library before the record of a member, and arrays of texts', () => {
    const array = [17, ...int32(3), ...int32(2), 6, ...int32(4), ...text('x'), 10];
    expect(root(stream(classWith(1, 12, ...int32(2), ...text('L'), ...array), end))).toMatchObject({
      members: new Map([['m', { type: 'reference', id: 3 }]]),
    });
  });

  it('arrays with lower bounds', () => {
    const bytes = stream([7, ...int32(1), 3, ...int32(1), ...int32(2), ...int32(5), 0, 8, ...int32(1), ...int32(2)], end);
    expect(root(bytes)).toEqual({
      type: 'array',
      lengths: [2],
      values: [
        { type: 'int32', value: 1 },
        { type: 'int32', value: 2 },
      ],
    });
  });

  it('names that mean something to JavaScript as names', () => {
    const bytes = stream([4, ...int32(1), ...text('A'), ...int32(1), ...text('__proto__'), 0, 1, 1], end);
    expect(root(bytes)).toMatchObject({ members: new Map([['__proto__', { type: 'boolean', value: true }]]) });
  });

  it('a view of a larger buffer', () => {
    const bytes = stream(textObject(1, 'a'), end);
    expect(root(joined(Uint8Array.of(9, 9, 9), bytes).subarray(3))).toEqual({ type: 'text', value: 'a' });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNrbf } from '../../../shared/nrbf/read.ts';
import type { NrbfObject, NrbfPrimitive, NrbfValue } from '../../../shared/nrbf/value.ts';
import { exchangeCertificate } from './write-certificate.ts';
import { writeNrbf, type NrbfSource } from './write-nrbf.ts';
import { runs } from '../../properties/seed.ts';

const text = fc.string({ unit: 'binary', maxLength: 300 });
const integer = (type: 'byte' | 'sbyte' | 'int16' | 'uint16' | 'int32' | 'uint32', min: number, max: number) =>
  fc.integer({ min, max }).map((value): NrbfPrimitive => ({ type, value }));
const long = (type: 'int64' | 'uint64' | 'timeSpan' | 'dateTime', min: bigint, max: bigint) =>
  fc.bigInt({ min, max }).map((value): NrbfPrimitive => ({ type, value: String(value) }));

const primitive: fc.Arbitrary<NrbfPrimitive> = fc.oneof(
  fc.boolean().map((value): NrbfPrimitive => ({ type: 'boolean', value })),
  integer('byte', 0, 255),
  integer('sbyte', -128, 127),
  integer('int16', -32_768, 32_767),
  integer('uint16', 0, 65_535),
  integer('int32', -(2 ** 31), 2 ** 31 - 1),
  integer('uint32', 0, 2 ** 32 - 1),
  long('int64', -(2n ** 63n), 2n ** 63n - 1n),
  long('timeSpan', -(2n ** 63n), 2n ** 63n - 1n),
  long('uint64', 0n, 2n ** 64n - 1n),
  long('dateTime', 0n, 2n ** 64n - 1n),
  fc.float().map((value): NrbfPrimitive => ({ type: 'single', value })),
  fc.double().map((value): NrbfPrimitive => ({ type: 'double', value })),
  fc.constantFrom('0', '-1.50', '79228162514264337593543950335').map((value): NrbfPrimitive => ({ type: 'decimal', value })),
  fc.constantFrom('a', 'é', '証', '\u0000', '\uFFFD').map((value): NrbfPrimitive => ({ type: 'char', value })),
);

/** Objects 1 to n, some of value types (-1 to -n), that name each other in any way, rings too. */
const source: fc.Arbitrary<NrbfSource> = fc.integer({ min: 1, max: 8 }).chain((count) => {
  const ids = Array.from({ length: count }, (_, index) => (index % 3 === 2 ? -index : index + 1));
  const value: fc.Arbitrary<NrbfValue> = fc.oneof(
    { weight: 2, arbitrary: primitive },
    { weight: 1, arbitrary: fc.constant<NrbfValue>({ type: 'null' }) },
    { weight: 2, arbitrary: fc.constantFrom(...ids).map((id): NrbfValue => ({ type: 'reference', id })) },
  );
  const values = fc.oneof(
    fc.array(value, { maxLength: 6 }),
    fc.integer({ min: 1, max: 700 }).map((length): NrbfValue[] => Array.from({ length }, () => ({ type: 'null' }))),
    fc.array(fc.boolean(), { minLength: 1 }).map((items): NrbfValue[] => items.map((item) => ({ type: 'boolean', value: item }))),
  );
  const object: fc.Arbitrary<NrbfObject> = fc.oneof(
    text.map((one): NrbfObject => ({ type: 'text', value: one })),
    fc.uint8Array().map((bytes): NrbfObject => ({ type: 'bytes', value: new Uint8Array(bytes) })),
    values.map((items): NrbfObject => ({ type: 'array', lengths: [items.length], values: items })),
    fc.array(value, { minLength: 6, maxLength: 6 }).map((items): NrbfObject => ({ type: 'array', lengths: [2, 3], values: items })),
    fc
      .record({
        name: fc.constantFrom('A', 'B`1[[C, D]]', '証'),
        library: fc.option(fc.constantFrom('L', 'M'), { nil: undefined }),
        members: fc.dictionary(text, value, { maxKeys: 5 }),
      })
      .map(({ name, library, members }): NrbfObject => ({ type: 'class', name, library, members: new Map(Object.entries(members)) })),
  );
  return fc.array(object, { minLength: count, maxLength: count }).map((objects) => ({
    rootId: ids[0] ?? 1,
    objects: new Map(objects.map((one, index) => [ids[index] ?? 0, one])),
  }));
});

describe('writeNrbf and readNrbf', () => {
  it('give every object back', () => {
    fc.assert(
      fc.property(source, (given) => {
        const { bytes } = writeNrbf(given);
        const result = readNrbf(bytes);
        if (!result.ok) throw new Error(JSON.stringify(result.error));
        expect(result.value.objects).toEqual(given.objects);
        expect(result.value.root).toBe(result.value.objects.get(given.rootId));
        expect(result.value.end).toBe(bytes.length);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('agree on where a stream ends', () => {
    const { bytes } = writeNrbf(
      exchangeCertificate({
        certData: Uint8Array.of(1),
        selfSigned: true,
        status: 1,
        rootCAType: 0,
        services: 27,
        privateKeyExportable: false,
      }),
    );
    const longer = new Uint8Array(bytes.length + 100);
    longer.set(bytes);
    expect(readNrbf(longer)).toMatchObject({ ok: true, value: { end: bytes.length } });
  });

  it('need every byte: a stream that is cut anywhere is refused as truncated', () => {
    const { bytes } = writeNrbf(
      exchangeCertificate({
        certData: Uint8Array.of(1),
        selfSigned: true,
        status: 1,
        rootCAType: 0,
        services: 27,
        privateKeyExportable: false,
      }),
    );
    for (let length = 0; length < bytes.length; length += 1) {
      expect(readNrbf(bytes.subarray(0, length)), String(length)).toMatchObject({ ok: false, error: { reason: 'truncated' } });
    }
  });

  it('work in proportion to the bytes', () => {
    fc.assert(
      fc.property(source, (given) => {
        const { bytes } = writeNrbf(given);
        const result = readNrbf(bytes);
        // A run of nulls is the only thing that takes more steps than bytes
        const elements = [...given.objects.values()].reduce((sum, one) => sum + (one.type === 'array' ? one.values.length : 0), 0);
        expect(result.ok && result.value.work).toBeLessThanOrEqual(2 * bytes.length + elements);
      }),
      { numRuns: runs(200) },
    );
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClixml } from '../../../shared/clixml/read.ts';
import { propertyOf, psBytes, psList, psObject, psString, type PsValue } from '../../../shared/clixml/value.ts';
import { writeClixml } from '../../../shared/clixml/write.ts';
import { runs } from '../../properties/seed.ts';

const samples = join(import.meta.dirname, '../../../../shared/samples/exchange-2019');
const wrap = (inner: string): string => `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">${inner}</Objs>`;
const one = (inner: string): PsValue => {
  const result = readClixml(wrap(inner));
  const [value] = result.ok ? result.value : [];
  if (value === undefined) throw new Error(JSON.stringify(result));
  return value;
};

const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });
const { value: anyValue } = fc.letrec<{ value: PsValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    anyText.map(psString),
    fc.constant<PsValue>({ type: 'null' }),
    fc.boolean().map((value): PsValue => ({ type: 'boolean', value })),
    fc.maxSafeInteger().map((value): PsValue => ({ type: 'int64', value: String(value) })),
    fc.integer().map((value): PsValue => ({ type: 'int32', value })),
    fc.double().map((value): PsValue => ({ type: 'double', value })),
    fc.uint8Array().map((value) => psBytes(new Uint8Array(value))),
    fc.array(tie('value'), { maxLength: 4 }).map((values) => psList(values)),
    fc.dictionary(anyText, tie('value'), { maxKeys: 4 }).map((properties) => psObject(properties, ['T'], 'text')),
  ),
}));

describe('writeClixml and readClixml', () => {
  it('give every value back', () => {
    fc.assert(
      fc.property(fc.array(anyValue), (values) => {
        expect(readClixml(writeClixml(values))).toEqual({ ok: true, value: values });
      }),
      { numRuns: runs(500) },
    );
  });

  it.each([
    '\u0000',
    '\uD83D',
    '😀',
    '\r\n',
    '_x000D_',
    '_x005F_',
    '_X000A_',
    '<&>"\'',
    ' lead',
    '‘’‚‛“”„',
    '_',
    'a_b_x00zz_',
    '_x000a\u0085b',
    '_x000a\n',
  ])('keep the text %j', (text) => {
    expect(readClixml(writeClixml([psString(text)]))).toEqual({ ok: true, value: [psString(text)] });
  });

  it('keep 64 KiB of text', () => {
    const text = 'é'.repeat(65_536);
    expect(readClixml(writeClixml([psString(text)]))).toEqual({ ok: true, value: [psString(text)] });
  });
});

describe('readClixml', () => {
  it.each([
    ['<S>a_x000D__x000A_b</S>', { type: 'string', value: 'a\r\nb' }],
    ['<S>_xD83D__xDE00_</S>', { type: 'string', value: '😀' }],
    ['<C>97</C>', { type: 'char', value: 'a' }],
    ['<I64>9007199254740993</I64>', { type: 'int64', value: '9007199254740993' }],
    ['<D>1.50</D>', { type: 'decimal', value: '1.50' }],
    ['<DT>2021-10-06T15:24:05.1234567-04:00</DT>', { type: 'dateTime', value: '2021-10-06T15:24:05.1234567-04:00' }],
    ['<TS>PT10M</TS>', { type: 'timeSpan', value: 'PT10M' }],
    ['<Nil />', { type: 'null' }],
    ['<BA>AQID</BA>', { type: 'bytes', value: new Uint8Array([1, 2, 3]) }],
  ])('reads %s', (text, value) => {
    expect(one(text)).toEqual(value);
  });

  it('follows references to objects and type names', () => {
    const value = one(
      '<Obj RefId="0"><TN RefId="0"><T>A</T></TN><Props><Obj N="P" RefId="1"><TNRef RefId="0" /></Obj><Ref N="Q" RefId="1" /></Props></Obj>',
    );
    expect(propertyOf(value, 'q')).toBe(propertyOf(value, 'P'));
    expect(propertyOf(value, 'P')).toMatchObject({ typeNames: ['A'] });
  });

  it('prefers extended members, as PowerShell does', () => {
    expect(propertyOf(one('<Obj RefId="0"><Props><S N="a">1</S></Props><MS><S N="A">2</S></MS></Obj>'), 'a')).toEqual(psString('2'));
  });

  it.each([
    ['an entity', '<!DOCTYPE x [<!ENTITY a "b">]><Objs>&a;</Objs>', 'forbidden'],
    ['an unknown element', wrap('<Wrong>1</Wrong>'), 'unexpectedElement'],
    ['a number out of range', wrap('<By>256</By>'), 'badValue'],
    ['a value that is none', wrap('<I32>x</I32>'), 'badValue'],
    ['a reference to nothing', wrap('<Ref RefId="7" />'), 'badReference'],
    ['a text cut short', wrap('<S>a</S>').slice(0, -9), 'notXml'],
    ['loose text', wrap('loose'), 'badValue'],
    ['a secure string', wrap('<SS>00</SS>'), 'forbidden'],
    ['no XML', 'EX01', 'notXml'],
  ])('refuses %s, and says where', (_, text, reason) => {
    const result = readClixml(text);
    expect(result).toMatchObject({ ok: false, error: { reason } });
  });

  it('is bounded in depth, count and size', () => {
    const deep = '<Obj RefId="0"><LST>'.repeat(200) + '</LST></Obj>'.repeat(200);
    expect(readClixml(wrap(deep))).toMatchObject({ ok: false, error: { reason: 'tooDeep' } });
    expect(readClixml(wrap('<S>a</S>'.repeat(50)), { size: 10_000, depth: 10, values: 20 })).toMatchObject({
      ok: false,
      error: { reason: 'tooMany' },
    });
    expect(readClixml(wrap('<S>a</S>'), { size: 10, depth: 10, values: 20 })).toMatchObject({ ok: false, error: { reason: 'tooLarge' } });
  });

  it.skipIf(!existsSync(samples))('reads what real servers gave (skipped where ../shared/samples is absent)', () => {
    for (const file of readdirSync(samples).filter((name) => name.endsWith('.xml'))) {
      const result = readClixml(readFileSync(join(samples, file), 'utf8'));
      expect(result.ok, file).toBe(true);
      if (!result.ok) continue;
      expect(result.value.length, file).toBeGreaterThan(0);
      expect(readClixml(writeClixml(result.value)), file).toEqual(result);
    }
  });
});

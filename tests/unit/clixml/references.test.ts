/** References make a tree of what is written once; whoever walks through the values must come to an end. */
import { describe, expect, it } from 'vitest';
import { readClixml } from '../../../shared/clixml/read.ts';
import type { PsValue } from '../../../shared/clixml/value.ts';

const limits = { size: 1_000_000, depth: 100, values: 10_000 };
const read = (inner: string, some = limits) => readClixml(`<Objs>${inner}</Objs>`, some);
const list = (refId: number, ...items: readonly string[]): string => `<Obj RefId="${refId}"><LST>${items.join('')}</LST></Obj>`;
const reference = (refId: number): string => `<Ref RefId="${refId}" />`;

/** The values of an object and in it, as a walk meets them. */
const countOf = (value: PsValue): number =>
  1 + (value.type === 'object' ? (value.items?.values ?? []).reduce((sum, item) => sum + countOf(item), 0) : 0);

describe('an object that refers to itself', () => {
  it.each([
    ['in a list', list(0, reference(0))],
    ['in a property', '<Obj RefId="0"><Props><Ref N="P" RefId="0" /></Props></Obj>'],
    ['in an extended property', '<Obj RefId="0"><MS><Ref N="P" RefId="0" /></MS></Obj>'],
    ['as a key', '<Obj RefId="0"><DCT><En><Ref N="Key" RefId="0" /><S N="Value">v</S></En></DCT></Obj>'],
    ['as a value', '<Obj RefId="0"><DCT><En><S N="Key">k</S><Ref N="Value" RefId="0" /></En></DCT></Obj>'],
    ['by way of another', list(0, list(1, reference(0)))],
    ['after another of its number was finished', list(0) + list(0, reference(0))],
  ])('is refused: %s', (_, inner) => {
    expect(read(inner)).toMatchObject({ ok: false, error: { reason: 'badReference', what: '0', line: 1 } });
  });

  it('is refused by itself, not for a number that stands in it once more', () => {
    const inner = { items: { values: [{ value: 'a' }] } };
    expect(read(list(0, list(0, '<S>a</S>'), reference(0)))).toMatchObject({ value: [{ items: { values: [inner, inner] } }] });
  });
});

describe('an object that is referred to several times', () => {
  /** Each list has the one before it twice. */
  const doubled = (times: number): string =>
    [list(0), ...Array.from({ length: times }, (_, index) => list(index + 1, reference(index), reference(index)))].join('');

  it('is the same value at each place', () => {
    const result = read(list(0, '<S>a</S>') + list(1, reference(0), reference(0)));
    const [first, second] = result.ok ? result.value : [];
    expect(second?.type === 'object' && second.items?.values.every((value) => value === first)).toBe(true);
  });

  it('counts each time', () => {
    const result = read(doubled(8));
    expect(result.ok && result.value.reduce((sum, value) => sum + countOf(value), 0)).toBe(1013);
    expect(read(doubled(30))).toMatchObject({ ok: false, error: { reason: 'tooMany' } });
  });

  it('is as deep as at its first place, below the other', () => {
    /** Each list has the one before it: never two inside each other in the text. */
    const chain = (length: number): string =>
      [list(0), ...Array.from({ length: length - 1 }, (_, index) => list(index + 1, reference(index)))].join('');
    const nested = (depth: number): string => (depth === 1 ? list(0) : `<Obj RefId="${depth}"><LST>${nested(depth - 1)}</LST></Obj>`);
    const deep = { ...limits, depth: 20 };
    const most = (text: (length: number) => string): number =>
      Array.from({ length: 40 }, (_, index) => index + 1).filter((length) => read(text(length), deep).ok).length;
    expect(most(chain)).toBe(most(nested));
    expect(read(chain(21), deep)).toMatchObject({ ok: false, error: { reason: 'tooDeep' } });
  });
});

/** References make a tree of what is written once; whoever walks through the values must come to an end. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClixml } from '../../../shared/clixml/read.ts';
import { propertyOf, type PsValue } from '../../../shared/clixml/value.ts';
import { writeClixml } from '../../../shared/clixml/write.ts';
import { runs } from '../../properties/seed.ts';

const limits = { size: 1_000_000, depth: 100, values: 10_000 };
const read = (inner: string, some = limits) => readClixml(`<Objs>${inner}</Objs>`, some);
const list = (refId: number, ...items: readonly string[]): string => `<Obj RefId="${refId}"><LST>${items.join('')}</LST></Obj>`;
const reference = (refId: number): string => `<Ref RefId="${refId}" />`;

const childrenOf = (value: PsValue): readonly PsValue[] =>
  value.type === 'object'
    ? [...(value.items?.values ?? []), ...(value.entries ?? []).flat(), ...value.properties.values(), ...value.members.values()]
    : [];
const cyclesIn = (value: PsValue): PsValue[] => (value.type === 'cycle' ? [value] : childrenOf(value).flatMap(cyclesIn));

/** The value once it was written and read again. */
function written(value: PsValue | undefined): PsValue | undefined {
  const result = readClixml(writeClixml(value === undefined ? [] : [value]));
  return result.ok ? result.value[0] : undefined;
}

/** A list of lists and of references: to the list with that number, counted through the document. */
type Draft = number | readonly Draft[];
const { tree } = fc.letrec<{ tree: readonly Draft[]; node: Draft }>((tie) => ({
  tree: fc.array(tie('node'), { maxLength: 4 }),
  node: fc.oneof({ depthSize: 'small' }, fc.nat({ max: 12 }), tie('tree')),
}));

/** References to lists that have not begun are left out; those to lists that have not ended are cycles. */
function documentOf(draft: readonly Draft[]): { readonly text: string; readonly cycles: number } {
  let [next, cycles] = [0, 0];
  const open = new Set<number>();
  function textOf(node: Draft): string {
    if (typeof node === 'number') {
      if (node >= next) return '';
      if (open.has(node)) cycles += 1;
      return reference(node);
    }
    const number = next;
    next += 1;
    open.add(number);
    const text = list(number, ...node.map(textOf));
    open.delete(number);
    return text;
  }
  return { text: textOf(draft), cycles };
}

/** The values of an object and in it, as a walk meets them. */
const countOf = (value: PsValue): number => 1 + childrenOf(value).reduce((sum, child) => sum + countOf(child), 0);

describe('an object that refers to itself', () => {
  it.each([
    ['in a list', list(0, reference(0))],
    ['in a property', '<Obj RefId="0"><Props><Ref N="P" RefId="0" /></Props></Obj>'],
    ['in an extended property', '<Obj RefId="0"><MS><Ref N="P" RefId="0" /></MS></Obj>'],
    ['as a key', '<Obj RefId="0"><DCT><En><Ref N="Key" RefId="0" /><S N="Value">v</S></En></DCT></Obj>'],
    ['as a value', '<Obj RefId="0"><DCT><En><S N="Key">k</S><Ref N="Value" RefId="0" /></En></DCT></Obj>'],
    ['by way of another', list(0, list(1, reference(0)))],
    ['after another of its number was finished', list(0) + list(0, reference(0))],
  ])('is read, with the cycle as a value of its own: %s', (_, inner) => {
    const result = read(inner);
    const [value] = (result.ok ? result.value : []).slice(-1);
    expect(value === undefined ? [] : cyclesIn(value)).toEqual([{ type: 'cycle', of: '0' }]);
    expect(value).toMatchObject({ type: 'object', id: '0' });
    expect(written(value)).toEqual(value);
  });

  it('is meant by its number, also where the object with the cycle stands once more', () => {
    const result = read(
      `<Obj RefId="7"><Props><Obj N="Child" RefId="1"><Props><Ref N="Parent" RefId="7" /></Props></Obj><Ref N="Again" RefId="1" /></Props></Obj>`,
    );
    const [value] = result.ok ? result.value : [];
    const [child, again] = ['Child', 'Again'].map((name) => (value === undefined ? undefined : propertyOf(value, name)));
    expect(child).toBe(again);
    expect(child === undefined ? undefined : propertyOf(child, 'Parent')).toEqual({ type: 'cycle', of: '7' });
    expect(value).toMatchObject({ id: '7' });
  });

  it('refers to nothing when only a part of it is written', () => {
    const result = read('<Obj RefId="0"><LST><Obj RefId="1"><LST><Ref RefId="0" /></LST></Obj></LST></Obj>');
    const [whole] = result.ok ? result.value : [];
    const [part] = whole?.type === 'object' ? (whole.items?.values ?? []) : [];
    expect(written(part)).toMatchObject({ items: { values: [{ type: 'null' }] } });
  });

  it('is no base of an object, and its number no reason to refuse another', () => {
    expect(read('<Obj RefId="0"><Ref RefId="0" /></Obj>')).toMatchObject({
      ok: false,
      error: { reason: 'unexpectedElement', what: 'Ref' },
    });
    const inner = { items: { values: [{ value: 'a' }] } };
    expect(read(list(0, list(0, '<S>a</S>'), reference(0)))).toMatchObject({ value: [{ items: { values: [inner, inner] } }] });
  });

  it('never makes a walk endless: any tree with references up, down and across (property)', () => {
    fc.assert(
      fc.property(tree, (draft) => {
        const { text, cycles } = documentOf(draft);
        const result = read(text);
        if (!result.ok) {
          expect(result.error.reason).toMatch(/^too/);
          return;
        }
        const [value] = result.value;
        expect(value === undefined ? 0 : cyclesIn(value).length).toBeGreaterThanOrEqual(cycles);
        expect(written(value) === undefined).toBe(value === undefined);
        expect(value === undefined ? 0 : countOf(value)).toBeLessThan(limits.values);
      }),
      { numRuns: runs(500) },
    );
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

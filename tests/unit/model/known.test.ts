/** The algebra of unknown values: truth tables, and laws that hold for all values. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  all,
  and,
  choose,
  every,
  filter,
  flatMap,
  isKnownTrue,
  known,
  map,
  not,
  or,
  orElse,
  partition,
  some,
  unknown,
  unknownReasons,
  type Known,
} from '../../../shared/model/known.ts';
import { runs } from '../../properties/seed.ts';

const yes = known(true);
const no = known(false);
const denied = unknown('denied', 'TlsDomainCapabilities');
const failed = unknown('failed', 'Bindings');

describe('and, or, not', () => {
  it.each([
    [yes, yes, yes, yes],
    [yes, no, no, yes],
    [no, yes, no, yes],
    [no, no, no, no],
    [yes, denied, denied, yes],
    [denied, yes, denied, yes],
    [no, denied, no, denied],
    [denied, no, no, denied],
    [denied, failed, denied, denied],
    [failed, denied, failed, failed],
  ])('of %j and %j', (a, b, both, either) => {
    expect(and(a, b)).toEqual(both);
    expect(or(a, b)).toEqual(either);
  });

  it('take any number of values', () => {
    expect(and()).toEqual(yes);
    expect(or()).toEqual(no);
    expect(and(yes, denied, no)).toEqual(no);
    expect(or(no, denied, yes)).toEqual(yes);
  });

  it.each([
    [yes, no],
    [no, yes],
    [denied, denied],
  ])('not %j is %j', (value, expected) => {
    expect(not(value)).toEqual(expected);
  });
});

describe('isKnownTrue', () => {
  it.each([
    [yes, true],
    [no, false],
    [denied, false],
  ])('of %j is %s', (value, expected) => {
    expect(isKnownTrue(value)).toBe(expected);
  });
});

describe('map, flatMap, orElse', () => {
  it('change a known value and keep the reason of an unknown one', () => {
    expect(map(known('smtp'), (text) => text.length)).toEqual(known(4));
    expect(map(denied, () => 0)).toEqual(denied);
    expect(flatMap(known(1), () => failed)).toEqual(failed);
    expect(flatMap(denied, () => failed)).toEqual(denied);
  });

  it.each<[readonly [Known<number>, ...Known<number>[]], Known<number>]>([
    [[known(1), known(2)], known(1)],
    [[denied, known(2)], known(2)],
    [[denied, failed, known(3)], known(3)],
    [[denied, failed], denied],
    [[denied], denied],
  ])('orElse takes the first source that knows: %j', (values, expected) => {
    expect(orElse(...values)).toEqual(expected);
  });
});

describe('lists', () => {
  const isEven = (number: number): Known<boolean> => (number < 0 ? denied : known(number % 2 === 0));

  it.each([
    [[], yes, no, known([])],
    [[2, 4], yes, yes, known([2, 4])],
    [[1, 2], no, yes, known([2])],
    [[1, 3], no, no, known([])],
    [[2, -1], denied, yes, denied],
    [[1, -1], no, denied, denied],
    [[1, 2, -1], no, yes, denied],
  ])('every, some and filter of %j', (numbers, everyOne, someOne, filtered) => {
    expect(every(numbers, isEven)).toEqual(everyOne);
    expect(some(numbers, isEven)).toEqual(someOne);
    expect(filter(numbers, isEven)).toEqual(filtered);
  });

  it('all has every value, or the reason of the first that is missing', () => {
    expect(all([known(1), known('a')])).toEqual(known([1, 'a']));
    expect(all([known(1), failed, denied])).toEqual(failed);
    expect(all([])).toEqual(known([]));
  });

  it.each([
    [known([2]), { kind: 'found', value: 2 }],
    [known([1, 2, 3]), { kind: 'found', value: 2 }],
    [known([2, 4]), { kind: 'several', values: [2, 4] }],
    [known([1]), { kind: 'none' }],
    [known([]), { kind: 'none' }],
    [known([2, -1]), { kind: 'unknown', why: denied }],
    [known([1, -1]), { kind: 'unknown', why: denied }],
    [failed, { kind: 'unknown', why: failed }],
  ])('choose of %j', (numbers, expected) => {
    expect(choose<number>(numbers, isEven)).toEqual(expected);
  });

  it('partition loses no item', () => {
    expect(partition([1, -1, 2], isEven)).toEqual({
      known: [
        { item: 1, value: false },
        { item: 2, value: true },
      ],
      unknown: [{ item: -1, why: denied }],
    });
  });
});

describe('laws', () => {
  const unknowns = fc.record({ known: fc.constant(false as const), reason: fc.constantFrom(...unknownReasons), evidence: fc.string() });
  const knowns = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<Known<T>> => fc.oneof(values.map(known), unknowns);
  const logical = knowns(fc.boolean());
  /** Truth alone: which of several reasons is kept depends on the order. */
  const truth = (value: Known<boolean>): string => (value.known ? String(value.value) : 'unknown');
  const holds = <T>(values: fc.Arbitrary<T>, law: (value: T) => void): void => {
    fc.assert(fc.property(values, law), { numRuns: runs(500) });
  };

  it('a double negation is nothing, and De Morgan holds, reasons included', () => {
    holds(fc.tuple(logical, logical), ([a, b]) => {
      expect(not(not(a))).toEqual(a);
      expect(not(and(a, b))).toEqual(or(not(a), not(b)));
      expect(not(or(a, b))).toEqual(and(not(a), not(b)));
    });
  });

  it('and, or are associative, commutative, idempotent, and distribute over each other', () => {
    holds(fc.tuple(logical, logical, logical), ([a, b, c]) => {
      expect(and(and(a, b), c)).toEqual(and(a, and(b, c)));
      expect(or(or(a, b), c)).toEqual(or(a, or(b, c)));
      expect(truth(and(a, b))).toBe(truth(and(b, a)));
      expect(truth(or(a, b))).toBe(truth(or(b, a)));
      expect(and(a, a)).toEqual(a);
      expect(truth(and(a, or(b, c)))).toBe(truth(or(and(a, b), and(a, c))));
    });
  });

  it('map keeps identity and composition, flatMap with known is map', () => {
    holds(knowns(fc.integer()), (value) => {
      expect(map(value, (number) => number)).toEqual(value);
      expect(map(map(value, String), (text) => text.length)).toEqual(map(value, (number) => String(number).length));
      expect(flatMap(value, (number) => known(number + 1))).toEqual(map(value, (number) => number + 1));
    });
  });

  it('replacing a value by unknown never turns a result into another known result', () => {
    holds(fc.tuple(fc.array(logical, { minLength: 1 }), fc.nat(), unknowns), ([values, at, lost]) => {
      const fewer = values.with(at % values.length, lost);
      for (const operation of [and, or]) {
        const [before, after] = [truth(operation(...values)), truth(operation(...fewer))];
        expect([before, 'unknown']).toContain(after);
      }
      const [before, after] = [values, fewer].map((list) => choose(known(list), (value) => value));
      expect([before?.kind, 'unknown']).toContain(after?.kind);
    });
  });
});

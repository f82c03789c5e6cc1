/**
 * A value that may be unknown, and the operations on such values. What could not be read stays
 * unknown with its reason; it is never taken for false, empty or absent.
 *
 * The logical operations are Kleene's: `and(false, unknown)` is false and `or(true, unknown)` is true,
 * because the unknown value cannot change them. In every other case the result is unknown, for the
 * reason of the first unknown value. ESLint forbids other modules to replace an unknown value by a
 * default, e.g. `x.known ? x.value : []` (eslint.config.js).
 */
import * as v from 'valibot';

/**
 * Why a value is not known. `notReturned`: the server answered without it. `failed`: the call that
 * would have returned it failed. `timedOut`: no answer came within the time that the evidence names.
 * `denied`: the signed-in user may not read it. `notConnected`: nothing was asked there.
 * `unreadable`: it came in a form that is not understood. `charactersReplaced`: characters in it were
 * replaced or lost on the way here. `textUnread`: a text that was opened or pasted is about it, but could not be read.
 */
export const unknownReasons = [
  'notReturned',
  'failed',
  'timedOut',
  'denied',
  'notConnected',
  'unreadable',
  'charactersReplaced',
  'textUnread',
] as const;
export type UnknownReason = (typeof unknownReasons)[number];

/** `evidence`: the server's own text, the name of what was missing, or the time that was waited; '' when the reason says all. */
export interface Unknown {
  readonly known: false;
  readonly reason: UnknownReason;
  readonly evidence: string;
}

export type Known<T> = { readonly known: true; readonly value: T } | Unknown;

type ValueOf<K> = K extends { readonly known: true; readonly value: infer T } ? T : never;

export const known = <T>(value: T): Known<T> => ({ known: true, value });
export const unknown = (reason: UnknownReason, evidence = ''): Unknown => ({ known: false, reason, evidence });

/** The value transformed by a function that always has a result. */
export const map = <T, U>(value: Known<T>, transform: (value: T) => U): Known<U> => (value.known ? known(transform(value.value)) : value);

/** The value transformed by a function whose own result may be unknown. */
export const flatMap = <T, K extends Known<unknown>>(value: Known<T>, transform: (value: T) => K): K | Unknown =>
  value.known ? transform(value.value) : value;

/** The first source that knows the value; the first source's reason when none does. */
export const orElse = <T>(first: Known<T>, ...others: readonly Known<T>[]): Known<T> =>
  [first, ...others].find((source) => source.known) ?? first;

export const not = (value: Known<boolean>): Known<boolean> => map(value, (holds) => !holds);

export const and = (...values: readonly Known<boolean>[]): Known<boolean> => every(values, (value) => value);

export const or = (...values: readonly Known<boolean>[]): Known<boolean> => some(values, (value) => value);

/** Whether the test holds for every item; false as soon as it is known not to hold for one. True for no items. */
export function every<T>(items: readonly T[], test: (item: T) => Known<boolean>): Known<boolean> {
  const results = items.map(test);
  if (results.some((result) => result.known && !result.value)) return known(false);
  return results.find((result) => !result.known) ?? known(true);
}

/** Whether the test holds for any item; true as soon as it is known to hold for one. False for no items. */
export function some<T>(items: readonly T[], test: (item: T) => Known<boolean>): Known<boolean> {
  const results = items.map(test);
  if (results.some((result) => result.known && result.value)) return known(true);
  return results.find((result) => !result.known) ?? known(false);
}

/**
 * True only if the value is known to be true; unknown counts as false. Phrase the question so that
 * false is the safe answer: `isKnownTrue(isComplete)`, not `!isKnownTrue(isIncomplete)`.
 */
export const isKnownTrue = (value: Known<boolean>): boolean => value.known && value.value;

/** Every value, in order; unknown when one of them is. */
export function all<const K extends readonly Known<unknown>[]>(values: K): Known<{ [I in keyof K]: ValueOf<K[I]> }>;
export function all(values: readonly Known<unknown>[]): Known<unknown[]> {
  return values.find((value) => !value.known) ?? known(values.flatMap((value) => (value.known ? [value.value] : [])));
}

/** The items for which the test holds; unknown as a whole when one item cannot be judged. */
export const filter = <T>(items: readonly T[], test: (item: T) => Known<boolean>): Known<T[]> =>
  map(all(items.map(test)), (holds) => items.filter((_, index) => holds[index]));

/** The result of looking for exactly one match. */
export type Choice<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'several'; readonly values: readonly T[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly why: Unknown };

/** Chooses the one item for which the test holds. One item that cannot be judged makes the choice unknown: it might be the one. */
export function choose<T>(items: Known<readonly T[]>, test: (item: T) => Known<boolean>): Choice<T> {
  const chosen = flatMap(items, (list) => filter(list, test));
  if (!chosen.known) return { kind: 'unknown', why: chosen };
  const [value, ...others] = chosen.value;
  if (value === undefined) return { kind: 'none' };
  return others.length === 0 ? { kind: 'found', value } : { kind: 'several', values: chosen.value };
}

/** Splits items by whether the picked value is known. Use both parts: the items of a part that is ignored are silently dropped. */
export function partition<T, V>(
  items: readonly T[],
  pick: (item: T) => Known<V>,
): {
  readonly known: readonly { readonly item: T; readonly value: V }[];
  readonly unknown: readonly { readonly item: T; readonly why: Unknown }[];
} {
  const picked = items.map((item) => ({ item, result: pick(item) }));
  return {
    known: picked.flatMap(({ item, result }) => (result.known ? [{ item, value: result.value }] : [])),
    unknown: picked.flatMap(({ item, result }) => (result.known ? [] : [{ item, why: result }])),
  };
}

// The return type is inferred from the schema; an explicit one would define the same type twice.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export const knownSchema = <S extends v.GenericSchema>(value: S) =>
  v.variant('known', [
    v.object({ known: v.literal(true), value }),
    v.object({ known: v.literal(false), reason: v.picklist(unknownReasons), evidence: v.string() }),
  ]);

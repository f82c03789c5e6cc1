/**
 * Values as PowerShell's CLIXML carries them: typed, nothing lost ([MS-PSRP] 2.2.5).
 *
 * 64-bit integers, decimals and dates stay text, since a JavaScript number or Date cannot hold
 * them without loss (a `DT` keeps its seven fractional digits and its kind).
 */

/** The tags of primitive values, and how JavaScript holds each. */
export type PsPrimitive =
  | { readonly type: 'null' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'string' | 'char' | 'uri' | 'version' | 'xml' | 'scriptBlock' | 'guid'; readonly value: string }
  | { readonly type: 'byte' | 'sbyte' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'single' | 'double'; readonly value: number }
  | { readonly type: 'int64' | 'uint64' | 'decimal' | 'dateTime' | 'timeSpan'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array };

/**
 * A reference from within an object to that object itself: the one whose `id` is `of`. Exports have them
 * (an object that names its parent), and Import-Clixml takes them. It is a value of its own, so that
 * walking through the values always ends.
 */
export interface PsCycle {
  readonly type: 'cycle';
  readonly of: string;
}

/** A list-like object: `LST`, `IE`, `QUE` or `STK` of the format. */
export type PsListKind = 'list' | 'enumerable' | 'queue' | 'stack';

/**
 * A complex object. An enum has `base` (its Int32) and `text` (its, perhaps localized, name);
 * a MultiValuedProperty has `items`; a hashtable has `entries`; the rest has `properties`
 * (adapted, `Props`) and `members` (extended, `MS`).
 */
export interface PsObject {
  readonly type: 'object';
  readonly typeNames: readonly string[];
  readonly text: string | undefined;
  readonly base: PsPrimitive | undefined;
  readonly items: { readonly kind: PsListKind; readonly values: readonly PsValue[] } | undefined;
  readonly entries: readonly (readonly [PsValue, PsValue])[] | undefined;
  readonly properties: ReadonlyMap<string, PsValue>;
  readonly members: ReadonlyMap<string, PsValue>;
  /** Only on an object that a `PsCycle` in it refers to */
  readonly id?: string;
}

export type PsValue = PsPrimitive | PsObject | PsCycle;

export const psNull: PsPrimitive = { type: 'null' };
export const psString = (value: string): PsPrimitive => ({ type: 'string', value });
export const psBoolean = (value: boolean): PsPrimitive => ({ type: 'boolean', value });
export const psInt32 = (value: number): PsPrimitive => ({ type: 'int32', value });
export const psBytes = (value: Uint8Array): PsPrimitive => ({ type: 'bytes', value });

/** A `System.Collections.ArrayList`-like list. */
export const psList = (
  values: readonly PsValue[],
  typeNames: readonly string[] = ['System.Object[]', 'System.Array', 'System.Object'],
): PsObject => ({
  type: 'object',
  typeNames,
  text: undefined,
  base: undefined,
  items: { kind: 'list', values },
  entries: undefined,
  properties: new Map(),
  members: new Map(),
});

/** An object with the given properties, as Exchange's objects arrive (adapted properties). */
export const psObject = (
  properties: Readonly<Record<string, PsValue>>,
  typeNames: readonly string[] = ['System.Management.Automation.PSCustomObject', 'System.Object'],
  text?: string,
): PsObject => ({
  type: 'object',
  typeNames,
  text,
  base: undefined,
  items: undefined,
  entries: undefined,
  properties: new Map(Object.entries(properties)),
  members: new Map(),
});

/** A hashtable with text keys. */
export const psHashtable = (entries: Readonly<Record<string, PsValue>>): PsObject => ({
  type: 'object',
  typeNames: ['System.Collections.Hashtable', 'System.Object'],
  text: undefined,
  base: undefined,
  items: undefined,
  entries: Object.entries(entries).map(([key, value]) => [psString(key), value] as const),
  properties: new Map(),
  members: new Map(),
});

/**
 * The property of that name (PowerShell compares names without case), extended members first as
 * PowerShell does; `undefined` when the object has none. *Absent* and *null* differ: absent means
 * that it was not sent.
 */
export function propertyOf(value: PsValue, name: string): PsValue | undefined {
  if (value.type !== 'object') return undefined;
  return lookUp(value.members, name) ?? lookUp(value.properties, name);
}

function lookUp(map: ReadonlyMap<string, PsValue>, name: string): PsValue | undefined {
  const exact = map.get(name);
  if (exact !== undefined) return exact;
  const folded = name.toLowerCase();
  for (const [key, value] of map) if (key.toLowerCase() === folded) return value;
  return undefined;
}

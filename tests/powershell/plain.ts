/** Values from PowerShell as plain JavaScript, for comparison. */
import type { PsValue } from '../../shared/clixml/value.ts';

export type Plain = null | string | number | boolean | Uint8Array | readonly Plain[] | { readonly [name: string]: Plain };

/** Turns lists into arrays and hashtables into objects. */
export function plain(value: PsValue): Plain {
  if (value.type === 'null') return null;
  if (value.type === 'cycle') throw new Error('The value refers to itself.');
  if (value.type !== 'object') return value.value;
  if (value.items !== undefined) return value.items.values.map(plain);
  if (value.entries !== undefined) return Object.fromEntries(value.entries.map(([key, entry]) => [textOf(key), plain(entry)]));
  if (value.base !== undefined) return plain(value.base);
  return Object.fromEntries([...value.properties, ...value.members].map(([name, entry]) => [name, plain(entry)]));
}

function textOf(key: PsValue): string {
  if (key.type !== 'string') throw new Error(`A key is ${key.type}`);
  return key.value;
}

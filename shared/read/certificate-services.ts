/** The services that a certificate is enabled for. */
import { textOf, enumNumber } from './property.ts';
import type { PsValue } from '../clixml/value.ts';

/** Bits of the enum, from the public metadata of Exchange's assemblies. */
const bits: readonly (readonly [number, string])[] = [
  [1, 'IMAP'],
  [2, 'POP'],
  [4, 'UM'],
  [8, 'IIS'],
  [16, 'SMTP'],
  [32, 'Federation'],
  [64, 'UMCallRouter'],
];
const everyBit = bits.reduce((sum, [bit]) => sum + bit, 0);

/**
 * The names of the services: from the number where it came along, else from a text such as
 * `IMAP, POP, IIS, SMTP`. `None` is the empty list. `undefined`: a bit or a form that is not understood.
 */
export function servicesOf(value: PsValue): string[] | undefined {
  const number = enumNumber(value);
  if (number !== undefined) return servicesOfNumber(number);
  const text = textOf(value)?.trim();
  if (text === undefined || text === '') return undefined;
  if (text === 'None') return [];
  const names = text.split(',').map((name) => name.trim());
  return names.every((name) => bits.some(([, known]) => known === name)) ? names : undefined;
}

/** The names of the bits; `undefined` when one has no name. */
export const servicesOfNumber = (number: number): string[] | undefined =>
  Number.isInteger(number) && number >= 0 && number <= everyBit
    ? bits.filter(([bit]) => (number & bit) !== 0).map(([, name]) => name)
    : undefined;

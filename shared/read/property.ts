/**
 * Single properties of Exchange's objects. Each reader distinguishes three cases: the property was
 * not sent (`notReturned`), it came in a form that is not understood (`unreadable`), and its value.
 */

import { propertyOf, type PsValue } from '../clixml/value.ts';
import { known, unknown, type Known } from '../model/known.ts';
import { isPastedText, shownOfCut } from './text-value.ts';
import { appError, fail, ok, type AppError, type Result } from '../model/error.ts';

/** Stands for a character that was lost on the way, e.g. in a file of an unknown code page. */
const lost = '\ufffd';

/** The text of a value: strings, enums, domains, identifiers. `undefined` for other values, and for a text of which characters were lost. */
export function textOf(value: PsValue): string | undefined {
  const text = shownText(value);
  return text?.includes(lost) === true ? undefined : text;
}

function shownText(value: PsValue): string | undefined {
  switch (value.type) {
    case 'string':
    case 'char':
    case 'uri':
    case 'version':
    case 'guid':
      return value.value;
    case 'object':
      return value.items === undefined && value.entries === undefined ? value.text : undefined;
    default:
      return undefined;
  }
}

/** A text that is never empty. */
export function readText(object: PsValue, name: string): Known<string> {
  return readWith(object, name, (value) => {
    const text = textOf(value);
    return text === '' ? undefined : text;
  });
}

/** A text that may be empty: `$null` and the empty string are the same to Exchange, both are `null` here. */
export function readNullableText(object: PsValue, name: string): Known<string | null> {
  return readWith(object, name, (value) => {
    if (value.type === 'null') return null;
    const text = textOf(value);
    return text === '' ? null : text;
  });
}

export function readBoolean(object: PsValue, name: string): Known<boolean> {
  return readWith(object, name, (value) =>
    value.type === 'boolean' ? value.value : isPastedText(value) ? booleans.get(textOf(value)) : undefined,
  );
}

/** PowerShell prints these in every language. */
const booleans = new Map<string | undefined, boolean>([
  ['True', true],
  ['False', false],
]);

/** A MultiValuedProperty or array of texts; `$null` is the empty list, a single text a list of one. */
export function readTexts(object: PsValue, name: string): Known<string[]> {
  return readWith(object, name, (value) => textsOf(value, textOf));
}

/** Names of directory objects: an ADObjectId's `Name`, else its text. */
export function readObjectNames(object: PsValue, name: string): Known<string[]> {
  return readWith(object, name, (value) => textsOf(value, objectName));
}

/** The name of one directory object. */
export function readObjectName(object: PsValue, name: string): Known<string> {
  return readWith(object, name, (value) => objectName(value));
}

/**
 * The name of an enum's value. Its number decides where it came along, since the text is in the
 * server's language; a number outside `names` gives the text.
 */
export function readEnum(object: PsValue, name: string, names: ReadonlyMap<number, string>): Known<string> {
  return readWith(object, name, (value) => enumName(value, names));
}

/**
 * The names of the bits that are set in an enum of flags; none is the empty list. Its number decides where it
 * came along. A text is read only if every part of it is one of `names`, or `None`.
 */
export const readFlags = (object: PsValue, name: string, names: ReadonlyMap<number, string>): Known<string[]> =>
  readWith(object, name, (value) => {
    const number = enumNumber(value);
    if (number !== undefined) return flagsOfNumber(number, names);
    const parts = textOf(value)
      ?.split(',')
      .map((part) => part.trim());
    if (parts?.join() === 'None') return [];
    return parts?.every((part) => [...names.values()].includes(part)) === true ? parts : undefined;
  });

/** `undefined` when a bit is set that has no name here. */
function flagsOfNumber(number: number, names: ReadonlyMap<number, string>): string[] | undefined {
  const bits = [...names.keys()].filter((bit) => (number & bit) !== 0);
  return bits.reduce((sum, bit) => sum + bit, 0) === number ? bits.map((bit) => names.get(bit) ?? '') : undefined;
}

/** As `readEnum`, where `$null` is an ordinary value. */
export function readNullableEnum(object: PsValue, name: string, names: ReadonlyMap<number, string>): Known<string | null> {
  return readWith(object, name, (value) => (value.type === 'null' || textOf(value) === '' ? null : enumName(value, names)));
}

/** The number of an enum's value, when it came along. */
export const enumNumber = (value: PsValue): number | undefined =>
  value.type === 'object' && value.base?.type === 'int32' ? value.base.value : undefined;

/** Reads a property with `read`, which gives `undefined` for a form that it does not understand. */
export function readWith<T>(object: PsValue, name: string, read: (value: PsValue) => T | undefined): Known<T> {
  const value = propertyOf(object, name);
  if (value === undefined) return unknown('notReturned', name);
  const result = read(value);
  if (result !== undefined) return known(result);
  const cut = shownOfCut(value);
  if (cut !== undefined) return unknown(cut.reason, `${name}: ${cut.shown}`);
  const damaged = [value, ...(value.type === 'object' ? (value.items?.values ?? []) : [])]
    .map(shownText)
    .find((text) => text?.includes(lost));
  return damaged === undefined ? unknown('unreadable', name) : unknown('charactersReplaced', `${name}: ${damaged}`);
}

function enumName(value: PsValue, names: ReadonlyMap<number, string>): string | undefined {
  const number = enumNumber(value);
  const text = textOf(value);
  // The text of an enum is in the server's language; without its number only the names that are known say which value it is.
  if (isPastedText(value)) return [...names.values()].find((known) => known === text);
  return (number === undefined ? undefined : names.get(number)) ?? (text === '' ? undefined : text);
}

function objectName(value: PsValue): string | undefined {
  const name = propertyOf(value, 'Name');
  const text = (name === undefined ? undefined : textOf(name)) ?? textOf(value);
  return text === '' ? undefined : text;
}

/** The texts of a list, by `text`; `$null` is the empty list, a single value a list of one. */
export function textsOf(value: PsValue, text: (item: PsValue) => string | undefined): string[] | undefined {
  if (value.type === 'null') return [];
  if (value.type !== 'object' || value.items === undefined) {
    const single = text(value);
    return single === undefined ? undefined : [single];
  }
  const texts = value.items.values.map(text);
  return texts.every((item) => item !== undefined) ? texts : undefined;
}

// What an object cannot be without: its name and identity.

/** What kind of object was read, for the words of a failure. */
export type ObjectKind =
  | 'server'
  | 'hybridConfiguration'
  | 'receiveConnector'
  | 'sendConnector'
  | 'inboundConnector'
  | 'outboundConnector'
  | 'acceptedDomain'
  | 'certificate'
  | 'transportService'
  | 'command';

export const unreadable = (object: ObjectKind, property: string): AppError => appError('organization.unreadable', { object, property });

/** The value, or `organization.unreadable` naming the kind of object and the property that it lacks. */
export const required = <T>(object: ObjectKind, property: string, value: Known<T>): Result<T> =>
  value.known ? ok(value.value) : fail(unreadable(object, property));

/** Reads every object, or fails with the first failure: an object is never dropped in silence. */
export function readAll<T>(objects: readonly PsValue[], read: (object: PsValue) => Result<T>): Result<T[]> {
  const values: T[] = [];
  for (const object of objects) {
    const value = read(object);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return ok(values);
}

/** What an object cannot be without: its name and identity. */
import type { PsValue } from '../clixml/value.ts';
import { appError, fail, ok, type AppError, type Result } from '../errors.ts';
import type { Known } from '../model/known.ts';

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

/** From the outcome of a call to values of the model. */
import type { PsValue } from '../../../shared/clixml/value.ts';
import type { CallOutcome } from '../../../shared/commands/call.ts';
import type { AppError, Result } from '../../../shared/model/error.ts';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import { readAll } from '../../../shared/read/property.ts';

/** The objects, unless the cmdlet reported an error: then the list may lack some of them. */
export function completeObjects(outcome: Known<CallOutcome>): Known<readonly PsValue[]> {
  if (!outcome.known) return outcome;
  const [error] = outcome.value.errors;
  return error === undefined ? known(outcome.value.objects) : unknown('failed', error.message);
}

/** Every object read with `read`. */
export const listOf = <T>(outcome: Known<CallOutcome>, read: (object: PsValue) => Result<T>): Known<T[]> =>
  readObjects(outcome, (objects) => readAll(objects, read));

/** The objects read together. */
export function readObjects<T>(outcome: Known<CallOutcome>, read: (objects: readonly PsValue[]) => Result<T>): Known<T> {
  const objects = completeObjects(outcome);
  if (!objects.known) return objects;
  const result = read(objects.value);
  return result.ok ? known(result.value) : unreadable(result.error);
}

const unreadable = ({ details }: AppError): Known<never> => unknown('unreadable', [details['object'], details['property']].join(' '));

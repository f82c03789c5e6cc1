/** Reads the values of one object back, in the form in which a plan holds and compares them. */
import type { CmdletCall } from '../../shared/commands/call.ts';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import { isFactCmdlet, parameterKind, type Value, type Values } from '../../shared/plan/plan.ts';
import { readFact } from '../../shared/read/facts.ts';
import { readObjectFacts, readPlanValue } from '../../shared/read/plan-value.ts';
import { readOne, type CallOptions, type ExchangeReader } from '../exchange/port.ts';

/** What is read: a step of a plan, with the parameters that it sets. */
export interface ValuesToRead {
  /** What the object is called in an error, e.g. `EX01\Default Frontend EX01` */
  readonly object: string;
  readonly read: CmdletCall;
  readonly parameters: readonly string[];
}

export interface ReadValues {
  readonly values: Values;
  /** `null`: it was not returned */
  readonly guid: string | null;
  /** The domain controller that answered; `null`: it was not said */
  readonly controller: string | null;
}

/**
 * The object's values now, or the facts about it. Fails with `change.notVerified` when not exactly one object comes back, or one of the values is missing or
 * not understood: then nothing is known of it. A read changes nothing, so the effect of every error is `none`.
 */
export async function readValues(
  { object, read, parameters }: ValuesToRead,
  exchange: ExchangeReader,
  options?: CallOptions,
): Promise<Result<ReadValues>> {
  const outcome = await readOne(exchange, read, options);
  if (!outcome.ok) return fail({ ...outcome.error, effect: 'none' });
  const { objects, errors } = outcome.value;
  if (isFactCmdlet(read.cmdlet)) {
    // A service that does not run is an error of Test-ServiceHealth besides.
    const isWhole = errors.length === 0 || read.cmdlet === 'Test-ServiceHealth';
    const facts = !isWhole ? [] : parameters.map((name): [string, Value | undefined] => [name, readFact(objects, object, name)]);
    const known = facts.flatMap(([name, value]): [string, Value][] => (value === undefined ? [] : [[name, value]]));
    return known.length === 0 || known.length < facts.length
      ? fail(appError('change.notVerified', { object, message: errors[0]?.message ?? '' }))
      : ok({ values: Object.fromEntries(known), guid: null, controller: null });
  }
  const [found] = objects;
  if (found === undefined || objects.length > 1) {
    return fail(appError('change.notVerified', { object, message: errors[0]?.message ?? '' }));
  }
  const values: [string, Value][] = [];
  for (const parameter of parameters) {
    const kind = parameterKind(read.cmdlet, parameter);
    const value = kind === undefined ? undefined : readPlanValue(found, parameter, kind);
    if (value === undefined) return fail(appError('change.notVerified', { object, parameter, message: '' }));
    values.push([parameter, value]);
  }
  const { guid, controller } = readObjectFacts(found);
  return ok({ values: Object.fromEntries(values), guid, controller });
}

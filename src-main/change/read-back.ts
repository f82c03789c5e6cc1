/** Determines the real state of each step after an interruption. Reads only. */

import { appError, fail, ok, type AppError, type Result } from '../../shared/model/error.ts';
import { type PlanStep, type StepResult, isUnchanged, sameValues, type SavedValues, warningsOf } from '../../shared/plan/plan.ts';
import { readOne, type CallOptions, type ExchangeReader } from '../exchange/port.ts';
import { propertyOf, type PsValue } from '../../shared/clixml/value.ts';

// Reading the values of one object, in the form in which they are saved and compared.

/**
 * The object's current values of the parameters that the step sets.
 * Fails with `change.notVerified` when the object does not come back, comes back more than once, or
 * lacks one of the values: then nothing is known of it.
 */
export async function readValues(step: PlanStep, exchange: ExchangeReader, options: CallOptions): Promise<Result<SavedValues>> {
  const outcome = await readOne(exchange, step.read, options);
  if (!outcome.ok) return fail({ ...outcome.error, effect: 'none' });
  const [object, ...others] = outcome.value.objects;
  if (object === undefined || others.length > 0) {
    const message = outcome.value.errors[0]?.message ?? '';
    return fail(appError('change.notVerified', { object: step.object, message }));
  }
  const values: SavedValues = {};
  for (const [name, before] of Object.entries(step.before)) {
    const value = savedValue(propertyOf(object, name), Array.isArray(before));
    if (value === undefined) return fail(appError('change.notVerified', { object: step.object, parameter: name, message: '' }));
    values[name] = value;
  }
  return ok(values);
}

/** `undefined`: it was not sent, or has a form that is not understood. An empty list and `$null` are the same to Exchange. */
function savedValue(value: PsValue | undefined, isList: boolean): SavedValues[string] | undefined {
  if (value === undefined) return undefined;
  if (isList) {
    if (value.type === 'null') return [];
    if (value.type !== 'object' || value.items === undefined) {
      const single = textOf(value);
      return single === undefined ? undefined : [single];
    }
    const texts = value.items.values.map(textOf);
    return texts.every((text) => text !== undefined) ? texts : undefined;
  }
  if (value.type === 'null') return null;
  const text = textOf(value);
  return text === '' ? null : text;
}

function textOf(value: PsValue): string | undefined {
  if (value.type === 'string') return value.value;
  return value.type === 'object' ? value.text : undefined;
}

export interface ReadBackTools {
  readonly exchange: ExchangeReader;
  readonly now: () => Date;
  readonly report: (result: StepResult) => void;
  readonly signal: AbortSignal;
}

/**
 * Reads every object of the steps and reports `done`, `unchanged`, `waiting` (never changed), `rolledBack` (changed, and now as
 * before), or `unknown` when it has other values or could not be read. The result is the first error.
 * `earlier` are the results so far: nothing is sent, so the warnings in them stay.
 */
export async function readBackSteps(
  steps: readonly PlanStep[],
  earlier: readonly StepResult[],
  tools: ReadBackTools,
): Promise<Result<null>> {
  let first: AppError | undefined;
  for (const step of steps) {
    const found = await readValues(step, tools.exchange, { signal: tools.signal });
    const result = judge(step, found, earlier);
    tools.report({ step: step.id, at: tools.now().toISOString(), ...result, warnings: warningsOf(earlier, step.id) });
    if (result.error !== null) first ??= result.error;
  }
  return first === undefined ? ok(null) : fail(first);
}

function judge(
  step: PlanStep,
  found: Awaited<ReturnType<typeof readValues>>,
  earlier: readonly StepResult[],
): Pick<StepResult, 'state' | 'found' | 'error'> {
  if (!found.ok) return { state: 'unknown', found: null, error: { ...found.error, effect: 'unknown' } };
  if (sameValues(found.value, step.after)) {
    return { state: isUnchanged(step) ? 'unchanged' : 'done', found: found.value, error: null };
  }
  if (sameValues(found.value, step.before))
    return { state: wasChanged(step, earlier) ? 'rolledBack' : 'waiting', found: found.value, error: null };
  return { state: 'unknown', found: found.value, error: appError('change.notVerified', { object: step.object }, 'partial') };
}

/** Whether other values than those of before were read of it, or its rollback was under way. */
const wasChanged = (step: PlanStep, earlier: readonly StepResult[]): boolean =>
  !isUnchanged(step) &&
  earlier.some(
    ({ step: id, state, found }) =>
      id === step.id &&
      (['done', 'rollingBack', 'rollbackFailed', 'rolledBack'].includes(state) ||
        (state === 'unknown' && found !== null && !sameValues(found, step.before))),
  );

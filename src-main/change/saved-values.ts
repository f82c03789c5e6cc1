/** Reading the values of one object, in the form in which they are saved and compared. */
import { propertyOf, type PsValue } from '../../shared/clixml/value.ts';
import { appError, fail, ok, type Result } from '../../shared/errors.ts';
import type { PlanStep, SavedValues } from '../../shared/model/plan.ts';
import type { ExchangeGateway, InvokeOptions } from '../exchange/gateway.ts';

/**
 * The object's values of now, for the parameters that the step touches.
 * Fails with `change.notVerified` when the object does not come back, comes back more than once, or
 * lacks one of the values: then nothing is known of it.
 */
export async function readValues(step: PlanStep, gateway: ExchangeGateway, options: InvokeOptions): Promise<Result<SavedValues>> {
  const outcome = await gateway.invoke(step.read, options);
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

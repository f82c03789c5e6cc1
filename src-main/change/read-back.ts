/** After an interruption: what is the real state of each step? Reads only. */
import { appError, fail, ok, type AppError, type Result } from '../../shared/errors.ts';
import type { PlanStep, StepResult } from '../../shared/model/plan.ts';
import { isAlreadySo, sameValues } from '../../shared/plan/saved-values.ts';
import type { ExchangeGateway } from '../exchange/gateway.ts';
import { readValues } from './saved-values.ts';

export interface ReadBackTools {
  readonly gateway: ExchangeGateway;
  readonly now: () => Date;
  readonly report: (result: StepResult) => void;
  readonly signal: AbortSignal;
}

/**
 * Reads every object of the steps and reports `done`, `alreadySo`, `waiting` (as before the change),
 * or `unknown` when it has other values or could not be read. The result is the first error.
 */
export async function readBackSteps(steps: readonly PlanStep[], tools: ReadBackTools): Promise<Result<null>> {
  let first: AppError | undefined;
  for (const step of steps) {
    const found = await readValues(step, tools.gateway, { signal: tools.signal });
    const result = judge(step, found);
    tools.report({ step: step.id, at: tools.now().toISOString(), ...result });
    if (result.error !== null) first ??= result.error;
  }
  return first === undefined ? ok(null) : fail(first);
}

function judge(step: PlanStep, found: Awaited<ReturnType<typeof readValues>>): Pick<StepResult, 'state' | 'found' | 'error'> {
  if (!found.ok) return { state: 'unknown', found: null, error: { ...found.error, effect: 'unknown' } };
  if (sameValues(found.value, step.after)) {
    return { state: isAlreadySo(step) ? 'alreadySo' : 'done', found: found.value, error: null };
  }
  if (sameValues(found.value, step.before)) return { state: 'waiting', found: found.value, error: null };
  return { state: 'unknown', found: found.value, error: appError('change.notVerified', { object: step.object }, 'partial') };
}

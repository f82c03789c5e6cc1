/** Carries out a reviewed plan step by step. The journal says what is about to be sent; what was achieved is read back. */
import { appError, fail, ok, type AppError, type Result } from '../../shared/model/error.ts';
import { type PlanStep, type SavedValues, type StepResult, type StepState, isUnchanged, sameValues } from '../../shared/plan/plan.ts';
import { endsSession, type Exchange } from '../exchange/port.ts';
import type { Journal } from './journal.ts';
import { readValues } from './read-back.ts';

export interface ChangeTools {
  readonly exchange: Exchange;
  readonly journal: Journal;
  readonly now: () => Date;
  /** Receives each state that a step reaches */
  readonly report: (result: StepResult) => void;
  readonly signal: AbortSignal;
}

/** How a step ended, and what was found then. */
interface StepEnd {
  readonly state: StepState;
  readonly found: SavedValues | null;
  readonly error: AppError | null;
  /** Absent when no command was sent, or its answer was lost */
  readonly warnings?: readonly string[];
}

/**
 * Carries out the steps one by one and stops at the first that is not proven done. The values that were
 * reviewed are read again immediately before each step: a difference stops with `plan.stale` and changes
 * nothing, unless the object already has the wanted values. The result is the error of the step that stopped.
 */
export const applySteps = (steps: readonly PlanStep[], tools: ChangeTools): Promise<Result<null>> =>
  inOrder(steps, tools, { running: 'running', run: applyStep, continuesAfter: () => false });

/**
 * Puts the saved values of the steps back. A server that fails does not hold up the others, unless
 * the session is lost. Restores what was saved, never a default.
 */
export const rollBackSteps = (steps: readonly PlanStep[], tools: ChangeTools): Promise<Result<null>> =>
  inOrder(steps, tools, { running: 'rollingBack', run: rollBackStep, continuesAfter: (error) => !stopsRollback(error) });

/** Without a session, or without a journal, no further step may be sent. */
const stopsRollback = (error: AppError): boolean =>
  endsSession(error) || error.code === 'session.notConnected' || error.code === 'file.notWritten';

interface Direction {
  readonly running: StepState;
  readonly run: (step: PlanStep, tools: ChangeTools) => Promise<StepEnd>;
  readonly continuesAfter: (error: AppError) => boolean;
}

async function inOrder(steps: readonly PlanStep[], tools: ChangeTools, direction: Direction): Promise<Result<null>> {
  let first: AppError | undefined;
  for (const step of steps) {
    if (tools.signal.aborted) return fail(appError('powershell.canceled', { step: step.object }));
    tools.report({ step: step.id, state: direction.running, at: tools.now().toISOString(), found: null, error: null, warnings: [] });
    const end = await direction.run(step, tools);
    const at = tools.now().toISOString();
    tools.report({ step: step.id, at, warnings: [], ...end });
    await tools.journal.write({ type: 'end', at, step: step.id, state: end.state, error: end.error?.code ?? null });
    if (end.error === null) continue;
    first ??= end.error;
    if (!direction.continuesAfter(end.error)) break;
  }
  return first === undefined ? ok(null) : fail(first);
}

async function applyStep(step: PlanStep, tools: ChangeTools): Promise<StepEnd> {
  const now = await readValues(step, tools.exchange, { signal: tools.signal });
  if (!now.ok) return { state: 'failed', found: null, error: now.error };
  if (isUnchanged(step) && sameValues(now.value, step.after)) return { state: 'unchanged', found: now.value, error: null };
  // Set by an earlier, interrupted run, or by someone else meanwhile: either way the reviewed values are what the rollback leads to.
  if (sameValues(now.value, step.after)) return { state: 'done', found: now.value, error: null };
  if (!sameValues(now.value, step.before)) return { state: 'failed', found: now.value, error: stale(step, now.value) };
  const announced = await tools.journal.write({ type: 'begin', at: tools.now().toISOString(), step: step.id, found: now.value });
  if (!announced.ok) return { state: 'failed', found: now.value, error: announced.error };
  return send(step, tools, { call: step.call, wanted: step.after, previous: now.value, done: 'done', failed: 'failed' });
}

async function rollBackStep(step: PlanStep, tools: ChangeTools): Promise<StepEnd> {
  const now = await readValues(step, tools.exchange, { signal: tools.signal });
  if (!now.ok) return { state: 'rollbackFailed', found: null, error: now.error };
  if (sameValues(now.value, step.before)) return { state: 'rolledBack', found: now.value, error: null };
  const announced = await tools.journal.write({ type: 'beginRollback', at: tools.now().toISOString(), step: step.id, found: now.value });
  if (!announced.ok) return { state: 'rollbackFailed', found: now.value, error: announced.error };
  return send(step, tools, { call: step.rollback, wanted: step.before, previous: now.value, done: 'rolledBack', failed: 'rollbackFailed' });
}

interface Sending {
  readonly call: PlanStep['call'];
  readonly wanted: SavedValues;
  readonly previous: SavedValues;
  readonly done: StepState;
  readonly failed: StepState;
}

/** Sends the call. If it was answered, its warnings are kept however the step ends. */
async function send(step: PlanStep, tools: ChangeTools, sending: Sending): Promise<StepEnd> {
  const outcome = await tools.exchange.change(sending.call, { signal: tools.signal });
  if (!outcome.ok) return verify(step, tools, sending, outcome.error);
  const { errors, warnings } = outcome.value;
  return { ...(await verify(step, tools, sending, firstError(step, errors[0]?.message))), warnings };
}

/** Believes only what is read back, whatever the call reported. */
async function verify(step: PlanStep, tools: ChangeTools, sending: Sending, reported: AppError | null): Promise<StepEnd> {
  const found = await readValues(step, tools.exchange, { signal: tools.signal });
  if (!found.ok) {
    const error = reported ?? found.error;
    return { state: sending.done === 'rolledBack' ? 'rollbackFailed' : 'unknown', found: null, error: { ...error, effect: 'unknown' } };
  }
  if (sameValues(found.value, sending.wanted)) return { state: sending.done, found: found.value, error: null };
  const stillPrevious = sameValues(found.value, sending.previous);
  if (reported !== null)
    return {
      state: stillPrevious ? sending.failed : 'unknown',
      found: found.value,
      error: { ...reported, effect: stillPrevious ? 'none' : 'partial' },
    };
  return {
    state: stillPrevious ? sending.failed : 'unknown',
    found: found.value,
    error: appError(
      'change.notVerified',
      { object: step.object, ...difference(sending.wanted, found.value) },
      stillPrevious ? 'none' : 'partial',
    ),
  };
}

const firstError = (step: PlanStep, message: string | undefined): AppError | null =>
  message === undefined ? null : appError('cmdlet.failed', { object: step.object, message });

const stale = (step: PlanStep, found: SavedValues): AppError =>
  appError('plan.stale', { object: step.object, ...difference(step.before, found) });

/** The first value that differs, for the error message. */
function difference(expected: SavedValues, found: SavedValues): Record<string, string> {
  const parameter = Object.keys(expected).find((name) => JSON.stringify(expected[name]) !== JSON.stringify(found[name])) ?? '';
  return { parameter, expected: asText(expected[parameter]), found: asText(found[parameter]) };
}

const asText = (value: SavedValues[string] | undefined): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : value.join(', ');

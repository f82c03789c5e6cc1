/** What a run has to do next, decided from its state alone. The driver in src-main/change performs it and decides nothing. */
import type { AppError } from '../model/error.ts';
import type { CallStep, HandoverStep, ObjectStep, PersonStep, PlanStep } from '../plan/plan.ts';
import type { RunState } from './fold.ts';
import { isReached, isSuperseded } from './step-order.ts';
import { classify, isFromElsewhere, recordOf, settleTimeOf, stateOf, type Attempt, type StepRecord } from './step-record.ts';

export type Next =
  /** Read the object after so many milliseconds, and append what was found */
  | { readonly do: 'read'; readonly step: ObjectStep; readonly afterMs: number }
  /** Announce the step, send its command, append the answer */
  | { readonly do: 'send'; readonly step: CallStep }
  /** Announce the step to the administrator, who runs its commands */
  | { readonly do: 'ask'; readonly step: PersonStep }
  /** End everything that may still carry the command out, wait until its remote session has given it up, and append that */
  | { readonly do: 'fence'; readonly step: ObjectStep; readonly attempt: Attempt; readonly afterMs: number }
  /** Announce the handover: from then on the HCW may write */
  | { readonly do: 'handOver'; readonly step: HandoverStep }
  | Stop
  | { readonly do: 'finish' };
export interface Stop {
  readonly do: 'stop';
  readonly why: StopReason;
  readonly step: PlanStep;
}

/**
 * `asked`: the administrator stopped it, or the program was started again. `differs`: the object has other values than those that
 * were reviewed. `unread`: it could not be read, so nothing was sent. `doubt`: what became of the command could not be proven yet.
 * `failed`: it had no effect. `foreign`: the object has neither the old nor the wanted values. `canary`: the first server is done and
 * has to be proven. `person`: its commands are shown, and the administrator has not said yet that they were run, or nothing was collected
 * on their Edge server since. `handover`: the HCW has not returned.
 */
export const stopReasons = ['asked', 'differs', 'unread', 'doubt', 'failed', 'foreign', 'canary', 'person', 'handover'] as const;
export type StopReason = (typeof stopReasons)[number];

/** After so many failed readings of one object the run stops instead of trying for ever. */
export const maxFailedReadings = 3;

/** Never sends a step unless the newest line of the journal is a reading of its reviewed values. */
export function next(state: RunState): Next {
  const { steps, policy } = state.plan;
  // The HCW has read, and may have written, what the steps before it have prepared: to send one of them again would undo its work.
  const begun = steps.findLastIndex(({ id }) => state.handedOver.has(id));
  let skipped: Stop | undefined;
  for (const step of steps.slice(Math.max(0, begun))) {
    const action = step.kind === 'handover' ? handOver(step, state) : actionFor(step, recordOf(state, step.id), state);
    if (action === undefined) continue;
    // The HCW writes what the steps before it have prepared.
    const mayGoOn =
      policy.onFailure === 'goOn' &&
      // Stryker disable next-line ConditionalExpression: nothing but a stop has a reason
      action.do === 'stop' &&
      isFailureOfOne(action, state);
    if (!mayGoOn) return skipped !== undefined && (step.kind === 'handover' || action.do === 'stop') ? skipped : action;
    skipped ??= action;
  }
  return skipped ?? { do: 'finish' };
}

function handOver(step: HandoverStep, { returned, handedOver, stopped, closed }: RunState): Next | undefined {
  if (returned.has(step.id)) return undefined;
  if (handedOver.has(step.id)) return { do: 'stop', why: 'handover', step };
  return stopped || closed !== null ? { do: 'stop', why: 'asked', step } : { do: 'handOver', step };
}

/** `undefined`: it has its wanted values, had them until a later step changed them, or has to wait for an earlier one. */
function actionFor(step: ObjectStep, record: StepRecord, state: RunState): Next | undefined {
  const stepState = stateOf(step, record);
  const isDone = stepState === 'applied' || stepState === 'unchanged';
  // Most steps of a long run, at each of its lines: asked first.
  if (isDone && state.asked !== step.id) return undefined;
  // While something before it is not done, that is what has to be done, or has stopped the run.
  if (isSuperseded(step, state) || !isReached(step, state)) return undefined;
  if (state.asked === step.id) return { do: 'stop', why: 'person', step };
  if (record.doubt !== null) return prove(step, record, record.doubt, state);
  if (isCanaryOpen(step, state)) return { do: 'stop', why: 'canary', step };
  if (record.failed && (step.kind === 'call' || stepState !== 'notApplied'))
    return { do: 'stop', why: stepState === 'foreign' || stepState === 'differs' ? stepState : 'failed', step };
  if (state.stopped || state.closed !== null) return { do: 'stop', why: 'asked', step };
  if (cannotBeRead(record)) return { do: 'stop', why: 'unread', step };
  const reading = state.justRead === step.id ? record.reading : null;
  if (reading === null) return { do: 'read', step, afterMs: 0 };
  if (classify(step, reading) !== 'before') return { do: 'stop', why: 'differs', step };
  if (step.kind === 'person') return { do: 'ask', step };
  // The controller that it would be sent to may have somebody else's value, which the one that answered does not show yet.
  return isFromElsewhere(step, reading, state.opened) ? { do: 'stop', why: 'unread', step } : { do: 'send', step };
}

/** A step in doubt: the fence first, then readings until two of them agree a settle time apart. */
function prove(step: ObjectStep, record: StepRecord, doubt: Attempt, state: RunState): Next {
  if (!doubt.isOver && doubt.by === 'wizard') {
    // The command may have left its process in the last moment before that was ended.
    return { do: 'fence', step, attempt: doubt, afterMs: doubt.limitMs };
  }
  if (cannotBeRead(record)) return { do: 'stop', why: isToBeCollected(record) ? 'person' : 'doubt', step };
  const first = doubt.agreeingSince;
  if (first === null || record.reading === null) return { do: 'read', step, afterMs: 0 };
  const passed = state.certain - first.certain;
  return { do: 'read', step, afterMs: Math.max(0, settleTimeOf(doubt, first, record.reading, state.opened) - passed) };
}

/** The step comes after those of the first server, to which something was or has to be sent. */
function isCanaryOpen(step: ObjectStep, state: RunState): boolean {
  const { policy, steps } = state.plan;
  if (state.canaryProven || step.server === policy.canary) return false;
  return steps
    .slice(0, steps.indexOf(step))
    .some((one) => one.kind === 'call' && one.server === policy.canary && stateOf(one, recordOf(state, one.id)) !== 'unchanged');
}

const cannotBeRead = (record: StepRecord): boolean => {
  const { unread } = record;
  return unread !== null && (unread.count >= maxFailedReadings || isOfSession(unread.error) || isToBeCollected(record));
};

/** Only the administrator can collect on an Edge server: reading again at once finds nothing more. */
const isToBeCollected = ({ unread }: StepRecord): boolean => unread?.error.code.startsWith('edge.') === true;

/** Without a session nothing else can be read either: trying the other objects would only take time. */
const isOfSession = ({ code }: AppError): boolean => code.startsWith('session.') || code.startsWith('powershell.');

/** It concerns one object, so that the others can be carried out. */
const isFailureOfOne = ({ why, step }: Stop, state: RunState): boolean => {
  if (why === 'failed' || why === 'foreign' || why === 'differs') return true;
  const { unread } = recordOf(state, step.id);
  return (why === 'unread' || why === 'doubt') && unread !== null && !isOfSession(unread.error);
};

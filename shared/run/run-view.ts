/** A run as the window and the report show it. */
import { remembering } from '../mail-flow/remember.ts';
import type { AppError } from '../model/error.ts';
import { isUnchanged, objectSteps, openSteps, type HandoverState, type ObjectStep, type Plan, type Values } from '../plan/plan.ts';
import { exposedFrom, type Interval } from './exposure.ts';
import type { KeptEvidence } from '../proof/evidence.ts';
import type { RunState } from './fold.ts';
import { handoverOf, isSuperseded } from './step-order.ts';
import { recordOf, stateOf, type StepRecord, type StepState } from './step-record.ts';
import type { outcomes } from './journal.ts';
import { next, type Next, type StopReason } from './next.ts';
import type { SavedThumbprint, Snapshot } from './snapshot.ts';

export interface StepView {
  readonly state: StepState;
  /** The values of the newest reading; `null` while there is none */
  readonly found: Values | null;
  readonly error: AppError | null;
  /** Exchange's own words about the newest command */
  readonly warnings: readonly string[];
  /** When the newest line about it was written: ISO 8601, UTC */
  readonly at: string | null;
  readonly touched: boolean;
  /** How often it was announced: to a person, how often its commands were shown */
  readonly attempts: number;
  /** A person runs its commands: once they were shown, that may be at any time, also after a reading that does not show it */
  readonly isByPerson: boolean;
  /** Whether a later step is on its object, and was reached: what was found says nothing of the object any more */
  readonly isSuperseded: boolean;
}

export interface RunView {
  readonly id: string;
  /** The folder with the saved values, the journal and both scripts */
  readonly path: string;
  readonly steps: Readonly<Record<string, StepView>>;
  /** Why it does not go on by itself; `null` while it does, and when it is finished */
  readonly stop: { readonly why: StopReason; readonly step: string } | null;
  readonly isFinished: boolean;
  /** Whether the HCW may have written since, and whether the administrator says that it has ended */
  readonly handover: HandoverState;
  readonly exposure: readonly Interval[];
  /** Thumbprint of the new certificate; `null` when the run does not say it */
  readonly certificate: string | null;
  readonly evidence: readonly KeptEvidence[];
  /** The newest line after which it may have changed something; `null` while there is none */
  readonly changed: Pick<KeptEvidence, 'n' | 'at'> | null;
  readonly closed: (typeof outcomes)[number] | null;
  /** The internal transport certificates that its snapshot saved */
  readonly internalTransport: readonly SavedThumbprint[];
}

/** One object, so that what is computed from it is computed once. */
const noneSaved: readonly SavedThumbprint[] = [];
const waiting: StepView = {
  state: 'waiting',
  found: null,
  error: null,
  warnings: [],
  at: null,
  touched: false,
  attempts: 0,
  isByPerson: false,
  isSuperseded: false,
};

/** The same object while the step is as it was, so that only what is new crosses to the window. */
const rememberedView = remembering<StepView>();

function stepView(step: ObjectStep, record: StepRecord, isLeft: boolean): StepView {
  const { reading, unread, error, warnings, at, touched, attempts } = record;
  return {
    state: stateOf(step, record),
    found: reading?.values ?? null,
    error: error ?? unread?.error ?? null,
    warnings,
    at,
    touched,
    attempts,
    isByPerson: step.kind === 'person' || record.isByPerson,
    isSuperseded: isLeft,
  };
}

export function runView(
  state: RunState,
  { id, path, snapshot }: { readonly id: string; readonly path: string; readonly snapshot: Pick<Snapshot, 'internalTransport'> },
): RunView {
  const action = next(state);
  return {
    id,
    path,
    steps: Object.fromEntries(
      objectSteps(state.plan).map((step) => {
        const record = recordOf(state, step.id);
        const isLeft = isSuperseded(step, state);
        return [step.id, rememberedView(step, String(isLeft), [record], () => stepView(step, record, isLeft))];
      }),
    ),
    stop: stopOf(action, state),
    isFinished: action.do === 'finish',
    handover: handoverOf(state),
    exposure: state.exposure.intervals,
    certificate: state.opened.certificate,
    evidence: state.evidence,
    changed: state.changed,
    closed: state.closed,
    internalTransport: snapshot.internalTransport ?? noneSaved,
  };
}

/** While nobody works on the run, a command in doubt stops it: the next thing to do is to prove what became of it. */
function stopOf(action: Next, state: RunState): RunView['stop'] {
  if (action.do === 'stop') return { why: action.why, step: action.step.id };
  const isInDoubt = action.do !== 'finish' && recordOf(state, action.step.id).doubt !== null;
  return isInDoubt ? { why: 'doubt', step: action.step.id } : null;
}

/** What is known of one step; nothing while the run is not begun. */
export const stepOf = (run: RunView | null, step: string): StepView => run?.steps[step] ?? waiting;

/** Whether an object may have other values than before because of the run. */
export const mayHaveChanged = (run: RunView | null): boolean =>
  run !== null &&
  (run.handover !== 'none' ||
    Object.values(run.steps).some(
      ({ touched, state, isByPerson }) => touched && (isByPerson || (state !== 'notApplied' && state !== 'reverted')),
    ));

/** The steps that are still to be taken, in order, up to one that needs the proof of an earlier one. */
export const stepsToDo = (plan: Plan | null, run: RunView | null): readonly ObjectStep[] =>
  plan === null
    ? []
    : openSteps(plan, run?.handover ?? 'none', (step) => {
        const { state, isSuperseded: isLeft } = stepOf(run, step.id);
        return isUnchanged(step) || isLeft || state === 'applied' || state === 'unchanged';
      });

/** Since when mail flow is, or may be, weaker because of these runs: the earliest that is not proven sound again. */
export const exposedSince = (runs: readonly (RunView | null)[]): string | null => exposedFrom(runs.flatMap((run) => run?.exposure ?? []));

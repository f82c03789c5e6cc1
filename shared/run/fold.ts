/**
 * The state of a run: a pure fold of its journal.
 *
 * Doubt is monotone. From the line that announces a step until a proof, its object may have the old values, the wanted ones, or
 * anything between: no error, no answer and no single reading lowers that. It ends when nothing can carry the command out any more and
 * the wanted values are read, or two readings, a settle time apart, agree.
 */
import { cmdletTable, type CmdletEntry } from '../commands/table.ts';
import type { Place } from '../mail-flow/forecast.ts';
import { appError, type AppError } from '../model/error.ts';
import { isFactCmdlet, objectKey, objectSteps, sameValues, type ObjectStep, type Plan, type Values } from '../plan/plan.ts';
import type { KeptEvidence } from '../proof/evidence.ts';
import { noExposure, exposeBy, endExposure, type Exposure, type Moment } from './exposure.ts';
import type { EntryOf, JournalLine, ProcessIdentity } from './journal.ts';

export interface Reading {
  /** ISO 8601, UTC */
  readonly at: string;
  /** Milliseconds of the run, and those of them that had passed for certain */
  readonly elapsed: number;
  readonly certain: number;
  readonly values: Values;
  readonly guid: string | null;
  readonly controller: string | null;
}

/** A command that was announced and may have been sent. */
export interface Attempt {
  readonly at: string;
  readonly certain: number;
  readonly by: 'wizard' | 'person';
  readonly process: ProcessIdentity | null;
  readonly controller: string | null;
  readonly limitMs: number;
  /** Nothing can carry it out any more: its end was answered, or it is behind a fence */
  readonly isOver: boolean;
  /** Of the readings since it is over, the first of those that agree with the newest one */
  readonly agreeingSince: Reading | null;
}

/** What is known of one step, by its call and by every reading. */
export interface StepRecord {
  /** Whether its command was ever announced: only then can this run have changed the object */
  readonly touched: boolean;
  /** How often it was announced */
  readonly attempts: number;
  /** Whether the wanted values were proven since the newest announcement */
  readonly wasApplied: boolean;
  /** Announced, and not proven yet what became of it */
  readonly doubt: Attempt | null;
  /** The newest reading that succeeded */
  readonly reading: Reading | null;
  /** How many readings have failed since, and the newest error */
  readonly unread: { readonly count: number; readonly error: AppError } | null;
  /** The error of the newest attempt, and what Exchange warned; both are facts about it, never states */
  readonly error: AppError | null;
  readonly warnings: readonly string[];
  /** Whether it failed since the run was last begun or resumed */
  readonly failed: boolean;
  /** When the newest line about it was written */
  readonly at: string | null;
}

/**
 * `waiting`: not begun. `unchanged`: it had the wanted values before anything was sent. `differs`: not begun, and it has other
 * values than those that were reviewed, or is another object. `doubt`: its command may have been carried out, or may be still.
 * `applied`: it has the wanted values. `notApplied`: the command had no effect. `reverted`: it was applied, and has the old values
 * again. `foreign`: its command was sent, and it has neither the old nor the wanted values.
 */
export const stepStates = ['waiting', 'unchanged', 'differs', 'doubt', 'applied', 'notApplied', 'reverted', 'foreign'] as const;
export type StepState = (typeof stepStates)[number];

export interface RunState {
  readonly plan: Plan;
  readonly opened: EntryOf<'opened'>;
  readonly openedAt: string;
  readonly steps: ReadonlyMap<string, StepRecord>;
  /** The step that the newest line has read: only such a reading may be acted upon */
  readonly justRead: string | null;
  /** The handovers that were begun, and those that have returned */
  readonly handedOver: ReadonlySet<string>;
  readonly returned: ReadonlySet<string>;
  /** Nothing more is to be sent until the run is resumed */
  readonly stopped: boolean;
  readonly canaryProven: boolean;
  /** The person step whose commands are shown, until the administrator says to go on; `null`: none */
  readonly asked: string | null;
  readonly exposure: Exposure;
  readonly evidence: readonly KeptEvidence[];
  /** The newest line after which this run may have changed something; `null` while there is none */
  readonly changed: Pick<KeptEvidence, 'n' | 'at'> | null;
  readonly closed: EntryOf<'closed'>['outcome'] | null;
  /** Milliseconds since the run was opened, over every start of the program; never less than before, whatever the clock does */
  readonly elapsed: number;
  /**
   * Those of them that the program ran. The wall clock may have been set meanwhile, so the time between two starts proves nothing.
   */
  readonly certain: number;
  readonly last: JournalLine;
}

const untouched: StepRecord = {
  touched: false,
  attempts: 0,
  wasApplied: false,
  doubt: null,
  reading: null,
  unread: null,
  error: null,
  warnings: [],
  failed: false,
  at: null,
};

export const recordOf = ({ steps }: RunState, step: string): StepRecord => steps.get(step) ?? untouched;

/** Which of the two values of a step the object has. An object made anew has neither, whatever its values are. */
export function classify(step: ObjectStep, { values, guid }: Pick<Reading, 'values' | 'guid'>): 'before' | 'after' | 'other' {
  if (step.guid !== null && guid !== null && guid.toLowerCase() !== step.guid.toLowerCase()) return 'other';
  if (sameValues(values, step.after)) return 'after';
  return sameValues(values, step.before) ? 'before' : 'other';
}

/** The name of what is known of a step. */
export function stateOf(step: ObjectStep, record: StepRecord): StepState {
  if (record.doubt !== null) return 'doubt';
  const now = record.reading === null ? null : classify(step, record.reading);
  if (!record.touched) return now === 'after' ? 'unchanged' : now === 'other' ? 'differs' : 'waiting';
  if (now === 'after') return 'applied';
  if (now === 'before') return record.wasApplied ? 'reverted' : 'notApplied';
  return 'foreign';
}

/** The state of a run whose journal has these lines. `undefined` when the first one does not open it. */
export function fold(plan: Plan, lines: readonly JournalLine[]): RunState | undefined {
  const [first, ...rest] = lines;
  if (first?.kind !== 'opened') return undefined;
  const state: RunState = {
    plan,
    opened: first,
    openedAt: first.at,
    steps: new Map(),
    justRead: null,
    handedOver: new Set(),
    returned: new Set(),
    stopped: false,
    canaryProven: false,
    asked: null,
    exposure: noExposure,
    evidence: [],
    changed: null,
    closed: null,
    elapsed: 0,
    certain: 0,
    last: first,
  };
  return rest.reduce(foldLine, state);
}

/** The state after one more line. */
export function foldLine(before: RunState, line: JournalLine): RunState {
  const passed = sinceLine(before.last, line);
  const certain = before.certain + (line.boot === before.last.boot ? passed : 0);
  const changed = mayChange(line) ? { n: line.n, at: line.at } : before.changed;
  const state = { ...before, elapsed: before.elapsed + passed, certain, last: line, justRead: null, changed };
  switch (line.kind) {
    case 'opened':
      return state;
    case 'reopened':
      // Whether the step in flight was stopped is not known, so it stays in doubt; everything else may be tried again.
      return { ...state, stopped: true };
    case 'decided':
      // After each of them what could not be read is tried again; to stop is also the way to a proof before a rollback.
      return {
        ...state,
        stopped: line.decision === 'stop',
        canaryProven: state.canaryProven || line.decision === 'goOn',
        asked: null,
        steps: new Map(
          [...state.steps].map(([id, record]) => [id, { ...record, failed: record.failed && line.decision === 'stop', unread: null }]),
        ),
      };
    case 'returned':
      return { ...state, returned: new Set([...state.returned, line.step]) };
    case 'trusted':
      return { ...state, exposure: endExposure(state.exposure, (cause) => hasEnded(cause, state), line.places, moment(state, line)) };
    case 'evidence':
      return { ...state, evidence: [...state.evidence, { n: line.n, at: line.at, evidence: line.evidence }] };
    case 'closed':
      return { ...state, closed: line.outcome };
    case 'announced':
    case 'answered':
    case 'fenced':
    case 'observed':
      return foldStep(state, line);
  }
}

/** Whether a command may have gone out at this line, or one of before it may have taken effect until then. */
const mayChange = ({ kind }: JournalLine): boolean =>
  kind === 'announced' || kind === 'answered' || kind === 'fenced' || kind === 'returned';

/**
 * Whether what a step does to mail flow can have ended. What was read before a command, or the HCW, has ended says nothing of what they
 * write afterwards, and what a later step takes back, such as a stopped service, lasts until that one is applied.
 */
function hasEnded(cause: string, state: RunState): boolean {
  if (recordOf(state, cause).doubt !== null || (state.handedOver.has(cause) && !state.returned.has(cause))) return false;
  const step = objectSteps(state.plan).find(({ id }) => id === cause);
  if (step === undefined || !recordOf(state, cause).wasApplied || state.closed === 'rolledBack') return true;
  const later = laterSteps(step, state.plan).at(-1);
  // Somebody else, or a rollback, may have taken it back before the later step was reached.
  const [of, ends] = later === undefined || isSuperseded(step, state) ? [later, ['applied', 'unchanged']] : [step, ['reverted']];
  return of === undefined || ends.includes(stateOf(of, recordOf(state, of.id)));
}

/** Which steps of a plan are on the same object. */
interface Order {
  /** Behind each step, by its id, those on its object */
  readonly later: ReadonlyMap<string, readonly ObjectStep[]>;
  /** The steps that come behind another one on their object */
  readonly takesBack: ReadonlySet<string>;
}

const orders = new WeakMap<Plan, Order>();

/** A run asks it of every step at every line, and its plan stays the same. */
function orderOf(plan: Plan): Order {
  let order = orders.get(plan);
  if (order === undefined) {
    const later = laterOfEach(objectSteps(plan));
    order = { later, takesBack: new Set([...later.values()].flatMap((steps) => steps.map(({ id }) => id))) };
    orders.set(plan, order);
  }
  return order;
}

/** The steps behind this one that are on the same object. */
const laterSteps = ({ id }: ObjectStep, plan: Plan): readonly ObjectStep[] => orderOf(plan).later.get(id) ?? [];

function laterOfEach(steps: readonly ObjectStep[]): Order['later'] {
  const later = new Map<string, readonly ObjectStep[]>();
  const behind = new Map<string, readonly ObjectStep[]>();
  for (const step of steps.toReversed()) {
    const key = objectKey(step);
    const ofObject = behind.get(key) ?? [];
    later.set(step.id, ofObject);
    behind.set(key, [step, ...ofObject]);
  }
  return later;
}

/**
 * Whether a later step on the same object has begun, or was read when its turn had come: from then on the object's values say nothing of
 * this one.
 */
export const isSuperseded = (step: ObjectStep, state: RunState): boolean =>
  recordOf(state, step.id).doubt === null &&
  laterSteps(step, state.plan).some(({ id }) => {
    const { touched, reading } = recordOf(state, id);
    return touched || reading !== null;
  });

/**
 * Whether it is the turn of a step that takes back what an earlier one did to its object. Until everything before it is done, the object
 * has the values of the earlier step, or those from before the plan: read as the wanted ones, they would end the run before its middle.
 */
export function isReached(step: ObjectStep, state: RunState): boolean {
  if (recordOf(state, step.id).touched || !orderOf(state.plan).takesBack.has(step.id)) return true;
  const steps = objectSteps(state.plan);
  const earlier = steps.slice(
    0,
    steps.findIndex(({ id }) => id === step.id),
  );
  return earlier.every((one) => isSuperseded(one, state) || ['applied', 'unchanged'].includes(stateOf(one, recordOf(state, one.id))));
}

function foldStep(state: RunState, line: JournalLine & EntryOf<'announced' | 'answered' | 'fenced' | 'observed'>): RunState {
  const step = state.plan.steps.find(({ id }) => id === line.step);
  if (step?.kind === 'handover') return foldHandover(state, step.id, step.weakens, line);
  if (step === undefined || (line.kind === 'observed' && !isReached(step, state))) return state;
  const before = recordOf(state, step.id);
  const after = { ...recordAfter(step, before, line, state), at: line.at };
  const steps = new Map(state.steps).set(step.id, after);
  const [was, is] = [stateOf(step, before), stateOf(step, after)];
  // Somebody else may write the wanted values too, after the command was proven to have had no effect.
  const isFoundApplied = is === 'applied' && (was === 'notApplied' || was === 'reverted' || was === 'foreign');
  // At any time since the reading that did not show it yet.
  const since = isFoundApplied && before.reading !== null ? before.reading : moment(state, line);
  const exposure =
    line.kind === 'announced' || isFoundApplied
      ? exposeBy(state.exposure, step.id, step.weakens, { at: since.at, elapsed: since.elapsed })
      : was === 'doubt' && is === 'notApplied'
        ? endExposure(state.exposure, (cause) => cause === step.id, step.weakens, moment(state, line))
        : state.exposure;
  const isRead = line.kind === 'observed' && line.values !== null && after.unread === null;
  const asked = line.kind === 'announced' && step.kind === 'person' ? step.id : state.asked;
  // A person may have run it at any time until the reading that shows it.
  const changed = was === is ? state.changed : { n: line.n, at: line.at };
  return { ...state, steps, exposure, asked, changed, justRead: isRead ? step.id : null };
}

function foldHandover(state: RunState, id: string, weakens: readonly Place[], line: JournalLine): RunState {
  if (line.kind !== 'announced') return state;
  return {
    ...state,
    handedOver: new Set([...state.handedOver, id]),
    exposure: exposeBy(state.exposure, id, weakens, moment(state, line)),
  };
}

function recordAfter(
  step: ObjectStep,
  record: StepRecord,
  line: JournalLine & EntryOf<'announced' | 'answered' | 'fenced' | 'observed'>,
  state: RunState,
): StepRecord {
  const { doubt } = record;
  switch (line.kind) {
    case 'announced': {
      const { by, process, controller, limitMs } = line;
      const attempt = { at: line.at, certain: state.certain, by, process, controller, limitMs, isOver: false, agreeingSince: null };
      return {
        ...record,
        touched: true,
        attempts: record.attempts + 1,
        wasApplied: false,
        doubt: attempt,
        unread: null,
        error: null,
        warnings: [],
        failed: false,
      };
    }
    case 'answered': {
      // An answer that says that the effect is unknown is the loss of the answer: the command may go on behind it.
      const isOver = line.error?.effect !== 'unknown';
      const { error, warnings } = line;
      return { ...record, error, warnings, doubt: doubt === null ? null : { ...doubt, isOver } };
    }
    case 'fenced':
      return { ...record, doubt: doubt === null ? null : { ...doubt, isOver: true, agreeingSince: null } };
    case 'observed': {
      if (line.values === null) {
        const error = line.error ?? record.unread?.error;
        return error === undefined ? record : notRead(record, error);
      }
      const reading: Reading = {
        ...moment(state, line),
        certain: state.certain,
        values: line.values,
        guid: line.guid,
        controller: line.controller,
      };
      return doubt === null ? read(step, record, reading, state) : proved(step, record, doubt, reading, state);
    }
  }
}

const notRead = (record: StepRecord, error: AppError): StepRecord => ({
  ...record,
  unread: { count: (record.unread?.count ?? 0) + 1, error },
});

/**
 * The domain controller that a step is read from and sent to; `null` when any may answer: the cmdlet cannot say which, or the
 * administrator runs it.
 */
const controllerOf = (step: ObjectStep, { controller, mode }: EntryOf<'opened'>): string | null => {
  if (step.kind === 'person' || mode === 'guided') return null;
  const { parameters }: CmdletEntry = cmdletTable[step.call.cmdlet];
  return 'DomainController' in parameters ? controller : null;
};

/** Whether another controller may have answered than the one that the step is sent to. */
export const isFromElsewhere = (step: ObjectStep, { controller }: Pick<Reading, 'controller'>, opened: EntryOf<'opened'>): boolean => {
  const own = controllerOf(step, opened);
  return own !== null && controller !== own;
};

/** A reading of a step that is not in doubt. */
function read(step: ObjectStep, record: StepRecord, reading: Reading, { opened }: RunState): StepRecord {
  const now = classify(step, reading);
  if (mayBeStale(step, record, reading, opened))
    return notRead(record, appError('change.notVerified', { object: step.object, message: '' }));
  return {
    ...record,
    reading,
    unread: null,
    wasApplied: record.wasApplied || (record.touched && now === 'after'),
    // Until the run is resumed: the other steps are not held up by reading this one again and again.
    failed: record.failed || now === 'other',
  };
}

/** What another controller shows may be older than what was read, or than what an earlier run has written. */
function mayBeStale(step: ObjectStep, { touched, reading: previous }: StepRecord, reading: Reading, opened: EntryOf<'opened'>): boolean {
  if (previous !== null && sameValues(previous.values, reading.values) && previous.guid === reading.guid) return false;
  // A server says what it has itself, and no other one can answer for it.
  if (isFactCmdlet(step.read.cmdlet)) return false;
  const isRecent = reading.certain - (previous?.certain ?? 0) < opened.replicationMs;
  if (controllerOf(step, opened) !== null) return isRecent && isFromElsewhere(step, reading, opened);
  const isOther = previous !== null && (reading.controller === null || reading.controller !== previous.controller);
  return isRecent && isOther && touched && classify(step, reading) === 'before';
}

/**
 * A reading of a step in doubt. Once nothing can carry the command out any more it proves the wanted values at once, and everything
 * else only together with an earlier one.
 */
function proved(step: ObjectStep, record: StepRecord, doubt: Attempt, reading: Reading, { opened }: RunState): StepRecord {
  // Another controller may show the wanted values of an earlier attempt, or of an earlier run.
  const isOld = isFromElsewhere(step, reading, opened) && reading.certain - doubt.certain < opened.replicationMs;
  // Before it is over, somebody else may have written them: a command that is still on its way would undo a rollback.
  const isEnded = doubt.isOver || doubt.by === 'person';
  if (classify(step, reading) === 'after' && isEnded && !isOld)
    return { ...record, wasApplied: true, doubt: null, reading, unread: null, failed: false };
  const first = doubt.agreeingSince;
  const agrees = first !== null && sameValues(first.values, reading.values) && first.guid === reading.guid;
  const since = agrees ? first : reading;
  const isApart = agrees && reading.certain - first.certain >= settleTimeOf(doubt, first, reading, opened);
  // A person who was shown the command may still run it after the reading, which is about its own moment alone.
  if (doubt.by === 'person' || (doubt.isOver && isApart)) return { ...record, doubt: null, reading, unread: null, failed: true };
  return { ...record, reading, unread: null, doubt: { ...doubt, agreeingSince: doubt.isOver ? since : null } };
}

/** How far apart two readings must be: longer where another controller than the one written to may have answered. */
export function settleTimeOf(
  { controller }: Pick<Attempt, 'controller'>,
  first: Pick<Reading, 'controller'>,
  second: Pick<Reading, 'controller'>,
  { settleMs, replicationMs }: Pick<EntryOf<'opened'>, 'settleMs' | 'replicationMs'>,
): number {
  const isPinned = controller !== null && first.controller === controller && second.controller === controller;
  return isPinned ? settleMs : replicationMs;
}

const moment = ({ elapsed }: RunState, { at }: JournalLine): Moment => ({ at, elapsed });

/** Within one start of the program by the clock that nobody sets; else by the wall clock, which may have been set back meanwhile. */
export const sinceLine = (before: Pick<JournalLine, 'at' | 'boot' | 'up'>, line: Pick<JournalLine, 'at' | 'boot' | 'up'>): number =>
  Math.max(0, line.boot === before.boot ? line.up - before.up : Date.parse(line.at) - Date.parse(before.at));

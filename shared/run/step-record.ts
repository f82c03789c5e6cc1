/**
 * What is known of one step of a run, by its call and by every reading.
 *
 * Doubt is monotone. From the line that announces a step until a proof, its object may have the old values, the wanted ones, or
 * anything between: no error, no answer and no single reading lowers that. It ends when nothing can carry the command out any more and
 * the wanted values are read, or two readings, a settle time apart, agree.
 */
import { cmdletTable, type CmdletEntry } from '../commands/table.ts';
import { appError, type AppError } from '../model/error.ts';
import { isFactCmdlet, isOnEdge, sameValues, type ObjectStep, type Values } from '../plan/plan.ts';
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
  /** When it was announced last: what was collected on an Edge server before that does not prove it. `null`: never */
  readonly announcedAt: string | null;
  /** Whether its commands were ever shown to a person, who may run them at any time, also after a reading that does not show it */
  readonly isByPerson: boolean;
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

const untouched: StepRecord = {
  touched: false,
  attempts: 0,
  announcedAt: null,
  isByPerson: false,
  wasApplied: false,
  doubt: null,
  reading: null,
  unread: null,
  error: null,
  warnings: [],
  failed: false,
  at: null,
};

/** What is known of each step, by its id. */
export type StepRecords = ReadonlyMap<string, StepRecord>;

export const recordOf = ({ steps }: { readonly steps: StepRecords }, step: string): StepRecord => steps.get(step) ?? untouched;

/** Which of the two values of a step the object has. An object made anew has neither, whatever its values are. */
export function classify(step: ObjectStep, { values, guid }: Pick<Reading, 'values' | 'guid'>): 'before' | 'after' | 'other' {
  if (step.guid !== null && guid !== null && guid.toLowerCase() !== step.guid.toLowerCase()) return 'other';
  if (sameValues(values, step.after)) return 'after';
  return sameValues(values, step.before) ? 'before' : 'other';
}

const states = new WeakMap<StepRecord, { readonly step: ObjectStep; readonly state: StepState }>();

/** The name of what is known of a step. Each line asks it of every step, and changes the record of one. */
export function stateOf(step: ObjectStep, record: StepRecord): StepState {
  const named = states.get(record);
  if (named?.step === step) return named.state;
  const state = nameOf(step, record);
  states.set(record, { step, state });
  return state;
}

function nameOf(step: ObjectStep, record: StepRecord): StepState {
  if (record.doubt !== null) return 'doubt';
  const now = record.reading === null ? null : classify(step, record.reading);
  if (!record.touched) return now === 'after' ? 'unchanged' : now === 'other' ? 'differs' : 'waiting';
  if (now === 'after') return 'applied';
  if (now === 'before') return record.wasApplied ? 'reverted' : 'notApplied';
  return 'foreign';
}

/** A line of the journal that is about a step. */
export type StepLine = JournalLine & EntryOf<'announced' | 'answered' | 'fenced' | 'observed'>;

/** What a line about a step is judged by: how the run was opened, and how long ago. */
interface RunTime {
  readonly opened: EntryOf<'opened'>;
  readonly elapsed: number;
  readonly certain: number;
}

/** What is known of a step after one more line about it. */
export function recordAfter(step: ObjectStep, record: StepRecord, line: StepLine, now: RunTime): StepRecord {
  const { doubt } = record;
  switch (line.kind) {
    case 'announced': {
      const { by, process, controller, limitMs } = line;
      const attempt = { at: line.at, certain: now.certain, by, process, controller, limitMs, isOver: false, agreeingSince: null };
      return {
        ...record,
        touched: true,
        attempts: record.attempts + 1,
        announcedAt: line.at,
        isByPerson: record.isByPerson || by === 'person',
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
        at: line.at,
        elapsed: now.elapsed,
        certain: now.certain,
        values: line.values,
        guid: line.guid,
        controller: line.controller,
      };
      return doubt === null ? read(step, record, reading, now) : proved(step, record, doubt, reading, now);
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
function read(step: ObjectStep, record: StepRecord, reading: Reading, { opened }: RunTime): StepRecord {
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
  if (isFactCmdlet(step.read.cmdlet) || isOnEdge(step)) return false;
  const isRecent = reading.certain - (previous?.certain ?? 0) < opened.replicationMs;
  if (controllerOf(step, opened) !== null) return isRecent && isFromElsewhere(step, reading, opened);
  const isOther = previous !== null && (reading.controller === null || reading.controller !== previous.controller);
  return isRecent && isOther && touched && classify(step, reading) === 'before';
}

/**
 * A reading of a step in doubt. Once nothing can carry the command out any more it proves the wanted values at once, and everything
 * else only together with an earlier one.
 */
function proved(step: ObjectStep, record: StepRecord, doubt: Attempt, reading: Reading, { opened }: RunTime): StepRecord {
  // Another controller may show the wanted values of an earlier attempt, or of an earlier run.
  const isOld = isFromElsewhere(step, reading, opened) && reading.certain - doubt.certain < opened.replicationMs;
  // Before it is over, somebody else may have written them: a command that is still on its way would undo a rollback.
  const isEnded = doubt.isOver || doubt.by === 'person';
  if (classify(step, reading) === 'after' && isEnded && !isOld) return { ...record, wasApplied: true, doubt: null, reading, unread: null };
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

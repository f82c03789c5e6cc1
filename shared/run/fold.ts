/** The state of a run: a pure fold of its journal. */
import type { Place } from '../mail-flow/forecast.ts';
import { objectSteps, type Plan } from '../plan/plan.ts';
import type { KeptEvidence } from '../proof/evidence.ts';
import { noExposure, exposeBy, endExposure, type Exposure, type Moment } from './exposure.ts';
import type { EntryOf, JournalLine } from './journal.ts';
import type { RenewalProfile } from './profile.ts';
import { isReached, isSuperseded, laterSteps } from './step-order.ts';
import { recordAfter, recordOf, stateOf, type StepLine, type StepRecords } from './step-record.ts';

export interface RunState {
  readonly plan: Plan;
  readonly opened: EntryOf<'opened'>;
  readonly openedAt: string;
  readonly steps: StepRecords;
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
  /** Of a renewal that is finished; `null` for every other run */
  readonly profile: RenewalProfile | null;
  /** Milliseconds since the run was opened, over every start of the program; never less than before, whatever the clock does */
  readonly elapsed: number;
  /**
   * Those of them that the program ran. The wall clock may have been set meanwhile, so the time between two starts proves nothing.
   */
  readonly certain: number;
  readonly last: JournalLine;
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
    profile: null,
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
      return { ...state, closed: line.outcome, profile: line.profile ?? null };
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
  const { doubt, wasApplied, isByPerson } = recordOf(state, cause);
  if (doubt !== null || (state.handedOver.has(cause) && !state.returned.has(cause))) return false;
  const step = objectSteps(state.plan).find(({ id }) => id === cause && (wasApplied || isByPerson));
  if (step === undefined || state.closed === 'rolledBack') return true;
  const later = laterSteps(step, state.plan).at(-1);
  // Commands that were shown may still be run after any reading.
  if (later === undefined && !wasApplied) return false;
  // Somebody else, or a rollback, may have taken it back before the later step was reached.
  const [of, ends] = later === undefined || isSuperseded(step, state) ? [later, ['applied', 'unchanged']] : [step, ['reverted']];
  return of === undefined || ends.includes(stateOf(of, recordOf(state, of.id)));
}

function foldStep(state: RunState, line: StepLine): RunState {
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
  const since = (isFoundApplied ? before.reading : null) ?? moment(state, line);
  const exposure =
    line.kind === 'announced' || isFoundApplied
      ? exposeBy(state.exposure, step.id, step.weakens, { at: since.at, elapsed: since.elapsed })
      : was === 'doubt' && is === 'notApplied' && !after.isByPerson
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

const moment = ({ elapsed }: RunState, { at }: JournalLine): Moment => ({ at, elapsed });

/** Within one start of the program by the clock that nobody sets; else by the wall clock, which may have been set back meanwhile. */
export const sinceLine = (before: Pick<JournalLine, 'at' | 'boot' | 'up'>, line: Pick<JournalLine, 'at' | 'boot' | 'up'>): number =>
  Math.max(0, line.boot === before.boot ? line.up - before.up : Date.parse(line.at) - Date.parse(before.at));

/** Whether mail flow is weaker than before the change, or may be: then leaving the wizard asks first. */
import { applyChange, compareVerdicts, worstOfServers } from '../mail-flow/forecast.ts';
import { directions, type DirectionFlow, type MailFlow, type Verdict } from '../mail-flow/verdict.ts';
import type { Mode } from '../model/mode.ts';
import type { Organization } from '../model/organization.ts';
import { stepChange } from '../plan/model-change.ts';
import type { ObjectStep, Values } from '../plan/plan.ts';
import { exposedSince } from '../run/run-view.ts';
import { runKinds, type WizardContext } from './context.ts';
import { mailFlowOf, onceFor } from './derived.ts';
import type { WizardEvent } from './events.ts';
import { changeSince, isPutBack, newestOrganization, readingsOf, stepsSince, type LaterStep } from './mail-flow-reading.ts';
import type { Page, WizardStep } from './pages.ts';
import { transportServices, type TransportServices } from './transport-services.ts';

export interface Weakened {
  /** `weaker`: by what was read, or by what was changed since. `notKnown`: settings were or may have been changed, and nothing shows that mail flow is as before. */
  readonly kind: 'weaker' | 'notKnown';
  /** ISO 8601: since a receive connector was or may have been reset, else the newest reading */
  readonly since: string;
  /** Whether that is the time of a command, so that a clock runs on the pages of the change */
  readonly hasClock: boolean;
  /** What it is said of: in practice and in a rehearsal that is no real mail */
  readonly mode: Mode | null;
}

/** Mail flow now, as far as it can be said, compared with the one before the change. `null`: it is not weaker, or nothing was changed. */
export function weakened(step: WizardStep, context: WizardContext): Weakened | null {
  const found = compared(step, context);
  return found === null ? null : { ...found, mode: context.mode };
}

function compared(step: WizardStep, context: WizardContext): Omit<Weakened, 'mode'> | null {
  const { baseline, organization } = context;
  // Where the HCW does it alone, the baseline is what was collected.
  const original = baseline ?? organization;
  const newest = newestOrganization(context);
  const exposed = exposedSince(runKinds.map((kind) => context.runs[kind]));
  // Of a run that was opened from the list its journal alone is known until both sides are read.
  if (original === null || newest === null) return exposed === null ? null : { kind: 'notKnown', since: exposed, hasClock: true };
  const since = exposed ?? newest.gatheredAt;
  const hasClock = exposed !== null;
  const before = mailFlowOf(original);
  const change = changeSince(context, newest);
  // In guided mode nobody knows whether the commands that are shown have been run.
  const mayBeAnything = context.hcwUnread || (step.page === 'change' && step.phase === 'manual');
  if (mayBeAnything)
    return directions.some((direction) => before[direction].verdict !== 'fails') ? { kind: 'notKnown', since, hasClock } : null;
  const computed = change === 'none' ? compare(before, mailFlowOf(newest)) : byCommands(before, newest, stepsSince(context, newest));
  const kind = worse(computed, byServices[transportServices(context)]);
  if (kind !== 'asBefore') return { kind, since, hasClock };
  // Nothing was read before an opened run, so what it was compared with is what the run itself had left.
  const isSound = isPutBack(context) || (change === 'none' && readingsOf(newest).directions.every(({ verdict }) => verdict === 'internal'));
  return exposed === null || baseline !== null || !context.openedRun || isSound ? null : { kind: 'notKnown', since, hasClock };
}

/** Once for each step: a run of many steps asks after every line of its journal, and all steps but the newest are as they were. */
const organizationAfter = onceFor((organization: Organization) =>
  onceFor((step: ObjectStep) => onceFor((values: Values) => stepChange(step, values).reduce(applyChange, organization))),
);

type Comparison = Weakened['kind'] | 'asBefore';

/** Mail flow with what the wizard is known to have written since the reading, and with what it may have written. */
function byCommands(before: MailFlow, newest: Organization, later: readonly LaterStep[]): Comparison {
  // Nobody knows what an object does that has neither the old nor the wanted values.
  if (later.some(({ view }) => view.state === 'foreign')) return 'notKnown';
  const flowAfter = (steps: readonly LaterStep[]): MailFlow =>
    mailFlowOf(
      steps.reduce((now, { step, view }) => organizationAfter(now)(step)(view.state === 'reverted' ? step.before : step.after), newest),
    );
  const first = compare(before, flowAfter(later.filter(({ view }) => view.state !== 'doubt' && view.state !== 'notApplied')));
  const second = compare(before, flowAfter(later));
  return first === 'weaker' || second === 'asBefore' ? first : 'notKnown';
}

/** One that was stopped before the run is not weaker because of it. */
const byServices = { stopped: 'weaker', notKnown: 'notKnown', wasStopped: 'asBefore', asBefore: 'asBefore' } as const satisfies Readonly<
  Record<TransportServices, Comparison>
>;

const worse = (...all: readonly Comparison[]): Comparison =>
  all.find((one) => one === 'weaker') ?? all.find((one) => one === 'notKnown') ?? 'asBefore';

/** Each direction, and in it each server that both flows have: one server that is worse off is enough. */
function compare(before: MailFlow, now: MailFlow): Comparison {
  const all = directions.flatMap((direction) => pairsOf(before[direction], now[direction])).map(([was, is]) => compareVerdicts(was, is));
  return worse(...all);
}

type Pair = readonly [was: Verdict, is: Verdict];

function pairsOf(before: DirectionFlow, now: DirectionFlow): readonly Pair[] {
  const [were, are] = [worstOfServers(before), worstOfServers(now)];
  const ofServers = [...were].flatMap(([server, was]): readonly Pair[] => {
    const is = are.get(server);
    return is === undefined ? [] : [[was, is]];
  });
  return [[before.verdict, now.verdict], ...ofServers];
}

export interface LeavingQuestion extends Weakened {
  /** What leads to the rollback: its page, or the saved session that has it; `null` where the step does not offer it */
  readonly rollback: 'SHOW_ROLLBACK' | 'RESUME' | null;
}

/** The parts of the view that decide. */
interface ViewOfLeaving {
  readonly page: Page;
  /** The saved session that could be resumed */
  readonly resumable: { readonly weakened: Weakened | null } | null;
  readonly weakened: Weakened | null;
  readonly canRollBack: boolean;
}

/** What is asked before the wizard is left by any means; `null` while mail flow is as before. */
export function leavingQuestion({ resumable, weakened: current, canRollBack }: ViewOfLeaving): LeavingQuestion | null {
  const resumed = resumable?.weakened ?? null;
  if (resumed !== null) return { ...resumed, rollback: 'RESUME' };
  return current === null ? null : { ...current, rollback: canRollBack ? 'SHOW_ROLLBACK' : null };
}

/**
 * Whether the event abandons the session: *Start over*, *Renew again*, *Next* on the first page while a saved session could be resumed, or
 * another mode, sample organization or fault while none could.
 */
export function isLeaving({ page, resumable }: ViewOfLeaving, { type }: WizardEvent): boolean {
  if (type === 'START_OVER' || type === 'RENEW_AGAIN') return true;
  if (type === 'NEXT') return page === 'start' && resumable !== null;
  return (type === 'CHOOSE_MODE' || type === 'CHOOSE_SCENARIO' || type === 'CHOOSE_FAULT') && resumable === null;
}

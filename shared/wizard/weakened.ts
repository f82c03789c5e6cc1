/** Whether mail flow is weaker than before the change, or may be: then leaving the wizard asks first. */
import { forecast, type Change } from '../mail-flow/forecast.ts';
import { directions, verdicts, type DirectionFlow, type MailFlow, type Verdict } from '../mail-flow/verdict.ts';
import { known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { stateOf, type ChangePlan, type SavedValues, type StepResult } from '../plan/plan.ts';
import type { WizardContext } from './context.ts';
import { mailFlowOf, onceFor } from './derived.ts';
import type { WizardEvent } from './events.ts';
import { changedSince, changeSince, newestOrganization } from './mail-flow-reading.ts';
import type { Page, WizardStep } from './pages.ts';

export interface Weakened {
  /** `weaker`: by what was read, or by what was changed since. `notKnown`: settings were or may have been changed, and nothing shows that mail flow is as before. */
  readonly kind: 'weaker' | 'notKnown';
  /** ISO 8601: since a receive connector was or may have been reset, else the newest reading */
  readonly since: string;
}

/** Mail flow now, as far as it can be said, compared with the one before the change. `null`: it is not weaker, or nothing was changed. */
export function weakened(step: WizardStep, context: WizardContext): Weakened | null {
  const { baseline, organization, exposedSince, plan, results } = context;
  // Where the HCW does it alone, the baseline is what was collected.
  const original = baseline ?? organization;
  const newest = newestOrganization(context);
  if (original === null || newest === null) return null;
  const since = exposedSince ?? newest.gatheredAt;
  const before = mailFlowOf(original);
  const change = changeSince(context, newest);
  // In guided mode nobody knows whether the commands that are shown have been run.
  const mayBeAnything = change === 'everything' || (step.page === 'change' && step.phase === 'manual');
  if (mayBeAnything) return directions.some((direction) => before[direction].verdict !== 'fails') ? { kind: 'notKnown', since } : null;
  const kind =
    change === 'receiveConnectors' && plan !== null ? byReset(before, newest, plan, results) : compare(before, mailFlowOf(newest));
  return kind === 'asBefore' ? null : { kind, since };
}

type Comparison = Weakened['kind'] | 'asBefore';

/** Mail flow with what the wizard is known to have written since the reading, and with what it may have written. */
function byReset(before: MailFlow, newest: Organization, plan: ChangePlan, results: readonly StepResult[]): Comparison {
  const { certain, possible } = flowsAfter(newest)(results)(plan);
  const [first, second] = [compare(before, certain), compare(before, possible)];
  return first === 'weaker' || second === 'asBefore' ? first : 'notKnown';
}

const flowsAfter = onceFor((newest: Organization) =>
  onceFor((results: readonly StepResult[]) =>
    onceFor((plan: ChangePlan) => {
      const later = plan.steps.flatMap((step) => {
        const state = stateOf(results, step.id);
        if (!changedSince(newest, results, step.id)) return [];
        const values = state === 'rolledBack' ? step.before : step.after;
        return [{ isCertain: state === 'done' || state === 'rolledBack', change: receiveChange(step.object, values) }];
      });
      const flowAfter = (changes: readonly Change[]): MailFlow => {
        const [after] = forecast(newest, [{ kind: 'call', server: '', object: '', changes }]);
        return after?.flow ?? mailFlowOf(newest);
      };
      return {
        certain: flowAfter(later.filter(({ isCertain }) => isCertain).map(({ change }) => change)),
        possible: flowAfter(later.map(({ change }) => change)),
      };
    }),
  ),
);

function receiveChange(identity: string, { TlsCertificateName: name, TlsDomainCapabilities: capabilities }: SavedValues): Change {
  const values = {
    tlsCertificateName: known(typeof name === 'string' ? name : null),
    tlsDomainCapabilities: known(Array.isArray(capabilities) ? capabilities : []),
  };
  return { kind: 'receiveConnector', identity, values };
}

/** Each direction, and in it each server that both flows have: one server that is worse off is enough. */
function compare(before: MailFlow, now: MailFlow): Comparison {
  const all = directions.flatMap((direction) => pairsOf(before[direction], now[direction])).map(([was, is]) => comparePair(was, is));
  return all.find((one) => one === 'weaker') ?? all.find((one) => one === 'notKnown') ?? 'asBefore';
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

function worstOfServers({ servers }: DirectionFlow): ReadonlyMap<string, Verdict> {
  const worst = new Map<string, Verdict>();
  for (const { server, verdict } of servers) {
    const other = worst.get(server);
    if (other === undefined || rank(verdict) < rank(other)) worst.set(server, verdict);
  }
  return worst;
}

/** Nothing is worse than `fails`; and what was not known before may have been as it is now. */
function comparePair(was: Verdict, is: Verdict): Comparison {
  if (was === is || was === 'fails' || is === 'internal') return 'asBefore';
  if (was === 'unknown' || is === 'unknown') return 'notKnown';
  return rank(is) < rank(was) ? 'weaker' : 'asBefore';
}

/** 0 is the worst. */
const rank = (verdict: Verdict): number => verdicts.indexOf(verdict);

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
 * Whether the event abandons the session: *Start over*, *Next* on the first page while a saved session could be resumed, or
 * another mode or sample organization while none could.
 */
export function isLeaving({ page, resumable }: ViewOfLeaving, { type }: WizardEvent): boolean {
  if (type === 'START_OVER') return true;
  if (type === 'NEXT') return page === 'start' && resumable !== null;
  return (type === 'CHOOSE_MODE' || type === 'CHOOSE_SCENARIO') && resumable === null;
}

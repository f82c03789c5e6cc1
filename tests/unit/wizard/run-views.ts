/** Runs as the wizard sees them, in states that a test names. */
import { known } from '../../../shared/model/known.ts';
import { objectSteps, stepsInTurn, type HandoverState, type Plan } from '../../../shared/plan/plan.ts';
import type { StepState } from '../../../shared/run/step-record.ts';
import type { RollbackValue } from '../../../shared/run/rollback.ts';
import type { StopReason } from '../../../shared/run/next.ts';
import { stepOf, type RunView } from '../../../shared/run/run-view.ts';

const touchedStates: ReadonlySet<StepState> = new Set<StepState>(['doubt', 'applied', 'notApplied', 'reverted', 'foreign']);
const isDone = (state: StepState): boolean => state === 'applied' || state === 'unchanged';
const reasons: Readonly<Partial<Record<StepState, StopReason>>> = {
  doubt: 'doubt',
  notApplied: 'failed',
  foreign: 'foreign',
  differs: 'differs',
};

/** A run of the plan whose commands are in these states, in their order; those without one are waiting. */
export function runOf(plan: Plan, states: readonly (StepState | undefined)[], at: string | null = null): RunView {
  const steps = objectSteps(plan).map(({ id }, index) => {
    const state = states[index] ?? 'waiting';
    return [id, { ...stepOf(null, ''), state, at, touched: touchedStates.has(state) }] as const;
  });
  const handover = plan.steps.find(({ kind }) => kind === 'handover');
  const openOf = (turn: HandoverState): (typeof steps)[number] | undefined =>
    steps.find(([id, { state }]) => stepsInTurn(plan, turn).some((step) => step.id === id) && !isDone(state));
  // A step behind the handover is reached once the HCW has returned.
  const behind = handover === undefined ? [] : stepsInTurn(plan, 'returned');
  const isBehind = steps.some(([id, { state }]) => behind.some((step) => step.id === id) && state !== 'waiting');
  const open = openOf('none') ?? (isBehind ? openOf('returned') : undefined);
  const stop =
    open !== undefined
      ? { why: reasons[open[1].state] ?? ('asked' as const), step: open[0] }
      : handover === undefined || isBehind
        ? null
        : { why: 'handover' as const, step: handover.id };
  return {
    id: `0001 20261120T090000Z ${plan.purpose}`,
    path: '/runs/0001',
    steps: Object.fromEntries(steps),
    stop,
    isFinished: stop === null,
    handover: isBehind ? 'returned' : open === undefined && handover !== undefined ? 'begun' : 'none',
    exposure: [],
    certificate: null,
    evidence: [],
    changed: null,
    closed: null,
    internalTransport: [],
  };
}

/** A value of a review that somebody else has set after the run. */
export const conflict: RollbackValue = {
  cmdlet: 'Get-ReceiveConnector',
  object: 'EX01\\Default Frontend EX01',
  server: 'EX01',
  guid: null,
  parameter: 'TlsCertificateName',
  original: null,
  now: known('now'),
  kind: 'conflict',
};

/** The run with mail flow exposed on the first server since that time. */
export const exposed = (run: RunView, at: string): RunView => ({
  ...run,
  exposure: [{ place: { direction: 'toOnPremises', server: 'EX01' }, from: { at, elapsed: 0 }, to: null }],
});

/** The way back: which steps of a plan have to be undone, in which order. */
import type { ChangePlan, PlanStep, StepResult, StepState } from '../model/plan.ts';

const mayHaveChanged: ReadonlySet<StepState> = new Set<StepState>(['done', 'running', 'unknown', 'restoring', 'restoreFailed']);

/**
 * The steps whose objects were, or may have been, changed: last one first.
 * A step that failed without effect, was not begun, or needed nothing is not among them.
 */
export function stepsToRestore(plan: ChangePlan, results: readonly StepResult[]): readonly PlanStep[] {
  return plan.steps.filter((step) => mayHaveChanged.has(stateOf(results, step.id))).reverse();
}

/** The steps that a commit would still carry out, in order. */
export function stepsToDo(plan: ChangePlan, results: readonly StepResult[]): readonly PlanStep[] {
  return plan.steps.filter((step) => !['done', 'alreadySo'].includes(stateOf(results, step.id)));
}

/** State of a step; `waiting` when nothing is recorded of it. */
export const stateOf = (results: readonly StepResult[], step: string): StepState =>
  results.find((result) => result.step === step)?.state ?? 'waiting';

/** The results with that of one step replaced or added. */
export const withResult = (results: readonly StepResult[], result: StepResult): StepResult[] =>
  results.some((existing) => existing.step === result.step)
    ? results.map((existing) => (existing.step === result.step ? result : existing))
    : [...results, result];

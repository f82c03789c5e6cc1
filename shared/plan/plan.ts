/** A change as data: reviewed, carried out, read back and rolled back step by step. */

import * as v from 'valibot';
import { cmdletCallSchema } from '../commands/call.ts';
import { appErrorSchema } from '../model/error.ts';
import { unknownReasons } from '../model/known.ts';

/** Values of one object, by parameter name. `null` is empty; a list is in the order in which it was read. */
const savedValuesSchema = v.record(v.string(), v.union([v.null(), v.string(), v.array(v.string())]));
export type SavedValues = v.InferOutput<typeof savedValuesSchema>;

const planKinds = ['reset', 'fix'] as const;

const planStepSchema = v.object({
  id: v.string(),
  /** The server, or '' when the object belongs to the organization */
  server: v.string(),
  /** What is changed, e.g. `EX01\Default Frontend EX01` */
  object: v.string(),
  /** Reads the object back */
  read: cmdletCallSchema,
  before: savedValuesSchema,
  call: cmdletCallSchema,
  after: savedValuesSchema,
  rollback: cmdletCallSchema,
});
export type PlanStep = v.InferOutput<typeof planStepSchema>;

/** A server on which nothing will be done, since its connector is not known. Never left out in silence. */
const leftOutSchema = v.object({ server: v.string(), reason: v.picklist(unknownReasons), evidence: v.string() });

export const changePlanSchema = v.object({
  /** A commit names the plan that was on the page; every new plan has a new id */
  id: v.string(),
  kind: v.picklist(planKinds),
  steps: v.array(planStepSchema),
  leftOut: v.array(leftOutSchema),
});
export type ChangePlan = v.InferOutput<typeof changePlanSchema>;

/**
 * State of one step. `unchanged`: nothing had to be sent. `unknown`: its command was sent, and the
 * object could not be read back, or has neither the old nor the wanted values.
 */
const stepStates = ['waiting', 'running', 'done', 'unchanged', 'failed', 'unknown', 'rollingBack', 'rolledBack', 'rollbackFailed'] as const;
export type StepState = (typeof stepStates)[number];

export const stepResultSchema = v.object({
  step: v.string(),
  state: v.picklist(stepStates),
  at: v.nullable(v.string()),
  found: v.nullable(savedValuesSchema),
  error: v.nullable(appErrorSchema),
  /** Exchange's warnings about the command that led to this state, in its own words. State persisted before they were kept has none. */
  warnings: v.optional(v.pipe(v.array(v.string()), v.readonly()), []),
});
export type StepResult = v.InferOutput<typeof stepResultSchema>;

// Comparing the values of an object with those that were saved or wanted.

/** Whether the object already has the values that the step would set. */
export const isUnchanged = (step: PlanStep): boolean => sameValues(step.before, step.after);

/** Compares saved values: lists element by element; certificate names and list entries exactly as they are. */
export function sameValues(a: SavedValues, b: SavedValues): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}

// The rollback: which steps of a plan have to be rolled back, in which order.

/** States of a step whose object has, or may have, other values than before. */
export const mayHaveChanged: ReadonlySet<StepState> = new Set<StepState>(['done', 'running', 'unknown', 'rollingBack', 'rollbackFailed']);

/**
 * The steps whose objects were, or may have been, changed: last one first.
 * A step that failed without effect, was not begun, or needed nothing is not among them.
 */
export function stepsToRollBack(plan: ChangePlan, results: readonly StepResult[]): readonly PlanStep[] {
  return plan.steps.filter((step) => mayHaveChanged.has(stateOf(results, step.id))).reverse();
}

/** The steps that a commit would still carry out, in order. */
export function stepsToDo(plan: ChangePlan, results: readonly StepResult[]): readonly PlanStep[] {
  return plan.steps.filter((step) => !['done', 'unchanged'].includes(stateOf(results, step.id)));
}

/** State of a step; `waiting` when nothing is recorded of it. */
export const stateOf = (results: readonly StepResult[], step: string): StepState =>
  results.find((result) => result.step === step)?.state ?? 'waiting';

/** What Exchange warned about the last command of a step; empty when nothing is recorded of it. */
export const warningsOf = (results: readonly StepResult[], step: string): readonly string[] =>
  results.find((result) => result.step === step)?.warnings ?? [];

/** The results with that of one step replaced or added. */
export const withResult = (results: readonly StepResult[], result: StepResult): StepResult[] =>
  results.some((existing) => existing.step === result.step)
    ? results.map((existing) => (existing.step === result.step ? result : existing))
    : [...results, result];

/** Comparing the values of an object with those that were saved or wanted. */
import type { PlanStep, SavedValues } from '../model/plan.ts';

/** Whether the object already has the values that the step would set. */
export const isAlreadySo = (step: PlanStep): boolean => sameValues(step.before, step.after);

/** Compares saved values: lists element by element; certificate names and list entries exactly as they are. */
export function sameValues(a: SavedValues, b: SavedValues): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}

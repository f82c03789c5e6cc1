/** What a second person signs off: what a plan will do, in its order, and what mail flow is to be after each step. */
import * as v from 'valibot';
import { planSchema, planStepSchema, type Plan, type PlanStep } from './plan.ts';

/** Without what says nothing of the change: the number of the plan, and the Guids, which are found when it begins. */
export const signedPlanSchema = v.object({
  purpose: planSchema.entries.purpose,
  method: planSchema.entries.method,
  policy: planSchema.entries.policy,
  steps: v.array(planStepSchema),
  leftOut: planSchema.entries.leftOut,
});
export type SignedPlan = v.InferOutput<typeof signedPlanSchema>;

export const signedPlan = ({ purpose, method, policy, steps, leftOut }: Plan): SignedPlan => ({
  purpose,
  method,
  policy,
  steps: steps.map((step) => (step.kind === 'handover' ? step : { ...step, guid: null })),
  leftOut,
});

/** The text that the digest is of: the same for the same value, in whatever order its fields stand. */
export const stableText = (value: unknown): string => JSON.stringify(sorted(value));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, sorted(one)]));
}

/** `added`: a step that was not signed off. `missing`: one that was, and is not planned. `changed`: another command, value or forecast. */
export const signOffDifferenceSchema = v.object({
  kind: v.picklist(['added', 'missing', 'changed', 'moved', 'policy', 'unknown']),
  /** The object of the step; '' for the policy, and where only the digest is known */
  object: v.string(),
});
export type SignOffDifference = v.InferOutput<typeof signOffDifferenceSchema>;

/** Which steps differ. None where the plans are the same. */
export function differences(signed: SignedPlan, planned: SignedPlan): readonly SignOffDifference[] {
  const same = (a: unknown, b: unknown): boolean => stableText(a) === stableText(b);
  const find = ({ steps }: SignedPlan, { id }: PlanStep): PlanStep | undefined => steps.find((step) => step.id === id);
  const order = ({ steps }: SignedPlan): readonly string[] => steps.map(({ id }) => id);
  const steps = [
    ...planned.steps.flatMap((step): SignOffDifference[] => {
      const was = find(signed, step);
      if (was === undefined) return [{ kind: 'added', object: step.object }];
      return same(was, step) ? [] : [{ kind: 'changed', object: step.object }];
    }),
    ...signed.steps.flatMap((step): SignOffDifference[] =>
      find(planned, step) === undefined ? [{ kind: 'missing', object: step.object }] : [],
    ),
  ];
  const moved =
    steps.length === 0 && !same(order(signed), order(planned)) ? planned.steps.filter(({ id }, at) => signed.steps[at]?.id !== id) : [];
  const rest = (plan: SignedPlan): SignedPlan => ({ ...plan, steps: [] });
  return [
    ...(same(rest(signed), rest(planned)) ? [] : [{ kind: 'policy' as const, object: '' }]),
    ...steps,
    ...moved.map(({ object }): SignOffDifference => ({ kind: 'moved', object })),
  ];
}

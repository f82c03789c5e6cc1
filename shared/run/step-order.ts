/** The order of the steps on one object: a later one takes back, or builds on, what an earlier one did. */
import { isSynchronization, objectKey, objectSteps, stepsInTurn, type HandoverState, type ObjectStep, type Plan } from '../plan/plan.ts';
import { recordOf, stateOf, type StepRecords } from './step-record.ts';

/** A plan, what is known of its steps, and which handovers were begun and have returned. */
interface PlanState {
  readonly plan: Plan;
  readonly steps: StepRecords;
  readonly handedOver: ReadonlySet<string>;
  readonly returned: ReadonlySet<string>;
}

/** Where the run stands at the handover of its plan. */
export const handoverOf = ({ handedOver, returned }: Pick<PlanState, 'handedOver' | 'returned'>): HandoverState =>
  returned.size > 0 ? 'returned' : handedOver.size > 0 ? 'begun' : 'none';

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
export const laterSteps = ({ id }: ObjectStep, plan: Plan): readonly ObjectStep[] => orderOf(plan).later.get(id) ?? [];

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
export const isSuperseded = (step: ObjectStep, state: PlanState): boolean =>
  recordOf(state, step.id).doubt === null &&
  laterSteps(step, state.plan).some(({ id }) => {
    const { touched, reading } = recordOf(state, id);
    return touched || reading !== null;
  });

/**
 * Whether it is the turn of a step that takes back what an earlier one did to its object, or that brings what all of them wrote to an Edge
 * server. Until everything before it is done, its object has the values of the earlier step, or those from before the plan: read as the
 * wanted ones, they would end the run before its middle.
 */
export function isReached(step: ObjectStep, state: PlanState): boolean {
  const needsEarlier = orderOf(state.plan).takesBack.has(step.id) || isSynchronization(step);
  if (recordOf(state, step.id).touched || !needsEarlier) return true;
  const steps = stepsInTurn(state.plan, handoverOf(state));
  const index = steps.findIndex(({ id }) => id === step.id);
  // The handover comes first, or has to return.
  if (index === -1) return false;
  // One EdgeSync waits for no other.
  const earlier = steps.slice(0, index).filter((one) => !isSynchronization(one) || !isSynchronization(step));
  return earlier.every((one) => isSuperseded(one, state) || ['applied', 'unchanged'].includes(stateOf(one, recordOf(state, one.id))));
}

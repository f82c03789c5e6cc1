/** What the run of the renewal knows of EdgeSync, and when the administrator can go on without its proof. */
import { known, unknown, type Known } from '../model/known.ts';
import { isSynchronization, objectSteps, type ObjectStep, type Plan } from '../plan/plan.ts';
import { stepOf, type RunView, type StepView } from '../run/run-view.ts';
import type { EdgeSynchronization } from '../rules/post-checks.ts';
import type { WizardContext } from './context.ts';
import { onceFor } from './derived.ts';

/** Whether each Edge server has the send connectors of the organization, as the steps of the run were read last. */
export const synchronizationsOf = ({ plans, runs }: WizardContext): readonly EdgeSynchronization[] =>
  plans.apply === null || runs.apply === null ? none : synchronizationsIn(plans.apply)(runs.apply);

const none: readonly EdgeSynchronization[] = [];
const synchronizationsIn = onceFor((plan: Plan) =>
  onceFor((run: RunView): readonly EdgeSynchronization[] => {
    const steps = objectSteps(plan).filter(isSynchronization);
    return steps.map((step) => ({ server: step.object.slice(0, step.object.indexOf('\\')), isSynchronized: lastReading(step, run) }));
  }),
);

function lastReading(step: ObjectStep, run: RunView): Known<boolean> {
  const { state, error, found } = stepOf(run, step.id);
  if (isDone(step, run)) return known(true);
  if (error !== null) return unknown('failed', error.details['message'] ?? error.code);
  return found === null || state === 'doubt' ? unknown('notConnected') : known(false);
}

/**
 * Whether nothing but EdgeSync is open in the run, and it was tried: a reading of it has failed, so that perhaps no session can test it, or
 * an Edge server was still found to be behind after it was started. The post-checks then name it as not proven.
 */
export function leavesSynchronization({ active, openedRun, plans: { apply }, runs: { apply: run } }: WizardContext): boolean {
  if (active !== 'apply' || openedRun || apply === null || run === null || run.isFinished) return false;
  if (apply.steps.some(({ kind }) => kind === 'handover') && run.handover !== 'returned') return false;
  const open = objectSteps(apply).filter((step) => !isDone(step, run));
  return open.every(isSynchronization) && open.some((step) => wasTried(stepOf(run, step.id)));
}

const wasTried = ({ error, attempts, state }: StepView): boolean => error !== null || (attempts > 0 && state === 'notApplied');

function isDone({ id }: ObjectStep, run: RunView): boolean {
  const { state, isSuperseded } = stepOf(run, id);
  return isSuperseded || state === 'applied' || state === 'unchanged';
}

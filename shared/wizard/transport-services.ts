/** The transport services that the runs of the wizard stop and start: no reading of the organization shows whether one runs. */
import { objectSteps } from '../plan/plan.ts';
import { stepOf } from '../run/run-view.ts';
import { runKinds, type WizardContext } from './context.ts';

/**
 * `stopped`: a run has stopped one, and not started it again for certain. `notKnown`: it may have. `wasStopped`: one was stopped before a
 * run asked for it, and none has started it. `asBefore`: none of these.
 */
export type TransportServices = 'stopped' | 'notKnown' | 'wasStopped' | 'asBefore';

export function transportServices({ plans, runs }: WizardContext): TransportServices {
  const steps = runKinds.flatMap((kind) => {
    const plan = plans[kind];
    return plan === null
      ? []
      : objectSteps(plan)
          .filter(({ object }) => object.endsWith('\\MSExchangeTransport'))
          .map(({ object, after, id }) => ({ object, isStop: after['Running'] === false, view: stepOf(runs[kind], id) }));
  });
  const ofObjects = [...new Set(steps.map(({ object }) => object))].map((name): TransportServices => {
    const own = steps.filter(({ object, view }) => object === name && (view.touched || view.state === 'unchanged'));
    const last = own.at(-1);
    if (last === undefined) return 'asBefore';
    const { isStop, view } = last;
    const isRunning = isStop
      ? view.state === 'notApplied' || view.state === 'reverted'
      : view.state === 'applied' || view.state === 'unchanged';
    if (isRunning) return 'asBefore';
    // Its start was shown, and is not proven: it is as stopped as before.
    if (own.some((one) => one.isStop && one.view.state === 'applied')) return 'stopped';
    return own.some((one) => one.isStop && one.view.state === 'unchanged') ? 'wasStopped' : 'notKnown';
  });
  return (['stopped', 'notKnown', 'wasStopped'] as const).find((one) => ofObjects.includes(one)) ?? 'asBefore';
}

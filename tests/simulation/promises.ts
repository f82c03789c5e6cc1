/** What the engine promises, checked against the real values whenever nothing moves. */
import {
  isFactCmdlet,
  isOnEdge,
  isSynchronization,
  isUnchanged,
  objectSteps,
  sameValue,
  sameValues,
  type ObjectStep,
  type Plan,
  type Value,
  type Values,
} from '../../shared/plan/plan.ts';
import { openPlaces, type Interval } from '../../shared/run/exposure.ts';
import { isSuperseded } from '../../shared/run/step-order.ts';
import { recordOf, stateOf } from '../../shared/run/step-record.ts';
import type { Stop } from '../../shared/run/next.ts';
import { expectationsOf, type RollbackValue } from '../../shared/run/rollback.ts';
import { mayHaveChanged, runView } from '../../shared/run/run-view.ts';
import { projected } from './calls.ts';
import type { Write } from './directory.ts';
import { edgeSync, keyOfStep, objectKey, objects } from './plans.ts';
import type { SimulatedRun } from './run-disk.ts';
import { Violation, type World } from './world.ts';

/** What a run says of a step is so, as far as anybody could know. */
export function checkStep(world: World, run: SimulatedRun, step: ObjectStep): void {
  const state = run.state();
  const record = recordOf(state, step.id);
  const named = stateOf(step, record);
  const key = keyOfStep(step);
  const { directory } = world;
  const history = directory.history(key);
  const isOwn = ({ by }: Write): boolean => typeof by === 'object' && by.run === run.id && by.step === step.id;
  const complain = (what: string): never => {
    throw new Violation(`${run.id}: ${step.id} is named ${named}, but ${what}`);
  };
  if (!record.touched && history.some(isOwn)) complain('its command took effect');
  // Of a person's step nothing is claimed but what was read: it may be run at any time once it was shown.
  if (step.kind === 'call' && !['doubt', 'applied'].includes(named) && world.isPending(run.id, step.id))
    complain('its command is still on its way');
  const isTrusted = run.lines().some(({ kind }) => kind === 'trusted');
  if (record.doubt !== null || (record.wasApplied && !isTrusted)) {
    for (const place of step.weakens) {
      const open = openPlaces(state.exposure.intervals);
      if (!open.some((one) => one.place.direction === place.direction && one.place.server === place.server))
        complain('its clock does not run');
    }
  }
  const isOfPerson = step.kind === 'person';
  if (isOfPerson && (world.isPending(run.id, step.id) || history.some((write) => isOwn(write) && isLate(write)))) {
    if (!mayHaveChanged(runView(state, { id: run.id, path: '', snapshot: {} }))) complain('the run is said to have changed nothing');
  }
  if (record.reading === null) {
    if (named === 'applied' || named === 'reverted' || named === 'notApplied') complain('nobody has read it');
    return;
  }
  // Its object has been given other values since, by the plan itself.
  if (record.doubt !== null || isSuperseded(step, state)) return;
  const { reading } = record;
  const line = run.lines().findLast((one) => one.kind === 'observed' && one.step === step.id && one.at === reading.at);
  if (line?.kind !== 'observed' || line.values === null) {
    complain('nobody has read it');
    return;
  }
  // A write that happened while it was read, or that the controller that answered did not show yet.
  const lineAt = world.trueTime(line.boot, line.up);
  const shown = run.lines().findLast((one) => one.kind === 'announced' && one.step === step.id);
  if (isOnEdge(step) && shown !== undefined && world.isRight(shown) && world.collectedAt(lineAt) < world.trueTime(shown.boot, shown.up))
    complain('nothing was collected since its commands were shown');
  const readAt = (isOnEdge(step) ? world.collectedAt(lineAt) : lineAt) - 1_000;
  // What a server says of itself is not replicated; EdgeSync compares with what a controller shows.
  const isOfServer = isOnEdge(step) || (isFactCmdlet(step.read.cmdlet) && !isSynchronization(step));
  const isImmediate = (write: Write): boolean => write.at === reading.controller || isOfServer;
  const isUnseen = (write: Write): boolean => (isImmediate(write) ? write.time : write.everywhere) >= readAt;
  const isExcused = (write: Write): boolean => write.by !== 'setup' && (!isOwn(write) || isLate(write) || step.kind === 'person');
  if (history.some((write) => isExcused(write) && isUnseen(write))) return;
  const truth = directory.truth(key);
  const real: Values = projected(step, truth.values);
  if (!sameValues(real, reading.values) || (reading.guid !== null && truth.guid !== reading.guid))
    complain(`it has ${JSON.stringify(real)}`);
}

const isLate = ({ by }: Write): boolean => typeof by === 'object' && by.isLate;

/**
 * Whatever was judged, the clock of a place runs while a service there is stopped that the run has stopped, as far as anybody could
 * have read.
 */
export function checkTrust({ directory, trueTime }: World, run: SimulatedRun, open: readonly Interval[]): void {
  const steps = objectSteps(run.plan);
  for (const step of steps.filter(({ reason }) => reason === 'stopService')) {
    const { values, by, time } = directory.truth(keyOfStep(step));
    const isOfRun = typeof by === 'object' && by.run === run.id && by.step === step.id;
    const read = run.lines().findLast((line) => line.kind === 'observed' && line.values !== null && line.step === step.id);
    if (values['Running'] !== false || !isOfRun || read === undefined || time >= trueTime(read.boot, read.up) - 1_000) continue;
    for (const place of step.weakens) {
      const isOpen = open.some((one) => one.place.direction === place.direction && one.place.server === place.server);
      if (!isOpen) throw new Violation(`${run.id}: ${step.id} has stopped the service, and the clock of ${place.server} does not run`);
    }
  }
}

/**
 * The review of a rollback names everything that the run may have changed, and promises to bring back only what can be brought back:
 * what is there is read just before.
 */
export function checkReview(world: World, run: SimulatedRun, review: readonly RollbackValue[], back: Plan): void {
  for (const step of objectSteps(run.plan)) {
    const key = keyOfStep(step);
    const values = review.filter(({ cmdlet, object }) => objectKey(cmdlet, object) === key);
    const isOwn = world.directory.history(key).some(({ by }) => typeof by === 'object' && by.run === run.id && by.step === step.id);
    // What EdgeSync has brought follows what is put back: it is no value of its own, and is brought again.
    if (isSynchronization(step)) continue;
    if ((isOwn || world.isPending(run.id, step.id)) && values.length === 0) throw new Violation(`${key} is missing from the review`);
    if (step.undo !== null) continue;
    for (const { kind, parameter, now, original } of values) {
      const isThere = now.known && sameValue(now.value, original);
      if (kind === 'putBack' || (kind === 'unchanged') !== isThere) throw new Violation(`${key} ${parameter} is named ${kind}`);
    }
    if (objectSteps(back).some((one) => keyOfStep(one) === key)) throw new Violation(`the rollback promises to bring ${key} back`);
  }
}

/** A stop that says that somebody else wrote is true. */
export function checkForeign({ directory }: World, { step, why }: Stop): void {
  if (step.kind === 'handover') throw new Violation(`${why} of a handover`);
  const { by } = directory.truth(keyOfStep(step));
  const isGarbled = JSON.stringify(directory.truth(keyOfStep(step)).values).includes('garbled');
  if (by !== 'person' && !isGarbled && directory.history(keyOfStep(step)).every((write) => write.by !== 'person')) {
    throw new Violation(`it stops with ${why} at ${step.id}, which nobody else wrote`);
  }
}

/** What the run, or the HCW after it, writes too: nobody can tell whose it is. */
function isWanted(plans: readonly Plan[], key: string, name: string, value: Value): boolean {
  return plans.some(
    (plan) =>
      objectSteps(plan).some((step) => keyOfStep(step) === key && sameValue(step.after[name], value)) ||
      expectationsOf(plan).some((one) => objectKey(one.cmdlet, one.object) === key && sameValue(one.values[name], value)),
  );
}

/** What the runs wrote is as it was, and what somebody else wrote before a rollback was planned is kept. */
export function checkPutBack({ directory, collectedAt }: World, plans: readonly Plan[], plannedBackAt: ReadonlyMap<string, number>): void {
  for (const { cmdlet, identity, values, onEdge } of objects) {
    const key = objectKey(cmdlet, identity);
    const history = directory.history(key);
    // What was written on an Edge server is known once it was collected.
    const isKnownAt = ({ time, everywhere }: Write, at: number): boolean => (onEdge === true ? time < collectedAt(at) : everywhere < at);
    for (const [index, write] of history.entries()) {
      const [person, earlier] = [history[index - 1], history[index - 2]];
      const plannedAt = typeof write.by === 'object' ? plannedBackAt.get(write.by.run) : undefined;
      // What EdgeSync has brought is nobody's value: it follows the send connector.
      if (plannedAt === undefined || key === edgeSync || person?.by !== 'person' || !isKnownAt(person, plannedAt)) continue;
      const isLost = Object.entries(person.values).some(
        ([name, value]) =>
          !sameValue(value, earlier?.values[name]) && !sameValue(value, write.values[name]) && !isWanted(plans, key, name, value),
      );
      if (isLost) throw new Violation(`the rollback overwrote what somebody else wrote to ${key}`);
    }
    // Its key is gone, or Exchange has no command that takes it back.
    const isIrreversible = plans
      .flatMap(objectSteps)
      .some((step) => keyOfStep(step) === key && step.undo === null && !isUnchanged(step) && !isSynchronization(step));
    if (isIrreversible || history.some((write) => write.by === 'person' || isLate(write))) continue;
    const truth = directory.truth(key);
    if (!sameValues(truth.values, values)) throw new Violation(`${key} is not as it was: ${JSON.stringify(truth.values)}`);
  }
}

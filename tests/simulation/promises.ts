/** What the engine promises, checked against the real values whenever nothing moves. */
import { sameValue, sameValues, type CallStep, type Value, type Values } from '../../shared/plan/plan.ts';
import { openPlaces } from '../../shared/run/exposure.ts';
import { recordOf, stateOf } from '../../shared/run/fold.ts';
import type { Stop } from '../../shared/run/next.ts';
import { projected } from './calls.ts';
import type { Write } from './directory.ts';
import { keyOfStep, objectKey, objects } from './plans.ts';
import type { SimulatedRun } from './run-disk.ts';
import { Violation, type World } from './world.ts';

/** What a run says of a step is so, as far as anybody could know. */
export function checkStep(world: World, run: SimulatedRun, step: CallStep): void {
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
  if (!['doubt', 'applied'].includes(named) && world.isPending(run.id, step.id)) complain('its command is still on its way');
  const isTrusted = run.lines().some(({ kind }) => kind === 'trusted');
  if (record.doubt !== null || (record.wasApplied && !isTrusted)) {
    for (const place of step.weakens) {
      const open = openPlaces(state.exposure.intervals);
      if (!open.some((one) => one.place.direction === place.direction && one.place.server === place.server))
        complain('its clock does not run');
    }
  }
  if (record.reading === null || record.doubt !== null) return;
  const { reading } = record;
  const line = run.lines().findLast((one) => one.kind === 'observed' && one.step === step.id && one.at === reading.at);
  if (line === undefined) return;
  // A write that happened while it was read, or that the controller that answered did not show yet.
  const readAt = world.trueTime(line.boot, line.up) - 1_000;
  const isUnseen = (write: Write): boolean => (write.at === reading.controller ? write.time : write.everywhere) >= readAt;
  if (history.some((write) => !isOwn(write) && write.by !== 'setup' && isUnseen(write))) return;
  const truth = directory.truth(key);
  const real: Values = projected(step, truth.values);
  if (!sameValues(real, reading.values) || truth.guid !== reading.guid) complain(`it has ${JSON.stringify(real)}`);
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

/** What the run wrote too: nobody can tell whose it is. */
function isWanted(steps: readonly CallStep[], key: string, name: string, value: Value): boolean {
  return steps.some((step) => keyOfStep(step) === key && sameValue(step.after[name], value));
}

/** What the runs wrote is as it was, and what somebody else wrote before a rollback was planned is kept. */
export function checkPutBack({ directory }: World, steps: readonly CallStep[], plannedBackAt: ReadonlyMap<string, number>): void {
  for (const { cmdlet, identity, values } of objects) {
    const key = objectKey(cmdlet, identity);
    const history = directory.history(key);
    for (const [index, write] of history.entries()) {
      const [person, earlier] = [history[index - 1], history[index - 2]];
      const plannedAt = typeof write.by === 'object' ? plannedBackAt.get(write.by.run) : undefined;
      if (plannedAt === undefined || person?.by !== 'person' || person.everywhere >= plannedAt) continue;
      const isLost = Object.entries(person.values).some(
        ([name, value]) =>
          !sameValue(value, earlier?.values[name]) && !sameValue(value, write.values[name]) && !isWanted(steps, key, name, value),
      );
      if (isLost) throw new Violation(`the rollback overwrote what somebody else wrote to ${key}`);
    }
    if (history.some(({ by }) => by === 'person')) continue;
    const truth = directory.truth(key);
    if (!sameValues(truth.values, values)) throw new Violation(`${key} is not as it was: ${JSON.stringify(truth.values)}`);
  }
}

/** A life that follows from a number alone, and the shortest one that fails in the same way. */
import { isReadCmdlet, objectSteps, type Plan } from '../../shared/plan/plan.ts';
import { createRandom, type Random } from '../fuzz/random.ts';
import { anywhere, faultsOf, operations, type Fault, type Incident, type Operation } from './faults.ts';
import { live, reactions, realProgram, type Life, type ProgramParts, type Reaction } from './life.ts';
import { keyOfStep, objectKey, objects, plans } from './plans.ts';

/** The seeds of an ordinary run of the tests. */
export const ordinarySeeds = 10_000;

/** Half of the incidents are of the kind that can happen anywhere: it takes several of them together to bring some faults to light. */
const faultsAt = (names: readonly Operation[]): readonly (readonly Fault[])[] => [anywhere, names.flatMap((name) => faultsOf[name])];
const allFaults = faultsAt(operations);
const faultsWithoutPerson = faultsAt(operations.filter((name) => name !== 'person'));
/** A rollback of the longest plan ends at about this operation when nothing goes wrong. */
const operationsOfALife = 100;
const burst = 12;
const mostIncidents = 8;
const mostReactions = 6;

export function randomLife(seed: number): Life {
  const random = createRandom('simulation', seed);
  const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  // Half of the lives have their incidents close together: one that meets what another has just left behind is worse than both alone.
  const [first, span] = random.below(2) === 0 ? [0, operationsOfALife] : [random.below(operationsOfALife), burst];
  const plan = random.pick(Object.keys(plans));
  // Half of the lives take the steps of a person first: without them nothing is put back, and no fault happens there.
  const steps = objectSteps(planOf(plan)).filter(({ kind }) => kind === 'person').length;
  const goesOn = random.below(2) === 0 ? many(steps + 1, (): Reaction => 'resume') : [];
  const schedule = many(random.below(mostIncidents + 1), () => randomIncident(random, plan, first + random.below(span)));
  return {
    plan,
    hcw: random.pick(['all', 'half', 'other']),
    schedule: schedule.sort((a, b) => a.from - b.from),
    reactions: [...(steps === 0 ? [] : goesOn), ...many(random.below(mostReactions + 1), () => random.pick(reactions))],
  };
}

function planOf(name: string): Plan {
  const plan = plans[name];
  if (plan === undefined) throw new Error(`no plan ${name}`);
  return plan;
}

/** Of those that the plan can meet: somebody else's work on an object that nobody looks at finds nothing. */
function randomIncident(random: Random, name: string, from: number): Incident {
  const steps = objectSteps(planOf(name));
  const touched = objects.flatMap(({ cmdlet, identity }, index) =>
    isReadCmdlet(cmdlet) || steps.some((step) => keyOfStep(step) === objectKey(cmdlet, identity)) ? [index] : [],
  );
  return {
    from,
    fault: random.pick(random.pick(steps.some(({ kind }) => kind === 'person') ? allFaults : faultsWithoutPerson)),
    amount: random.below(1_000) / 1_000,
    object: random.below(3) > 0 ? null : random.pick(touched),
  };
}

export interface FailedLife {
  readonly seed: number;
  readonly violation: string;
  readonly shortest: Life;
}

/** The lives of these seeds that fail, at most so many, each with its shortest schedule. */
export async function failures(
  seeds: Iterable<number>,
  { atMost, parts = realProgram }: { readonly atMost: number; readonly parts?: ProgramParts },
): Promise<readonly FailedLife[]> {
  const found: FailedLife[] = [];
  for (const seed of seeds) {
    const life = randomLife(seed);
    if ((await live(life, parts)).violation === null) continue;
    const shortest = await shorten(life, parts);
    found.push({ seed, violation: (await live(shortest, parts)).violation ?? '', shortest });
    if (found.length === atMost) break;
  }
  return found;
}

/** Leaves out what the failure does not need, one incident or reaction at a time, until each of them is needed. */
async function shorten(life: Life, parts: ProgramParts): Promise<Life> {
  const shorter = [
    ...life.schedule.map((_, index): Life => ({ ...life, schedule: life.schedule.filter((_, at) => at !== index) })),
    ...life.reactions.map((_, index): Life => ({ ...life, reactions: life.reactions.filter((_, at) => at !== index) })),
  ];
  for (const one of shorter) if ((await live(one, parts)).violation !== null) return shorten(one, parts);
  return life;
}

export const described = ({ seed, violation, shortest }: FailedLife): string =>
  [
    `seed ${String(seed)}: ${violation}`,
    `  plan ${shortest.plan}, HCW ${shortest.hcw}, then ${shortest.reactions.join(', ') || 'nothing'}`,
    ...shortest.schedule.map(
      ({ from, fault, amount, object }) =>
        `  from operation ${String(from)}: ${fault} ${String(amount)}${object === null ? '' : ` at ${objects[object]?.identity ?? ''}`}`,
    ),
  ].join('\n');

export function* seedsFrom(first: number, count: number): Generator<number> {
  for (let seed = first; seed < first + count; seed += 1) yield seed;
}

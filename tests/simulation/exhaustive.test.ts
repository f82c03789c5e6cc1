/**
 * Every fault at every operation of every plan, with everything that the administrator may do then. The engine and its driver are real,
 * the world around them is simulated.
 */
import { afterAll, expect, test } from 'vitest';
import { anywhere, faultsOf, operations, type Fault, type Incident, type Operation } from './faults.ts';
import { live, type Life, type Reaction } from './life.ts';

type Plot = Omit<Life, 'schedule'> & {
  /** It differs from another one in little, so that fewer answers are enough */
  readonly isBrief: boolean;
};

/** Each plan, with what happens in it without a fault: for the long ones also the rollback, so that it has faults too. */
const plots: Readonly<Record<string, Plot>> = {
  'the reset with the HCW': { plan: 'reset', hcw: 'all', reactions: ['resume'], isBrief: false },
  'the reset with half an HCW': { plan: 'reset', hcw: 'half', reactions: ['resume'], isBrief: true },
  'the direct method': { plan: 'direct', hcw: 'all', reactions: [], isBrief: false },
  'the direct method with a first server': { plan: 'canary', hcw: 'all', reactions: ['resume'], isBrief: true },
  'the direct method that goes on after a failure': { plan: 'goOn', hcw: 'all', reactions: [], isBrief: true },
  'the removal of a certificate': { plan: 'removal', hcw: 'all', reactions: ['resume', 'resume', 'resume', 'resume'], isBrief: true },
  'steps of a person alone': { plan: 'listing', hcw: 'all', reactions: ['resume', 'resume', 'resume'], isBrief: true },
  'the direct method with an Edge server': { plan: 'edge', hcw: 'all', reactions: ['resume', 'resume', 'resume', 'resume'], isBrief: true },
  'a fix': { plan: 'fix', hcw: 'all', reactions: [], isBrief: false },
};

/** What the administrator does after the fault; then, without faults, the run is brought to its end, and put back. */
const fewAnswers: readonly (readonly Reaction[])[] = [['resume'], ['rollBack'], ['leave']];
const allAnswers: readonly (readonly Reaction[])[] = [
  ...fewAnswers,
  ['stop', 'resume'],
  ['readAgain', 'resume'],
  ['trust', 'resume'],
  ['restart', 'resume'],
];

/** One of each kind of value that somebody else writes, of each controller, and of each length. */
const amountsOf: Readonly<Partial<Record<Fault, readonly number[]>>> = {
  foreign: [0.21, 0.61, 0.91, 0.29],
  anew: [0.21],
  power: [0.1, 0.5, 0.9],
  down: [0.1, 1],
  timeoutLate: [0.01, 0.99],
  lostLate: [0.01, 0.99],
  twiceLate: [0.01, 0.99],
  personLate: [0.001, 0.5],
  personTwice: [0.001, 0.5],
  killSent: [0.01, 0.99],
  killUnsent: [0.01, 0.5],
};

const incidentsAt = (from: number, operation: Operation): readonly Incident[] =>
  [...anywhere, ...faultsOf[operation]].flatMap((fault) =>
    (amountsOf[fault] ?? [0.5]).map((amount) => ({ from, fault, amount, object: null })),
  );

let cases = 0;
let lost = 0;
const met = new Set<Operation>();

async function lostIn(plot: Plot, schedule: readonly Incident[], answers: readonly (readonly Reaction[])[]): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const reactions of answers) {
    const life: Life = { ...plot, reactions: [...plot.reactions, ...reactions], schedule };
    const lived = await live(life);
    cases += 1;
    for (const operation of lived.operations) met.add(operation);
    if (lived.violation !== null) failures.push(`${lived.violation}: ${JSON.stringify(life)}`);
  }
  lost += failures.length;
  return failures;
}

afterAll(() => {
  console.log(`${String(cases)} cases, ${String(lost)} lost states`);
});

test.each(Object.entries(plots))('%s survives every fault at every operation', async (_, plot) => {
  const calm = await live({ ...plot, schedule: [] });
  expect(calm.violation).toBeNull();
  const failures: string[] = [];
  const answers = plot.isBrief ? fewAnswers : allAnswers;
  for (const [from, operation] of calm.operations.entries()) {
    for (const incident of incidentsAt(from, operation)) failures.push(...(await lostIn(plot, [incident], answers)));
  }
  expect(failures.slice(0, 5)).toEqual([]);
});

test('a fix survives every second fault while the first one is proven', async () => {
  const plot: Plot = { plan: 'fix', hcw: 'all', reactions: [], isBrief: false };
  const { operations: calm } = await live({ ...plot, schedule: [] });
  const from = calm.indexOf('change');
  const failures: string[] = [];
  for (const first of incidentsAt(from, 'change')) {
    const { operations: after } = await live({ ...plot, schedule: [first] });
    for (const [index, operation] of after.slice(from + 1, after.indexOf('change', from + 1)).entries()) {
      for (const second of incidentsAt(from + 1 + index, operation)) failures.push(...(await lostIn(plot, [first, second], fewAnswers)));
    }
  }
  expect(failures.slice(0, 5)).toEqual([]);
});

test('every kind of operation was met', () => {
  expect([...met].sort()).toEqual([...operations].sort());
});

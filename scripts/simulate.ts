/**
 * Lives of a run with random faults: `npm run simulate -- --seeds N [--seed S]`, from seed S (0) on. Prints each seed that fails with
 * the shortest schedule that still does. `--mutants` tries them on engines with a fault in them, and prints the seed that finds it.
 */
import { parseArgs } from 'node:util';
import { mutants } from '../tests/simulation/mutants.ts';
import { described, failures, ordinarySeeds, seedsFrom } from '../tests/simulation/random-life.ts';

const printed = 5;

const { values } = parseArgs({
  options: { seeds: { type: 'string' }, seed: { type: 'string', default: '0' }, mutants: { type: 'boolean', default: false } },
});
const first = Number(values.seed);
// One seed alone, when only that is named.
const count = Number(values.seeds ?? (values.seed === '0' ? ordinarySeeds : 1));
if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count) || count < 1) throw new Error('seeds are whole numbers');

if (values.mutants) {
  for (const [name, parts] of mutants) {
    const [found] = await failures(seedsFrom(first, count), { atMost: 1, parts });
    console.log(found === undefined ? `NOT FOUND: ${name}` : `${name}\n${described(found)}\n`);
    if (found === undefined) process.exitCode = 1;
  }
} else {
  const found = await failures(seedsFrom(first, count), { atMost: printed });
  for (const failure of found) console.log(described(failure));
  const last = first + count - 1;
  console.log(found.length === 0 ? `Seeds ${String(first)} to ${String(last)}: 0 lost states` : `${String(found.length)} seeds failed`);
  if (found.length > 0) process.exitCode = 1;
}

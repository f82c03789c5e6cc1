/** Random faults, several in one life, and the test of the test: an engine with a fault in it must not survive them. */
import { expect, test } from 'vitest';
import { mutants } from './mutants.ts';
import { described, failures, ordinarySeeds, randomLife, seedsFrom } from './random-life.ts';

test(`${String(ordinarySeeds)} random lives lose no state`, async () => {
  const found = await failures(seedsFrom(0, ordinarySeeds), { atMost: 3 });
  console.log(`${String(ordinarySeeds)} seeds, ${String(found.length)} lost states`);
  expect(found.map(described)).toEqual([]);
});

test('a seed gives the same life every time', () => {
  expect(randomLife(7)).toEqual(randomLife(7));
  expect(randomLife(7)).not.toEqual(randomLife(8));
});

test.each(mutants)('it is found out that %s', async (name, parts) => {
  const [found] = await failures(seedsFrom(0, ordinarySeeds), { atMost: 1, parts });
  console.log(`${name}: seed ${String(found?.seed)}`);
  expect(found).toBeDefined();
});

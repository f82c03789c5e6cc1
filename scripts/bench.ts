/** `npm run bench`: all benches, or those that are named: `npm run bench -- start clixml`. A missed goal gives the exit code 1. */
import { benches } from '../tests/bench/benches.ts';
import type { Comparison } from '../tests/bench/bench.ts';
import { isMissed, tableOf } from '../tests/bench/figures.ts';
import { messageOf } from '../shared/model/error.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. Benches: ${benches.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const comparisons: Comparison[] = [];
for (const { name, run } of benches.filter((bench) => wanted.length === 0 || wanted.includes(bench.name))) {
  const say = (line: string): void => {
    console.log(`${name}: ${line}`);
  };
  try {
    comparisons.push(...(await run(say)));
  } catch (error) {
    say(`not run, because: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}
if (comparisons.length > 0) console.log(['', ...tableOf(comparisons)].join('\n'));
if (comparisons.some(isMissed)) process.exitCode = 1;

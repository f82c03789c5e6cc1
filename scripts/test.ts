/** `npm test`: every part in its order, or those that are named; one summary at the end. */
import { propertySeed } from '../tests/properties/seed.ts';
import { endToEndPart } from './test/e2e-part.ts';
import type { Part, Ran } from './test/part.ts';
import { staticParts } from './test/static-parts.ts';
import { summaryOf } from './test/summary.ts';
import { vitestParts } from './test/vitest-parts.ts';

const parts: readonly Part[] = [...staticParts, ...vitestParts, endToEndPart];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. Parts: ${parts.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

console.log(`Property tests: seed ${String(propertySeed())}`);
const ran: Ran[] = [];
for (const { name, run } of parts.filter((part) => wanted.length === 0 || wanted.includes(part.name))) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const result = await run();
  ran.push({ name, result, seconds: (performance.now() - start) / 1000 });
}
const { lines, failed } = summaryOf(ran, process.env['CI'] === 'true');
for (const line of lines) console.log(line);
process.exitCode = failed === 0 ? 0 : 1;

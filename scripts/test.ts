/** `npm test`: every part in its order, or those that are named; one summary at the end. */
import { compileMessages } from './messages.ts';
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

async function timed({ name, run }: Part): Promise<Ran> {
  const start = performance.now();
  const result = await run();
  return { name, result, seconds: (performance.now() - start) / 1000 };
}

console.log(`Property tests: seed ${String(propertySeed())}`);
await compileMessages();
const chosen = parts.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const ran: Ran[] = [];
const waiting = chosen.filter(({ besideOthers }) => besideOthers === true);
const lane = async (): Promise<void> => {
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) ran.push(await timed(part));
};
await Promise.all([lane(), lane()]);
for (const part of chosen.filter(({ besideOthers }) => besideOthers !== true)) {
  console.log(`\n== ${part.name}`);
  ran.push(await timed(part));
}
const inOrder = parts.flatMap((part) => ran.filter(({ name }) => name === part.name));
const { lines, failed } = summaryOf(inOrder, process.env['CI'] === 'true');
for (const line of lines) console.log(line);
process.exitCode = failed === 0 ? 0 : 1;

/**
 * A process that reads a large organization three times and judges it, as when files are opened again, and then has nothing to do. Prints
 * its memory (resident set, MiB) before, after the last judgment and after a pause, as JSON.
 */
import { setTimeout } from 'node:timers/promises';
import { judgeCertificates } from '../../shared/rules/judge-certificates.ts';
import { readOrganization } from './large-organization.ts';

const readings = 3;
/** V8 gives memory back by itself, some seconds after the program has become quiet. */
const pauseMs = 15_000;

const memory = (): number => process.memoryUsage().rss / 2 ** 20;

const before = memory();
for (let reading = 0; reading < readings; reading += 1) judgeCertificates(await readOrganization(process.argv.slice(2)));
const highest = process.resourceUsage().maxRSS / 1024;
await setTimeout(pauseMs);
console.log(JSON.stringify({ before, highest, later: memory() }));

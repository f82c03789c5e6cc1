/**
 * `npm run test:windows`: what can be shown of Windows on Linux, with Wine. `-- <part>...` for some of the parts; `-- unit <path>...` for
 * some of the unit tests. The exit code is 0 when all passed, 1 when something failed, 2 for a part that there is not, and 3 when
 * it cannot run here. See CONTRIBUTING.md, "Windows programs on Linux".
 */
import { messageOf } from '../shared/model/error.ts';
import { notRun, type PartResult, type Ran } from './test/part.ts';
import { summaryOf } from './test/summary.ts';
import { runBridge } from './windows/bridge-part.ts';
import { runCommandLine } from './windows/cli-part.ts';
import { runInstaller } from './windows/installer-part.ts';
import { prepareGround, type Ground } from './windows/ground.ts';
import { runUnitTests } from './windows/unit-part.ts';

const cannotRun = 3;
const parts: Readonly<Record<string, (ground: Ground, filters: readonly string[]) => Promise<PartResult>>> = {
  cli: runCommandLine,
  bridge: runBridge,
  installer: runInstaller,
  unit: runUnitTests,
};

const given = process.argv.slice(2);
const wanted = given.filter((name) => name in parts);
const filters = given.filter((name) => !(name in parts));
if (filters.length > 0 && wanted.join() !== 'unit') {
  console.error(`There is no part ${filters.join(', ')}. Parts: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}

const ground = await prepareGround((line) => {
  console.log(line);
}).catch((error: unknown) => {
  console.error(`Not run, because: ${messageOf(error)}`);
  process.exit(cannotRun);
});
const ran: Ran[] = [];
for (const [name, run] of Object.entries(parts).filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const result = await run(ground, filters).catch((error: unknown) => notRun(messageOf(error)));
  ran.push({ name, result, seconds: (performance.now() - start) / 1000 });
}
const { lines, failed } = summaryOf(ran, false);
for (const line of lines) console.log(line);
process.exitCode = failed > 0 ? 1 : ran.some(({ result }) => result.kind === 'notRun') ? cannotRun : 0;

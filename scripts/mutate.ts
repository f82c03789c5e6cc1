/**
 * `npm run mutate`: breaks each line of the rooms that decide something, one at a time, and reports
 * which breaks no test notices. `npm run mutate -- rules plan` takes only the named rooms. `--sample 200` tries about so
 * many breaks of each room, always the same ones of the same code, and says so: all of them can take hours.
 *
 * Every survivor is either killed by a new test, or marked where it stands as equivalent, with the
 * reason: `// Stryker disable next-line ConditionalExpression: the list is never empty here`.
 * Reports are written to out/mutation.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { Logger } from '@stryker-mutator/api/logging';
import { Stryker } from '@stryker-mutator/core';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { compileMessages } from './messages.ts';

/**
 * A room, and the tests that must notice a change in it. The nearest ones are asked first; only what they do not notice is
 * tried against the slow ones (random walks, whole programs), which would otherwise run again for each broken line.
 */
const rooms = {
  rules: {
    mutate: ['shared/rules/**/*.ts'],
    tests: ['unit/rules/**'],
    slow: ['unit/rules/unknown', 'unit/rules/messages', 'unit/rules/finding-text', 'unit/cli/**', 'unit/mail-flow/**'],
  },
  plan: { mutate: ['shared/plan/**/*.ts'], tests: ['unit/plan/**', 'unit/wizard/**', 'unit/change/**'], slow: [] },
  run: {
    mutate: ['shared/run/**/*.ts'],
    // The tests of the proof check which evidence still counts after the last change of a run.
    tests: ['unit/run/**', 'unit/proof/**', 'simulation/**'],
    slow: ['unit/proof/probed', 'simulation/simulate', 'simulation/exhaustive'],
  },
  change: {
    mutate: ['src-main/change/**/*.ts'],
    tests: ['unit/change/**', 'simulation/**'],
    slow: ['unit/change/full-disk', 'simulation/simulate', 'simulation/exhaustive'],
  },
  wizard: {
    mutate: ['shared/wizard/**/*.ts'],
    tests: ['unit/wizard/**'],
    // The machine is mostly seen through the controller that drives it.
    slow: ['unit/wizard/paths', 'unit/wizard-main/**'],
  },
  commands: { mutate: ['shared/commands/**/*.ts'], tests: ['unit/commands/**', 'unit/collected/**'], slow: [] },
  proof: { mutate: ['shared/proof/**/*.ts'], tests: ['unit/proof/**'], slow: [] },
  powershell: {
    // A test compares what is generated with the file itself.
    mutate: ['src-main/powershell/**/*.ts', '!src-main/powershell/module-sums.ts'],
    tests: ['unit/powershell/**'],
    slow: [
      'bridge-process',
      'bridge-streams',
      'bridge-text',
      'parallel-reads',
      'refused-connection',
      'sign-in',
      'stray-process',
      'contract',
    ].map((name) => `powershell/${name}`),
  },
} as const;
type Room = keyof typeof rooms;
type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

const isRoom = (name: string): name is Room => Object.hasOwn(rooms, name);
const roomNames = Object.keys(rooms).filter(isRoom);
const { values, positionals: wanted } = parseArgs({ options: { sample: { type: 'string' } }, allowPositionals: true });
const sampleSize = Number(values.sample ?? Number.POSITIVE_INFINITY);
const unknown = wanted.filter((name) => !isRoom(name));
if (unknown.length > 0 || !(sampleSize > 0)) {
  console.error(`npm run mutate -- [--sample <number>] [<room>...]; rooms: ${roomNames.join(', ')}`);
  process.exit(2);
}

const everySource = '/**/*.ts';
const off = (): boolean => false;
const nothing = (): void => undefined;
const silent: Logger = {
  ...{ isTraceEnabled: off, isDebugEnabled: off, isInfoEnabled: off, isWarnEnabled: off, isErrorEnabled: off, isFatalEnabled: off },
  ...{ trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, fatal: nothing },
};

await compileMessages();
const scores: string[] = [];
for (const room of roomNames.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  const { mutate, tests, slow } = rooms[room];
  const near = await broken(room, values.sample === undefined ? mutate : await sampleOf(mutate, sampleSize), tests, slow);
  const open = near.filter(isUnnoticed);
  const far = slow.length > 0 && open.length > 0 ? await broken(`${room}-slow`, open.map(placeOf), slow, []) : open;
  const farByKey = new Map(far.map((result) => [keyOf(result), result]));
  // What lies within the place of another one was tried with it.
  const survivors = open.flatMap((result) => farByKey.get(keyOf(result)) ?? result).filter(isUnnoticed);
  for (const { fileName, location, mutatorName, replacement } of survivors)
    console.log(`${relative('.', fileName)}:${String(location.start.line)} ${mutatorName} -> ${replacement}`);
  const ignored = near.filter(({ status }) => status === 'Ignored').length;
  const all = near.length - ignored;
  scores.push(
    `${room.padEnd(12)}${percent((all - survivors.length) / all).padStart(10)}  of ${String(all)}${values.sample === undefined ? '' : ', a sample'}: ` +
      `${String(all - open.length)} noticed by the nearest tests, ${String(survivors.length)} by none; ${String(ignored)} ignored`,
  );
  if (survivors.length > 0) process.exitCode = 1;
}
console.log(['', 'Mutation score by room', ...scores].join('\n'));

/** Breaks what `mutate` names (globs, or places as `placeOf` writes them), and runs those of the tests that reach it. */
async function broken(
  name: string,
  mutate: readonly string[],
  tests: readonly string[],
  without: readonly string[],
): Promise<readonly MutantResult[]> {
  const files = (patterns: readonly string[]): string => patterns.map((path) => `tests/${path.replace('**', '**/*')}.test.ts`).join(',');
  process.env['HCW_MUTATION_TESTS'] = files(tests);
  process.env['HCW_MUTATION_WITHOUT'] = files(without);
  return new Stryker({
    mutate: [...mutate],
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutation.config.ts' },
    // A static mutant (a constant of a module) needs all tests again and tells little: the tables have tests of their own.
    ignoreStatic: true,
    // Vitest checks no types; a line put before them would make other files of those that a test reads as text.
    disableTypeChecks: false,
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // A line broken into an endless loop counts as noticed. A busy machine must not be taken for one.
    timeoutMS: 60_000,
    tempDirName: 'out/mutation/sandbox',
    ignorePatterns: ['dist', '.cache', 'test-results'],
    reporters: ['progress-append-only', 'json', 'html'],
    jsonReporter: { fileName: `out/mutation/${name}.json` },
    htmlReporter: { fileName: `out/mutation/${name}.html` },
    allowEmpty: true,
  }).runMutationTest();
}

/** Places of so many mutants, spread over the files. One of several lines would bring along all that lie within it, so there is none. */
async function sampleOf(patterns: readonly string[], size: number): Promise<readonly string[]> {
  const sources: { readonly name: string; readonly content: string; readonly mutate: true }[] = [];
  for (const folder of patterns.filter((pattern) => pattern.endsWith(everySource)).map((pattern) => pattern.replace(everySource, '')))
    for (const name of await readdir(folder, { recursive: true }))
      if (name.endsWith('.ts') && !patterns.includes(`!${join(folder, name)}`))
        sources.push({ name: join(folder, name), content: await readFile(join(folder, name), 'utf8'), mutate: true });
  const { mutants } = await new Instrumenter(silent).instrument(sources, { ignorers: [], plugins: null, excludedMutations: [] });
  const places = mutants
    .filter(({ location: { start, end } }) => start.line === end.line)
    // Here lines and columns are counted from 0.
    .map(({ fileName, location: { start, end } }) => `${fileName}:${at(start)}-${at(end)}`);
  const digest = (place: string): string => createHash('sha256').update(place).digest('hex');
  return [...new Set(places)].sort((a, b) => digest(a).localeCompare(digest(b))).slice(0, size);
}

function at({ line, column }: { readonly line: number; readonly column: number }): string {
  return `${String(line + 1)}:${String(column)}`;
}

function percent(share: number): string {
  return Number.isNaN(share) ? 'nothing' : `${(share * 100).toFixed(1)} %`;
}

function isUnnoticed({ status }: MutantResult): boolean {
  return status === 'Survived' || status === 'NoCoverage';
}

/** As Stryker takes it: lines from 1, columns from 0. */
function placeOf({ fileName, location: { start, end } }: MutantResult): string {
  const [from, to] = [start, end].map(({ line, column }) => `${String(line)}:${String(column - 1)}`);
  return `${relative('.', fileName)}:${String(from)}-${String(to)}`;
}

function keyOf(result: MutantResult): string {
  return `${placeOf(result)} ${result.mutatorName} ${result.replacement}`;
}

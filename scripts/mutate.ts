/**
 * `npm run mutate`: breaks each line of the rooms that decide something, one at a time, and reports
 * which breaks no test notices. `npm run mutate -- rules plan` takes only the named rooms.
 *
 * Every survivor is either killed by a new test, or marked where it stands as equivalent, with the
 * reason: `// Stryker disable next-line ConditionalExpression: the list is never empty here`.
 * Reports are written to out/mutation.
 */
import { Stryker } from '@stryker-mutator/core';
import { compileMessages } from './messages.ts';

/**
 * A room, and the tests that must notice a change in it. The nearest tests come first; what takes many seconds and
 * only repeats them (random walks, whole programs) stays out, since it would run again for each broken line.
 */
const rooms = {
  rules: {
    mutate: ['shared/rules/**/*.ts'],
    tests: ['unit/rules/**', 'unit/cli/**'],
    slow: ['unit/rules/unknown', 'unit/cli/sample', 'unit/cli/words', 'unit/cli/command-line'],
  },
  plan: { mutate: ['shared/plan/**/*.ts'], tests: ['unit/plan/**', 'unit/wizard/**', 'unit/change/**'], slow: [] },
  wizard: {
    mutate: ['shared/wizard/**/*.ts'],
    tests: ['unit/wizard/**', 'unit/wizard-main/**'],
    slow: ['unit/wizard-main/start', 'unit/wizard-main/faults', 'unit/wizard-main/cancel'],
  },
  commands: { mutate: ['shared/commands/**/*.ts'], tests: ['unit/commands/**', 'unit/collected/**'], slow: [] },
  powershell: {
    mutate: ['src-main/powershell/**/*.ts'],
    tests: ['unit/powershell/**', 'powershell/bridge-process', 'powershell/bridge-streams', 'powershell/parallel-reads'],
    slow: [],
  },
} as const;
type Room = keyof typeof rooms;

const isRoom = (name: string): name is Room => Object.hasOwn(rooms, name);
const roomNames = Object.keys(rooms).filter(isRoom);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !isRoom(name));
if (unknown.length > 0) {
  console.error(`There is no room ${unknown.join(', ')}. Rooms: ${roomNames.join(', ')}`);
  process.exit(2);
}

await compileMessages();
const scores: string[] = [];
for (const room of roomNames.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  const { mutate, tests, slow } = rooms[room];
  const files = (patterns: readonly string[]): string => patterns.map((path) => `tests/${path.replace('**', '**/*')}.test.ts`).join(',');
  process.env['HCW_MUTATION_TESTS'] = files(tests);
  process.env['HCW_MUTATION_SLOW_TESTS'] = files(slow);
  const results = await new Stryker({
    mutate: [...mutate],
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutation.config.ts' },
    // A static mutant (a constant of a module) needs all tests again and tells little: the tables have tests of their own.
    ignoreStatic: true,
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // A line broken into an endless loop counts as noticed. A busy machine must not be taken for one.
    timeoutMS: 60_000,
    tempDirName: 'out/mutation/sandbox',
    ignorePatterns: ['dist', '.cache', 'test-results'],
    reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
    clearTextReporter: { allowColor: false, logTests: false },
    jsonReporter: { fileName: `out/mutation/${room}.json` },
    htmlReporter: { fileName: `out/mutation/${room}.html` },
    allowEmpty: true,
  }).runMutationTest();
  const count = (...states: readonly string[]): number => results.filter(({ status }) => states.includes(status)).length;
  const killed = count('Killed', 'Timeout');
  const survived = count('Survived', 'NoCoverage');
  const score = killed + survived === 0 ? 'nothing to mutate' : `${((killed / (killed + survived)) * 100).toFixed(1)} %`;
  scores.push(
    `${room.padEnd(12)}${score.padStart(10)}  killed ${String(killed)}, survived ${String(survived)}, ignored ${String(count('Ignored'))}`,
  );
  if (survived > 0) process.exitCode = 1;
}
console.log(['', 'Mutation score by room', ...scores].join('\n'));

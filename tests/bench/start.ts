/** From process start to first contentful paint, compared with an empty program on the same runtime. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { asOrdinaryUser, folderForUser, giveTo } from '../../scripts/runtime/ordinary-user.ts';
import { withWindow, type WindowGround } from '../../scripts/runtime/with-window.ts';
import { inTurn, type Bench, type Comparison } from './bench.ts';
import { median } from './figures.ts';
import { startProgram, type ProgramToStart } from './started-program.ts';

/** Starts that fill Chromium's code cache, as on an administrator's machine. */
const unmeasured = 3;
const rounds = 15;

export const start: Bench = { name: 'start', run: (say) => withWindow(say, (ground) => compare(ground, say)) };

async function compare({ electron, app, env }: WindowGround, say: (line: string) => void): Promise<readonly Comparison[]> {
  const home = folderForUser('hcw-bench-');
  cpSync(join(import.meta.dirname, 'empty-app'), join(home, 'empty-app'), { recursive: true });
  // A private copy, so that a build running at the same time does not change it.
  for (const part of ['out/app', 'package.json']) cpSync(join(app, part), join(home, 'wizard-app', part), { recursive: true });
  giveTo(home);
  const executable = asOrdinaryUser(electron, home);
  const program = (folder: string, profile: string): ProgramToStart => ({
    executable,
    args: [folder, `--user-data-dir=${join(home, profile)}`],
    env,
  });
  const empty = program(join(home, 'empty-app'), 'empty');
  const starts: Start[] = [];
  const wizard = program(join(home, 'wizard-app'), 'wizard');
  try {
    const pairs = await inTurn(
      { warm: unmeasured, rounds },
      async () => {
        const phases = await startOf(wizard);
        starts.push(phases);
        return phases.painted;
      },
      async () => (await startOf(empty)).painted,
    );
    for (const line of profileOf(starts.slice(-rounds))) say(line);
    return [{ subject: 'wizard, start to first paint', against: 'empty program', pairs, goal: 1.25 }];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Milliseconds since the process was started. The marks are those of the page of the wizard, and missing in the empty program. */
interface Start {
  /** The page is asked for */
  readonly asked: number;
  /** The last of its scripts that stand in the page has arrived */
  readonly fetched: number;
  readonly evaluated: number;
  readonly connected: number;
  readonly painted: number;
}

/** Where the time of a start goes, by the median of each part. */
function profileOf(starts: readonly Start[]): readonly string[] {
  const part = (name: string, from: (start: Start) => number, to: (start: Start) => number): string =>
    `${name}: ${median(starts.map((start) => to(start) - from(start))).toFixed(0)} ms`;
  return [
    part(
      'from the start of the process until the page is asked for',
      () => 0,
      ({ asked }) => asked,
    ),
    part(
      'until its scripts are there',
      ({ asked }) => asked,
      ({ fetched }) => fetched,
    ),
    part(
      'until they are evaluated',
      ({ fetched }) => fetched,
      ({ evaluated }) => evaluated,
    ),
    part(
      'until the main process has answered what the page shows',
      ({ evaluated }) => evaluated,
      ({ connected }) => connected,
    ),
    part(
      'until it is painted',
      ({ connected }) => connected,
      ({ painted }) => painted,
    ),
  ];
}

async function startOf(program: ProgramToStart): Promise<Start> {
  const started = Date.now();
  const { page, end } = await startProgram(program);
  try {
    const seen = await page.evaluate(
      () =>
        new Promise<Start>((resolve, reject) => {
          setTimeout(reject, 20_000, new Error('Nothing was painted within 20 seconds.'));
          new PerformanceObserver((list) => {
            const [paint] = list.getEntriesByName('first-contentful-paint');
            if (paint === undefined) return;
            const scripts = performance.getEntriesByType('resource').filter(({ startTime }) => startTime < paint.startTime);
            const [evaluated = 0, connected = 0] = ['evaluated', 'connected'].map(
              (name) => performance.getEntriesByName(name)[0]?.startTime ?? 0,
            );
            const asked = performance.timeOrigin;
            const fetched = asked + Math.max(0, ...scripts.map(({ startTime, duration }) => startTime + duration));
            resolve({ asked, fetched, evaluated: asked + evaluated, connected: asked + connected, painted: asked + paint.startTime });
          }).observe({ type: 'paint', buffered: true });
        }),
    );
    const since = (time: number): number => time - started;
    return {
      asked: since(seen.asked),
      fetched: since(seen.fetched),
      evaluated: since(seen.evaluated),
      connected: since(seen.connected),
      painted: since(seen.painted),
    };
  } finally {
    await end();
  }
}

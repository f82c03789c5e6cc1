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

/** Milliseconds since the process was started. The marks are those of the page of the wizard; the empty program has none. */
interface Start {
  /** The page is asked for */
  readonly asked: number;
  /** The icon, or the text of the empty program */
  readonly painted: number;
  readonly evaluated: number;
  readonly connected: number;
  /** The first page is in the window, and painted with the next frame */
  readonly mounted: number;
}

/** Where the time of a start goes, by the median of each part. */
function profileOf(starts: readonly Start[]): readonly string[] {
  const part = (name: string, time: (start: Start) => number): string => `${name}: ${median(starts.map(time)).toFixed(0)} ms`;
  return [
    part('from the start of the process until the page is asked for', ({ asked }) => asked),
    part('until its scripts are evaluated', ({ asked, evaluated }) => evaluated - asked),
    part('until the main process has answered what the page shows', ({ evaluated, connected }) => connected - evaluated),
    part('until the first page is there', ({ connected, mounted }) => mounted - connected),
    part('the icon is painted before it', ({ painted, mounted }) => mounted - painted),
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
          const isWizard = 'wizard' in window;
          new PerformanceObserver(() => {
            const [paint] = performance.getEntriesByName('first-contentful-paint');
            const marks = ['evaluated', 'connected', 'mounted'].map((name) => performance.getEntriesByName(name)[0]?.startTime);
            if (paint === undefined || (isWizard && marks.includes(undefined))) return;
            const [evaluated = 0, connected = 0, mounted = 0] = marks.map((mark) => performance.timeOrigin + (mark ?? 0));
            resolve({
              asked: performance.timeOrigin,
              painted: performance.timeOrigin + paint.startTime,
              evaluated,
              connected,
              mounted,
            });
            // Both kinds: which of them comes last depends on the machine.
          }).observe({ entryTypes: ['paint', 'mark'] });
          performance.mark('watched');
        }),
    );
    const since = (time: number): number => time - started;
    return {
      asked: since(seen.asked),
      painted: since(seen.painted),
      evaluated: since(seen.evaluated),
      connected: since(seen.connected),
      mounted: since(seen.mounted),
    };
  } finally {
    await end();
  }
}

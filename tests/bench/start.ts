/** From process start to first contentful paint, compared with an empty program on the same runtime. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { asOrdinaryUser, folderForUser, giveTo } from '../../scripts/runtime/ordinary-user.ts';
import { withWindow, type WindowGround } from '../../scripts/runtime/with-window.ts';
import { inTurn, type Bench, type Comparison } from './bench.ts';
import { startProgram, type ProgramToStart } from './started-program.ts';

/** Starts that fill Chromium's code cache, as on an administrator's machine. */
const unmeasured = 3;
const rounds = 15;

export const start: Bench = { name: 'start', run: (say) => withWindow(say, compare) };

async function compare({ electron, app, env }: WindowGround): Promise<readonly Comparison[]> {
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
  const wizard = program(join(home, 'wizard-app'), 'wizard');
  try {
    const pairs = await inTurn(
      { warm: unmeasured, rounds },
      () => firstPaint(wizard),
      () => firstPaint(empty),
    );
    return [{ subject: 'wizard, start to first paint', against: 'empty program', pairs, goal: 1.25 }];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Milliseconds. */
async function firstPaint(program: ProgramToStart): Promise<number> {
  const started = Date.now();
  const { page, end } = await startProgram(program);
  try {
    const painted = await page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          setTimeout(reject, 20_000, new Error('Nothing was painted within 20 seconds.'));
          new PerformanceObserver((list) => {
            const [paint] = list.getEntriesByName('first-contentful-paint');
            if (paint !== undefined) resolve(performance.timeOrigin + paint.startTime);
          }).observe({ type: 'paint', buffered: true });
        }),
    );
    return painted - started;
  } finally {
    await end();
  }
}

/** From the start of the process to the first painted content, beside an empty program on the same runtime. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { asOrdinaryUser, folderForUser, giveTo } from '../../scripts/runtime/ordinary-user.ts';
import type { WindowGround } from '../../scripts/runtime/with-window.ts';
import { median, ratio, spread } from './figures.ts';

interface Program {
  readonly executable: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Kept from one start to the next, as on an administrator's machine: what Chromium keeps compiled is in it */
  readonly profile: string;
}

/** Starts after which everything that is kept compiled is kept */
const unmeasured = 3;

/** Alternates the two, so that what else the machine does meets both alike. */
export async function benchStart({ electron, app, env }: WindowGround, runs: number): Promise<readonly string[]> {
  const home = folderForUser('hcw-bench-');
  cpSync(join(import.meta.dirname, 'empty-app'), join(home, 'empty-app'), { recursive: true });
  giveTo(home);
  const executable = asOrdinaryUser(electron, home);
  const empty: Program = { executable, folder: join(home, 'empty-app'), env, profile: folderForUser('hcw-empty-') };
  const wizard: Program = { executable, folder: app, env, profile: folderForUser('hcw-wizard-') };
  const times = { empty: [] as number[], wizard: [] as number[] };
  try {
    for (let start = 0; start < unmeasured; start += 1) {
      await firstPaint(empty);
      await firstPaint(wizard);
    }
    for (let run = 0; run < runs; run += 1) {
      times.empty.push(await firstPaint(empty));
      times.wizard.push(await firstPaint(wizard));
    }
  } finally {
    for (const folder of [home, empty.profile, wizard.profile]) rmSync(folder, { recursive: true, force: true });
  }
  return [
    `Start to first paint, empty program: ${spread(times.empty)}`,
    `Start to first paint, wizard:        ${spread(times.wizard)}`,
    `Ratio of the medians:                ${ratio(median(times.wizard), median(times.empty))} (goal: at most 1.25×)`,
  ];
}

/** Milliseconds. The program is then ended as its user would end it. */
async function firstPaint({ executable, folder, env, profile }: Program): Promise<number> {
  const started = Date.now();
  const child = spawn(executable, [folder, `--user-data-dir=${profile}`, '--remote-debugging-port=0'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const browser = await chromium.connectOverCDP(await debuggerAddress(child));
    const page = await firstPage(() => browser.contexts().flatMap((context) => context.pages()));
    const painted = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => {
            const [paint] = list.getEntriesByName('first-contentful-paint');
            if (paint !== undefined) resolve(performance.timeOrigin + paint.startTime);
          }).observe({ type: 'paint', buffered: true });
        }),
    );
    return painted - started;
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
}

/** The error output is read to its end: a program that cannot write there stops. */
function debuggerAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', () => {
      reject(new Error(`The program ended before it had a window: ${said.slice(-500)}`));
    });
  });
}

async function firstPage(pages: () => readonly Page[]): Promise<Page> {
  for (;;) {
    const [page] = pages();
    if (page !== undefined) return page;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

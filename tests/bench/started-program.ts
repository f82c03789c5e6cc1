/** An Electron program started as for its user and observed through Chromium's debugging port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { chromium, type Page } from 'playwright';

export interface ProgramToStart {
  readonly executable: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export interface StartedProgram {
  readonly page: Page;
  /** Its standard error so far */
  readonly said: () => string;
  /** Ends it, as closing the session would. */
  readonly end: () => Promise<void>;
}

/** Resolves when there is a page; throws with the program's output when it exits before. */
export async function startProgram({ executable, args, env }: ProgramToStart): Promise<StartedProgram> {
  const child = spawn(executable, [...args, '--remote-debugging-port=0'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  // Drained to the end: a program whose pipe is full stops.
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  try {
    const browser = await chromium.connectOverCDP(await debuggerAddress(child, () => said));
    const page = await firstPage(() => browser.contexts().flatMap((context) => context.pages()));
    return { page, said: () => said, end };
  } catch (error) {
    await end();
    throw error;
  }
}

function debuggerAddress(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', () => {
      const address = /DevTools listening on (ws:\S+)/.exec(said())?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', () => {
      reject(new Error(`The program ended before it had a window: ${said().slice(-500)}`));
    });
  });
}

const patienceMs = 30_000;

async function firstPage(pages: () => readonly Page[]): Promise<Page> {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    // A window shows an empty page before its own.
    const page = pages().find((candidate) => !['', 'about:blank'].includes(candidate.url()));
    if (page !== undefined) return page;
    await setTimeout(20);
  }
  throw new Error(`The program has opened no window within ${String(patienceMs / 1000)} seconds.`);
}

/** The real window, started by Playwright, and what a person can do in it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { ElectronApplication, Page } from 'playwright';
import { asOrdinaryUser, folderForUser } from '../runtime/ordinary-user.ts';
import { launchElectron } from './launch.ts';

export interface WindowOptions {
  /** The Electron executable */
  readonly electron: string;
  /** Folder of the built wizard */
  readonly app: string;
  /** Folder where the wizard keeps its state; a fresh one when it is not given */
  readonly data?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly language?: 'en' | 'ja';
}

export interface WizardWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly data: string;
  /** Waits until the wizard is at `page.phase`, e.g. `gather.done`. */
  readonly at: (place: string) => Promise<void>;
  /** Presses the primary button. */
  readonly primary: () => Promise<void>;
  /** Presses a button at the left, by the event that it sends. */
  readonly secondary: (event: string) => Promise<void>;
  /** Answers every save dialog with this path. */
  readonly saveTo: (path: string) => Promise<void>;
  /** Answers every open dialog with these paths. */
  readonly choose: (paths: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
  /** Ends the program and every process that it has started at once, as a power cut does. */
  readonly kill: () => Promise<void>;
  /** Starts the program once more on the same data; resolves with the exit code of that process. */
  readonly startAgain: () => Promise<number | null>;
  /** Closes what is still open. */
  readonly end: () => Promise<void>;
}

export async function openWizard(options: WindowOptions): Promise<WizardWindow> {
  const home = folderForUser('hcw-home-');
  const data = options.data ?? folderForUser('hcw-data-');
  const executablePath = asOrdinaryUser(options.electron, home);
  // A virtual display has no graphics processor: a process that looks for one in vain, and then draws in its place, takes time.
  const args = [options.app, '--disable-gpu', `--user-data-dir=${data}`, `--lang=${options.language ?? 'en'}`];
  const env = cleanEnvironment({
    ...process.env,
    ...options.env,
    LANGUAGE: options.language ?? 'en',
    LANG: options.language === 'ja' ? 'ja_JP.UTF-8' : 'en_US.UTF-8',
  });
  const app = await launchElectron({ executablePath, chromiumSandbox: true, args, env });
  // Asked for now: Playwright forgets it when the program has ended.
  const program = app.process();
  const page = await app.firstWindow();
  await page.locator('main[data-step]').waitFor();
  return {
    app,
    page,
    data,
    at: (place) => page.locator(`main[data-step="${place}"]`).waitFor(),
    primary: () => page.getByTestId('primary').click(),
    secondary: (event) => page.getByTestId(`secondary-${event}`).click(),
    saveTo: (path) =>
      app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, path),
    choose: (paths) =>
      app.evaluate(({ dialog }, filePaths) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] });
      }, paths),
    close: () => app.close(),
    kill: () => killed(program),
    startAgain: async () => {
      const second = spawn(executablePath, args, { env, stdio: 'ignore' });
      const [code] = (await once(second, 'exit')) as [number | null];
      return code;
    },
    end: () => (program.exitCode === null && program.signalCode === null ? killed(program) : Promise.resolve()),
  };
}

/** PowerShell goes with it: left alive, it would still carry out a command that is already in its pipe. */
async function killed(program: ChildProcess): Promise<void> {
  const ended = once(program, 'exit');
  const started = program.pid === undefined ? [] : descendantsOf(program.pid);
  program.kill('SIGKILL');
  for (const id of started) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It ended by itself in the meantime.
    }
  }
  await ended;
}

/** Ids of the processes below one, in /proc of Linux; none on another system. */
function descendantsOf(id: number): number[] {
  if (!existsSync('/proc/self/status')) return [];
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(name);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const below = (parent: number): number[] => (children.get(parent) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(id);
}

/** `undefined` for a process that has ended since it was listed. */
function parentOf(id: string): number | undefined {
  try {
    const [, parent] = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
    return parent === undefined ? undefined : Number(parent);
  } catch {
    return undefined;
  }
}

/** Playwright takes texts only; and what belongs to the runner's own process must not reach the window. */
const cleanEnvironment = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || name === 'NODE_OPTIONS' || name === 'ELECTRON_RUN_AS_NODE' ? [] : [[name, value]],
    ),
  );

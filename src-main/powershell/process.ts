/**
 * The PowerShell process: found, started by node-powershell, and ended with everything that it has started.
 * docs/decisions/0007-node-powershell-behind-a-bridge.md says what of node-powershell is used, and why some of it is not.
 */
import { ChildProcess, execFile, type SpawnOptions } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PowerShell, type PowerShellOptions } from 'node-powershell';
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';
import { groupOf, inSystem32 } from './process-identity.ts';
import { systemCode } from '../files/system-code.ts';

export interface PowerShellProcess {
  readonly pid: number;
  /** Sends one line to the interpreter. */
  write(line: string): void;
  /** Passes each line of the standard output on, without its end, as it comes. */
  onLine(listener: (line: string) => void): void;
  /** Whether the first process still runs. It ends a moment before `ended` resolves. */
  isRunning(): boolean;
  /** Resolves when the process has ended, for whatever reason, and its output has been read. Never rejects. */
  readonly ended: Promise<void>;
  /** The last text on the standard error: a hint for people; no code depends on it. */
  errorText(): string;
  /** Ends the process and everything that it has started. Resolves when they are gone. */
  end(): Promise<void>;
}

const isWindows = process.platform === 'win32';
const errorTextLength = 4096;
/** How long output may still come after the process has ended, where another process holds the pipe. */
const drainMs = 1000;
/** How long `end` waits for a process that the system does not end. */
const endMs = 10_000;

/** In PowerShell 7 each of these saves a look at the network or escape codes in texts; Windows PowerShell ignores them. */
const quiet = { POWERSHELL_UPDATECHECK: 'Off', POWERSHELL_TELEMETRY_OPTOUT: '1', NO_COLOR: '1' } as const;

/**
 * The full path of `name`, which is a path or a name on PATH. Looked for before the start, because the error of a
 * process that cannot start does not say what is wrong. Fails with `powershell.notFound`.
 */
export async function findExecutable(name: string, env: NodeJS.ProcessEnv, look: Look = { stat, access }): Promise<Result<string>> {
  const fileName = isWindows && !name.toLowerCase().endsWith('.exe') ? `${name}.exe` : name;
  // One that is relative leads into the folder in which the wizard happened to be started.
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(isAbsolute);
  const candidates = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, fileName));
  for (const candidate of candidates) if (await canRun(candidate, look)) return ok(candidate);
  return fail(appError('powershell.notFound', { executable: name }));
}

/** How the file system is asked. */
export interface Look {
  readonly stat: (path: string) => Promise<{ readonly isFile: () => boolean }>;
  readonly access: (path: string, mode: number) => Promise<void>;
}

async function canRun(path: string, look: Look): Promise<boolean> {
  try {
    await look.access(path, constants.X_OK);
  } catch {
    return false;
  }
  try {
    // Folders are excluded: the right to enter one is the same as the right to run a file.
    return (await look.stat(path)).isFile();
  } catch (error) {
    // What the Microsoft Store installs is an alias that can be run, but not be looked into (nodejs/node#36790).
    return systemCode(error) === 'EACCES';
  }
}

/**
 * Starts PowerShell. Fails with `powershell.exited` when the system refuses at once: the file is no program, or the
 * environment is too large.
 */
export function startPowerShell(executable: string, env: NodeJS.ProcessEnv): Result<PowerShellProcess> {
  try {
    const shell = new OwnedPowerShell({
      executable,
      executableOptions: { '-NoProfile': true, ...(isWindows ? { '-ExecutionPolicy': 'RemoteSigned' } : {}) },
      spawnOptions: { env: { ...env, ...quiet }, windowsHide: true },
    });
    const child = childOf(shell);
    const { pid } = child;
    const started = processOver(shell, child);
    // What the system says of it comes later, as an event.
    return pid === undefined ? fail(appError('powershell.exited', { what: executable })) : ok({ ...started, pid });
  } catch (error) {
    return fail(appError('powershell.exited', { what: executable, message: messageOf(error) }));
  }
}

/**
 * Starts the executable that was found, as the leader of a process group of its own. node-powershell would prefer an
 * environment variable to the executable, and always sets `detached: false`.
 *
 * A group of its own does not end with the wizard's terminal. When the wizard is killed, its end of the standard input
 * closes, and PowerShell ends by itself after the command that it runs. Windows also ends the process that was started.
 */
class OwnedPowerShell extends PowerShell {
  protected override setExecutable({ executable }: PowerShellOptions): string {
    let options: SpawnOptions = {};
    Object.defineProperty(this, 'spawnOptions', {
      get: () => options,
      // Windows has no process groups; there, `detached` would open a console window.
      set: (given: SpawnOptions) => (options = { ...given, detached: !isWindows }),
    });
    return executable ?? '';
  }
}

/** node-powershell keeps its process to itself. Without the process id, only the first process of the tree can be ended. */
function childOf(shell: PowerShell): ChildProcess {
  const child: unknown = Reflect.get(shell, 'process');
  if (child instanceof ChildProcess) return child;
  throw new Error('node-powershell has no process');
}

function processOver(shell: PowerShell, child: ChildProcess): Omit<PowerShellProcess, 'pid'> {
  const { stdin, stdout, stderr } = shell.streams;
  let errors = '';
  // node-powershell reads three chunks and then stops: PowerShell would wait for a reader for ever.
  stderr.unpipe();
  stderr.on('data', (text: string) => {
    errors = (errors + text).slice(-errorTextLength);
  });
  stderr.resume();
  // Writing to a process that has just ended is reported by `ended`.
  stdin.on('error', () => undefined);

  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      // A launcher that ends leaves the real PowerShell behind.
      killGroup(child);
      const drained = setTimeout(resolve, drainMs);
      child.once('close', () => {
        clearTimeout(drained);
        resolve();
      });
    });
  });
  // node-powershell rejects a promise of its own when the process ends in any way but one.
  for (const event of ['exit', 'error']) child.once(event, () => void shell.dispose().catch(() => undefined));

  return {
    write: (line) => {
      stdin.write(`${line}\n`);
    },
    onLine: (listener) => {
      splitLines((next) => stdout.on('data', next), listener);
    },
    isRunning: () => isRunning(child),
    ended,
    errorText: () => errors.trim(),
    end: async () => {
      if (isRunning(child)) {
        if (isWindows && child.pid !== undefined) await killTree(child.pid).catch(() => undefined);
        else killGroup(child);
        // The first process ends in any case, also where the system refuses to end the others.
        void shell.dispose('SIGKILL').catch(() => undefined);
      }
      await Promise.race([ended.then(() => groupGone(child)), delay(endMs, undefined, { ref: false })]);
    },
  };
}

const isRunning = ({ pid, exitCode, signalCode }: ChildProcess): boolean => pid !== undefined && exitCode === null && signalCode === null;

/** Ends everything that the process has started, and the process itself where it still runs. Does nothing on Windows. */
function killGroup({ pid }: ChildProcess): void {
  if (isWindows || pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}

/** Waits until nobody of the group runs: the system takes a moment to end a process after its signal. Linux only; nobody waits elsewhere. */
async function groupGone({ pid }: ChildProcess): Promise<void> {
  if (process.platform !== 'linux' || pid === undefined) return;
  while ((await groupOf(pid)).length > 0) await delay(5, undefined, { ref: false });
}

/** By its full path: a program of the same name may come earlier on PATH. Rejects when Windows refuses. */
export const killTree = (pid: number): Promise<unknown> =>
  promisify(execFile)(inSystem32('taskkill.exe'), ['/T', '/F', '/PID', String(pid)], { windowsHide: true, timeout: endMs });

/** Cuts a stream of text into lines. Chunks are joined once for each line, so the time grows linearly with the length. */
function splitLines(subscribe: (next: (text: string) => void) => void, listener: (line: string) => void): void {
  let chunks: string[] = [];
  subscribe((text) => {
    const lines = text.split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      chunks.push(line);
      listener(chunks.join('').replace(/\r$/, ''));
      chunks = [];
    }
    chunks.push(last);
  });
}

/**
 * A PowerShell process by node-powershell. Only its process handling is used: its `invoke` makes
 * script text from values, takes time in the square of the output, and takes an exit for success.
 */
import type { Writable } from 'node:stream';
import { PowerShell, type PowerShellOptions } from 'node-powershell';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';

export interface Shell {
  /** Sends one line to the interpreter. */
  write(line: string): void;
  /** Lines of the standard output, without their ends, in pieces as they come. */
  onLine(listener: (line: string) => void): void;
  /** Resolves when the process has ended, for whatever reason; never rejects. */
  readonly ended: Promise<void>;
  /** The last text on the standard error: a hint for people, never a verdict. */
  errorText(): string;
  kill(): void;
}

/** The package picks an executable by itself and obeys an environment variable; here it is the one that was found. */
class NamedPowerShell extends PowerShell {
  protected override setExecutable({ executable }: PowerShellOptions): string {
    return executable ?? '';
  }
}

const errorTextLength = 4096;

/** `powershell.exited` when the system refuses at once, which Node throws: a file that is no program, an environment that is too large. */
export function startShell(executable: string, env: NodeJS.ProcessEnv): Result<Shell> {
  try {
    return ok(
      shellOver(
        new NamedPowerShell({
          executable,
          executableOptions: { '-NoProfile': true, ...(process.platform === 'win32' ? { '-ExecutionPolicy': 'RemoteSigned' } : {}) },
          spawnOptions: { env, windowsHide: true },
        }),
      ),
    );
  } catch (error) {
    return fail(appError('powershell.exited', { what: executable, message: error instanceof Error ? error.message : String(error) }));
  }
}

function shellOver(shell: PowerShell): Shell {
  let errors = '';
  // The package reads three pieces of it and then no more: the process would wait for a reader for ever.
  shell.streams.stderr.unpipe();
  shell.streams.stderr.on('data', (text: string) => {
    errors = (errors + text).slice(-errorTextLength);
  });
  shell.streams.stderr.resume();
  ignoreBrokenPipe(shell.streams.stdin);
  return {
    write: (line) => {
      shell.streams.stdin.write(`${line}\n`);
    },
    onLine: (listener) => {
      splitLines((next) => shell.streams.stdout.on('data', next), listener);
    },
    // The package keeps the promise to itself, and its rejection is the only word of an exit.
    ended: exitOf(shell).catch(() => undefined),
    errorText: () => errors.trim(),
    kill: () => {
      void shell.dispose('SIGKILL').catch(() => undefined);
    },
  };
}

async function exitOf(shell: PowerShell): Promise<void> {
  const exit: unknown = Reflect.get(shell, 'exitPromise');
  await exit;
}

/** Writing to a process that has just ended is told by `ended`, not by an exception somewhere else. */
function ignoreBrokenPipe(stdin: Writable): void {
  stdin.on('error', () => undefined);
}

/** Cuts a stream of text into lines. Pieces are joined once a line, so that the time grows with the length only. */
function splitLines(subscribe: (next: (text: string) => void) => void, listener: (line: string) => void): void {
  let pieces: string[] = [];
  subscribe((text) => {
    const lines = text.split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      pieces.push(line);
      listener(pieces.join('').replace(/\r$/, ''));
      pieces = [];
    }
    pieces.push(last);
  });
}

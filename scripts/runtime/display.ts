/** A virtual display, where there is none. */
import { spawn } from 'node:child_process';

export interface Display {
  readonly name: string;
  stop(): void;
}

export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || (process.env['DISPLAY'] ?? '') !== '' || (process.env['WAYLAND_DISPLAY'] ?? '') !== '';

/** Starts Xvfb on a free display number, which it tells itself; throws when it ends before that. */
export function startDisplay(): Promise<Display> {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`Xvfb ended with code ${String(code)}.`));
    });
    child.stdio[3]?.once('data', (data: Buffer) => {
      resolve({ name: `:${data.toString('utf8').trim()}`, stop });
    });
  });
}

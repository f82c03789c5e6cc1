/**
 * Which process it is, also for a program that is started later: the system gives a number again, but never with the same start time.
 * The Windows half has not been run.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ProcessIdentity } from '../../shared/run/journal.ts';
import { systemCode } from '../files/system-code.ts';

/**
 * The identity of a process that runs. `startedAt` is empty where the system does not say the start time: then every process of that
 * number is taken for it.
 */
export async function identityOf(pid: number): Promise<ProcessIdentity> {
  const found = await startOf(pid);
  return { pid, startedAt: found.kind === 'running' ? found.startedAt : '' };
}

/** Whether that process still runs. `true` when the system does not say. */
export async function isRunning({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  const found = await startOf(pid);
  switch (found.kind) {
    case 'none':
      return false;
    case 'running':
      return startedAt === '' || found.startedAt === startedAt;
    case 'unknown':
      return true;
  }
}

type Found = { readonly kind: 'none' | 'unknown' } | { readonly kind: 'running'; readonly startedAt: string };

function startOf(pid: number): Promise<Found> {
  switch (process.platform) {
    case 'linux':
      return startOnLinux(pid);
    case 'win32':
      return startOnWindows(pid);
    default:
      return Promise.resolve({ kind: canBeSignaled(pid) ? 'unknown' : 'none' });
  }
}

async function startOnLinux(pid: number): Promise<Found> {
  const found = await statOf(String(pid));
  if (found === undefined) return { kind: 'none' };
  return { kind: 'running', startedAt: `${await bootId()} ${found.start}` };
}

/** Names the start of the system: the start times of processes are counted from it. */
export async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

/** The processes of a group that run. Linux only. */
export async function groupOf(leader: number): Promise<readonly number[]> {
  const ids = (await readdir('/proc')).filter((name) => Number.isInteger(Number(name)));
  const stats = await Promise.all(ids.map(statOf));
  return ids.flatMap((id, index) => (stats[index]?.group === String(leader) ? [Number(id)] : []));
}

/** `undefined` when it does not run: it has ended, or only waits for its parent to take note of its end. */
async function statOf(pid: string): Promise<{ readonly group: string; readonly start: string } | undefined> {
  // Stryker disable next-line StringLiteral: any text without the fields will do
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // proc(5): the name of the program, in parentheses, may contain any character.
  const [state, , group, ...others] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const start = others[16];
  // Stryker disable next-line ConditionalExpression,LogicalOperator: all of the fields are there, or the last one is not
  if (state === undefined || group === undefined || start === undefined) return undefined;
  return 'ZXx'.includes(state) ? undefined : { group, start };
}

async function startOnWindows(pid: number): Promise<Found> {
  const script = `$p = Get-Process -Id ${String(pid)} -ErrorAction SilentlyContinue; if ($p) { $p.StartTime.ToUniversalTime().Ticks } else { 'none' }`;
  try {
    const { stdout } = await promisify(execFile)(
      inSystem32('WindowsPowerShell', 'v1.0', 'powershell.exe'),
      ['-NoProfile', '-NonInteractive', '-Command', script],
      // Stryker disable next-line ObjectLiteral,BooleanLiteral: only Windows shows a window, and a test does not wait so long
      { windowsHide: true, timeout: 30_000 },
    );
    const text = stdout.trim();
    if (text === 'none') return { kind: 'none' };
    return /^\d+$/.test(text) ? { kind: 'running', startedAt: text } : { kind: 'unknown' };
  } catch {
    return { kind: 'unknown' };
  }
}

/** A program of the system by its full path: one of the same name may come earlier on PATH. */
export const inSystem32 = (...path: readonly string[]): string => join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', ...path);

function canBeSignaled(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

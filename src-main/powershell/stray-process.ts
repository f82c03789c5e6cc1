/** A PowerShell that an earlier start of the program left behind: it may still carry a change out. The Windows half has not been run. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessIdentity } from '../../shared/run/journal.ts';
import { killTree } from './process.ts';
import { bootId, groupOf, isRunning } from './process-identity.ts';

const pollMs = 20;

/**
 * Ends that process and what it started. `true` when they are gone for certain, also when they were before, or when the number now
 * belongs to another process, which is left alone. `false` when something still runs, or may, after `limitMs` milliseconds.
 */
export async function endStray(identity: ProcessIdentity, limitMs = 10_000): Promise<boolean> {
  // Without a start time nobody can say whose process it is: it is never ended.
  if (identity.startedAt === '') return !(await isThere(identity));
  if (!(await isThere(identity))) return true;
  await end(identity);
  const deadline = performance.now() + limitMs;
  // Stryker disable next-line EqualityOperator: it is the same at any other moment
  while (performance.now() < deadline) {
    if (!(await isThere(identity))) return true;
    await delay(pollMs);
  }
  return false;
}

/**
 * On Linux the group counts, which PowerShell leads: a launcher that died leaves it behind. The system gives no number to a new process
 * while a group has it, so where another process has the number, the group is gone.
 */
async function isThere(identity: ProcessIdentity): Promise<boolean> {
  if (await isRunning(identity)) return true;
  if (process.platform !== 'linux' || !identity.startedAt.startsWith(`${await bootId()} `)) return false;
  const group = await groupOf(identity.pid);
  return group.length > 0 && !group.includes(identity.pid);
}

async function end({ pid }: ProcessIdentity): Promise<void> {
  try {
    if (process.platform === 'win32') await killTree(pid);
    else process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended, or the system refuses: the caller looks.
  }
}

/** `kill -9`, and the wait until it has happened. */
import { setTimeout } from 'node:timers/promises';
import { isRunning } from '../../../src-main/powershell/process-identity.ts';

/** Resolves when none of these processes runs any more. */
export async function killed(ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    try {
      process.kill(id, 'SIGKILL');
    } catch (error) {
      // It has ended by itself since it was listed.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
  for (const id of ids) while (await isRunning({ pid: id, startedAt: '' })) await setTimeout(5);
}

/**
 * One writer a run. Each process makes a lock file of its own and only then looks for those of others: of two that begin at the same
 * time at least one sees the other, and gives way.
 */
import { join } from 'node:path';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import type { ProcessIdentity } from '../../shared/run/journal.ts';
import type { FileSystem } from '../files/atomic-write.ts';

export interface LockTools {
  readonly files: FileSystem;
  /** This process; asked when there is something to lock, since not every system says it at once */
  readonly self: () => Promise<ProcessIdentity>;
  /** Whether that process runs, or may run */
  readonly isRunning: (identity: ProcessIdentity) => Promise<boolean>;
}

/** The name says everything, so a lock file is whole from the start. It is not flushed: no process outlives a power failure. */
export const lockName = ({ pid, startedAt }: ProcessIdentity): string => `lock-${String(pid)}-${encodeURIComponent(startedAt)}`;

function holderOf(name: string): ProcessIdentity | undefined {
  // Stryker disable next-line ArrayDeclaration: the first one is the whole name
  const [, pid, startedAt] = /^lock-(\d+)-(.*)$/.exec(name) ?? [];
  // Stryker disable next-line ConditionalExpression,LogicalOperator: a name has both or neither
  return pid === undefined || startedAt === undefined ? undefined : { pid: Number(pid), startedAt: decodeURIComponent(startedAt) };
}

/** Locks the folder. `run.locked` when another process, or another handle of this one, has it. Throws what the disk refuses. */
export async function lock(folder: string, tools: LockTools): Promise<Result<null>> {
  const self = await tools.self();
  const own = lockName(self);
  if ((await tools.files.readFolder(folder)).includes(own)) return locked(folder, self);
  const file = await tools.files.open(join(folder, own), 'wx', 0o600);
  await file.close();
  try {
    for (const name of await tools.files.readFolder(folder)) {
      const holder = holderOf(name);
      if (holder === undefined || name === own) continue;
      if (await tools.isRunning(holder)) {
        await unlock(folder, tools);
        return locked(folder, holder);
      }
      await tools.files.remove(join(folder, name));
    }
    return ok(null);
  } catch (error) {
    await unlock(folder, tools);
    throw error;
  }
}

/** A lock that cannot be removed ends with its process. */
export const unlock = async (folder: string, { files, self }: LockTools): Promise<void> =>
  files.remove(join(folder, lockName(await self()))).catch(() => undefined);

const locked = (folder: string, { pid }: ProcessIdentity): Result<never> =>
  fail(appError('run.locked', { path: folder, process: String(pid) }));

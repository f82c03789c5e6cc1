/**
 * A run on the disk: a folder that exists whole or not at all, and a journal that only grows. It is made beside its place, flushed,
 * and renamed, so that a crash at any moment leaves a run that can be resumed, or none.
 */
import { dirname, join } from 'node:path';
import type { Plan } from '../../shared/plan/plan.ts';
import { fail, ok, type Result } from '../../shared/model/error.ts';
import { fold, foldLine, type RunState } from '../../shared/run/fold.ts';
import { lineText, type EntryOf } from '../../shared/run/journal.ts';
import type { Snapshot } from '../../shared/run/snapshot.ts';
import { atomicWrite, flushFolder, notWritten, renameWhenFree, writeNew, type FileSystem } from '../files/atomic-write.ts';
import { appendTo, stamped, type JournalFile, type RunClock } from './journal-file.ts';
import { numberOf, readWithText, runFiles } from './read-run.ts';
import { digestOf } from '../files/digest.ts';
import { lock, lockName, unlock, type LockTools } from './run-lock.ts';
import { systemCode } from '../files/system-code.ts';

export interface RunTools extends LockTools {
  readonly clock: RunClock;
}

/** A run that this process alone may write to. */
export interface OpenRun extends JournalFile {
  /** The name of its folder */
  readonly id: string;
  readonly path: string;
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  /** Also lets other processes open the run. Never rejects. */
  close(): Promise<void>;
}

export interface NewRun {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  readonly opened: Omit<EntryOf<'opened'>, 'kind' | 'run' | 'plan' | 'snapshot'>;
  /** The text of the scripts that are run by hand, written as it is */
  readonly scripts: { readonly apply: string; readonly undo: string };
}

/**
 * Makes the folder of a new run in `root`, and opens it. `file.notWritten` (effect `none`) when it is not on the disk for certain:
 * then nothing of it is used, and nothing may be changed.
 */
export async function createRun(root: string, run: NewRun, tools: RunTools): Promise<Result<OpenRun>> {
  const { files, clock } = tools;
  let half: string | undefined;
  let path: string | undefined;
  try {
    // Asked for the first time it may take seconds, in which nothing should be half made.
    const self = await tools.self();
    await makeRoot(root, files);
    const number = highest(await files.readFolder(root)) + 1;
    const digits = String(number).padStart(4, '0');
    const claimed = join(root, `.${digits}.new`);
    await files.makeFolder(claimed);
    half = claimed;
    // Another process may have finished a run of that number just before the name was free.
    if (highest(await files.readFolder(root), false) >= number) throw new Error('EEXIST');

    const id = `${digits} ${clock.now().toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '')} ${run.plan.purpose}`;
    const texts = { plan: textOf(run.plan), snapshot: textOf(run.snapshot) };
    const opened: EntryOf<'opened'> = {
      kind: 'opened',
      run: id,
      plan: digestOf(texts.plan),
      snapshot: digestOf(texts.snapshot),
      ...run.opened,
    };
    const line = stamped(opened, 1, clock);
    const state = fold(run.plan, [line]);
    // Stryker disable next-line ConditionalExpression,StringLiteral: the line opens it
    if (state === undefined) throw new Error('not opened');
    await writeNew(join(half, runFiles.snapshot), texts.snapshot, files);
    await writeNew(join(half, runFiles.plan), texts.plan, files);
    await writeNew(join(half, runFiles.apply), run.scripts.apply, files);
    await writeNew(join(half, runFiles.undo), run.scripts.undo, files);
    await writeNew(join(half, runFiles.journal), lineText(line), files);
    // The run is locked from its first moment.
    await (await files.open(join(half, lockName(self)), 'wx', 0o600)).close();
    await flushFolder(half, files);

    const place = join(root, id);
    await renameWhenFree(half, place, files);
    path = place;
    await flushFolder(root, files);
    return ok(await opening(id, place, run, state, tools));
  } catch (error) {
    await discard(half, path, files);
    return fail(notWritten(path ?? half ?? root, error));
  }
}

/**
 * Opens a run to go on with it, and writes that down. Besides the failures of `readRun`: `run.locked` when another process has it
 * open, `file.notWritten` when that cannot be written.
 */
export async function openRun(root: string, id: string, tools: RunTools & { readonly program: string }): Promise<Result<OpenRun>> {
  const { files } = tools;
  const folder = join(root, id);
  // Before the lock, whose file would be the first trace in a folder that is no run.
  const before = await readWithText(root, id, files);
  if (!before.ok) return before;
  try {
    const taken = await lock(folder, tools);
    if (!taken.ok) return taken;
  } catch (error) {
    return fail(notWritten(folder, error));
  }
  const opened = await reopen(root, id, tools);
  if (!opened.ok) await unlock(folder, tools);
  return opened;
}

async function reopen(root: string, id: string, tools: RunTools & { readonly program: string }): Promise<Result<OpenRun>> {
  const { files, clock, program } = tools;
  // Another process may have appended until the folder was locked.
  const read = await readWithText(root, id, files);
  if (!read.ok) return read;
  const { run, journal } = read.value;
  const line = stamped({ kind: 'reopened', program }, run.state.last.n + 1, clock);
  const path = join(run.path, runFiles.journal);
  // Written anew as a whole: after a flush that failed, lines that can be read may be in memory only, and no later flush of the
  // same file would write them. A line that was cut off must not merge with the next one.
  const text = `${journal}${journal.endsWith('\n') ? '' : '\n'}${lineText(line)}`;
  const written = await atomicWrite(path, text, files);
  if (!written.ok) return written;
  try {
    return ok(await opening(id, run.path, run, foldLine(run.state, line), tools));
  } catch (error) {
    return fail(notWritten(path, error));
  }
}

async function opening(
  id: string,
  path: string,
  { plan, snapshot }: Pick<NewRun, 'plan' | 'snapshot'>,
  state: RunState,
  tools: RunTools,
): Promise<OpenRun> {
  const journal = await appendTo(join(path, runFiles.journal), state, tools.clock, tools.files);
  return {
    id,
    path,
    plan,
    snapshot,
    state: () => journal.state(),
    note: (entry) => journal.note(entry),
    flush: () => journal.flush(),
    append: (entry) => journal.append(entry),
    close: async () => {
      await journal.close();
      await unlock(path, tools);
    },
  };
}

const textOf = (value: Plan | Snapshot): string => `${JSON.stringify(value, null, 2)}\n`;

/** The highest number of the runs, and of those that were begun: the name of one that a crash left behind stays taken. */
const highest = (names: readonly string[], withBegun = true): number =>
  Math.max(0, ...names.map((name) => numberOf(name) ?? (withBegun ? Number(/^\.(\d+)\.new$/.exec(name)?.[1] ?? 0) : 0)));

/** Makes the folder where it is missing. Its own name is flushed in any case: the flush after an earlier start may have failed. */
async function makeRoot(path: string, files: FileSystem): Promise<void> {
  try {
    await files.makeFolder(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' && dirname(path) !== path) {
      await makeRoot(dirname(path), files);
      await files.makeFolder(path);
    } else if (code !== 'EEXIST') throw error;
  }
  await flushFolder(dirname(path), files);
}

/** Removes what was made. A run in its place is renamed first, since it must not be there in part. */
async function discard(half: string | undefined, path: string | undefined, files: FileSystem): Promise<void> {
  if (half === undefined) return;
  try {
    if (path !== undefined) {
      await files.rename(path, half);
      await flushFolder(dirname(half), files);
    }
    await files.removeFolder(half);
  } catch {
    // Without the rename the run stays whole; it was opened and nothing else. What was only begun is never a run.
  }
}

/** The journal of a run on the disk: a line counts when it has been flushed, and after a failure nothing more is written. */
import { foldLine, type RunState } from '../../shared/run/fold.ts';
import { lineText, type JournalEntry, type JournalLine } from '../../shared/run/journal.ts';
import { fail, ok, type AppError, type Result } from '../../shared/model/error.ts';
import { notWritten, type FileSystem } from '../files/atomic-write.ts';

/** What stamps a line. */
export interface RunClock {
  now(): Date;
  /** Milliseconds since `boot`, by a clock that nobody sets */
  up(): number;
  /** Names this start of the program */
  readonly boot: string;
}

export interface JournalFile {
  /** The state by the lines that were taken, whether they are on the disk yet or not */
  state(): RunState;
  /** Takes a line that needs not be on the disk yet: the next `flush` or `append` writes it. Fails as they do. */
  note(entry: JournalEntry): Result<RunState>;
  /**
   * Resolves when every line taken so far is on the disk. `file.notWritten` when one is not there for certain: it may still be read
   * later. From then on every call fails, nothing is written, and the state is the one on the disk.
   */
  flush(): Promise<Result<null>>;
  /** Takes a line, and resolves with the state after it when it is on the disk. Fails as `flush` does. */
  append(entry: JournalEntry): Promise<Result<RunState>>;
  /** Resolves when the lines before have been written. Never rejects. */
  close(): Promise<void>;
}

export const stamped = (entry: JournalEntry, n: number, clock: RunClock): JournalLine => ({
  v: 1,
  n,
  at: clock.now().toISOString(),
  up: clock.up(),
  boot: clock.boot,
  ...entry,
});

/** Opens a journal that ends with a whole line, and whose lines lead to `state`. Throws when the file cannot be opened. */
export async function appendTo(path: string, state: RunState, clock: RunClock, files: FileSystem): Promise<JournalFile> {
  const file = await files.open(path, 'a', 0o600);
  let onDisk = state;
  let current = state;
  let waiting: { readonly text: string; readonly after: RunState }[] = [];
  let failure: AppError | undefined;
  let closing: Promise<void> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  /** All lines that wait, in one write and one flush. */
  const write = async (): Promise<Result<null>> => {
    if (failure !== undefined) return fail(failure);
    const lines = waiting;
    waiting = [];
    const last = lines.at(-1);
    if (last === undefined) return ok(null);
    try {
      // Stryker disable next-line StringLiteral: without a name it is UTF-8 too
      await file.appendFile(lines.map(({ text }) => text).join(''), 'utf8');
      await file.sync();
      onDisk = last.after;
      return ok(null);
    } catch (error) {
      // What a failed write or flush left in the file is not known, and the next flush does not say it: no line may follow.
      failure = notWritten(path, error);
      current = onDisk;
      return fail(failure);
    }
  };

  const note = (entry: JournalEntry): Result<RunState> => {
    if (failure !== undefined || closing !== undefined) return fail(failure ?? notWritten(path, 'closed'));
    const line = stamped(entry, current.last.n + 1, clock);
    current = foldLine(current, line);
    waiting.push({ text: lineText(line), after: current });
    return ok(current);
  };

  const flush = (): Promise<Result<null>> => {
    const written = queue.then(write);
    queue = written;
    return written;
  };

  return {
    state: () => current,
    note,
    flush,
    append: async (entry) => {
      const taken = note(entry);
      if (!taken.ok) return taken;
      const written = await flush();
      return written.ok ? taken : written;
    },
    close: () =>
      (closing ??= flush()
        .then(() => file.close())
        .catch(() => undefined)),
  };
}

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
  /** The state by the lines that have been flushed */
  state(): RunState;
  /**
   * Resolves with the state after the line when the line is on the disk. Lines are written in the order of the calls.
   * `file.notWritten` when it is not there for certain: it may still be read later. From then on every call fails,
   * and writes nothing.
   */
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
  let current = state;
  let failure: AppError | undefined;
  let closing: Promise<void> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const write = async (entry: JournalEntry): Promise<Result<RunState>> => {
    if (failure !== undefined) return fail(failure);
    try {
      const line = stamped(entry, current.last.n + 1, clock);
      await file.appendFile(lineText(line), 'utf8');
      await file.sync();
      current = foldLine(current, line);
      return ok(current);
    } catch (error) {
      // What a failed write or flush left in the file is not known, and the next flush does not say it: no line may follow.
      failure = notWritten(path, error);
      return fail(failure);
    }
  };

  return {
    state: () => current,
    append: (entry) => {
      if (closing !== undefined) return Promise.resolve(fail(failure ?? notWritten(path, 'closed')));
      const written = queue.then(() => write(entry));
      queue = written;
      return written;
    },
    close: () => (closing ??= queue.then(() => file.close()).catch(() => undefined)),
  };
}

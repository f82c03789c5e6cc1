/** A run on a simulated disk: what is not flushed is lost, or torn, when the machine stops. Lines are the real ones. */
import type { OpenRun } from '../../src-main/change/run-folder.ts';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import { fold, foldLine, type RunState } from '../../shared/run/fold.ts';
import { lineText, parseJournal, type EntryOf, type JournalEntry, type JournalLine, type Stamp } from '../../shared/run/journal.ts';

/** What the engine under test is made of: the tests of the test put a wrong part in place of one. */
export interface EngineParts {
  readonly foldLine: typeof foldLine;
  /** The lines that a start of the program takes from the journal */
  readonly linesAtStart: (text: string) => Result<readonly JournalLine[], unknown>;
  /** What is written before a line, when the file ends without a newline */
  readonly separator: string;
  /** Whether a line that was not written for certain is an error */
  readonly isWriteChecked: boolean;
}

export const realParts: EngineParts = { foldLine, linesAtStart: parseJournal, separator: '\n', isWriteChecked: true };

/** How a write goes wrong. `kept` bytes reach the file; without a flush they are gone when the machine stops. */
export interface WriteFault {
  readonly kept: 'none' | 'half' | 'all';
  /** The program, or the machine, ends there, instead of an error */
  readonly ends: 'none' | 'program' | 'machine';
  readonly isFlushed: boolean;
}

/** So long the disk takes, in turns of the program. */
const turnsOfTheDisk = 8;

/** The program, or the machine, stops at this point. */
export class Killed extends Error {}

/** The file of one run, as it survives every start of the program. */
export interface JournalFile {
  readonly id: string;
  readonly plan: Plan;
  /** As the running system sees it */
  text: string;
  /** What is on the disk for certain */
  durable: string;
  /** Counts the programs that opened it, and their ends: only the one that opened it last writes */
  opened: number;
}

/** What of the unflushed bytes survives when the machine stops. */
export function losePower(file: JournalFile, kept: 'none' | 'half' | 'all'): void {
  const rest = file.text.slice(file.durable.length);
  file.text = file.durable + rest.slice(0, kept === 'none' ? 0 : kept === 'half' ? Math.floor(rest.length / 2) : rest.length);
  file.durable = file.text;
}

export interface DiskClock {
  readonly stamp: () => Pick<Stamp, 'at' | 'boot' | 'up'>;
  /** Called before each write */
  readonly fault: (entry: JournalEntry) => Promise<WriteFault | undefined>;
}

export interface SimulatedRun extends OpenRun {
  readonly file: JournalFile;
  readonly lines: () => readonly JournalLine[];
  /** The state by the lines that are on the disk for certain */
  readonly flushed: () => RunState;
}

export function createFile(id: string, plan: Plan, opened: EntryOf<'opened'>, { stamp }: DiskClock): JournalFile {
  const text = lineText({ v: 1, n: 1, ...stamp(), ...opened });
  return { id, plan, text, durable: text, opened: 0 };
}

/** `undefined`: its journal cannot be read. */
export function openFile(file: JournalFile, clock: DiskClock, parts: EngineParts): SimulatedRun | undefined {
  const read = parts.linesAtStart(file.text);
  const [first, ...rest] = read.ok ? read.value : [];
  const start = first === undefined ? undefined : fold(file.plan, [first]);
  if (first === undefined || start === undefined) return undefined;
  const lines = [first, ...rest];
  let flushed = rest.reduce(parts.foldLine, start);
  let state = flushed;
  let waiting: { readonly line: JournalLine; readonly after: RunState }[] = [];
  let hasEnded = false;
  let isPoisoned = false;
  file.opened += 1;
  const opening = file.opened;
  const poisoned = (): Result<never> => fail(appError('file.notWritten', { path: file.id, message: 'poisoned' }));

  /** Says whether the line was written without an error. */
  async function write({ line, after }: (typeof waiting)[number]): Promise<boolean> {
    const fault = file.opened === opening ? await clock.fault(line) : undefined;
    if (file.opened !== opening) throw new Killed();
    const bytes = (file.text.endsWith('\n') ? '' : parts.separator) + lineText(line);
    const kept = fault === undefined || fault.kept === 'all' ? bytes.length : fault.kept === 'half' ? Math.floor(bytes.length / 2) : 0;
    file.text += bytes.slice(0, kept);
    if (fault === undefined || fault.isFlushed) file.durable = file.text;
    if (fault?.ends === 'machine') losePower(file, fault.kept);
    if (fault !== undefined && fault.ends !== 'none') {
      file.opened += 1;
      throw new Killed();
    }
    if (fault === undefined) flushed = after;
    return fault === undefined;
  }

  async function writeAll(): Promise<Result<null>> {
    // A disk takes its time: a program that ends meanwhile loses what it has not written.
    for (let turn = 0; turn < turnsOfTheDisk; turn += 1) await Promise.resolve();
    if (isPoisoned) return poisoned();
    const written = waiting;
    waiting = [];
    for (const one of written) {
      if ((await write(one)) || !parts.isWriteChecked) continue;
      isPoisoned = true;
      state = flushed;
      lines.splice(flushed.last.n);
      return poisoned();
    }
    return ok(null);
  }

  function note(entry: JournalEntry): Result<RunState> {
    if (hasEnded) throw new Killed();
    if (isPoisoned) return poisoned();
    const line: JournalLine = { v: 1, n: state.last.n + 1, ...clock.stamp(), ...entry };
    state = parts.foldLine(state, line);
    lines.push(line);
    waiting.push({ line, after: state });
    return ok(state);
  }

  let queue: Promise<unknown> = Promise.resolve();

  /** Nobody may wait for it: its end is that of the next call. */
  async function flush(): Promise<Result<null>> {
    const writing = queue.then(writeAll);
    queue = writing.catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
      hasEnded = true;
    });
    await queue;
    return hasEnded ? poisoned() : writing;
  }

  async function append(entry: JournalEntry): Promise<Result<RunState>> {
    const taken = note(entry);
    const written = await flush();
    if (hasEnded) throw new Killed();
    return written.ok ? taken : written;
  }

  return {
    id: file.id,
    path: file.id,
    plan: file.plan,
    snapshot: { format: 1, takenAt: first.at, objects: [], unread: [] },
    file,
    state: () => state,
    flushed: () => flushed,
    lines: () => lines,
    note,
    flush,
    append,
    close: () => Promise.resolve(),
  };
}

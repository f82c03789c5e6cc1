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
  return { id, plan, text, durable: text };
}

/** `undefined`: its journal cannot be read. */
export function openFile(file: JournalFile, clock: DiskClock, parts: EngineParts): SimulatedRun | undefined {
  const read = parts.linesAtStart(file.text);
  const [first, ...rest] = read.ok ? read.value : [];
  const start = first === undefined ? undefined : fold(file.plan, [first]);
  if (first === undefined || start === undefined) return undefined;
  const lines = [first, ...rest];
  let state = rest.reduce(parts.foldLine, start);
  let flushed = state;
  let isPoisoned = false;

  async function append(entry: JournalEntry): Promise<Result<RunState>> {
    if (isPoisoned) return fail(appError('file.notWritten', { path: file.id, message: 'poisoned' }));
    const fault = await clock.fault(entry);
    const line: JournalLine = { v: 1, n: lines.length + 1, ...clock.stamp(), ...entry };
    const bytes = (file.text.endsWith('\n') ? '' : parts.separator) + lineText(line);
    const kept = fault === undefined || fault.kept === 'all' ? bytes.length : fault.kept === 'half' ? Math.floor(bytes.length / 2) : 0;
    file.text += bytes.slice(0, kept);
    if (fault === undefined || fault.isFlushed) file.durable = file.text;
    if (fault?.ends === 'machine') losePower(file, fault.kept);
    if (fault !== undefined && fault.ends !== 'none') throw new Killed();
    if (fault !== undefined && parts.isWriteChecked) {
      isPoisoned = true;
      return fail(appError('file.notWritten', { path: file.id, message: 'ENOSPC' }));
    }
    lines.push(line);
    state = parts.foldLine(state, line);
    if (fault === undefined) flushed = state;
    return ok(state);
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
    append,
    close: () => Promise.resolve(),
  };
}

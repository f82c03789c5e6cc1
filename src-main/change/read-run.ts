/** Reads runs from the disk, without a lock and without writing: for the list, the report, and a rollback that is only reviewed. */
import { join } from 'node:path';
import type * as v from 'valibot';
import { objectSteps, planFormat, purposes, type Plan } from '../../shared/plan/plan.ts';
import { persistedPlanSchema } from '../../shared/plan/persisted-plan.ts';
import { appError, fail, messageOf, ok, type AppError, type Result } from '../../shared/model/error.ts';
import { exposedFrom } from '../../shared/run/exposure.ts';
import { fold, type RunState } from '../../shared/run/fold.ts';
import { parseJournal, type EntryOf, type JournalLine, type JournalProblem } from '../../shared/run/journal.ts';
import { snapshotFormat, snapshotSchema, type Snapshot } from '../../shared/run/snapshot.ts';
import type { FileSystem } from '../files/atomic-write.ts';
import { digestOf } from '../files/digest.ts';
import { readFormat } from '../files/persisted-file.ts';
import { systemCode } from '../files/system-code.ts';

export interface Run {
  /** The name of its folder */
  readonly id: string;
  readonly path: string;
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  /** Every whole line of its journal */
  readonly lines: readonly JournalLine[];
  readonly state: RunState;
}

export interface RunSummary
  extends Pick<Plan, 'purpose' | 'of' | 'method' | 'policy'>, Pick<RunState, 'profile'>, Pick<EntryOf<'opened'>, 'organization' | 'mode'> {
  readonly openedAt: string;
  /** `null`: it is still open */
  readonly closed: EntryOf<'closed'>['outcome'] | null;
  /** Whether a step was announced or handed over: only then can the run have changed anything */
  readonly touched: boolean;
  /** The objects of the commands of which it is not proven what became of them */
  readonly notKnown: readonly string[];
  /** ISO 8601: since when mail flow is, or may be, weaker, and nothing in the journal shows that it is as before; `null` when it is */
  readonly exposedSince: string | null;
}

export interface ListedRun {
  readonly id: string;
  readonly number: number;
  /** Or why the run cannot be read: `run.damaged`, `run.newer`, `file.unreadable` */
  readonly summary: Result<RunSummary>;
}

/** The names of the files of a run. */
export const runFiles = {
  plan: 'plan.json',
  snapshot: 'snapshot.json',
  apply: 'apply.ps1',
  undo: 'undo.ps1',
  journal: 'journal.jsonl',
} as const;

const idPattern = new RegExp(String.raw`^(\d{4,}) \d{8}T\d{6}Z (?:${purposes.join('|')})$`);

/** The number of the run with that folder name; `undefined` for a name that is no run's. */
export function numberOf(id: string): number | undefined {
  const digits = idPattern.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Every run of the folder in the order of their numbers, also those that cannot be read. None when the folder is not there;
 * `file.unreadable` when it cannot be read.
 */
export async function listRuns(root: string, files: FileSystem): Promise<Result<readonly ListedRun[]>> {
  let names: readonly string[];
  try {
    names = await files.readFolder(root);
  } catch (error) {
    return isAbsent(error) ? ok([]) : fail(appError('file.unreadable', { path: root, message: messageOf(error) }));
  }
  const found = names.flatMap((id) => {
    const number = numberOf(id);
    return number === undefined ? [] : [{ id, number }];
  });
  // Stryker disable next-line EqualityOperator: no two folders have the same name
  found.sort((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1));
  const listed: ListedRun[] = [];
  for (const { id, number } of found) {
    const run = await readRun(root, id, files);
    listed.push({ id, number, summary: run.ok ? ok(summaryOf(run.value.state)) : run });
  }
  return ok(listed);
}

export const summaryOf = ({ plan, opened, openedAt, closed, profile, steps, handedOver, exposure }: RunState): RunSummary => ({
  purpose: plan.purpose,
  of: plan.of,
  method: plan.method,
  policy: plan.policy,
  organization: opened.organization,
  mode: opened.mode,
  openedAt,
  closed,
  profile,
  touched: handedOver.size > 0 || [...steps.values()].some(({ touched }) => touched),
  notKnown: objectSteps(plan).flatMap(({ id, object }) => (steps.get(id)?.doubt ? [object] : [])),
  exposedSince: exposedFrom(exposure.intervals),
});

/**
 * A run as it is now. `run.damaged` with the file when one is missing, is another than the run was opened with, or has a gap;
 * `run.newer` when a newer version of the program wrote one; `file.unreadable` when the system refuses.
 */
export async function readRun(root: string, id: string, files: FileSystem): Promise<Result<Run>> {
  const run = await readWithText(root, id, files);
  return run.ok ? ok(run.value.run) : run;
}

/** A run, and every file of its folder as it is. */
export interface RunFiles {
  readonly run: Run;
  readonly bytes: Readonly<Record<keyof typeof runFiles, Uint8Array>>;
}

/** The same, with its files to the byte. The run is what these bytes say, whatever is appended meanwhile. */
export async function readRunFiles(root: string, id: string, files: FileSystem): Promise<Result<RunFiles>> {
  const read = await readWithText(root, id, files);
  if (!read.ok) return read;
  const { run, bytes } = read.value;
  const apply = await readBytes(join(run.path, runFiles.apply), files);
  if (!apply.ok) return apply;
  const undo = await readBytes(join(run.path, runFiles.undo), files);
  return undo.ok ? ok({ run, bytes: { ...bytes, apply: apply.value, undo: undo.value } }) : undo;
}

/** The run, and the text of its journal as it is in the file, with what was cut off. */
export async function readWithText(
  root: string,
  id: string,
  files: FileSystem,
): Promise<
  Result<{
    readonly run: Run;
    readonly journal: string;
    readonly bytes: Pick<RunFiles['bytes'], 'plan' | 'snapshot' | 'journal'>;
  }>
> {
  const path = join(root, id);
  // The id may come from a file: it must not lead out of the folder.
  if (numberOf(id) === undefined) return fail(appError('file.unreadable', { path }));
  const read = (name: string): Promise<Result<Uint8Array>> => readBytes(join(path, name), files);

  const journal = await read(runFiles.journal);
  if (!journal.ok) return journal;
  // Of a line that was cut off within a character no letter is missed: it is left out as a whole.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(journal.value);
  const lines = parseJournal(text);
  if (!lines.ok) return fail(journalError(join(path, runFiles.journal), lines.error));
  const [opened] = lines.value;
  if (opened?.kind !== 'opened') return fail(damaged(join(path, runFiles.journal), 'line 1'));

  const snapshotBytes = await read(runFiles.snapshot);
  if (!snapshotBytes.ok) return snapshotBytes;
  const snapshot = verified(join(path, runFiles.snapshot), snapshotBytes.value, opened.snapshot, snapshotFormat, snapshotSchema);
  if (!snapshot.ok) return snapshot;
  const planBytes = await read(runFiles.plan);
  if (!planBytes.ok) return planBytes;
  const plan = verified(join(path, runFiles.plan), planBytes.value, opened.plan, planFormat, persistedPlanSchema);
  if (!plan.ok) return plan;

  const state = fold(plan.value, lines.value);
  // Stryker disable next-line ConditionalExpression,StringLiteral: its first line opens it
  if (state === undefined) return fail(damaged(join(path, runFiles.journal), 'line 1'));
  return ok({
    run: { id, path, plan: plan.value, snapshot: snapshot.value, lines: lines.value, state },
    journal: text,
    bytes: { plan: planBytes.value, snapshot: snapshotBytes.value, journal: journal.value },
  });
}

async function readBytes(path: string, files: FileSystem): Promise<Result<Uint8Array>> {
  try {
    return ok(await files.readFile(path));
  } catch (error) {
    return fail(isAbsent(error) ? damaged(path, messageOf(error)) : appError('file.unreadable', { path, message: messageOf(error) }));
  }
}

/** The value of a file that has the digest with which the run was opened. */
function verified<S extends v.GenericSchema>(
  path: string,
  bytes: Uint8Array,
  digest: string,
  current: number,
  schema: S,
): Result<v.InferOutput<S>> {
  if (digestOf(bytes) !== digest) return fail(damaged(path, 'SHA-256'));
  const read = readFormat(new TextDecoder().decode(bytes), { current, migrations: {}, schema });
  switch (read.state) {
    case 'read':
      return ok(read.value);
    case 'newer':
      return fail(appError('run.newer', { path, format: String(read.format) }));
    case 'unreadable':
      return fail(damaged(path, read.reason));
  }
}

function journalError(path: string, problem: JournalProblem): AppError {
  switch (problem.kind) {
    case 'newer':
      return appError('run.newer', { path, format: String(problem.version) });
    case 'empty':
      return damaged(path, 'line 1');
    case 'gap':
    case 'unreadable':
      return damaged(path, `line ${String(problem.after + 1)}`);
  }
}

const damaged = (path: string, message: string): AppError => appError('run.damaged', { path, message });

const isAbsent = (error: unknown): boolean => systemCode(error) === 'ENOENT';

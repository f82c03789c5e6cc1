/** What was named on the command line: one file of a run, or the folder, of which the latest run is read. */
import { stat } from 'node:fs/promises';
import type { HcwLogAnswers } from '../../shared/hcw-log/answers.ts';
import { hcwLogAnswers } from '../../shared/hcw-log/read.ts';
import { appError, messageOf, type AppError } from '../../shared/model/error.ts';
import { readLogFile } from './log-file.ts';
import { runsIn } from './log-folder.ts';

export interface ReadLogs {
  readonly files: readonly { readonly path: string; readonly answers: HcwLogAnswers }[];
  /** Runs of the folder that were not read */
  readonly earlier: readonly string[];
  readonly errors: readonly AppError[];
}

/** Never fails: `errors` says what could not be read. */
export async function readHcwLogs(path: string): Promise<ReadLogs> {
  const named = await namedBy(path);
  const files: { readonly path: string; readonly answers: HcwLogAnswers }[] = [];
  const errors = [...named.errors];
  for (const file of named.paths) {
    const read = await readLogFile(file);
    if (read.ok) files.push({ path: file, answers: hcwLogAnswers(read.value) });
    else errors.push(read.error);
  }
  return { files, earlier: named.earlier, errors };
}

interface Named {
  readonly paths: readonly string[];
  readonly earlier: readonly string[];
  readonly errors: readonly AppError[];
}

async function namedBy(path: string): Promise<Named> {
  const nothing = (error: AppError): Named => ({ paths: [], earlier: [], errors: [error] });
  try {
    if (!(await stat(path)).isDirectory()) return { paths: [path], earlier: [], errors: [] };
  } catch (error) {
    return nothing(appError('file.unreadable', { path, message: messageOf(error) }));
  }
  const runs = await runsIn(path);
  if (!runs.ok) return nothing(runs.error);
  const [latest, ...earlier] = runs.value;
  if (latest === undefined) return nothing(appError('file.unreadable', { path, message: 'There is no log of the HCW.' }));
  return { paths: [latest.log, latest.xhcw].flatMap((file) => file ?? []), earlier: earlier.map(({ name }) => name), errors: [] };
}

/** The command line of `npm run sample`: from its arguments to its exit code. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { exitCodeOfUsage } from '../../shared/check/questions.ts';
import { messageOf } from '../../shared/model/error.ts';
import { scenarioLabel } from '../../shared/messages/labels.ts';
import { practiceScenarios, type PracticeScenario } from '../../shared/model/sample-organization.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { collectionPaths, writeCollection } from '../../tests/contract/collect.ts';

/** The arguments are wrong: nothing was read or written. */
class UsageError extends Error {}

interface Order {
  readonly scenario: PracticeScenario;
  readonly folder: string;
  readonly now: Date;
  readonly overwrite: boolean;
}

/** `undefined`: the usage is asked for. */
function order(args: readonly string[]): Order | undefined {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  const [name, folder, ...rest] = positionals;
  if (name === undefined || folder === undefined) throw new UsageError('Name a practice organization and a folder.');
  if (rest.length > 0) throw new UsageError(`Too many arguments: ${rest.join(' ')}`);
  const scenario = practiceScenarios.find((one) => one === name);
  if (scenario === undefined) throw new UsageError(`There is no practice organization "${name}".`);
  return { scenario, folder, now: values.now === undefined ? new Date() : timeOf(values.now), overwrite: values.overwrite };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        now: { type: 'string' },
        overwrite: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** A day, or a time with its offset: a time without one would mean something else on every machine. */
function timeOf(text: string): Date {
  const time = new Date(text);
  const isIso = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text);
  if (!isIso || Number.isNaN(time.getTime())) throw new UsageError(`"${text}" is not a time such as 2026-11-20 or 2026-11-20T09:00:00Z.`);
  return time;
}

function usage(): string {
  const width = Math.max(...practiceScenarios.map((name) => name.length));
  return [
    'npm run --silent sample -- <practice organization> <folder> [--now <time>] [--overwrite]',
    '',
    'Writes what the collection script of the guided mode would write: one file for each side, and one for each Edge server.',
    '',
    'Practice organizations:',
    ...practiceScenarios.map((name) => `  ${name.padEnd(width)}  ${scenarioLabel(name, 'en')}`),
    '',
    '--now <time>  When it was collected, in ISO 8601: a day, or a time with Z or an offset. The default is now.',
    '              The certificates are as old as they would be then.',
    '--overwrite   Replaces the files of an earlier run. Without it, nothing is written where one of them exists.',
    '',
    `Exit codes: 0 the files were written, 1 they could not be written, ${String(exitCodeOfUsage)} wrong usage.`,
  ].join('\n');
}

async function write({ scenario, folder, now, overwrite }: Order): Promise<readonly string[]> {
  const organization = await practiceOrganization(scenario, now);
  const existing = collectionPaths(folder, organization).filter((path) => existsSync(path));
  // The names are those of real collections: what an administrator collected is not replaced by a sample.
  if (existing.length > 0 && !overwrite)
    throw new Error(`Nothing was written, because this exists: ${existing.join(', ')}. To replace it, add --overwrite.`);
  for (const path of existing) await rm(path);
  return writeCollection(folder, organization, now);
}

export interface SampleRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `from`: the folder in which a relative path begins. Never rejects. */
export async function writeSample(args: readonly string[], from: string): Promise<SampleRun> {
  try {
    const ordered = order(args);
    const out = ordered === undefined ? [usage()] : await write({ ...ordered, folder: resolve(from, ordered.folder) });
    return { code: 0, out: linesOf(out), err: '' };
  } catch (error) {
    if (!(error instanceof UsageError)) return { code: 1, out: '', err: linesOf([messageOf(error)]) };
    return { code: exitCodeOfUsage, out: '', err: linesOf([error.message, '', usage()]) };
  }
}

const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

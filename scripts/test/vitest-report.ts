/** What Vitest's JSON reporter wrote of a run. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { firstLine } from './part.ts';

const reportSchema = v.object({
  testResults: v.array(
    v.object({
      /** Path of the file */
      name: v.string(),
      status: v.string(),
      /** Why the file itself could not be run; empty where it could */
      message: v.string(),
      assertionResults: v.array(v.object({ fullName: v.string(), status: v.string(), failureMessages: v.array(v.string()) })),
    }),
  ),
});

export interface RanTest {
  /** Path of its file, with slashes */
  readonly file: string;
  /** With the names of the blocks it is in; empty for a file that failed without a failed test */
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** The first line of what it failed with; empty for one that did not fail */
  readonly why: string;
}

/** Every test of the run. A file that could not be loaded, or whose preparation failed, is one that failed. Throws when nothing was written. */
export async function readReport(path: string): Promise<readonly RanTest[]> {
  const { testResults } = v.parse(reportSchema, JSON.parse(await readFile(path, 'utf8')));
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.replaceAll('\\', '/');
    const tests = assertionResults.map((test): RanTest => ({
      file,
      name: test.fullName,
      outcome: outcomeOf(test.status),
      why: firstLine(test.failureMessages[0] ?? ''),
    }));
    const broken = status === 'failed' && tests.every(({ outcome }) => outcome !== 'failed');
    return broken ? [...tests, { file, name: '', outcome: 'failed', why: firstLine(message) }] : tests;
  });
}

const outcomeOf = (status: string): RanTest['outcome'] => (status === 'passed' || status === 'failed' ? status : 'skipped');

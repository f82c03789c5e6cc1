/** Vitest in Node for Windows, and what its tests gave. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readReport, type RanTest } from '../test/vitest-report.ts';
import type { Ground } from './ground.ts';
import type { NodeRun } from './node.ts';
import { mounted } from './wine.ts';

/** Loading modules takes Wine many times as long as Windows, and a first test waits for them. */
const patience = ['--testTimeout=600000', '--hookTimeout=900000'];

export interface VitestRun extends NodeRun {
  readonly project: 'unit' | 'windows';
  readonly args?: readonly string[];
}

/** Throws with the end of its output when Vitest wrote no report. */
export async function vitestOnWindows(
  { runNode, work }: Ground,
  { project, args = [], mounts = [], ...other }: VitestRun,
): Promise<readonly RanTest[]> {
  const reports = join(work, 'reports');
  await rm(reports, { recursive: true, force: true });
  await mkdir(reports);
  const to = `${mounted}/reports`;
  const options = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${to}/report.json`];
  const { code, out, err } = await runNode(['node_modules/vitest/vitest.mjs', ...options, ...patience, ...args], {
    ...other,
    mounts: [...mounts, { from: reports, to }],
  });
  const failures = err.slice(-20_000);
  if (failures.includes('FAIL')) console.log(failures);
  return readReport(join(reports, 'report.json')).catch((error: unknown) => {
    const end = code === undefined ? 'did not end in time' : `ended with ${String(code)}`;
    throw new Error(`Vitest ${end} and wrote no report: ${`${out}\n${err}`.trim().slice(-2000)}`, { cause: error });
  });
}

/** The path of a test's file below the project's folder. */
export const pathInProject = ({ file }: RanTest): string => file.slice(file.indexOf('/tests/') + 1);

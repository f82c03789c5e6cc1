/** The parts that Vitest runs: one project of vitest.config.ts each. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { compileMessages } from '../messages.ts';
import { providePowerShell } from '../powershell-for-tests.ts';
import { root } from '../root.ts';
import { provideWindow } from './provide-window.ts';
import { runTool } from './command.ts';
import { notRun, type Part, type PartResult } from './part.ts';
import { messageOf } from '../../shared/model/error.ts';

const reports = join(root, 'out/test');

const reportSchema = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numFailedTestSuites: v.number(),
  success: v.boolean(),
  testResults: v.array(v.object({ assertionResults: v.array(v.object({ fullName: v.string(), status: v.string() })) })),
});

async function runProject(name: string): Promise<PartResult> {
  await compileMessages();
  await mkdir(reports, { recursive: true });
  const report = join(reports, `${name}.json`);
  await rm(report, { force: true });
  const code = await runTool('vitest/vitest.mjs', [
    'run',
    '--project',
    name,
    '--passWithNoTests=false',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const result = v.parse(reportSchema, JSON.parse(await readFile(report, 'utf8')));
  const tests = result.testResults.flatMap(({ assertionResults }) => assertionResults);
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName);
  // A file that could not be loaded, or an error outside of every test, fails without a failed test.
  const failed = result.numFailedTests > 0 || code === 0 ? result.numFailedTests : 1;
  return { kind: 'ran', passed: result.numPassedTests, failed, skipped };
}

async function runPowerShell(): Promise<PartResult> {
  try {
    await providePowerShell();
  } catch (error) {
    return notRun(messageOf(error));
  }
  return runProject('powershell');
}

async function runSecurity(): Promise<PartResult> {
  const missing = await provideWindow();
  return missing === undefined ? runProject('security') : notRun(missing);
}

export const vitestParts: readonly Part[] = [
  { name: 'unit', run: () => runProject('unit') },
  { name: 'simulation', run: () => runProject('simulation') },
  { name: 'component', run: () => runProject('component') },
  { name: 'security', run: runSecurity },
  { name: 'powershell', run: runPowerShell },
];

/** The parts that Vitest runs: one project of vitest.config.ts each. */
import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { providePowerShell } from '../powershell-for-tests.ts';
import { root } from '../root.ts';
import { provideWindow } from './provide-window.ts';
import { runTool } from './command.ts';
import { notRun, outsideOfTests, type Part, type PartResult } from './part.ts';
import { readReport, type RanTest } from './vitest-report.ts';
import { messageOf } from '../../shared/model/error.ts';

const reports = join(root, 'out/test');

async function runProject(name: string): Promise<PartResult> {
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
  const tests = await readReport(report);
  const thatAre = (wanted: RanTest['outcome']): readonly RanTest[] => tests.filter(({ outcome }) => outcome === wanted);
  const failed = thatAre('failed').map(({ file, name, why }) => `${relative(root, file)} > ${name}: ${why}`);
  return {
    kind: 'ran',
    passed: thatAre('passed').length,
    failed: failed.length === 0 && code !== 0 ? [outsideOfTests] : failed,
    skipped: thatAre('skipped').map(({ name }) => name),
  };
}

async function runPowerShell(): Promise<PartResult> {
  if (process.platform === 'win32') return notRun('The server of these tests is a shell script in the place of ssh. See tests/windows.');
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

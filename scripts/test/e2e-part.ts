/** The part that Playwright runs: the real window. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../root.ts';
import { runTool } from './command.ts';
import { notRun, type Part, type PartResult } from './part.ts';
import { provideWindow } from './provide-window.ts';

const report = join(root, 'out/test/e2e.json');

const statsSchema = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number(), skipped: v.number() }),
  errors: v.array(v.unknown()),
});

async function runEndToEnd(): Promise<PartResult> {
  const missing = await provideWindow();
  if (missing !== undefined) return notRun(missing);
  await rm(report, { force: true });
  const code = await runTool('@playwright/test/cli.js', ['test']);
  const { stats, errors } = v.parse(statsSchema, JSON.parse(await readFile(report, 'utf8')));
  // A test that passes only when it is run again is a defect like any other.
  const counted = stats.unexpected + stats.flaky + errors.length;
  const skipped = Array.from({ length: stats.skipped }, (_, index) => `${index + 1} of ${stats.skipped}: see the list above`);
  return { kind: 'ran', passed: stats.expected, failed: counted === 0 && code !== 0 ? 1 : counted, skipped };
}

export const endToEndPart: Part = { name: 'e2e', run: runEndToEnd };

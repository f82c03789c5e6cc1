/** The part that Playwright runs: the real window. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { root } from '../root.ts';
import { runTool } from './command.ts';
import { firstLine, notRun, outsideOfTests, type Part, type PartResult } from './part.ts';
import { provideWindow } from './provide-window.ts';

const report = join(root, 'out/test/e2e.json');

const errorSchema = v.object({ message: v.optional(v.string(), '') });
const specSchema = v.object({
  title: v.string(),
  file: v.string(),
  line: v.number(),
  tests: v.array(
    v.object({
      status: v.picklist(['expected', 'unexpected', 'flaky', 'skipped']),
      results: v.array(v.object({ errors: v.array(errorSchema) })),
    }),
  ),
});
type Spec = v.InferOutput<typeof specSchema>;
interface Suite {
  readonly specs: readonly Spec[];
  readonly suites?: readonly Suite[] | undefined;
}
const suiteSchema: v.GenericSchema<unknown, Suite> = v.object({
  specs: v.array(specSchema),
  suites: v.optional(v.array(v.lazy(() => suiteSchema))),
});
const reportSchema = v.object({ suites: v.array(suiteSchema), errors: v.array(errorSchema) });

const specsOf = ({ specs, suites = [] }: Suite): readonly Spec[] => [...specs, ...suites.flatMap(specsOf)];

async function runEndToEnd(): Promise<PartResult> {
  const missing = await provideWindow();
  if (missing !== undefined) return notRun(missing);
  await rm(report, { force: true });
  const code = await runTool('@playwright/test/cli.js', ['test']);
  const { suites, errors } = v.parse(reportSchema, JSON.parse(await readFile(report, 'utf8')));
  const tests = suites.flatMap(specsOf).flatMap(({ tests, ...spec }) => tests.map((test) => ({ ...spec, ...test })));
  const named = ({ file, line, title }: Omit<Spec, 'tests'>): string => `${file}:${String(line)} > ${title}`;
  // A test that passes only when it is run again is a defect like any other.
  const failed = tests
    .filter(({ status }) => status === 'unexpected' || status === 'flaky')
    .map((test) => `${named(test)}: ${firstLine(test.results.flatMap(({ errors }) => errors)[0]?.message ?? '')}`);
  const outside = errors.map(({ message }) => firstLine(message));
  return {
    kind: 'ran',
    passed: tests.filter(({ status }) => status === 'expected').length,
    failed: failed.length + outside.length === 0 && code !== 0 ? [outsideOfTests] : [...failed, ...outside],
    skipped: tests.filter(({ status }) => status === 'skipped').map(named),
  };
}

export const endToEndPart: Part = { name: 'e2e', run: runEndToEnd };

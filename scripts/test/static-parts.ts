/** The parts that read the sources only. Each counts as one check a tool. */
import { compileMessages } from '../messages.ts';
import { runTool } from './command.ts';
import type { Part, PartResult } from './part.ts';

interface Tool {
  readonly script: string;
  readonly args: readonly string[];
}

const prettier = { script: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', '.'] };
const typescript = (project: string): Tool => ({ script: 'typescript/bin/tsc', args: ['--noEmit', '-p', project] });

const tools: Readonly<Record<string, readonly Tool[]>> = {
  types: [
    typescript('tsconfig.shared.json'),
    typescript('tsconfig.node.json'),
    { script: 'svelte-check/bin/svelte-check', args: ['--tsconfig', 'tsconfig.renderer.json', '--fail-on-warnings'] },
  ],
  lint: [{ script: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] }],
  format: [prettier],
  imports: [
    {
      script: 'dependency-cruiser/bin/dependency-cruise.mjs',
      args: ['shared', 'src-main', 'src-renderer', 'scripts', 'tests', '--config', '.dependency-cruiser.cjs'],
    },
  ],
  unused: [{ script: 'knip/bin/knip.js', args: [] }],
};

async function check(parts: readonly Tool[]): Promise<PartResult> {
  await compileMessages();
  let failed = 0;
  for (const { script, args } of parts) if ((await runTool(script, args)) !== 0) failed += 1;
  return { kind: 'ran', passed: parts.length - failed, failed, skipped: [] };
}

export const staticParts: readonly Part[] = Object.entries(tools).map(([name, parts]) => ({ name, run: () => check(parts) }));

/** The parts that read the sources only. Each counts as one check a tool. */
import { toolOutput } from './command.ts';
import type { Part, PartResult } from './part.ts';

interface Tool {
  readonly script: string;
  readonly args: readonly string[];
}

const prettier = { script: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', '.'] };
const typescript = (project: string): Tool => ({ script: 'typescript/bin/tsc', args: ['--noEmit', '-p', project] });

/** The longest first, since two of them run side by side. */
const tools: Readonly<Record<string, readonly Tool[]>> = {
  lint: [{ script: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] }],
  types: [
    typescript('tsconfig.shared.json'),
    typescript('tsconfig.node.json'),
    { script: 'svelte-check/bin/svelte-check', args: ['--tsconfig', 'tsconfig.renderer.json', '--fail-on-warnings'] },
  ],
  format: [prettier],
  imports: [
    {
      script: 'dependency-cruiser/bin/dependency-cruise.mjs',
      args: ['shared', 'src-main', 'src-renderer', 'scripts', 'tests', '--config', '.dependency-cruiser.cjs'],
    },
  ],
  unused: [{ script: 'knip/bin/knip.js', args: [] }],
};

async function check(name: string, parts: readonly Tool[]): Promise<PartResult> {
  const failed: string[] = [];
  const printed: string[] = [];
  for (const { script, args } of parts) {
    const { code, output } = await toolOutput(script, args);
    if (code !== 0) failed.push([script.split('/')[0], ...args].join(' '));
    printed.push(output.trimEnd());
  }
  console.log([`\n== ${name}`, ...printed.filter((text) => text !== '')].join('\n'));
  return { kind: 'ran', passed: parts.length - failed.length, failed, skipped: [] };
}

export const staticParts: readonly Part[] = Object.entries(tools).map(([name, parts]) => ({
  name,
  run: () => check(name, parts),
  besideOthers: true,
}));

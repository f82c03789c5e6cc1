/** Tests that fail under Wine for a reason of Wine's own: Windows does there what the test wants, by its documentation. */
import type { RanTest } from '../test/vitest-report.ts';
import { pathInProject } from './vitest-on-windows.ts';

interface Known {
  readonly file: string;
  readonly test: string;
  /** What Wine does that Windows does not */
  readonly reason: string;
}

const knownUnderWine: readonly Known[] = [
  {
    file: 'tests/unit/cli/command-line.test.ts',
    test: 'wrong usage: 64, and nothing is read or written an output that is an input by way of a link to its folder',
    reason: 'Wine makes no junctions (ENOTSUP), which on Windows everybody may make',
  },
];

export interface Sorted {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  /** With the reason */
  readonly known: readonly string[];
}

/** A test of the list that passes counts as failed: the list says what is true. */
export function sortByWine(tests: readonly RanTest[]): Sorted {
  const sorted = { passed: [] as string[], failed: [] as string[], skipped: [] as string[], known: [] as string[] };
  for (const test of tests) {
    const path = pathInProject(test);
    const name = `${path} > ${test.name === '' ? 'the file itself' : test.name}`;
    const known = knownUnderWine.find((entry) => entry.file === path && entry.test === test.name);
    if (test.outcome === 'failed' && known !== undefined) sorted.known.push(`${name}: ${known.reason}`);
    else if (test.outcome === 'passed' && known !== undefined)
      sorted.failed.push(`${name}: passes, so it is no longer to be listed in known-under-wine.ts`);
    else sorted[test.outcome].push(name);
  }
  return sorted;
}

/** The unit tests, on Node for Windows. */
import type { PartResult } from '../test/part.ts';
import type { Ground } from './ground.ts';
import { sortByWine } from './known-under-wine.ts';
import { vitestOnWindows } from './vitest-on-windows.ts';

/** In one run Vitest would keep what it has transformed of all files, and one that hangs would cost all others. */
const shards = 4;
const shardMs = 60 * 60_000;

/** `filters`: parts of paths, as Vitest takes them; none for all tests. */
export async function runUnitTests(ground: Ground, filters: readonly string[]): Promise<PartResult> {
  const all = [];
  const count = filters.length === 0 ? shards : 1;
  for (let shard = 1; shard <= count; shard += 1) {
    if (count > 1) console.log(`part ${String(shard)} of ${String(count)}`);
    const args = [`--shard=${String(shard)}/${String(count)}`, ...filters];
    all.push(...(await vitestOnWindows(ground, { project: 'unit', args, timeoutMs: shardMs })));
  }
  const { passed, failed, skipped, known } = sortByWine(all);
  for (const name of failed) console.log(`failed: ${name}`);
  for (const name of known) console.log(`known under Wine: ${name}`);
  console.log(`known under Wine: ${String(known.length)}, each named above with its reason`);
  return { kind: 'ran', passed: passed.length, failed, skipped };
}

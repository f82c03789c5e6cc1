/** The end of `npm test`: a line for each part, what failed, what was not run and why, and the one line that counts. */
import type { Ran } from './part.ts';

export interface Summary {
  readonly lines: readonly string[];
  readonly failed: number;
}

/** `strict`: a part that did not run counts as failed. */
export function summaryOf(parts: readonly Ran[], strict: boolean): Summary {
  const lines = ['', 'Part         passed  failed  seconds'];
  let passed = 0;
  let failed = 0;
  const reasons: string[] = [];
  for (const { name, result, seconds } of parts) {
    const time = seconds.toFixed(1).padStart(9);
    if (result.kind === 'notRun') {
      lines.push(`${name.padEnd(11)}  not run, because: ${result.why}`);
      if (strict) failed += 1;
      continue;
    }
    passed += result.passed;
    failed += result.failed.length;
    lines.push(`${name.padEnd(11)}${String(result.passed).padStart(8)}${String(result.failed.length).padStart(8)}${time}`);
    for (const test of result.failed) reasons.push(`${name}: failed: ${test}`);
    for (const test of result.skipped) reasons.push(`${name}: not run: ${test}`);
    if (strict) failed += result.skipped.length;
  }
  return { lines: [...lines, ...reasons, `${passed} passed, ${failed} failed`], failed };
}

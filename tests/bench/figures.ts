/** Comparisons as lines of a table. */
import type { Comparison } from './bench.ts';

/** The middle of the values; the mean of the two in the middle when their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error('No run, no median.');
  return (low + high) / 2;
}

const amount = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));

/** e.g. `612 ms (590–701)` */
const spread = (values: readonly number[], unit: string): string =>
  `${amount(median(values))} ${unit} (${amount(Math.min(...values))}–${amount(Math.max(...values))})`;

/** The median of the pairs' ratios: load that slows a pair slows both of its members. */
const ratioOf = ({ pairs }: Comparison): number => median(pairs.map(({ subject, against }) => subject / against));

export const isMissed = (comparison: Comparison): boolean => ratioOf(comparison) > comparison.goal;

const header = ['Subject', 'Against', 'Subject', 'Against', 'Pairs', 'Ratio', 'Goal'];

/** A header, then one line for each comparison: the median with the smallest and the largest value. */
export function tableOf(comparisons: readonly Comparison[]): readonly string[] {
  const rows = comparisons.map((comparison) => [
    comparison.subject,
    comparison.against,
    spread(
      comparison.pairs.map(({ subject }) => subject),
      comparison.unit ?? 'ms',
    ),
    spread(
      comparison.pairs.map(({ against }) => against),
      comparison.unit ?? 'ms',
    ),
    String(comparison.pairs.length),
    ratioOf(comparison).toFixed(2),
    `${isMissed(comparison) ? 'MISSED: ' : ''}at most ${String(comparison.goal)}`,
  ]);
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

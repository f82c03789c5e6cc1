/** Figures of several runs. Ratios within one run mean something; milliseconds of this machine alone do not. */

/** The middle of the values; the mean of the two in the middle when their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error('No run, no median.');
  return (low + high) / 2;
}

const rounded = (milliseconds: number): string => (milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0));

/** e.g. `612 ms (590–701, 12 runs)` */
export const spread = (values: readonly number[]): string =>
  `${rounded(median(values))} ms (${rounded(Math.min(...values))}–${rounded(Math.max(...values))}, ${values.length} runs)`;

export const ratio = (a: number, b: number): string => `${(a / b).toFixed(2)}×`;

/** A format in which hostile bytes may arrive, and how its reader is exercised. */

export interface Seed {
  readonly bytes: Uint8Array;
  /** Offsets at which records begin; mutations that move whole records use them */
  readonly cuts: readonly number[];
}

export interface Outcome {
  readonly accepted: boolean;
  /** Work that reading took, where the reader counts it */
  readonly steps?: number;
}

export interface FuzzFormat {
  readonly name: string;
  /** Well-formed inputs to mutate */
  readonly seeds: readonly Seed[];
  /** Input number `index`, where the format has its own mutations */
  readonly make?: (index: number) => Uint8Array;
  /** Reads the input as the product does. Throws when the reader does, or when its result is impossible. */
  readonly read: (input: Uint8Array) => Outcome | Promise<Outcome>;
}

/** Generous: a linear reader stays far below it; one that trusts a length or rescans its input does not. */
export const mostSteps = (input: Uint8Array): number => 4 * input.length + 60_000;

/** For `read`: a broken invariant counts as a crash. */
export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`does not hold: ${what}`);
}

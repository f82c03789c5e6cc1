/** A format that hostile bytes may come in, and how its reader is tried. */

export interface Seed {
  readonly bytes: Uint8Array;
  /** Offsets at which records begin; mutations that move whole records use them */
  readonly cuts: readonly number[];
}

export interface Outcome {
  readonly accepted: boolean;
  /** What reading took, where the reader counts it */
  readonly steps?: number;
}

export interface FuzzFormat {
  readonly name: string;
  /** Well-formed inputs to begin with */
  readonly seeds: readonly Seed[];
  /** Input number `index`, where the format has its own way to make inputs wrong */
  readonly make?: (index: number) => Uint8Array;
  /** Reads the input as the product does. Throws when the reader does, or when what it gave cannot be true. */
  readonly read: (input: Uint8Array) => Outcome;
}

/** Generous: a reader that is linear stays far below; one that believes a length or counts again does not. */
export const mostSteps = (input: Uint8Array): number => 4 * input.length + 60_000;

/** For `read`: a promise of the reader that does not hold is a crash. */
export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`does not hold: ${what}`);
}

/** A benchmark compares two durations, or amounts of memory, of one run: a ratio carries over to other machines, milliseconds do not. */

/** Two durations measured one after the other, in milliseconds, or two amounts in the unit of their comparison. */
export interface Pair {
  readonly subject: number;
  readonly against: number;
}

export interface Comparison {
  readonly subject: string;
  readonly against: string;
  readonly pairs: readonly Pair[];
  /** Milliseconds where it is missing */
  readonly unit?: 'MiB';
  /** Highest acceptable ratio */
  readonly goal: number;
}

export interface Bench {
  readonly name: string;
  /** `say`: prints one line about the preparation */
  readonly run: (say: (line: string) => void) => Promise<readonly Comparison[]>;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Measures the two alternately, so that other load on the machine affects both. The first rounds only warm up. */
export async function inTurn(
  { warm, rounds }: { readonly warm: number; readonly rounds: number },
  subject: () => Promise<number>,
  against: () => Promise<number>,
): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round < warm + rounds; round += 1) {
    const other = await against();
    const pair = { subject: await subject(), against: other };
    if (round >= warm) pairs.push(pair);
  }
  return pairs;
}

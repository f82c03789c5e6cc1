/** What a bench is. Ratios within one run mean something; milliseconds of one machine alone do not. */

/** Two figures that were taken one after the other, in milliseconds. */
export interface Pair {
  readonly subject: number;
  readonly against: number;
}

export interface Comparison {
  readonly subject: string;
  readonly against: string;
  readonly pairs: readonly Pair[];
  /** What the ratio may be at most */
  readonly goal: number;
}

export interface Bench {
  readonly name: string;
  /** `say`: one line on what is provided for it first */
  readonly run: (say: (line: string) => void) => Promise<readonly Comparison[]>;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Takes the two in turn, so that what else the machine does meets both alike. The first rounds only warm up. */
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

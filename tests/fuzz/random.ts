/** Random numbers that are the same in every run and on every machine. */

export interface Random {
  /** 0 to `limit` - 1; 0 when there is nothing to choose from */
  readonly below: (limit: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
}

/** Mulberry32, seeded by a text and a number: each input is reproducible on its own. */
export function createRandom(name: string, index: number): Random {
  let state = Array.from(name).reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193), 0x811c9dc5);
  state = (state + Math.imul(index + 1, 0x9e3779b1)) | 0;

  function below(limit: number): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return limit < 1 ? 0 : ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  function pick<T>(items: readonly T[]): T {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  return { below, pick };
}

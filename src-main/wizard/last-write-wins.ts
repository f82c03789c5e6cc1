/** Writes one after the other; of those that wait only the newest is written, since each holds the whole truth. */
import { ok, type Result } from '../../shared/model/error.ts';

export interface Writer<T> {
  /** Resolves when this value, or a newer one, is on the disk or has failed to get there. */
  write(value: T): Promise<Result<null>>;
  /** Resolves when nothing waits; with the result of the last write. */
  settled(): Promise<Result<null>>;
}

export function lastWriteWins<T>(put: (value: T) => Promise<Result<null>>): Writer<T> {
  let newest: { readonly value: T } | undefined;
  let running: Promise<Result<null>> | undefined;
  let last: Result<null> = ok(null);

  const drain = async (): Promise<Result<null>> => {
    while (newest !== undefined) {
      const { value } = newest;
      newest = undefined;
      last = await put(value);
    }
    running = undefined;
    return last;
  };

  return {
    write: (value) => {
      newest = { value };
      running ??= drain();
      return running;
    },
    settled: () => running ?? Promise.resolve(last),
  };
}

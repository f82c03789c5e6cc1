/** Two domain controllers, and who wrote what, when. The truth is the newest write; the other controller shows it later. */
import type { Values } from '../../shared/plan/plan.ts';
import { objectKey, objects } from './plans.ts';

export const controllers = ['DC01', 'DC02'] as const;
export type Controller = (typeof controllers)[number];

export interface Write {
  readonly time: number;
  readonly values: Values;
  readonly guid: string;
  readonly at: Controller;
  /**
   * The run and the step, or somebody else. `isLate`: the administrator ran a shown command when the run no longer waited for it.
   */
  readonly by: { readonly run: string; readonly step: string; readonly isLate: boolean } | 'person' | 'hcw' | 'setup';
  /** When the other controller shows it */
  readonly everywhere: number;
}

export interface Directory {
  readonly truth: (key: string) => Write;
  /** What a controller shows at a time */
  readonly seen: (key: string, controller: Controller, time: number) => Write;
  readonly history: (key: string) => readonly Write[];
  readonly write: (key: string, write: Omit<Write, 'everywhere'>) => void;
}

export function createDirectory(replicationMs: number): Directory {
  const histories = new Map<string, Write[]>(
    objects.map(({ cmdlet, identity, guid, values }) => [
      objectKey(cmdlet, identity),
      [{ time: 0, values, guid, at: 'DC01', by: 'setup', everywhere: 0 }],
    ]),
  );
  const history = (key: string): Write[] => histories.get(key) ?? [];
  const newest = (writes: readonly Write[]): Write => {
    const last = writes.at(-1);
    if (last === undefined) throw new Error('an object without a first value');
    return last;
  };
  return {
    truth: (key) => newest(history(key)),
    history,
    seen: (key, controller, time) =>
      newest(history(key).filter((write) => write.time <= time && (write.at === controller || write.everywhere <= time))),
    write: (key, write) => {
      history(key).push({ ...write, everywhere: write.time + replicationMs });
    },
  };
}

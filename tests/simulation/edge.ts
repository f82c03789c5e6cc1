/**
 * An Edge server: no session reaches it. What the wizard knows of it was collected there, at a time by its own clock, which is right; and
 * EdgeSync brings it the send connector, as it is then.
 */
import { isOnEdge, objectSteps, sameValues, type Values } from '../../shared/plan/plan.ts';
import { recordOf } from '../../shared/run/step-record.ts';
import type { Directory, Write } from './directory.ts';
import { edgeSync, keyOfStep, objectKey, objects, sendConnector } from './plans.ts';
import type { SimulatedRun } from './run-disk.ts';

interface Collection {
  /** True time */
  readonly takenAt: number;
  /** When it was opened in the wizard, by the clock of this computer */
  readonly openedAt: number;
  readonly found: ReadonlyMap<string, Write>;
}

export interface Edge {
  /** Writes an object; EdgeSync finds a difference when the Edge server has another send connector than the organization */
  readonly write: (key: string, write: Omit<Write, 'everywhere'>) => void;
  /** What is known of an object on the Edge server at a time of this computer's clock; `undefined` when nothing was collected since */
  readonly seen: (key: string, since: number | null, clock: number) => Write | undefined;
  readonly collect: (openedAt: number) => void;
  /** The true time of the newest collection until then */
  readonly collectedAt: (time: number) => number;
}

const onEdge = new Set(objects.filter((object) => object.onEdge === true).map(({ cmdlet, identity }) => objectKey(cmdlet, identity)));
export const isEdgeKey = (key: string): boolean => onEdge.has(key);

const somethingElse: Values = { TlsCertificateName: 'brought by somebody else' };

export function createEdge(directory: Directory, { now, utc }: { readonly now: () => number; readonly utc: () => number }): Edge {
  let brought = directory.truth(sendConnector).values;
  const collections: Collection[] = [];

  function collect(openedAt: number): void {
    const found = new Map([...onEdge].map((key) => [key, directory.truth(key)]));
    collections.push({ takenAt: utc(), openedAt, found });
  }

  function write(key: string, made: Omit<Write, 'everywhere'>): void {
    directory.write(key, made);
    if (key === edgeSync) brought = made.values['Synchronized'] === true ? directory.truth(sendConnector).values : somethingElse;
    if (key !== sendConnector) return;
    directory.write(edgeSync, { ...made, values: { Synchronized: sameValues(made.values, brought) }, guid: '' });
  }

  collect(utc());
  return {
    write,
    collect,
    seen: (key, since, clock) =>
      // In the order in which they were opened.
      collections
        .slice(since === null ? 0 : collections.findLastIndex(({ openedAt }) => openedAt < since || openedAt > clock) + 1)
        .findLast(({ takenAt }) => since === null || takenAt >= since)
        ?.found.get(key),
    collectedAt: (time) => {
      const offset = utc() - now();
      return (collections.findLast(({ takenAt }) => takenAt - offset <= time)?.takenAt ?? offset) - offset;
    },
  };
}

/** When a command on the object was shown last, by the clock of this computer: only what was collected since then proves it. */
export function shownSince(runs: readonly SimulatedRun[], key: string): number | null {
  const times = runs.flatMap((run) =>
    objectSteps(run.plan)
      .filter((step) => isOnEdge(step) && keyOfStep(step) === key)
      .flatMap(({ id }) => recordOf(run.state(), id).announcedAt ?? []),
  );
  return times.length === 0 ? null : Math.max(...times.map((time) => Date.parse(time)));
}

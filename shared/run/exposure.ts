/** The time in which mail flow is, or may be, weaker than before the plan, for each place. */
import type { Place } from '../mail-flow/forecast.ts';

export interface Moment {
  /** ISO 8601, UTC */
  readonly at: string;
  /** Milliseconds of the run */
  readonly elapsed: number;
}

/** From the announcement of a step that weakens mail flow there to the observation that proves it as good as before. */
export interface Interval {
  readonly place: Place;
  readonly from: Moment;
  /** `null`: not proven yet */
  readonly to: Moment | null;
}

export interface Exposure {
  /** In the order in which they began */
  readonly intervals: readonly Interval[];
  /** The steps because of which an interval is open, by its place */
  readonly causes: ReadonlyMap<string, readonly string[]>;
}

export const noExposure: Exposure = { intervals: [], causes: new Map() };

const keyOf = ({ direction, server }: Place): string => `${direction} ${server.toLowerCase()}`;

/** Opens the places that are not open yet. */
export function exposeBy(exposure: Exposure, step: string, places: readonly Place[], from: Moment): Exposure {
  const causes = new Map(exposure.causes);
  for (const key of places.map(keyOf)) causes.set(key, [...(causes.get(key) ?? []), step]);
  const fresh = places.filter((place) => !exposure.causes.has(keyOf(place)));
  return { causes, intervals: [...exposure.intervals, ...fresh.map((place): Interval => ({ place, from, to: null }))] };
}

/** Takes the causes that `ends` names away from the places; a place without a cause is closed. */
export function endExposure(exposure: Exposure, ends: (cause: string) => boolean, places: readonly Place[], to: Moment): Exposure {
  const causes = new Map(exposure.causes);
  const closed = new Set<string>();
  for (const key of places.map(keyOf)) {
    const left = causes.get(key)?.filter((cause) => !ends(cause)) ?? [];
    if (left.length > 0) causes.set(key, left);
    else {
      causes.delete(key);
      closed.add(key);
    }
  }
  return {
    causes,
    intervals: exposure.intervals.map((interval) =>
      interval.to === null && closed.has(keyOf(interval.place)) ? { ...interval, to } : interval,
    ),
  };
}

/** The places that are open now. */
export const openPlaces = (intervals: readonly Interval[]): readonly Interval[] => intervals.filter(({ to }) => to === null);

/** When the earliest of the open ones began, in ISO 8601; `null` where none is open. */
export const exposedFrom = (intervals: readonly Interval[]): string | null =>
  openPlaces(intervals)
    .map(({ from }) => from.at)
    .sort()[0] ?? null;

/**
 * No session reaches an Edge server: what a run reads of one is answered from what was collected on it, in every mode. Everything else
 * goes to Exchange.
 */
import type { CallOutcome, CmdletCall } from '../../shared/commands/call.ts';
import type { Collection } from '../../shared/collected/collection.ts';
import { appError, fail, ok, type AppError, type ErrorCode, type Result } from '../../shared/model/error.ts';
import { isOnEdge, type Plan } from '../../shared/plan/plan.ts';
import type { RunState } from '../../shared/run/fold.ts';
import { recordOf } from '../../shared/run/step-record.ts';
import type { WizardContext } from '../../shared/wizard/context.ts';
import type { CollectedFiles } from './guided/guided.ts';
import { readOne, type Exchange, type QueuedCall, type ReadOptions } from './port.ts';

/** A plan, and what became of it; `null` before it is begun. */
export interface PlannedRun {
  readonly plan: Plan;
  readonly state: (() => RunState) | null;
}

interface EdgeTools {
  readonly collected: Pick<CollectedFiles, 'load'>;
  readonly context: WizardContext;
  readonly runs: readonly PlannedRun[];
  /** The clock by which `addedAt` was written */
  readonly now: () => Date;
}

/** Of the objects that these plans have on Edge servers, only what was collected since a step on them was announced last counts. */
export function withEdgeServers(exchange: Exchange, tools: EdgeTools): Exchange {
  // A copy has its Edge servers too, as they were collected.
  if (tools.context.mode === 'rehearsal' || !tools.runs.some(({ plan }) => plan.steps.some(isOnEdge))) return exchange;
  return {
    get sides() {
      return exchange.sides;
    },
    open: (side, target, signal) => exchange.open(side, target, signal),
    change: (call, options) => exchange.change(call, options),
    process: (side) => exchange.process(side),
    close: () => exchange.close(),
    read: (calls, options = {}) => readBoth(exchange, calls, options, tools),
  };
}

async function readBoth(
  exchange: Exchange,
  calls: readonly QueuedCall[],
  options: ReadOptions,
  tools: EdgeTools,
): Promise<readonly Result<CallOutcome>[]> {
  const places = calls.map(({ call }) => placeOf(call, tools.runs));
  const others = [...calls.keys()].filter((index) => places[index] === undefined);
  const indexOf = (position: number): number => others[position] ?? -1;
  const read = await exchange.read(
    calls.filter((_, index) => places[index] === undefined),
    {
      ...options,
      onBegun: (position) => options.onBegun?.(indexOf(position)),
      onAnswered: (position, result) => options.onAnswered?.(indexOf(position), result),
    },
  );
  const results: Result<CallOutcome>[] = [];
  for (const [position, result] of read.entries()) results[indexOf(position)] = result;
  for (const [index, place] of places.entries()) {
    const call = calls[index]?.call;
    if (place === undefined || call === undefined) continue;
    const result = await readCollected(call, place, tools);
    options.onAnswered?.(index, result);
    results[index] = result;
  }
  return results;
}

interface EdgePlace {
  readonly server: string;
  /** ISO 8601, UTC; `null`: no step on the object was announced yet */
  readonly since: string | null;
}

/** `undefined` for a call that is of no Edge server. */
function placeOf(call: CmdletCall, runs: readonly PlannedRun[]): EdgePlace | undefined {
  const text = JSON.stringify(call);
  const steps = runs.flatMap(({ plan, state }) =>
    plan.steps
      .filter(isOnEdge)
      .flatMap(({ id, server, read }) =>
        JSON.stringify(read) === text ? [{ server, since: state === null ? null : recordOf(state(), id).announcedAt }] : [],
      ),
  );
  const [first] = steps;
  if (first === undefined) return undefined;
  const since = steps
    .flatMap((step) => step.since ?? [])
    .sort()
    .at(-1);
  return { server: first.server, since: since ?? null };
}

const notCollected: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['guided.notCollected', 'session.notConnected']);

async function readCollected(call: CmdletCall, { server, since }: EdgePlace, tools: EdgeTools): Promise<Result<CallOutcome>> {
  const collection = await collectedSince(since, tools);
  if (!collection.ok) return collection;
  const { collectionReader } = await import('./guided/collection-reader.ts');
  const read = await readOne(collectionReader(collection.value), call);
  return read.ok || !notCollected.has(read.error.code) ? read : fail(notRead(server, since));
}

const notRead = (server: string, since: string | null): AppError =>
  since === null
    ? appError('edge.notRead', { server, message: server })
    : appError('edge.notReadSince', { server, since, message: server });

/**
 * In the order in which it was collected. Opened since by this computer's clock, and collected since by that of the Edge server. The clock
 * may have been set meanwhile: what seems to be opened later than now, or was opened before something older, does not count.
 */
async function collectedSince(since: string | null, { collected, context, now }: EdgeTools): Promise<Result<Collection>> {
  const isSince = (at: string): boolean => since === null || Date.parse(at) >= Date.parse(since);
  const isPast = (at: string): boolean => since === null || Date.parse(at) <= now().getTime();
  const newestBefore = context.sources.findLastIndex(({ addedAt }) => !isSince(addedAt) || !isPast(addedAt));
  const loaded = await collected.load({ ...context, freshFrom: newestBefore + 1 });
  if (!loaded.ok) return loaded;
  const parts = loaded.value.parts.filter(({ takenAt }) => isSince(takenAt)).sort((a, b) => Date.parse(a.takenAt) - Date.parse(b.takenAt));
  return ok({ ...loaded.value, parts });
}

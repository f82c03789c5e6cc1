/** Queries of the inventory: those of one tick go out together, and the progress is reported. */
import type { PsValue } from '../../../shared/clixml/value.ts';
import type { CmdletCall, CallOutcome } from '../../../shared/commands/call.ts';
import { appError, type AppError, type Result } from '../../../shared/model/error.ts';
import type { GatherProgress, GatherTopic } from '../../../shared/model/organization.ts';
import { known, unknown, type Known, type Unknown } from '../../../shared/model/known.ts';
import { readAll } from '../../../shared/read/property.ts';
import { endsSession, type ExchangeReader } from '../port.ts';

export interface ReaderOptions {
  readonly signal?: AbortSignal;
  readonly onProgress: (progress: GatherProgress) => void;
  /** Milliseconds after which one read of a server is given up */
  readonly timeoutMs?: number;
  /** Why the subject of a query is not known after a failure; `reasonOf` unless given */
  readonly reasonOf?: (error: AppError, subject: string) => Unknown;
}

export interface InventoryReader {
  /** Adds calls that are still to come to the total of the progress. */
  addToTotal(calls: number): void;
  /**
   * One call about a subject: a server, or '' for the organization. A failure that concerns only
   * this call is an unknown; after one that ends a session nothing more is sent, and every further
   * query is unknown.
   */
  query(topic: GatherTopic, subject: string, call: CmdletCall): Promise<Known<CallOutcome>>;
  /** The error that ended the inventory: a lost session, the end of PowerShell, or a cancellation. */
  sessionError(): AppError | undefined;
}

interface Query {
  readonly topic: GatherTopic;
  readonly subject: string;
  readonly call: CmdletCall;
  readonly resolve: (outcome: Known<CallOutcome>) => void;
  readonly reject: (reason: unknown) => void;
}

export function inventoryReader(
  exchange: ExchangeReader,
  { onProgress, reasonOf = reasonOfFailure, ...limits }: ReaderOptions,
): InventoryReader {
  let done = 0;
  let total = 0;
  let sessionError: AppError | undefined;
  let waiting: Query[] = [];
  let reading: Promise<void> = Promise.resolve();
  // In the order in which they began: the first is the one that has run longest.
  const running = new Set<Query>();

  const report = (otherwise: Query): void => {
    const [{ topic, subject } = otherwise] = running;
    onProgress({ done, total, what: topic, subject, others: Math.max(0, running.size - 1) });
  };
  const begin = (query: Query): void => {
    running.add(query);
    report(query);
  };
  const finish = (query: Query, result: Result<CallOutcome>): void => {
    running.delete(query);
    done += 1;
    // While nothing runs, the next query to begin reports the progress.
    if (running.size > 0 || done === total) report(query);
    if (!result.ok && endsSession(result.error)) sessionError ??= result.error;
    query.resolve(result.ok ? known(result.value) : reasonOf(result.error, query.subject));
  };

  async function readWaiting(): Promise<void> {
    const queries = waiting;
    waiting = [];
    if (limits.signal?.aborted === true) sessionError ??= appError('powershell.canceled');
    if (sessionError !== undefined) {
      for (const { resolve, subject } of queries) resolve(reasonOf(sessionError, subject));
      return;
    }
    const at = (index: number, use: (query: Query) => void): void => {
      const query = queries[index];
      if (query !== undefined) use(query);
    };
    await exchange
      .read(
        queries.map(({ call, subject }) => ({ call, queue: subject })),
        {
          ...limits,
          onBegun: (index) => {
            at(index, begin);
          },
          onAnswered: (index, result) => {
            at(index, (query) => {
              finish(query, result);
            });
          },
        },
      )
      .catch((reason: unknown) => {
        for (const { reject } of queries) reject(reason);
      });
  }

  return {
    addToTotal: (calls) => {
      total += calls;
    },
    query: (topic, subject, call) =>
      new Promise((resolve, reject) => {
        waiting.push({ topic, subject, call, resolve, reject });
        // The first query of a tick schedules the read; the others of the tick join it.
        if (waiting.length === 1) reading = reading.then(readWaiting);
      }),
    sessionError: () => sessionError,
  };
}

export const reasonOfFailure = ({ code, details }: AppError): Unknown => {
  if (code === 'cmdlet.timedOut') return unknown('timedOut', details['message'] ?? '');
  if (code === 'cmdlet.objectNotFound') return unknown('notReturned', details['message'] ?? '');
  if (code === 'guided.unread') return unknown('textUnread', details['message'] ?? '');
  return unknown(code === 'cmdlet.notAvailable' ? 'denied' : 'failed', details['message'] ?? code);
};

/** The objects, unless the cmdlet reported an error: then some of them may be missing. */
export function completeObjects(outcome: Known<CallOutcome>): Known<readonly PsValue[]> {
  if (!outcome.known) return outcome;
  const [error] = outcome.value.errors;
  return error === undefined ? known(outcome.value.objects) : unknown('failed', error.message);
}

/** Every object read with `read`. */
export const listOf = <T>(outcome: Known<CallOutcome>, read: (object: PsValue) => Result<T>): Known<T[]> =>
  readObjects(outcome, (objects) => readAll(objects, read));

/** The objects read together. */
export function readObjects<T>(outcome: Known<CallOutcome>, read: (objects: readonly PsValue[]) => Result<T>): Known<T> {
  const objects = completeObjects(outcome);
  if (!objects.known) return objects;
  const result = read(objects.value);
  return result.ok ? known(result.value) : unreadable(result.error);
}

const unreadable = ({ details }: AppError): Known<never> => unknown('unreadable', [details['object'], details['property']].join(' '));

/** Reads of several servers in one request: the module sends them over several sessions, and each answer is passed on as it comes. */
import { psHashtable, psInt32, psList, type PsValue } from '../../shared/clixml/value.ts';
import { reads, type CmdletCall, type CallOutcome } from '../../shared/commands/call.ts';
import { appError, fail, type AppError, type Result } from '../../shared/model/error.ts';
import { refused, type QueuedCall, type ReadOptions } from '../exchange/port.ts';
import type { Bridge } from './bridge.ts';
import { callArguments, outcomeOf, partOf, refusalOf, unreadable } from './calls.ts';

/** Sessions at once. Exchange's policy allows a user 18, and other programs may use some of them. */
const maxWorkers = 4;
/** How long a read may take before it is given up. */
const readTimeoutMs = 60_000;
/** How long the module may take between two answers in addition to the time of a read: to stop one, and to open a session. */
const moduleTimeMs = 3 * 60_000;

export interface ParallelResults {
  /** In the order of the calls */
  readonly results: readonly Result<CallOutcome>[];
  /** The error that ended the session, if one did */
  readonly end: AppError | undefined;
}

/**
 * Runs all `calls`; each has its own result, whatever becomes of the others. Calls that name the same `queue` form a
 * queue, of which one runs at a time.
 */
export async function readInParallel(bridge: Bridge, calls: readonly QueuedCall[], options: ReadOptions): Promise<ParallelResults> {
  const { signal, timeoutMs = readTimeoutMs, onBegun, onAnswered } = options;
  const answers = new Map<number, Result<CallOutcome>>();
  const answer = (index: number, result: Result<CallOutcome>): Result<CallOutcome> => {
    const before = answers.get(index);
    if (before !== undefined) return before;
    answers.set(index, result);
    onAnswered?.(index, result);
    return result;
  };

  const queues = new Map<string, PsValue[]>();
  for (const [index, { call, queue }] of calls.entries()) {
    const refusal = readRefusalOf(call);
    if (refusal !== undefined) answer(index, refusal);
    else queues.set(queue, [...(queues.get(queue) ?? []), psHashtable({ ...callArguments(call), Index: psInt32(index) })]);
  }
  if (queues.size === 0) return { results: [...answers.values()], end: undefined };
  const reply = await bridge.request(
    'ReadInParallel',
    {
      Queues: psList([...queues.values()].map((queue) => psList(queue))),
      Workers: psInt32(workersFor([...queues.keys()])),
      TimeoutMs: psInt32(timeoutMs),
    },
    {
      what: 'Invoke',
      effect: 'none',
      timeoutMs: timeoutMs + moduleTimeMs,
      ...(signal === undefined ? {} : { signal }),
      onPart: (value) => {
        const { index, begun } = partOf(value);
        const call = calls[index]?.call;
        if (call === undefined) return;
        if (begun) onBegun?.(index);
        else answer(index, outcomeOf(value, call.cmdlet, 'none'));
      },
    },
  );
  const ended = reply.ok ? outcomeOf(reply.value, 'Invoke', 'none') : reply;
  const results = calls.map(({ call }, index) =>
    answer(index, fail(ended.ok ? unreadable('missing', call.cmdlet, 'none') : rewordFor(call, ended.error))),
  );
  return { results, end: ended.ok ? undefined : ended.error };
}

/** The queue '' of the organization's own reads does not get a session of its own: the others read it along. */
const workersFor = (queues: readonly string[]): number => Math.min(maxWorkers, Math.max(1, queues.filter((queue) => queue !== '').length));

/** Changes never run in parallel, and only the on-premises side has several sessions. The module refuses them as well. */
function readRefusalOf(call: CmdletCall): Result<never> | undefined {
  return refusalOf(call) ?? (!reads(call) || call.side !== 'onPremises' ? refused(call) : undefined);
}

/** Rewords the session-level error for a single call. */
const rewordFor = ({ cmdlet }: CmdletCall, { code, effect, details }: AppError): AppError =>
  appError(code, { ...details, ...('what' in details ? { what: cmdlet } : { cmdlet }) }, effect);

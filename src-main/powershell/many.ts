/** Reads of several servers in one request: the module asks them in sessions of its own, and each answer comes when it is there. */
import { psHashtable, psInt32, psList, type PsValue } from '../../shared/clixml/value.ts';
import { changes, checkCall, type CmdletCall, type CallOutcome } from '../../shared/commands/call.ts';
import { appError, fail, type AppError, type Result } from '../../shared/model/error.ts';
import { refused, type GroupedCall, type ManyOptions } from '../exchange/port.ts';
import { callArguments, parameterNotCarried } from './arguments.ts';
import type { Bridge } from './bridge.ts';
import { outcomeOf, partOf } from './reply.ts';
import { unreadable } from './wire.ts';

/** Sessions at once. Exchange's policy allows a user 18, of which others may be in use. */
const lanes = 4;
/** A server that does not answer a read in this time is not waited for. */
const readTimeoutMs = 60_000;
/** What the module may take between two answers beside the time of a call: to stop one, and to open a session. */
const moduleTimeMs = 3 * 60_000;

export interface ManyResults {
  /** In the order of the calls */
  readonly results: readonly Result<CallOutcome>[];
  /** What ended the session, before or after all were answered */
  readonly end: AppError | undefined;
}

/** Asks all `calls`; each has its own result, whatever becomes of the others. */
export async function invokeMany(bridge: Bridge, calls: readonly GroupedCall[], options: ManyOptions): Promise<ManyResults> {
  const { signal, timeoutMs = readTimeoutMs, onBegun, onAnswered } = options;
  const answers = new Map<number, Result<CallOutcome>>();
  const answer = (index: number, result: Result<CallOutcome>): Result<CallOutcome> => {
    const before = answers.get(index);
    if (before !== undefined) return before;
    answers.set(index, result);
    onAnswered?.(index, result);
    return result;
  };

  const groups = new Map<string, PsValue[]>();
  for (const [index, { call, group }] of calls.entries()) {
    const refusal = refusalOf(call);
    if (refusal !== undefined) answer(index, refusal);
    else groups.set(group, [...(groups.get(group) ?? []), psHashtable({ ...callArguments(call), Index: psInt32(index) })]);
  }
  if (groups.size === 0) return { results: [...answers.values()], end: undefined };
  const reply = await bridge.request(
    'InvokeMany',
    {
      Groups: psList([...groups.values()].map((group) => psList(group))),
      Lanes: psInt32(lanesFor([...groups.keys()])),
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
    answer(index, fail(ended.ok ? unreadable('missing', call.cmdlet, 'none') : namedAfter(ended.error, call))),
  );
  return { results, end: ended.ok ? undefined : ended.error };
}

/** What belongs to no group is asked on the way: no session is opened for it. */
const lanesFor = (groups: readonly string[]): number => Math.min(lanes, Math.max(1, groups.filter((group) => group !== '').length));

/** Only what changes nothing may go beside others, and only the on-premises side has lanes. */
function refusalOf(call: CmdletCall): Result<never> | undefined {
  const checked = checkCall(call);
  if (!checked.ok) return checked;
  if (changes(call) || call.side !== 'onPremises') return refused(call);
  const parameter = parameterNotCarried(call);
  return parameter === undefined ? undefined : fail(appError('call.refused', { cmdlet: call.cmdlet, side: call.side, parameter }));
}

/** What ended all of them, told of one. */
const namedAfter = ({ code, effect, details }: AppError, { cmdlet }: CmdletCall): AppError =>
  appError(code, { ...details, ...('what' in details ? { what: cmdlet } : { cmdlet }) }, effect);

/**
 * The one port to Exchange. Four adapters stand behind it: connected (PowerShell sessions), guided
 * (what the administrator collected by hand), practice (a sample organization in memory) and rehearsal (a copy of what was collected).
 */
import { reads, type CmdletCall, type CallOutcome } from '../../shared/commands/call.ts';
import { sides, type Side } from '../../shared/commands/table.ts';
import { appError, fail, type AppError, type ErrorCode, type Result } from '../../shared/model/error.ts';
import type { ProcessIdentity } from '../../shared/run/journal.ts';
import type { WizardContext } from '../../shared/wizard/context.ts';

export interface Exchange extends ExchangeReader {
  /**
   * Opens a session with one side, or opens it anew. Opening the on-premises side begins again:
   * guided mode reads its files, practice forgets what an earlier session lost.
   */
  open(side: Side, target: Target, signal: AbortSignal): Promise<Result<null>>;
  /**
   * Runs one call that changes something or sends mail; a read is `call.refused`. A call that is canceled or takes
   * too long ends its process (`powershell.canceled`, `powershell.timedOut`, effect `unknown`).
   * Guided mode runs nothing: `guided.runByHand` with the command's text in `details.command`.
   */
  change(call: CmdletCall, options?: CallOptions): Promise<Result<CallOutcome>>;
  /** The local process that would send a change to that side now; `null` when it is not open, and where no process sends it. */
  process(side: Side): ProcessIdentity | null;
  /** Ends every session. Either side can be opened again. */
  close(): Promise<void>;
}

/** The half of the port that changes nothing. */
export interface ExchangeReader {
  /** The sides that are open. A call to another one fails with `session.notConnected`. */
  readonly sides: ReadonlySet<Side>;
  /**
   * Runs reads of both sides, several at once where that is possible. Results are in the order of
   * the calls.
   *
   * A terminating error of the cmdlet is a failure (`cmdlet.failed`, `cmdlet.objectNotFound`,
   * `cmdlet.notAvailable`, with the server's text in `details.message`); a non-terminating one is
   * part of the outcome. An on-premises read that takes too long is `cmdlet.timedOut`, and the
   * others go on. A call that does more than read is `call.refused`. A lost session or a cancellation
   * is the result of every call of that side that has no result yet.
   */
  read(calls: readonly QueuedCall[], options?: ReadOptions): Promise<readonly Result<CallOutcome>[]>;
}

/** What the administrator chose to work with. */
export type Target = Pick<
  WizardContext,
  'mode' | 'scenario' | 'fault' | 'onPremises' | 'exchangeOnline' | 'sources' | 'freshFrom' | 'again'
>;

export interface QueuedCall {
  readonly call: CmdletCall;
  /**
   * Queue key: server name, or '' for the organization. Calls with the same key run one after the
   * other, so a hanging server blocks only its own queue.
   */
  readonly queue: string;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds that one call may take */
  readonly timeoutMs?: number;
}

export interface ReadOptions extends CallOptions {
  /** The call with that index was sent. Not called for a call that gets its result without being sent. */
  readonly onBegun?: (index: number) => void;
  /** Called once for each call, as the results come. */
  readonly onAnswered?: (index: number, result: Result<CallOutcome>) => void;
}

/**
 * Whether the error ended a session that was open: the connection broke, or the PowerShell process
 * that held it exited or was ended with the call. The side must be opened again before the next call.
 * `session.notConnected` ends nothing: there was no session.
 */
export const endsSession = ({ code }: AppError): boolean => sessionEnds.has(code);

const sessionEnds: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'session.lost',
  'powershell.exited',
  'powershell.timedOut',
  'powershell.canceled',
]);

/** One read of the organization. */
export async function readOne(exchange: ExchangeReader, call: CmdletCall, options?: CallOptions): Promise<Result<CallOutcome>> {
  const [result] = await exchange.read([{ call, queue: '' }], options);
  return result ?? fail(appError('powershell.replyUnreadable', { what: call.cmdlet }));
}

/** The calls of one side, as `read` is given those of both. */
export type ReadSide = (side: Side, calls: readonly QueuedCall[], options: ReadOptions) => Promise<readonly Result<CallOutcome>[]>;

/** `read` for an adapter that reads each side for itself: both at the same time. */
export const bySide =
  (readSide: ReadSide): ExchangeReader['read'] =>
  async (calls, options = {}) => {
    const results: Result<CallOutcome>[] = [];
    await Promise.all(
      sides.map(async (side) => {
        const own = [...calls.entries()].filter(([, { call }]) => call.side === side);
        if (own.length === 0) return;
        const indexOf = (position: number): number => own[position]?.[0] ?? -1;
        const read = await readSide(
          side,
          own.map(([, call]) => call),
          {
            ...options,
            onBegun: (position) => options.onBegun?.(indexOf(position)),
            onAnswered: (position, result) => options.onAnswered?.(indexOf(position), result),
          },
        );
        for (const [position, result] of read.entries()) results[indexOf(position)] = result;
      }),
    );
    return results;
  };

/** What a side that is not open gives: nothing is sent. */
export const notOpen: ReadSide = (_, calls, { onAnswered }) =>
  Promise.resolve(
    calls.map(({ call }, index) => {
      const result = notConnected(call);
      onAnswered?.(index, result);
      return result;
    }),
  );

/** Reads the calls of one side one after the other, until its session ends. */
export async function inTurn(
  calls: readonly QueuedCall[],
  { onBegun, onAnswered, ...limits }: ReadOptions,
  read: (call: CmdletCall, limits: CallOptions) => Promise<Result<CallOutcome>>,
): Promise<readonly Result<CallOutcome>[]> {
  const results: Result<CallOutcome>[] = [];
  let ended: Result<CallOutcome> | undefined;
  const send = (call: CmdletCall, index: number): Promise<Result<CallOutcome>> => {
    onBegun?.(index);
    return read(call, limits);
  };
  for (const [index, { call }] of calls.entries()) {
    if (limits.signal?.aborted === true) ended ??= fail(appError('powershell.canceled', { what: call.cmdlet }));
    const result = !reads(call) ? refused(call) : (ended ?? (await send(call, index)));
    if (!result.ok && endsSession(result.error)) ended ??= result;
    onAnswered?.(index, result);
    results.push(result);
  }
  return results;
}

/** A change among reads, or a read that is sent as a change. */
export const refused = ({ cmdlet, side }: CmdletCall): Result<never> => fail(appError('call.refused', { cmdlet, side }));

export const notConnected = ({ side }: CmdletCall): Result<never> => fail(appError('session.notConnected', { side }));

/** e.g. `60 s`: the evidence of `cmdlet.timedOut`, in every language. */
export const timeLimit = (milliseconds: number): string => `${String(milliseconds / 1000)} s`;

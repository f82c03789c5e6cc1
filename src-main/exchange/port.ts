/** The port behind which connected, guided and practice organizations look the same. */
import { changes, type CmdletCall, type CallOutcome } from '../../shared/commands/call.ts';
import type { Side } from '../../shared/commands/table.ts';
import { appError, fail, type ErrorCode, type Result } from '../../shared/model/error.ts';

export interface InvokeOptions {
  /** Cancels the call; its effect is then unknown when it was a change. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the call is given up. */
  readonly timeoutMs?: number;
}

/** One read among several. */
export interface GroupedCall {
  readonly call: CmdletCall;
  /** Who is asked, e.g. a server, '' for nobody in particular: calls of one group are asked one after the other, so that one that hangs holds up no other */
  readonly group: string;
}

/** `timeoutMs` is that of each call. */
export interface ManyOptions extends InvokeOptions {
  /** The call of that index is on its way; not told of one that is answered without being sent. */
  readonly onBegun?: (index: number) => void;
  /** Told once of each call, as the answers come. */
  readonly onAnswered?: (index: number, result: Result<CallOutcome>) => void;
}

/** Failures after which the next call cannot succeed either. */
export const endsSession: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'session.lost',
  'powershell.canceled',
  'powershell.exited',
  'powershell.notFound',
  'powershell.moduleNotLoaded',
]);

export interface ExchangeGateway {
  readonly mode: 'connected' | 'guided' | 'practice';
  /** The sides that can be asked now. A call to another side gives `session.notConnected`. */
  readonly sides: ReadonlySet<Side>;
  /**
   * Runs one call. A terminating error of the cmdlet is a failure (`cmdlet.failed`,
   * `cmdlet.objectNotFound`, `cmdlet.notAvailable`, with the server's text in `details.message`),
   * a non-terminating one is part of the outcome.
   */
  invoke(call: CmdletCall, options?: InvokeOptions): Promise<Result<CallOutcome>>;
  /**
   * Runs reads of the on-premises side, several at once where that is possible; results are in the
   * order of the calls. A call that takes too long is `cmdlet.timedOut` and keeps nobody else from
   * being answered; one that would change something is `call.refused`. A loss of the session or a
   * cancellation is the result of every call that was not answered before.
   */
  invokeMany(calls: readonly GroupedCall[], options?: ManyOptions): Promise<readonly Result<CallOutcome>[]>;
  close(): Promise<void>;
}

/** `invokeMany` of a gateway that answers at once, or one call at a time. */
export const oneByOne =
  (invoke: ExchangeGateway['invoke']): ExchangeGateway['invokeMany'] =>
  async (calls, options = {}) => {
    const results: Result<CallOutcome>[] = [];
    let ended: Result<CallOutcome> | undefined;
    for (const [index, { call }] of calls.entries()) {
      if (options.signal?.aborted === true) ended ??= fail(appError('powershell.canceled', { what: call.cmdlet }));
      const answer = (): Promise<Result<CallOutcome>> => {
        options.onBegun?.(index);
        return invoke(call, options);
      };
      const result = changes(call) ? refused(call) : (ended ?? (await answer()));
      if (!result.ok && endsSession.has(result.error.code)) ended ??= result;
      options.onAnswered?.(index, result);
      results.push(result);
    }
    return results;
  };

/** e.g. `60 s`: the evidence of `cmdlet.timedOut`, in every language. */
export const timeLimit = (milliseconds: number): string => `${String(milliseconds / 1000)} s`;

/** A call that may not be made together with others. */
export const refused = ({ cmdlet, side }: CmdletCall): Result<never> => fail(appError('call.refused', { cmdlet, side }));

/** The same gateway where no more than these sides may be asked, whatever is open. */
export const onlySides = (gateway: ExchangeGateway, wanted: readonly Side[]): ExchangeGateway => ({
  mode: gateway.mode,
  sides: new Set(wanted.filter((side) => gateway.sides.has(side))),
  invoke: (call, options) => gateway.invoke(call, options),
  invokeMany: (calls, options) => gateway.invokeMany(calls, options),
  close: () => gateway.close(),
});

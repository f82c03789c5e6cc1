/** The port behind which connected, guided and practice organisations look the same. */
import type { CmdletCall } from '../../shared/commands/call.ts';
import type { CallOutcome } from '../../shared/commands/outcome.ts';
import type { Side } from '../../shared/commands/table.ts';
import type { Result } from '../../shared/errors.ts';

export interface InvokeOptions {
  /** Cancels the call; its effect is then unknown when it was a change. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the call is given up. */
  readonly timeoutMs?: number;
}

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
  close(): Promise<void>;
}

/** The same gateway where no more than these sides may be asked, whatever is open. */
export const onlySides = (gateway: ExchangeGateway, wanted: readonly Side[]): ExchangeGateway => ({
  mode: gateway.mode,
  sides: new Set(wanted.filter((side) => gateway.sides.has(side))),
  invoke: (call, options) => gateway.invoke(call, options),
  close: () => gateway.close(),
});

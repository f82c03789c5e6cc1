/** A gateway that writes down every command, with its time and result, for the report. */
import type { CommandRecord, CmdletCall, CallOutcome } from '../../shared/commands/call.ts';
import type { Result } from '../../shared/model/error.ts';
import type { ExchangeGateway } from '../exchange/port.ts';

/** Codes after which a session cannot be used any more. */
const sessionGone: ReadonlySet<string> = new Set(['session.lost', 'powershell.exited', 'powershell.timedOut', 'powershell.canceled']);

export function recordingGateway(
  gateway: ExchangeGateway,
  tools: { readonly now: () => Date; readonly record: (record: CommandRecord) => void; readonly lost: () => void },
): ExchangeGateway {
  const ran = (call: CmdletCall, began: Date, result: Result<CallOutcome>): void => {
    const error = result.ok ? undefined : result.error;
    tools.record({
      at: began.toISOString(),
      durationMs: tools.now().getTime() - began.getTime(),
      call,
      error: error?.code ?? (result.ok && result.value.errors.length > 0 ? 'cmdlet.failed' : null),
      message: error === undefined ? (result.ok ? (result.value.errors[0]?.message ?? '') : '') : (error.details['message'] ?? ''),
    });
  };
  const isGone = (result: Result<unknown>): boolean => !result.ok && sessionGone.has(result.error.code);

  return {
    mode: gateway.mode,
    sides: gateway.sides,
    close: () => gateway.close(),
    invoke: async (call, options) => {
      const began = tools.now();
      const result = await gateway.invoke(call, options);
      ran(call, began, result);
      if (isGone(result)) tools.lost();
      return result;
    },
    invokeMany: async (calls, options = {}) => {
      const begun = new Map<number, Date>();
      const results = await gateway.invokeMany(calls, {
        ...options,
        onBegun: (index) => {
          begun.set(index, tools.now());
          options.onBegun?.(index);
        },
        onAnswered: (index, result) => {
          const [call, began] = [calls[index]?.call, begun.get(index)];
          // What was not sent did not run.
          if (call !== undefined && began !== undefined) ran(call, began, result);
          options.onAnswered?.(index, result);
        },
      });
      if (results.some(isGone)) tools.lost();
      return results;
    },
  };
}

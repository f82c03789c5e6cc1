/** A gateway that writes down every command, with its time and result, for the report. */
import type { CommandRecord } from '../../shared/model/command-record.ts';
import type { ExchangeGateway } from '../exchange/gateway.ts';

/** Codes after which a session cannot be used any more. */
const sessionGone: ReadonlySet<string> = new Set(['session.lost', 'powershell.exited', 'powershell.timedOut', 'powershell.cancelled']);

export function recordingGateway(
  gateway: ExchangeGateway,
  tools: { readonly now: () => Date; readonly record: (record: CommandRecord) => void; readonly lost: () => void },
): ExchangeGateway {
  return {
    mode: gateway.mode,
    sides: gateway.sides,
    close: () => gateway.close(),
    invoke: async (call, options) => {
      const began = tools.now();
      const result = await gateway.invoke(call, options);
      const error = result.ok ? undefined : result.error;
      tools.record({
        at: began.toISOString(),
        durationMs: tools.now().getTime() - began.getTime(),
        call,
        error: error?.code ?? (result.ok && result.value.errors.length > 0 ? 'cmdlet.failed' : null),
        message: error === undefined ? (result.ok ? (result.value.errors[0]?.message ?? '') : '') : (error.details['message'] ?? ''),
      });
      if (error !== undefined && sessionGone.has(error.code)) tools.lost();
      return result;
    },
  };
}

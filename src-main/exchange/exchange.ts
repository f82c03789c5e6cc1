/** Functions around the adapters: choosing one by mode, recording every command, and opening missing sessions. */
import type { CallOutcome, CmdletCall, CommandRecord } from '../../shared/commands/call.ts';
import type { Side } from '../../shared/commands/table.ts';
import { ok, type Result } from '../../shared/model/error.ts';
import type { Mode } from '../../shared/model/mode.ts';
import { bySide, endsSession, notConnected, notOpen, type Exchange, type Target } from './port.ts';

/** Works with the adapter of the target's mode. Opening another mode closes the one before it. */
export function exchangeByMode(adapters: Readonly<Record<Mode, Exchange>>): Exchange {
  let active: Omit<Exchange, 'open'> = nothingOpen;
  return {
    get sides() {
      return active.sides;
    },
    open: async (side, target, signal) => {
      const wanted = adapters[target.mode ?? 'practice'];
      if (active !== wanted) await active.close();
      active = wanted;
      return wanted.open(side, target, signal);
    },
    read: (calls, options) => active.read(calls, options),
    change: (call, options) => active.change(call, options),
    process: (side) => active.process(side),
    close: () => active.close(),
  };
}

const nothingOpen: Omit<Exchange, 'open'> = {
  sides: new Set(),
  read: bySide(notOpen),
  change: (call) => Promise.resolve(notConnected(call)),
  process: () => null,
  close: () => Promise.resolve(),
};

/**
 * Writes down every command with its time and result, for the report. Closes everything when a
 * session has ended, so that the next task opens it again.
 */
export function recorded(
  exchange: Exchange,
  tools: { readonly now: () => Date; readonly record: (record: CommandRecord) => void },
): Exchange {
  const record = (call: CmdletCall, began: Date, result: Result<CallOutcome>): void => {
    tools.record({ at: began.toISOString(), durationMs: tools.now().getTime() - began.getTime(), call, ...problemOf(result) });
  };
  const closeWhenEnded = (results: readonly Result<CallOutcome>[]): void => {
    // Not awaited: closing a hanging process takes seconds, and nothing depends on it.
    if (results.some((result) => !result.ok && endsSession(result.error))) void exchange.close();
  };
  return {
    get sides() {
      return exchange.sides;
    },
    open: (side, target, signal) => exchange.open(side, target, signal),
    close: () => exchange.close(),
    process: (side) => exchange.process(side),
    change: async (call, options) => {
      const began = tools.now();
      const result = await exchange.change(call, options);
      record(call, began, result);
      closeWhenEnded([result]);
      return result;
    },
    read: async (calls, options = {}) => {
      const begun = new Map<number, Date>();
      const results = await exchange.read(calls, {
        ...options,
        onBegun: (index) => {
          begun.set(index, tools.now());
          options.onBegun?.(index);
        },
        onAnswered: (index, result) => {
          const [call, began] = [calls[index]?.call, begun.get(index)];
          // A call that was not sent is no command that ran.
          if (call !== undefined && began !== undefined) record(call, began, result);
          options.onAnswered?.(index, result);
        },
      });
      closeWhenEnded(results);
      return results;
    },
  };
}

/** The error, or the first non-terminating error of a cmdlet that went on. */
function problemOf(result: Result<CallOutcome>): Pick<CommandRecord, 'error' | 'message'> {
  if (!result.ok) return { error: result.error.code, message: result.error.details['message'] ?? '' };
  const [error] = result.value.errors;
  return error === undefined ? { error: null, message: '' } : { error: 'cmdlet.failed', message: error.message };
}

/**
 * Opens the needed sides that are not open. A change and its reading back need the on-premises side
 * alone: a failed sign-in to Exchange Online must not hide the state of the connectors.
 */
export async function openMissing(exchange: Exchange, target: Target, needed: readonly Side[], signal: AbortSignal): Promise<Result<null>> {
  for (const side of ['onPremises', ...needed.filter((other) => other !== 'onPremises')] as const) {
    if (exchange.sides.has(side)) continue;
    const opened = await exchange.open(side, target, signal);
    if (!opened.ok) return opened;
  }
  return ok(null);
}

/** Adapters that a test watches or alters. */
import type { CallOutcome, CmdletCall } from '../../shared/commands/call.ts';
import type { Result } from '../../shared/model/error.ts';
import { bySide, inTurn, readOne, type Exchange } from '../../src-main/exchange/port.ts';

/** The same adapter with other methods in place of some. */
export const altered = (exchange: Exchange, methods: Partial<Omit<Exchange, 'sides'>>): Exchange => ({
  get sides() {
    return exchange.sides;
  },
  open: (side, target, signal) => exchange.open(side, target, signal),
  read: (calls, options) => exchange.read(calls, options),
  change: (call, options) => exchange.change(call, options),
  process: (side) => exchange.process(side),
  close: () => exchange.close(),
  ...methods,
});

export type Intercept = (call: CmdletCall, send: () => Promise<Result<CallOutcome>>) => Promise<Result<CallOutcome>>;

/** The same adapter, where every call, read or change, goes through `intercept`. */
export const throughout = (exchange: Exchange, intercept: Intercept): Exchange =>
  altered(exchange, {
    read: bySide((_, calls, options) => inTurn(calls, options, (call, limits) => intercept(call, () => readOne(exchange, call, limits)))),
    change: (call, options) => intercept(call, () => exchange.change(call, options)),
  });

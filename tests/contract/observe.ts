/** The result of a call, reduced to what must be the same for every adapter. */
import { reads, type CallOutcome, type CmdletCall, type CmdletError, type ParameterValue } from '../../shared/commands/call.ts';
import type { AppError, Result } from '../../shared/model/error.ts';
import { readOne, type CallOptions, type Exchange } from '../../src-main/exchange/port.ts';

/** Sends a call alone, as a read, or by itself. */
const send = (exchange: Exchange, call: CmdletCall, options?: CallOptions): Promise<Result<CallOutcome>> =>
  reads(call) ? readOne(exchange, call, options) : exchange.change(call, options);

export interface Observation {
  readonly code: AppError['code'] | 'ok';
  readonly effect: AppError['effect'] | null;
  /** The terminating error, or the non-terminating ones */
  readonly errors: readonly Omit<CmdletError, 'terminating'>[];
  readonly warnings: readonly string[];
  readonly objects: number;
}

export async function observe(exchange: Exchange, call: CmdletCall, options?: CallOptions): Promise<Observation> {
  const result = await send(exchange, call, options);
  if (result.ok) {
    const { objects, errors, warnings } = result.value;
    return { code: 'ok', effect: null, errors: errors.map(normalized), warnings, objects: objects.length };
  }
  const { code, effect, details } = result.error;
  const { message, category = '', id = '' } = details;
  return {
    code,
    effect,
    errors: message === undefined || !code.startsWith('cmdlet.') ? [] : [normalized({ message, category, id })],
    warnings: [],
    objects: 0,
  };
}

/** The engine's own words differ with its version and language: of those only the command's name counts. */
function normalized({ message, category, id }: Omit<CmdletError, 'terminating'>): Observation['errors'][number] {
  const command = id.startsWith('CommandNotFoundException') ? /'([^']+)'/.exec(message)?.[1] : undefined;
  return { message: command ?? message, category, id };
}

export const onPremises = (cmdlet: CmdletCall['cmdlet'], parameters: Readonly<Record<string, ParameterValue>> = {}): CmdletCall => ({
  side: 'onPremises',
  cmdlet,
  parameters,
});

/** Asks Exchange something between two tasks of the machine. */
import { reads, type CmdletCall } from '../../shared/commands/call.ts';
import { sides } from '../../shared/commands/table.ts';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import type { MailAnswer } from '../../shared/proof/mail-answers.ts';
import { openMissing } from '../exchange/exchange.ts';
import type { Exchange, Target } from '../exchange/port.ts';

/**
 * The answer to each call, in their order. Reads are sent together; what sends mail alone, after them. Fails when a session that is
 * needed cannot be opened, and when it was canceled: then nothing is known of what was asked.
 */
export async function askExchange(
  exchange: Exchange,
  target: Target,
  calls: readonly CmdletCall[],
  signal: AbortSignal,
): Promise<Result<readonly MailAnswer[]>> {
  const needed = sides.filter((side) => calls.some((call) => call.side === side));
  const opened = await openMissing(exchange, target, needed, signal);
  if (!opened.ok) return opened;
  const asked = calls.filter(reads);
  const queueOf = ({ parameters }: CmdletCall): string => (typeof parameters['Server'] === 'string' ? parameters['Server'] : '');
  const results = await exchange.read(
    asked.map((call) => ({ call, queue: queueOf(call) })),
    { signal },
  );
  const answers: MailAnswer[] = asked.flatMap((call, index) => {
    const result = results[index];
    return result === undefined ? [] : [{ call, result }];
  });
  for (const call of calls.filter((one) => !reads(one)))
    if (!signal.aborted) answers.push({ call, result: await exchange.change(call, { signal }) });
  return signal.aborted ? fail(appError('powershell.canceled', { what: calls[0]?.cmdlet ?? '' })) : ok(answers);
}

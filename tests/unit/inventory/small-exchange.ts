/** An adapter whose every answer is written down in the test. */
import { psList, psObject, psString, type PsValue } from '../../../shared/clixml/value.ts';
import type { CmdletCall, CallOutcome, CmdletError } from '../../../shared/commands/call.ts';
import type { Side } from '../../../shared/commands/table.ts';
import { fail, ok, type AppError, type Result } from '../../../shared/model/error.ts';
import { bySide, inTurn, type ExchangeReader } from '../../../src-main/exchange/port.ts';

export type Answer = readonly PsValue[] | AppError | { readonly objects: readonly PsValue[]; readonly errors: readonly CmdletError[] };
/** Keyed by cmdlet, by `side cmdlet`, or by `cmdlet server`; the most particular one answers. */
export type Answers = Readonly<Record<string, Answer>>;

export interface SmallExchange extends ExchangeReader {
  readonly calls: CmdletCall[];
}

export function smallExchange(
  answers: Answers,
  sides: readonly Side[] = ['onPremises', 'exchangeOnline'],
  beforeCall: (call: CmdletCall) => void = () => undefined,
): SmallExchange {
  const calls: CmdletCall[] = [];
  const read = (call: CmdletCall): Promise<Result<CallOutcome>> => {
    beforeCall(call);
    calls.push(call);
    return Promise.resolve(outcomeOf(answerTo(answers, call)));
  };
  return { sides: new Set(sides), calls, read: bySide((_, queued, options) => inTurn(queued, options, read)) };
}

function answerTo(answers: Answers, call: CmdletCall): Answer {
  const server = call.parameters['Server'] ?? call.parameters['Identity'];
  const kind = call.select === undefined ? call.cmdlet : `${call.cmdlet} select`;
  for (const key of [`${kind} ${String(server)}`, `${call.side} ${kind}`, kind]) {
    const answer = answers[key];
    if (answer !== undefined) return answer;
  }
  return [];
}

function outcomeOf(answer: Answer): Result<CallOutcome> {
  if ('code' in answer) return fail(answer);
  const outcome = 'errors' in answer ? answer : { objects: answer, errors: [] };
  return ok({ ...outcome, warnings: [], verbose: [] });
}

/** A hybrid configuration with these servers. */
export const configuration = (sending: readonly string[], receiving: readonly string[]): PsValue =>
  psObject({
    SendingTransportServers: psList(sending.map(psString)),
    ReceivingTransportServers: psList(receiving.map(psString)),
    EdgeTransportServers: psList([]),
  });

export const cmdletError = (message: string, category = 'NotSpecified'): CmdletError => ({
  message,
  category,
  id: 'X',
  terminating: false,
});

/** Answering one request. Knows no Electron, so that every refusal can be tested. */
import * as v from 'valibot';
import { appError, fail, type Result } from '../../shared/errors.ts';
import { requests, type Handlers, type RequestChannel } from '../../shared/ipc/channels.ts';

export interface AnswerTools {
  readonly trusted: boolean;
  readonly handlers: Handlers;
  /** A handler that threw: for the log; the window gets a code. */
  readonly unexpected: (error: unknown) => void;
}

/** A message that does not parse, or comes from elsewhere, gives a coded error and reaches no handler. */
export async function answerRequest<C extends RequestChannel>(channel: C, request: unknown, tools: AnswerTools): Promise<Result<unknown>> {
  if (!tools.trusted) return fail(appError('ipc.senderRefused', { channel }));
  const parsed = v.safeParse(requests[channel].request, request);
  if (!parsed.success) return fail(appError('ipc.malformed', { channel, path: v.getDotPath(parsed.issues[0]) ?? '' }));
  try {
    const handle: (request: never) => Promise<Result<unknown>> = tools.handlers[channel];
    return await handle(parsed.output as never);
  } catch (error) {
    tools.unexpected(error);
    return fail(appError('ipc.notNow', { channel }));
  }
}

/** Answering one request. Knows no Electron, so that every refusal can be tested. */
import * as v from 'valibot';
import { appError, fail, type Result } from '../../shared/model/error.ts';
import { requests, type Handlers, type RequestChannel } from '../../shared/ipc/channels.ts';

export interface AnswerTools {
  /** Whether the sender is the wizard's own page: decided before its message is looked at */
  readonly trusted: boolean;
  readonly handlers: Handlers;
  /** A handler that threw: for the log; the window gets a code. */
  readonly unexpected: (error: unknown) => void;
}

/**
 * Sender, then schema, then handler. `ipc.senderRefused` and `ipc.malformed` (with the place that does
 * not fit, never its value) reach no handler and change nothing. A handler that throws gives
 * `ipc.failed`, whose effect is unknown, since it may have done a part of its work.
 */
export async function answerRequest(
  channel: RequestChannel,
  request: unknown,
  { trusted, handlers, unexpected }: AnswerTools,
): Promise<Result<unknown>> {
  if (!trusted) return fail(appError('ipc.senderRefused', { channel }));
  const parsed = v.safeParse(requests[channel].request, request);
  if (!parsed.success) return fail(appError('ipc.malformed', { channel, path: v.getDotPath(parsed.issues[0]) ?? '' }));
  try {
    // The handler and the output belong to one channel, which the type system cannot follow through a union of keys.
    const handle: (request: never) => Promise<Result<unknown>> = handlers[channel];
    return await handle(parsed.output as never);
  } catch (error) {
    unexpected(error);
    return fail(appError('ipc.failed', { channel }, 'unknown'));
  }
}

/** Asks one call after the other, and tells what is running and how far it is. */
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { CallOutcome } from '../../../shared/commands/outcome.ts';
import { appError, type AppError, type ErrorCode } from '../../../shared/errors.ts';
import type { GatherProgress, GatherTopic } from '../../../shared/model/gather.ts';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import type { ExchangeGateway } from '../gateway.ts';

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress: (progress: GatherProgress) => void;
}

export interface Asker {
  /** Adds calls that are still to come to the total. */
  expect(calls: number): void;
  /**
   * One call. A failure that concerns only this call is an unknown; after one that ends the
   * gathering, nothing more is sent and every answer is unknown.
   */
  ask(what: GatherTopic, subject: string, call: CmdletCall): Promise<Known<CallOutcome>>;
  /** The error that ended the gathering. */
  stopped(): AppError | undefined;
}

/** Failures after which the next call cannot succeed either. */
const ending: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'session.lost',
  'powershell.cancelled',
  'powershell.exited',
  'powershell.notFound',
  'powershell.moduleNotLoaded',
]);

export function createAsker(gateway: ExchangeGateway, { signal, onProgress }: AskOptions): Asker {
  let done = 0;
  let total = 0;
  let stopped: AppError | undefined;

  return {
    expect: (calls) => {
      total += calls;
    },
    stopped: () => stopped,
    ask: async (what, subject, call) => {
      if (signal?.aborted === true) stopped ??= appError('powershell.cancelled');
      if (stopped !== undefined) return unknown('failed', stopped.code);
      onProgress({ done, total, what, subject });
      const outcome = await gateway.invoke(call, signal === undefined ? {} : { signal });
      done += 1;
      if (done === total) onProgress({ done, total, what, subject });
      if (outcome.ok) return known(outcome.value);
      if (ending.has(outcome.error.code)) stopped = outcome.error;
      return reasonOf(outcome.error);
    },
  };
}

const reasonOf = ({ code, details }: AppError): Known<never> => {
  if (code === 'cmdlet.objectNotFound') return unknown('notReturned', details['message'] ?? '');
  return unknown(code === 'cmdlet.notAvailable' ? 'denied' : 'failed', details['message'] ?? code);
};

/** Asks, one call after the other or many at once, and tells what is running and how far it is. */
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { CallOutcome } from '../../../shared/commands/outcome.ts';
import { appError, type AppError, type Result } from '../../../shared/errors.ts';
import type { GatherProgress, GatherTopic } from '../../../shared/model/gather.ts';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import { endsSession, type ExchangeGateway } from '../gateway.ts';

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress: (progress: GatherProgress) => void;
  /** Milliseconds after which one read of a server is given up */
  readonly timeoutMs?: number;
}

export interface Asker {
  /** Adds calls that are still to come to the total. */
  expect(calls: number): void;
  /**
   * One call. A failure that concerns only this call is an unknown; after one that ends the
   * gathering, nothing more is sent and every answer is unknown.
   */
  ask(what: GatherTopic, subject: string, call: CmdletCall): Promise<Known<CallOutcome>>;
  /**
   * The same calls of many subjects, several at once: one that does not answer holds up no other, and
   * is unknown after its time. Answers in the order of the subjects.
   */
  askMany<Topic extends GatherTopic>(
    subjects: readonly string[],
    callsOf: (subject: string) => Readonly<Record<Topic, CmdletCall>>,
  ): Promise<readonly Readonly<Record<Topic, Known<CallOutcome>>>[]>;
  /** The error that ended the gathering. */
  stopped(): AppError | undefined;
}

export function createAsker(gateway: ExchangeGateway, { signal, onProgress, timeoutMs }: AskOptions): Asker {
  let done = 0;
  let total = 0;
  let stopped: AppError | undefined;
  const limits = { ...(signal === undefined ? {} : { signal }) };

  /** Whether nothing may be sent any more. */
  const isOver = (): boolean => {
    if (signal?.aborted === true) stopped ??= appError('powershell.cancelled');
    return stopped !== undefined;
  };
  const answerOf = (outcome: Result<CallOutcome>): Known<CallOutcome> => {
    if (outcome.ok) return known(outcome.value);
    if (endsSession.has(outcome.error.code)) stopped ??= outcome.error;
    return reasonOf(outcome.error);
  };

  return {
    expect: (calls) => {
      total += calls;
    },
    stopped: () => stopped,
    ask: async (what, subject, call) => {
      if (isOver()) return unknown('failed', stopped?.code);
      onProgress({ done, total, what, subject, others: 0 });
      const outcome = await gateway.invoke(call, limits);
      done += 1;
      if (done === total) onProgress({ done, total, what, subject, others: 0 });
      return answerOf(outcome);
    },
    askMany: async (subjects, callsOf) => {
      const asked = subjects.flatMap((subject) =>
        topicsOf(callsOf(subject)).map(([what, call]) => ({ what, subject, call, group: subject })),
      );
      // In the order in which they began: the first is the one that has run longest.
      const running = new Set<number>();
      const tell = (index: number): void => {
        const [shown = index] = running;
        const { what, subject } = asked[shown] ?? { what: undefined, subject: '' };
        if (what !== undefined) onProgress({ done, total, what, subject, others: Math.max(0, running.size - 1) });
      };
      const outcomes = isOver()
        ? []
        : await gateway.invokeMany(asked, {
            ...limits,
            ...(timeoutMs === undefined ? {} : { timeoutMs }),
            onBegun: (index) => {
              running.add(index);
              tell(index);
            },
            onAnswered: (index) => {
              running.delete(index);
              done += 1;
              // Where nothing else runs, the next to begin tells it.
              if (running.size > 0 || done === total) tell(index);
            },
          });
      const answers = asked.map((_, index) => {
        const outcome = outcomes[index];
        return outcome === undefined ? unknown('failed', stopped?.code) : answerOf(outcome);
      });
      let next = 0;
      return subjects.map((subject) => mapped(callsOf(subject), () => answers[next++] ?? unknown('failed')));
    },
  };
}

const topicsOf = <Topic extends string, T>(record: Readonly<Record<Topic, T>>): [Topic, T][] =>
  // Object.entries forgets that the keys are those of the record.
  Object.entries(record) as [Topic, T][];

const mapped = <Topic extends string, T, U>(record: Readonly<Record<Topic, T>>, value: () => U): Record<Topic, U> =>
  Object.fromEntries(topicsOf(record).map(([topic]) => [topic, value()])) as Record<Topic, U>;

const reasonOf = ({ code, details }: AppError): Known<never> => {
  if (code === 'cmdlet.timedOut' || code === 'powershell.timedOut') return unknown('timedOut', details['message'] ?? '');
  if (code === 'cmdlet.objectNotFound') return unknown('notReturned', details['message'] ?? '');
  return unknown(code === 'cmdlet.notAvailable' ? 'denied' : 'failed', details['message'] ?? code);
};

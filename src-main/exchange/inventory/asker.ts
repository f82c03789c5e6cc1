/** Asks the gateway, and tells how far it has come. */
import type { CmdletCall, CallOutcome } from '../../../shared/commands/call.ts';
import { appError, type AppError, type Result } from '../../../shared/model/error.ts';
import type { GatherProgress, GatherTopic } from '../../../shared/model/organization.ts';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import { endsSession, type ExchangeGateway } from '../port.ts';

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress: (progress: GatherProgress) => void;
  /** Milliseconds after which one read of a server is given up */
  readonly timeoutMs?: number;
}

export type Calls<Topic extends GatherTopic> = Readonly<Record<Topic, CmdletCall>>;
export type Answers<Topic extends GatherTopic> = Readonly<Record<Topic, Known<CallOutcome>>>;

export interface Asker {
  /** Adds calls that are still to come to the total. */
  expect(calls: number): void;
  /**
   * One call. A failure that concerns only this call is an unknown; after one that ends the
   * gathering, nothing more is sent and every answer is unknown.
   */
  ask(what: GatherTopic, subject: string, call: CmdletCall): Promise<Known<CallOutcome>>;
  /** Several reads at once. */
  batch(): Batch;
  /** The error that ended the gathering. */
  stopped(): AppError | undefined;
}

/** Reads that are collected, then asked several at once: a subject that does not answer holds up no other. */
export interface Batch {
  /**
   * Adds what a subject (a server, or '') is asked. Its answers come as soon as all of them are
   * there, while others are still asked; what did not come in its time is unknown.
   */
  add<Topic extends GatherTopic>(subject: string, calls: Calls<Topic>): Promise<Answers<Topic>>;
  /** Asks all that was added; ends when all of it is answered. */
  ask(): Promise<void>;
}

interface Question {
  readonly what: GatherTopic;
  readonly subject: string;
  readonly call: CmdletCall;
}

interface Asked {
  readonly question: Question;
  readonly take: (answer: Known<CallOutcome>) => void;
}

export function createAsker(gateway: ExchangeGateway, { signal, onProgress, timeoutMs }: AskOptions): Asker {
  let done = 0;
  let total = 0;
  let stopped: AppError | undefined;
  const limits = { ...(signal === undefined ? {} : { signal }) };
  // In the order in which they began: the first is the one that has run longest.
  const running = new Set<Question>();

  /** Whether nothing may be sent any more. */
  const isOver = (): boolean => {
    if (signal?.aborted === true) stopped ??= appError('powershell.canceled');
    return stopped !== undefined;
  };
  const answerOf = (outcome: Result<CallOutcome>): Known<CallOutcome> => {
    if (outcome.ok) return known(outcome.value);
    if (endsSession.has(outcome.error.code)) stopped ??= outcome.error;
    return reasonOf(outcome.error);
  };
  const tell = (otherwise: Question): void => {
    const [{ what, subject } = otherwise] = running;
    onProgress({ done, total, what, subject, others: Math.max(0, running.size - 1) });
  };
  const begun = (question: Question): void => {
    running.add(question);
    tell(question);
  };
  const answered = (question: Question): void => {
    running.delete(question);
    done += 1;
    // Where nothing else runs, the next to begin tells it.
    if (running.size > 0 || done === total) tell(question);
  };

  const askAll = async (asked: readonly Asked[]): Promise<void> => {
    const limitOfEach = timeoutMs === undefined ? {} : { timeoutMs };
    await gateway.invokeMany(
      asked.map(({ question: { call, subject } }) => ({ call, group: subject })),
      {
        ...limits,
        ...limitOfEach,
        onBegun: (index) => {
          const one = asked[index];
          if (one !== undefined) begun(one.question);
        },
        onAnswered: (index, outcome) => {
          const one = asked[index];
          if (one === undefined) return;
          answered(one.question);
          one.take(answerOf(outcome));
        },
      },
    );
  };

  return {
    expect: (calls) => {
      total += calls;
    },
    stopped: () => stopped,
    ask: async (what, subject, call) => {
      if (isOver()) return unknown('failed', stopped?.code);
      const question = { what, subject, call };
      begun(question);
      const outcome = await gateway.invoke(call, limits);
      answered(question);
      return answerOf(outcome);
    },
    batch: () => {
      const asked: Asked[] = [];
      return {
        add: (subject, calls) =>
          new Promise((resolve) => {
            const topics = topicsOf(calls);
            const answers = new Map<string, Known<CallOutcome>>();
            const take = (what: GatherTopic, answer: Known<CallOutcome>): void => {
              answers.set(what, answer);
              if (answers.size === topics.length) resolve(mapped(calls, (topic) => answers.get(topic) ?? unknown('failed')));
            };
            for (const [what, call] of topics)
              asked.push({
                question: { what, subject, call },
                take: (answer) => {
                  take(what, answer);
                },
              });
          }),
        ask: async () => {
          if (!isOver()) await askAll(asked);
          else for (const { take } of asked) take(unknown('failed', stopped?.code));
        },
      };
    },
  };
}

const topicsOf = <Topic extends string, T>(record: Readonly<Record<Topic, T>>): [Topic, T][] =>
  // Object.entries forgets that the keys are those of the record.
  Object.entries(record) as [Topic, T][];

const mapped = <Topic extends string, T, U>(record: Readonly<Record<Topic, T>>, value: (topic: Topic) => U): Record<Topic, U> =>
  Object.fromEntries(topicsOf(record).map(([topic]) => [topic, value(topic)])) as Record<Topic, U>;

const reasonOf = ({ code, details }: AppError): Known<never> => {
  if (code === 'cmdlet.timedOut' || code === 'powershell.timedOut') return unknown('timedOut', details['message'] ?? '');
  if (code === 'cmdlet.objectNotFound') return unknown('notReturned', details['message'] ?? '');
  return unknown(code === 'cmdlet.notAvailable' ? 'denied' : 'failed', details['message'] ?? code);
};

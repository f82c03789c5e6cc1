/** Does what the machine invokes: its tasks one after the other, and the effects that an event depends on at once. */
import { fromCallback, type CallbackActorLogic, type EventObject } from 'xstate';
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';
import type { OrganizationFile, PracticeScenario } from '../../shared/model/sample-organization.ts';
import { differences, signedPlan } from '../../shared/plan/sign-off.ts';
import type { Rehearsal } from '../../shared/rehearsal/rehearsal.ts';
import { runView, type RunView } from '../../shared/run/run-view.ts';
import { noRuns, runKinds, type RunKind, type WizardContext } from '../../shared/wizard/context.ts';
import type { OpenedRun, TaskEvent } from '../../shared/wizard/events.ts';
import { isChanging, tasks, type Task } from '../../shared/wizard/pages.ts';
import type { RunList } from '../../shared/wizard/run-list.ts';
import type { Work, WorkInputs } from '../../shared/wizard/works.ts';
import type { PracticeExchange } from '../exchange/practice/practice.ts';
import type { RehearsalExchange } from '../exchange/rehearsal.ts';
import { followHcw, type HcwLogSettings } from './follow-hcw.ts';
import type { WizardStore } from './persisted-wizard.ts';
import { failed, type TaskTools } from './task-tools.ts';

export interface WorkerTools extends Omit<TaskTools, 'signal' | 'send'> {
  readonly practice: Pick<PracticeExchange, 'replace' | 'runHcw'>;
  readonly rehearsal: Pick<RehearsalExchange, 'replace' | 'runHcw'>;
  /** What the stored session practiced on: its sample organization, or what it has written into a copy */
  readonly stored: { readonly practice: OrganizationFile | null; readonly rehearsal: Rehearsal | null } | null;
  readonly store: Pick<WizardStore, 'archive'>;
  /** Resolves when the state is on the disk, or has failed to get there */
  readonly settled: () => Promise<Result<null>>;
  /** Called when a task, or a question to Exchange between two tasks, has ended, before its answer is given */
  readonly ended: () => void;
  readonly listRuns: () => Promise<RunList>;
  readonly hcwLogs: HcwLogSettings;
  /** An unexpected failure of the product itself, for the log */
  readonly unexpected: (error: unknown) => void;
}

export interface Workers {
  /** For the machine, by their names in it */
  readonly actors: { readonly [W in Work]: CallbackActorLogic<EventObject, WorkInputs[W]> };
  /** Closes the sessions behind the task that runs. */
  readonly closeSession: () => void;
  /** Nothing more is sent for that run; `null` while there is none yet, and then none is begun. */
  readonly stopRun: (id: string | null) => Promise<Result<null>>;
  /** Works with the sessions between two tasks; the next task ends it. */
  readonly between: <T>(work: (signal: AbortSignal) => Promise<Result<T>>) => Promise<Result<T>>;
  /** Ends all that works, or waits for its turn, between two tasks. */
  readonly stopBetween: () => void;
  /** Resolves when nothing works any more. */
  readonly idle: () => Promise<void>;
}

export function workersFor(tools: WorkerTools): Workers {
  const { runs } = tools;
  /** What ends when nothing works any more */
  let working: Promise<void> = Promise.resolve();
  let running: AbortController | null = null;
  /** What works, or waits for its turn, between two tasks */
  const between = new Set<AbortController>();
  const stopBetween = (): void => {
    for (const one of between) one.abort();
  };

  const inTurn = (work: () => Promise<void>): void => {
    working = working.then(work);
  };
  /** Always an answer: what is thrown is a failure of the product itself. */
  async function answerOf(work: () => Promise<TaskEvent>, effect: 'none' | 'unknown'): Promise<TaskEvent> {
    try {
      return await work();
    } catch (error) {
      tools.unexpected(error);
      return failed(appError('ipc.failed', { message: messageOf(error) }, effect));
    }
  }

  const task = (name: Task) =>
    fromCallback<EventObject, WizardContext>(({ input, sendBack }) => {
      const own = new AbortController();
      const { signal } = own;
      running = own;
      stopBetween();
      let hasEnded = false;
      inTurn(async () => {
        if (signal.aborted && !isChanging(name)) return;
        // The state must be on disk before a change begins, so that it can be resumed after a crash.
        const saved = isChanging(name) ? await tools.settled() : ok(null);
        const work = async (): Promise<TaskEvent> => {
          // Loaded on first use, so that starting the window does not wait for the code that reads certificates.
          const { runTask } = await import('./tasks.ts');
          return runTask(name, input, { ...tools, signal, send: sendBack });
        };
        const answer = saved.ok ? await answerOf(work, isChanging(name) ? 'unknown' : 'none') : failed(saved.error);
        hasEnded = true;
        tools.ended();
        sendBack(answer);
      });
      return () => {
        // A session that the task has opened outlives it.
        if (!hasEnded) own.abort();
      };
    });
  const effect = <Input>(work: (input: Input) => Promise<TaskEvent>) =>
    fromCallback<EventObject, Input>(({ input, sendBack }) => {
      void answerOf(() => work(input), 'none').then(sendBack);
    });

  function putBack(scenario: PracticeScenario, again?: string): void {
    const { practice, rehearsal } = tools.stored ?? { practice: null, rehearsal: null };
    if (practice !== null) tools.practice.replace(practice, scenario, again);
    if (rehearsal !== null) tools.rehearsal.replace(rehearsal);
  }

  async function resume({ runIds, scenario, again }: WorkInputs['resume']): Promise<TaskEvent> {
    const opened: Record<RunKind, RunView | null> = { ...noRuns };
    for (const kind of runKinds) {
      const id = runIds[kind];
      if (id === null) continue;
      const run = await runs.open(id);
      if (!run.ok) return failed(run.error);
      opened[kind] = runView(run.value.state(), run.value);
    }
    putBack(scenario, again?.run);
    return { type: 'RESUMED', runs: opened };
  }

  async function openRun({ id, archives, practiced }: WorkInputs['openRun']): Promise<TaskEvent> {
    const run = await runs.open(id);
    if (!run.ok) return failed(run.error);
    const { of } = run.value.plan;
    const original = of === null ? null : await runs.open(of);
    if (original?.ok === false) return failed(original.error);
    const archived = archives ? await tools.store.archive() : ok(null);
    if (!archived.ok) return failed(archived.error);
    if (practiced !== null) putBack(practiced.scenario);
    const opened = [run.value, ...(original === null ? [] : [original.value])].map((one): OpenedRun => ({
      kind: one.plan.purpose,
      plan: one.plan,
      view: runView(one.state(), one),
    }));
    return { type: 'RUN_OPENED', mode: run.value.state().opened.mode, runs: opened };
  }

  async function endRuns({ runs: ids, outcome, archives, profile }: WorkInputs['endRuns']): Promise<TaskEvent> {
    for (const id of ids) {
      const run = profile === undefined ? undefined : await runs.open(id);
      if (run?.ok === false) return failed(run.error);
      const isRenewal = run?.value.plan.purpose === 'apply';
      const closed = await runs.close(id, outcome, isRenewal ? profile : undefined);
      if (!closed.ok) return failed(closed.error);
    }
    if (archives) {
      await tools.settled();
      const archived = await tools.store.archive();
      if (!archived.ok) return failed(archived.error);
    }
    return { type: 'RUNS_ENDED', outcome, runList: await tools.listRuns() };
  }

  /** Without the file of the other person only the digests can be compared. */
  async function comparePlan({ plan, signedOff }: WorkInputs['comparePlan']): Promise<TaskEvent> {
    if (plan === null || signedOff === null) return failed(appError('ipc.notNow'));
    const { digestOf } = await import('../sign-off/plan-file.ts');
    const planned = signedPlan(plan);
    if (digestOf(planned) === signedOff.digest) return { type: 'SIGN_OFF_COMPARED', differences: [] };
    const found = signedOff.plan === null ? [] : differences(signedOff.plan, planned);
    return { type: 'SIGN_OFF_COMPARED', differences: found.length > 0 ? found : [{ kind: 'unknown', object: '' }] };
  }

  async function keepEvidence({ run: id, evidence }: WorkInputs['keepEvidence']): Promise<TaskEvent> {
    const run = await runs.open(id);
    if (!run.ok) return failed(run.error);
    const kept = await run.value.append({ kind: 'evidence', evidence });
    return kept.ok ? { type: 'RUN_CHANGED', kind: 'apply', view: runView(kept.value, run.value) } : failed(kept.error);
  }

  return {
    actors: {
      // Object.fromEntries forgets which keys the entries had.
      ...(Object.fromEntries(tasks.map((name) => [name, task(name)])) as Record<Task, ReturnType<typeof task>>),
      resume: effect(resume),
      openRun: effect(openRun),
      endRuns: effect(endRuns),
      keepEvidence: effect(keepEvidence),
      comparePlan: effect(comparePlan),
      playHcw: effect(async ({ mode, certificate, expected }: WorkInputs['playHcw']) => {
        if (mode === 'rehearsal') tools.rehearsal.runHcw(expected);
        else await tools.practice.runHcw(certificate);
        return { type: 'HCW_RAN' };
      }),
      followHcw: fromCallback(({ input, sendBack }) => followHcw(input, { ...tools, send: sendBack })),
    },
    closeSession: () => {
      inTurn(() => tools.exchange.close());
    },
    stopRun: async (id) => {
      running?.abort();
      if (id === null) return ok(null);
      const run = await runs.open(id);
      if (!run.ok) return run;
      const stopped = await run.value.append({ kind: 'decided', decision: 'stop' });
      return stopped.ok ? ok(null) : fail(stopped.error);
    },
    between: (work) =>
      new Promise((resolve, reject) => {
        const own = new AbortController();
        between.add(own);
        inTurn(() =>
          work(own.signal)
            .finally(() => {
              between.delete(own);
              tools.ended();
            })
            .then(resolve, reject),
        );
      }),
    stopBetween,
    idle: () => working,
  };
}

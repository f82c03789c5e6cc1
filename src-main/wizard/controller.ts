/**
 * Runs the wizard: sends events to the machine, starts the task of each phase, persists its state, and
 * publishes the view to the window. Of several transitions in quick succession only the last may reach the disk;
 * while a stored session waits for *Resume*, nothing is written.
 */
import { createActor, type Actor } from 'xstate';
import { appError, fail, messageOf, ok, type AppError, type Result } from '../../shared/model/error.ts';
import type { CollectedFile } from '../../shared/collected/collected-file.ts';
import { runView, type RunView } from '../../shared/run/run-view.ts';
import { noRuns, persistedPart, runKinds, type RunKind, type WizardContext } from '../../shared/wizard/context.ts';
import type { OpenedRun, TaskEvent, WizardEvent } from '../../shared/wizard/events.ts';
import { currentFormat } from '../../shared/wizard/migrations.ts';
import { isSameAgain } from '../../shared/wizard/transitions.ts';
import { wizardMachine } from '../../shared/wizard/machine.ts';
import type { Language } from '../../shared/messages/language.ts';
import type { Task } from '../../shared/wizard/pages.ts';
import { isChanging, wizardStepOf, taskOf, viewOf, type Banner, type Resumable, type WizardView } from '../../shared/wizard/view.ts';
import type { RunList } from '../../shared/wizard/run-list.ts';
import { weakened } from '../../shared/wizard/weakened.ts';
import { recorded } from '../exchange/exchange.ts';
import type { Exchange } from '../exchange/port.ts';
import type { CollectedFiles } from '../exchange/guided/guided.ts';
import type { PracticeExchange } from '../exchange/practice/practice.ts';
import type { Runs } from '../change/runs.ts';
import type { PersistedWizard, WizardStore } from './persisted-wizard.ts';
import type { TaskTools } from './task-tools.ts';
import { lastWriteWins } from './last-write-wins.ts';

export interface WizardControllerTools {
  readonly language: Language;
  readonly now: () => Date;
  readonly store: WizardStore;
  /** What was found on disk at the start */
  readonly stored: StoredWizard | null;
  readonly banners: readonly Banner[];
  /** The runs on the disk, read when the wizard starts */
  readonly runList: RunList;
  /** Reads them again */
  readonly listRuns: () => Promise<RunList>;
  readonly exchange: Exchange;
  /** The sample organization: persisted with the wizard, and changed by the simulated HCW */
  readonly practice: PracticeExchange;
  readonly collected: Pick<CollectedFiles, 'load'>;
  /** The runs, in their folders */
  readonly runs: Runs;
  /** Name and version, for the journal */
  readonly program: string;
  readonly endStray: TaskTools['endStray'];
  readonly wait: TaskTools['wait'];
  readonly limits: TaskTools['limits'];
  /** An unexpected failure of the product itself, for the log */
  readonly unexpected: (error: unknown) => void;
}

export interface WizardController {
  view(): WizardView;
  send(event: WizardEvent): Promise<Result<null>>;
  /** Adds a collected file. The same content a second time is refused where it adds nothing. */
  addSource(source: CollectedFile): Promise<Result<null>>;
  /** Practice: runs on the Edge server what is still to be done there, as its administrator would. */
  workOnEdge(server: string): Promise<Result<null>>;
  subscribe(listener: (view: WizardView) => void): () => void;
  /** Whether a change is in flight: the window asks before it closes */
  isChanging(): boolean;
  /** Cancels a task that changes nothing, waits for one that does, then until everything is on disk; closes the sessions. */
  close(): Promise<void>;
}

type Machine = typeof wizardMachine;

export function createWizardController(tools: WizardControllerTools): WizardController {
  const listeners = new Set<(view: WizardView) => void>();
  let banners = tools.banners;
  let runList = tools.runList;
  /** The session found on disk, until it is resumed or archived */
  let storedSession = tools.stored;
  let actor = startActor(null);
  let lastRun = 0;
  /** Cancels the task that runs; `null` while none does */
  let running: AbortController | null = null;
  let runningTask: Promise<void> = Promise.resolve();
  let eventQueue: Promise<unknown> = Promise.resolve();
  const writer = lastWriteWins((stored: PersistedWizard) => tools.store.write(stored));
  const exchange = recorded(tools.exchange, {
    now: tools.now,
    record: (record) => {
      actor.send({ type: 'COMMAND_RAN', record });
    },
  });

  const view = (): WizardView => viewOf(actor.getSnapshot(), { resumable: resumableOf(storedSession), banners, runList });
  const publish = (): void => {
    const current = view();
    for (const listener of listeners) listener(current);
  };

  function startActor(from: StoredWizard | null): Actor<Machine> {
    const input = { language: tools.language };
    const snapshot = from === null ? undefined : snapshotOf(from);
    const fresh = snapshot === undefined ? createActor(wizardMachine, { input }) : createActor(wizardMachine, { input, snapshot });
    // Subscribed after the start, which would notify while `actor` is not assigned yet.
    fresh.start();
    fresh.subscribe(() => {
      if (fresh === actor) onTransition();
    });
    return fresh;
  }

  function onTransition(): void {
    const snapshot = actor.getSnapshot();
    if (storedSession === null) persist();
    publish();
    const task = taskOf(snapshot.tags);
    // A phase whose task only reads can be left for the rollback: nobody waits for that reading any more.
    if (task === null) running?.abort();
    if (task !== null && snapshot.context.run !== lastRun) begin(task, snapshot.context);
  }

  /** What was written last: the same again is not worth a write. */
  let lastWritten: { readonly value: unknown; readonly context: WizardContext; readonly practice: unknown } | null = null;

  function persist(): void {
    const { value, context } = actor.getSnapshot();
    const practice = context.mode === 'practice' ? tools.practice.organization(context.scenario) : null;
    const isInFlight = isChanging(taskOf(actor.getSnapshot().tags));
    // The run has a journal of its own. The whole state again for each of its lines would cost more with every step.
    const isWritten =
      lastWritten?.practice === practice &&
      JSON.stringify(lastWritten.value) === JSON.stringify(value) &&
      (isInFlight ? lastWritten.context.runIds === context.runIds : isSame(lastWritten.context, context));
    if (isWritten) return;
    lastWritten = { value, context, practice };
    void writer
      .write({
        format: currentFormat,
        savedAt: tools.now().toISOString(),
        value,
        context: persistedPart(context),
        practice,
      })
      .then((written) => {
        // The banner is shown exactly while the last write failed.
        if (!written.ok) lastWritten = null;
        const isShown = banners.some(({ code }) => code === 'state.notSaved');
        if (isShown === written.ok) {
          banners = banners.filter(({ code }) => code !== 'state.notSaved');
          if (!written.ok) banners = [...banners, { code: 'state.notSaved', details: written.error.details }];
          publish();
        }
      });
  }

  function begin(task: Task, context: WizardContext): void {
    lastRun = context.run;
    const own = new AbortController();
    running = own;
    const { signal } = own;
    const send = (event: TaskEvent): void => {
      actor.send(event);
    };
    const failed = (error: AppError): TaskEvent => ({ type: 'TASK_FAILED', run: context.run, error });
    const end = (event: TaskEvent): void => {
      if (running === own) running = null;
      send(event);
    };
    const previous = runningTask;
    runningTask = (async () => {
      await previous;
      // The state must be on disk before a change begins, so that it can be resumed after a crash.
      const saved = isChanging(task) ? await writer.settled() : ok(null);
      if (!saved.ok) {
        end(failed(saved.error));
        return;
      }
      try {
        // Loaded on first use, so that starting the window does not wait for the code that reads certificates.
        const { runTask } = await import('./tasks.ts');
        const event = await runTask(task, context, { ...tools, exchange, signal, send });
        // An answer that comes after the cancel is dropped if it was only read; what a change did is never dropped.
        const isDropped = signal.aborted && ['CONNECTED', 'COLLECTED', 'SERVER_COLLECTED', 'EDGE_COLLECTED'].includes(event.type);
        end(isDropped ? failed(appError('powershell.canceled')) : event);
      } catch (error) {
        tools.unexpected(error);
        end(failed(appError('ipc.failed', { message: messageOf(error) }, isChanging(task) ? 'unknown' : 'none')));
      }
    })();
  }

  async function resume(): Promise<Result<null>> {
    const found = storedSession;
    if (found === null) return fail(appError('ipc.notNow'));
    const runs = { ...noRuns } as Record<RunKind, RunView | null>;
    for (const kind of runKinds) {
      const id = found.runs[kind]?.id ?? found.context.runIds[kind];
      const run = id === null ? null : await tools.runs.open(id);
      if (run?.ok === false) return run;
      runs[kind] = run === null ? null : runView(run.value.state(), run.value);
    }
    const from = { ...found, runs };
    if (from.practice !== null) tools.practice.replace(from.practice, from.context.scenario);
    storedSession = null;
    lastRun = from.context.run;
    actor.stop();
    actor = startActor(from);
    const task = taskOf(actor.getSnapshot().tags);
    if (isChanging(task)) actor.send({ type: 'INTERRUPTED' });
    else {
      // No run has this number, so that the task starts again.
      if (task !== null) lastRun = -1;
      onTransition();
    }
    return ok(null);
  }

  async function archiveStoredSession(): Promise<Result<null>> {
    const archived = await tools.store.archive();
    if (!archived.ok) return archived;
    const left = await leaveRuns(storedSession?.runs ?? noRuns);
    if (!left.ok) return left;
    storedSession = null;
    onTransition();
    return ok(null);
  }

  /** Opens a run of the list, and with a rollback the run that it is of. A saved session that waits is archived first. */
  async function openListed(id: string): Promise<Result<null>> {
    const run = await tools.runs.open(id);
    if (!run.ok) return run;
    const { of } = run.value.plan;
    const original = of === null ? null : await tools.runs.open(of);
    if (original?.ok === false) return original;
    if (storedSession !== null) {
      const archived = await tools.store.archive();
      if (!archived.ok) return archived;
      storedSession = null;
    }
    const opened = [run.value, ...(original === null ? [] : [original.value])].map((one): OpenedRun => ({
      kind: one.plan.purpose,
      plan: one.plan,
      view: runView(one.state(), one),
    }));
    actor.send({ type: 'RUN_OPENED', mode: run.value.state().opened.mode, runs: opened });
    return ok(null);
  }

  async function leaveListed(id: string): Promise<Result<null>> {
    const left = await tools.runs.close(id, 'left');
    if (!left.ok) return left;
    runList = await tools.listRuns();
    publish();
    return ok(null);
  }

  /** As they are: a decision of the administrator, who was asked before. */
  async function leaveRuns(runs: WizardContext['runs']): Promise<Result<null>> {
    for (const kind of runKinds) {
      const run = runs[kind];
      const left = run?.closed === null ? await tools.runs.close(run.id, 'left') : ok(null);
      if (!left.ok) return left;
    }
    return ok(null);
  }

  /** The step in flight is finished or proven; after it nothing more is sent. What only reads ends at once. */
  async function stop(): Promise<Result<null>> {
    const { context, tags } = actor.getSnapshot();
    const id = isChanging(taskOf(tags)) ? context.runs[context.active]?.id : undefined;
    if (id === undefined) {
      running?.abort();
      return ok(null);
    }
    const run = await tools.runs.open(id);
    const stopped = run.ok ? await run.value.append({ kind: 'decided', decision: 'stop' }) : run;
    return stopped.ok ? ok(null) : stopped;
  }

  async function handle(event: WizardEvent): Promise<Result<null>> {
    if (event.type === 'CANCEL_TASK') return stop();
    if (event.type === 'RESUME') return resume();
    if (event.type === 'OPEN_RUN' || event.type === 'LEAVE_RUN') {
      // Only what the start page lists: an id from elsewhere opens nothing.
      const isListed = view().runList.runs.some(({ id }) => id === event.id);
      if (!isListed) return fail(appError('ipc.notNow', { event: event.type }));
      return event.type === 'OPEN_RUN' ? openListed(event.id) : leaveListed(event.id);
    }
    if (event.type === 'START_OVER' && storedSession !== null) return archiveStoredSession();
    // *Next* without *Resume*: the saved session is archived instead of overwritten.
    if (event.type === 'NEXT' && storedSession !== null) {
      const archived = await archiveStoredSession();
      if (!archived.ok) return archived;
    }
    if (!actor.getSnapshot().can(event)) return fail(appError('ipc.notNow', { event: event.type }));
    const { context } = actor.getSnapshot();
    if (event.type === 'START_OVER') {
      const left = await leaveRuns(context.runs);
      if (!left.ok) return left;
      await writer.settled();
      const archived = await tools.store.archive();
      if (!archived.ok) return archived;
      tools.practice.forget();
      runList = await tools.listRuns();
    }
    actor.send(event);
    if (wizardStepOf(actor.getSnapshot().value).page === 'finish') {
      const outcome = event.type === 'FINISH_WITH_OPEN_ITEMS' ? 'left' : 'finished';
      const { apply } = context.runs;
      const closed = apply?.closed === null ? await tools.runs.close(apply.id, outcome) : ok(null);
      if (!closed.ok) return closed;
    }
    // The next task opens a session over the remaining files.
    if (event.type === 'REMOVE_SOURCE' && context.mode === 'guided') await exchange.close();
    if (event.type === 'TICK' && event.step === '2-5' && event.ticked && context.mode === 'practice' && context.certificate !== null) {
      await tools.practice.runHcw(context.certificate);
      persist();
    }
    return ok(null);
  }

  async function addSource(source: CollectedFile): Promise<Result<null>> {
    const { context } = actor.getSnapshot();
    if (isSameAgain(context, source)) return fail(appError('collection.sameAgain', { path: source.path }));
    const event: TaskEvent = { type: 'SOURCE_ADDED', source };
    if (!actor.getSnapshot().can(event)) return fail(appError('ipc.notNow', { event: event.type }));
    actor.send(event);
    // The next task opens a session over all collected files. In other modes the sessions have nothing to do with them.
    if (context.mode === 'guided') await exchange.close();
    return ok(null);
  }

  async function workOnEdge(server: string): Promise<Result<null>> {
    const { context } = actor.getSnapshot();
    const tasks = view().edge?.servers.find((one) => one.server === server)?.tasks ?? [];
    if (context.mode !== 'practice' || context.certificate === null) return fail(appError('ipc.notNow'));
    await tools.practice.workOnEdge(
      server,
      context.certificate,
      tasks.filter(({ need }) => need !== 'done').map(({ kind }) => kind),
    );
    persist();
    publish();
    return ok(null);
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = eventQueue.then(work);
    eventQueue = next.catch(() => undefined);
    return next;
  }

  return {
    view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isChanging: () => isChanging(taskOf(actor.getSnapshot().tags)),
    // Events are handled in order: a cancel sent right after starting a change cancels that change.
    send: (event) => inTurn(() => handle(event)),
    addSource: (source) => inTurn(() => addSource(source)),
    workOnEdge: (server) => inTurn(() => workOnEdge(server)),
    close: async () => {
      await stop();
      await runningTask;
      await writer.settled();
      await exchange.close();
      await tools.runs.release();
    },
  };
}

/** With the runs as their folders say. */
export interface StoredWizard extends PersistedWizard {
  readonly runs: WizardContext['runs'];
}

const contextOf = ({ context, runs }: StoredWizard): WizardContext => ({
  ...context,
  runs,
  runIds: {
    apply: runs.apply?.id ?? null,
    fix: runs.fix?.id ?? null,
    removal: runs.removal?.id ?? null,
    rollback: runs.rollback?.id ?? null,
  },
  handover: null,
  review: null,
  rollbackDecisions: {},
});
const snapshotOf = (stored: StoredWizard): ReturnType<Machine['resolveState']> =>
  wizardMachine.resolveState({ value: stored.value, context: contextOf(stored) });

/** Whether nothing that is persisted differs. */
const isSame = (a: WizardContext, b: WizardContext): boolean => {
  const now = new Map(Object.entries(persistedPart(b)));
  return Object.entries(persistedPart(a)).every(([name, value]) => now.get(name) === value);
};

function resumableOf(stored: StoredWizard | null): Resumable | null {
  if (stored?.context.mode === undefined || stored.context.mode === null) return null;
  const place = wizardStepOf(stored.value);
  const snapshot = snapshotOf(stored);
  return {
    page: place.page,
    savedAt: stored.savedAt,
    mode: stored.context.mode,
    changeInFlight: isChanging(taskOf(snapshot.tags)),
    weakened: weakened(place, snapshot.context),
  };
}

/** A session persisted on the first page has nothing worth resuming. */
export const worthResuming = (stored: PersistedWizard): boolean => wizardStepOf(stored.value).page !== 'start';

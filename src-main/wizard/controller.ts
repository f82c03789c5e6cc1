/**
 * Runs the wizard: sends events to the machine, starts the task of each phase, persists its state, and
 * publishes the view to the window. Of several transitions in quick succession only the last may reach the disk;
 * while a stored session waits for *Resume*, nothing is written.
 */
import { createActor, type Actor } from 'xstate';
import { appError, fail, messageOf, ok, type AppError, type Result } from '../../shared/model/error.ts';
import type { CollectedFile } from '../../shared/collected/collected-file.ts';
import type { WizardContext } from '../../shared/wizard/context.ts';
import type { TaskEvent, WizardEvent } from '../../shared/wizard/events.ts';
import { currentFormat } from '../../shared/wizard/migrations.ts';
import { isSameAgain } from '../../shared/wizard/transitions.ts';
import { wizardMachine } from '../../shared/wizard/machine.ts';
import type { Language } from '../../shared/messages/language.ts';
import type { Task } from '../../shared/wizard/pages.ts';
import { isChanging, wizardStepOf, taskOf, viewOf, type Banner, type Resumable, type WizardView } from '../../shared/wizard/view.ts';
import { weakened } from '../../shared/wizard/weakened.ts';
import { recorded } from '../exchange/exchange.ts';
import type { Exchange } from '../exchange/port.ts';
import type { CollectedFiles } from '../exchange/guided/guided.ts';
import type { PracticeExchange } from '../exchange/practice/practice.ts';
import type { PersistedWizard, WizardStore } from './persisted-wizard.ts';
import { lastWriteWins } from './last-write-wins.ts';

export interface WizardControllerTools {
  readonly language: Language;
  readonly now: () => Date;
  readonly store: WizardStore;
  /** What was found on disk at the start */
  readonly stored: PersistedWizard | null;
  readonly banners: readonly Banner[];
  readonly exchange: Exchange;
  /** The sample organization: persisted with the wizard, and changed by the simulated HCW */
  readonly practice: PracticeExchange;
  readonly collected: Pick<CollectedFiles, 'load'>;
  readonly journalFolder: string;
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

  const view = (): WizardView => viewOf(actor.getSnapshot(), { resumable: resumableOf(storedSession), banners });
  const publish = (): void => {
    const current = view();
    for (const listener of listeners) listener(current);
  };

  function startActor(from: PersistedWizard | null): Actor<Machine> {
    const input = { language: tools.language };
    const snapshot = from === null ? undefined : wizardMachine.resolveState({ value: from.value, context: from.context });
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

  function persist(): void {
    const { value, context } = actor.getSnapshot();
    void writer
      .write({
        format: currentFormat,
        savedAt: tools.now().toISOString(),
        value,
        context,
        practice: context.mode === 'practice' ? tools.practice.organization(context.scenario) : null,
      })
      .then((written) => {
        // The banner is shown exactly while the last write failed.
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

  function resume(): Result<null> {
    const from = storedSession;
    if (from === null) return fail(appError('ipc.notNow'));
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
    storedSession = null;
    onTransition();
    return ok(null);
  }

  async function handle(event: WizardEvent): Promise<Result<null>> {
    if (event.type === 'CANCEL_TASK') {
      running?.abort();
      return ok(null);
    }
    if (event.type === 'RESUME') return resume();
    if (event.type === 'START_OVER' && storedSession !== null) return archiveStoredSession();
    // *Next* without *Resume*: the saved session is archived instead of overwritten.
    if (event.type === 'NEXT' && storedSession !== null) {
      const archived = await archiveStoredSession();
      if (!archived.ok) return archived;
    }
    if (!actor.getSnapshot().can(event)) return fail(appError('ipc.notNow', { event: event.type }));
    const { context } = actor.getSnapshot();
    if (event.type === 'START_OVER') {
      await writer.settled();
      const archived = await tools.store.archive();
      if (!archived.ok) return archived;
      tools.practice.forget();
    }
    actor.send(event);
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
      if (!isChanging(taskOf(actor.getSnapshot().tags))) running?.abort();
      await runningTask;
      await writer.settled();
      await exchange.close();
    },
  };
}

function resumableOf(stored: PersistedWizard | null): Resumable | null {
  if (stored?.context.mode === undefined || stored.context.mode === null) return null;
  const place = wizardStepOf(stored.value);
  const snapshot = wizardMachine.resolveState({ value: stored.value, context: stored.context });
  return {
    page: place.page,
    savedAt: stored.savedAt,
    mode: stored.context.mode,
    changeInFlight: isChanging(taskOf(snapshot.tags)),
    weakened: weakened(place, stored.context),
  };
}

/** A session persisted on the first page has nothing worth resuming. */
export const worthResuming = (stored: PersistedWizard): boolean => wizardStepOf(stored.value).page !== 'start';

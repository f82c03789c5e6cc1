/**
 * Keeps the wizard: gives its machine events in order and the work that it invokes, persists its state, and publishes the
 * view to the window. It decides nothing. Of several transitions in quick succession only the last may reach the disk; while a
 * stored session waits for *Resume*, nothing is written.
 */
import { randomUUID } from 'node:crypto';
import { createActor, waitFor } from 'xstate';
import { appError, fail, ok, type AppError, type Result } from '../../shared/model/error.ts';
import type { CmdletCall, CommandRecord } from '../../shared/commands/call.ts';
import type { MailAnswer } from '../../shared/proof/mail-answers.ts';
import type { Evidence } from '../../shared/proof/evidence.ts';
import type { CollectedFile } from '../../shared/collected/collected-file.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import type { Rehearsal } from '../../shared/rehearsal/rehearsal.ts';
import {
  persistedPart,
  type PersistedContext,
  type SignedOff,
  type StoredSession,
  type WizardContext,
} from '../../shared/wizard/context.ts';
import type { MachineEvent, WizardEvent } from '../../shared/wizard/events.ts';
import type { HcwLogReading } from '../../shared/wizard/hcw-log.ts';
import { currentFormat } from '../../shared/wizard/migrations.ts';
import { wizardMachine } from '../../shared/wizard/machine.ts';
import type { Language } from '../../shared/messages/language.ts';
import { isPractice } from '../../shared/model/mode.ts';
import { isChanging, isDeciding, taskOf, valueOf, wizardStepOf } from '../../shared/wizard/pages.ts';
import { viewOf, type Banner, type WizardView } from '../../shared/wizard/view.ts';
import type { RunList } from '../../shared/wizard/run-list.ts';
import { isAlreadyOpened } from '../../shared/wizard/transitions.ts';
import type { CollectedFiles } from '../exchange/guided/guided.ts';
import { askExchange } from './ask-exchange.ts';
import { recorded } from '../exchange/exchange.ts';
import type { PracticeExchange } from '../exchange/practice/practice.ts';
import type { RehearsalExchange } from '../exchange/rehearsal.ts';
import type { PersistedWizard, WizardStore } from './persisted-wizard.ts';
import { lastWriteWins } from './last-write-wins.ts';
import { workersFor, type WorkerTools } from './workers.ts';

/** What was found on disk at the start, with what it practiced on. */
export interface StoredWizard {
  readonly session: StoredSession;
  readonly practice: OrganizationFile | null;
  readonly rehearsal: Rehearsal | null;
}

export interface WizardControllerTools extends Omit<WorkerTools, 'stored' | 'settled' | 'ended'> {
  readonly language: Language;
  readonly store: WizardStore;
  readonly stored: StoredWizard | null;
  readonly banners: readonly Banner[];
  /** The runs on the disk, read when the wizard starts */
  readonly runList: RunList;
  /** The sample organization: persisted with the wizard, and changed by the simulated HCW */
  readonly practice: PracticeExchange;
  /** The copy of what was collected: what is written into it is persisted too */
  readonly rehearsal: RehearsalExchange;
  /** Does the work once what is under way has been given to the system */
  readonly soon: (work: () => void) => void;
  readonly collected: WorkerTools['collected'] & Pick<CollectedFiles, 'keep' | 'discard'>;
}

export interface WizardController {
  view(): WizardView;
  /** `ipc.notNow` when the machine does not take the event here; the reason when it refuses it: then the wizard is where it was. */
  send(event: WizardEvent): Promise<Result<null>>;
  /** Adds a collected file. The same content a second time is refused where it adds nothing. */
  addSource(source: CollectedFile): Promise<Result<null>>;
  /** Writes down what was found out about mail flow. */
  addEvidence(evidence: Evidence): Promise<Result<null>>;
  /** Asks Exchange about mail while no task works. The next task ends it, and so does `cancelAsking`. */
  askExchange(calls: readonly CmdletCall[]): Promise<Result<readonly MailAnswer[]>>;
  cancelAsking(): void;
  /** From now on the commit needs the plan of that file. */
  requireSignOff(signedOff: SignedOff): Promise<Result<null>>;
  /** Shows what was read of a log of the HCW. */
  addHcwLog(reading: HcwLogReading): Promise<Result<null>>;
  /** Practice: runs on the Edge server what is still to be done there, as its administrator would. */
  workOnEdge(server: string): Promise<Result<null>>;
  /** Practice: runs the commands of that step, as the person would for whom the run waits. */
  takeStep(step: string): Promise<Result<null>>;
  subscribe(listener: (view: WizardView) => void): () => void;
  /** Whether a change is in flight: the window asks before it closes */
  isChanging(): boolean;
  /** Cancels a task that changes nothing, waits for one that does, then until everything is on disk; closes the sessions. */
  close(): Promise<void>;
}

export function createWizardController(tools: WizardControllerTools): WizardController {
  const listeners = new Set<(view: WizardView) => void>();
  let banners = tools.banners;
  /** Why the event in hand was refused */
  const refusals: AppError[] = [];
  let stopping: Promise<unknown> = Promise.resolve();
  let eventQueue: Promise<unknown> = Promise.resolve();
  const writer = lastWriteWins((stored: PersistedWizard) => tools.store.write(stored));
  /** Commands that have run, and that the machine was not told of yet */
  let ran: CommandRecord[] = [];
  const tellCommands = (): void => {
    const records = ran;
    ran = [];
    if (records.length > 0) actor.send({ type: 'COMMANDS_RAN', records });
  };
  const exchange = recorded(tools.exchange, {
    now: tools.now,
    // After the next command has gone out, so that it does not wait for this; at the latest when the task ends.
    record: (record) => {
      if (ran.push(record) === 1) tools.soon(tellCommands);
    },
  });
  const workers = workersFor({ ...tools, exchange, settled: () => writer.settled(), ended: tellCommands });
  const actor = createActor(
    wizardMachine.provide({
      actors: workers.actors,
      actions: {
        closeSession: workers.closeSession,
        stopRun: ({ context }) => {
          stopping = workers.stopRun(context.runs[context.active]?.id ?? null).then((stopped) => {
            if (!stopped.ok) refusals.push(stopped.error);
          });
        },
        forgetPractice: () => {
          tools.practice.forget();
          tools.rehearsal.forget();
        },
      },
    }),
    {
      input: {
        language: tools.language,
        stored: tools.stored?.session ?? null,
        runList: tools.runList,
        planPrefix: `plan-${randomUUID()}`,
      },
    },
  );
  actor.on('REFUSED', ({ error }) => {
    refusals.push(error);
  });
  // Subscribed after the start: a fresh wizard writes nothing before its first answer.
  actor.start();
  actor.subscribe(({ value, context }) => {
    if (isDeciding(value)) return;
    if (context.stored === null) persist();
    forgetSources(namedSources(context));
    const step = JSON.stringify(wizardStepOf(value));
    const isNew = !isSameButCommands(followed, context);
    followed = context;
    if (step !== publishedStep || !isChanging(taskOf(wizardStepOf(value)))) publish();
    else if (isNew) publishSoon();
  });

  const view = (): WizardView => viewOf(actor.getSnapshot(), banners);
  let publishedStep = '';
  /** The context of the newest view, made or still to be made */
  let followed = actor.getSnapshot().context;
  let isToBePublished = false;
  const publish = (): void => {
    isToBePublished = false;
    const current = view();
    publishedStep = JSON.stringify({ page: current.page, phase: current.phase });
    for (const listener of listeners) listener(current);
  };
  /** While a change runs the next command goes out first, and the view of the lines before it is made while Exchange works on it. */
  const publishSoon = (): void => {
    if (isToBePublished) return;
    isToBePublished = true;
    tools.soon(() => {
      if (isToBePublished) publish();
    });
  };

  /** What was written last: the same again is not worth a write. */
  let lastWritten: Pick<PersistedWizard, 'value' | 'context' | 'practice' | 'rehearsal'> | null = null;

  function persist(): void {
    const { value, context } = actor.getSnapshot();
    const practice = context.mode === 'practice' ? tools.practice.organization(context.scenario, context.again?.run) : null;
    const rehearsal = context.mode === 'rehearsal' ? tools.rehearsal.rehearsal() : null;
    const next = { value: valueOf(wizardStepOf(value)), context: persistedPart(context), practice, rehearsal };
    if (lastWritten !== null && isSame(lastWritten, next)) return;
    lastWritten = next;
    void writer.write({ format: currentFormat, savedAt: tools.now().toISOString(), ...next }).then((written) => {
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

  /** The paths of what was collected that the session, or the one that waits to be resumed, had last. */
  let sources = namedSources(actor.getSnapshot().context);
  let forgetting: Promise<unknown> = Promise.resolve();
  /** What is named no more is deleted, where the wizard has saved it: a text may say more than it was pasted for. */
  function forgetSources(named: readonly string[]): void {
    const left = sources.filter((path) => !named.includes(path));
    sources = named;
    // Once the disk names it no more either.
    if (left.length > 0) forgetting = writer.settled().then(() => Promise.all(left.map((path) => tools.collected.discard(path))));
  }

  async function handle(event: MachineEvent): Promise<Result<null>> {
    if (!actor.getSnapshot().can(event)) return fail(appError('ipc.notNow', { event: event.type }));
    refusals.length = 0;
    actor.send(event);
    await stopping;
    await waitFor(actor, (snapshot) => !isDeciding(snapshot.value));
    const [refusal] = refusals;
    return refusal === undefined ? ok(null) : fail(refusal);
  }

  async function addSource(source: CollectedFile): Promise<Result<null>> {
    const event: MachineEvent = { type: 'SOURCE_ADDED', source };
    const snapshot = actor.getSnapshot();
    // It is on the disk before anything names it, and never when it is not to be added.
    const kept =
      snapshot.can(event) && !isAlreadyOpened(snapshot.context, source) ? await tools.collected.keep(source.path) : ok<null>(null);
    const added = kept.ok ? await handle(event) : kept;
    if (!added.ok && !namedSources(actor.getSnapshot().context).includes(source.path)) await tools.collected.discard(source.path);
    return added;
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

  async function takeStep(id: string): Promise<Result<null>> {
    const { mode, active, plans, runs } = actor.getSnapshot().context;
    const plan = plans[active];
    const stop = runs[active]?.stop;
    const step = plan?.steps.find((one) => one.id === id);
    if (!isPractice(mode) || step?.kind !== 'person' || stop?.why !== 'person' || stop.step !== id) return fail(appError('ipc.notNow'));
    if (mode === 'rehearsal') tools.rehearsal.takeStep(step);
    else await tools.practice.takeStep(step);
    persist();
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
    isChanging: () => isChanging(taskOf(wizardStepOf(actor.getSnapshot().value))),
    // Events are handled in order: a cancel sent right after starting a change cancels that change.
    send: (event) => inTurn(() => handle(event)),
    addSource: (source) => inTurn(() => addSource(source)),
    addEvidence: (evidence) => inTurn(() => handle({ type: 'EVIDENCE_FOUND', evidence })),
    askExchange: (calls) => {
      const { context } = actor.getSnapshot();
      if (view().task !== null) return Promise.resolve(fail(appError('ipc.notNow')));
      return workers.between((signal) => askExchange(exchange, context, calls, signal));
    },
    cancelAsking: workers.stopBetween,
    requireSignOff: (signedOff) => inTurn(() => handle({ type: 'SIGNED_OFF_OPENED', signedOff })),
    addHcwLog: (reading) => inTurn(() => handle({ type: 'HCW_LOG_READ', reading })),
    workOnEdge: (server) => inTurn(() => workOnEdge(server)),
    takeStep: (step) => inTurn(() => takeStep(step)),
    close: async () => {
      if (view().task !== null) await handle({ type: 'CANCEL_TASK' });
      workers.stopBetween();
      await workers.idle();
      await writer.settled();
      await forgetting;
      await exchange.close();
      await tools.runs.release();
    },
  };
}

const namedSources = ({ sources, stored }: Pick<WizardContext, 'sources' | 'stored'>): readonly string[] =>
  [...sources, ...(stored?.context.sources ?? [])].map(({ path }) => path);

/** Whether a write would keep nothing more. Commands and progress are written with what comes of them: each one alone is not worth a write. */
const isSame = (a: Pick<PersistedWizard, 'value' | 'context' | 'practice' | 'rehearsal'>, b: typeof a): boolean =>
  a.practice === b.practice &&
  a.rehearsal === b.rehearsal &&
  JSON.stringify(a.value) === JSON.stringify(b.value) &&
  namesIn(a.context).every((name) => name === 'commands' || name === 'progress' || a.context[name] === b.context[name]);

/** While a change runs nobody is shown which commands have run: the last page lists them. */
const isSameButCommands = (a: WizardContext, b: WizardContext): boolean =>
  namesIn(a).every((name) => name === 'commands' || a[name] === b[name]);

// Object.keys forgets which keys an object has.
const namesIn = <T extends WizardContext | PersistedContext>(context: T) => Object.keys(context) as readonly (keyof T & string)[];

/** The tasks that work on a run: carrying out a plan, reading its objects again, reviewing a rollback, and what comes after the HCW. */
import type { Side } from '../../shared/commands/table.ts';
import { mailFlow } from '../../shared/mail-flow/mail-flow.ts';
import { isAsGoodAsBefore } from '../../shared/mail-flow/forecast.ts';
import { appError, fail, ok, type AppError, type Result } from '../../shared/model/error.ts';
import type { Organization } from '../../shared/model/organization.ts';
import {
  objectSteps,
  isFactCmdlet,
  isOnEdge,
  isReadCmdlet,
  isSynchronization,
  onlySynchronizes,
  openSteps,
  sameValues,
  stepsInTurn,
  type ObjectStep,
  type Plan,
  type Values,
} from '../../shared/plan/plan.ts';
import { openPlaces } from '../../shared/run/exposure.ts';
import type { RunState } from '../../shared/run/fold.ts';
import { handoverOf, isReached, isSuperseded } from '../../shared/run/step-order.ts';
import { recordOf, stateOf } from '../../shared/run/step-record.ts';
import type { JournalEntry } from '../../shared/run/journal.ts';
import { next } from '../../shared/run/next.ts';
import { readHandover } from '../../shared/run/handover.ts';
import { isAsBefore, reviewRollback } from '../../shared/run/rollback.ts';
import { runView } from '../../shared/run/run-view.ts';
import type { Snapshot, SnapshotObject } from '../../shared/run/snapshot.ts';
import type { RunKind, WizardContext } from '../../shared/wizard/context.ts';
import { hcwSteps } from '../../shared/wizard/pages.ts';
import type { TaskEvent } from '../../shared/wizard/events.ts';
import { drive, observe, type DriveTools } from '../change/drive.ts';
import type { OpenRun } from '../change/run-folder.ts';
import { withEdgeServers } from '../exchange/edge-servers.ts';
import { openMissing } from '../exchange/exchange.ts';
import { begin, sidesOf, snapshotNow } from './begin-run.ts';
import type { TaskTools } from './task-tools.ts';

const failed = (error: AppError): TaskEvent => ({ type: 'TASK_FAILED', error });

/** Begins the run of the active plan, or goes on with it. */
export async function carryOut(context: WizardContext, tools: TaskTools): Promise<TaskEvent> {
  return withRun(context, tools, async (run, driving) => {
    // What is in doubt is proven also after a stop.
    const open: DriveTools['open'] = () =>
      openMissing(tools.exchange, context, sidesOf(run.open.plan, context), new AbortController().signal);
    const work = { ...driving, open };
    if (!run.isNew) {
      const hasReturned = hcwSteps.every((step) => context.hcw.ticked.includes(step));
      const returned = hasReturned ? await writeReturn(run.open) : ok(null);
      if (!returned.ok) return returned;
      const action = next(run.open.state());
      const decided = await run.append({ kind: 'decided', decision: action.do === 'stop' && action.why === 'canary' ? 'goOn' : 'resume' });
      if (!decided.ok) return decided;
    }
    const ended = context.mode === 'guided' ? await announceToPerson(run) : await drive(run.open, work);
    // What was collected before the commands were shown says nothing of what became of them.
    if (context.mode === 'guided') await tools.exchange.close();
    if (!ended.ok) return ended;
    return context.mode === 'guided' && objectSteps(run.open.plan).length > 0 ? ok(null) : closeRollback(context, run.open, tools, work);
  });
}

/** Reads the objects of the run, and sends nothing. A doubt ends only by its proof. */
export async function readAgain(context: WizardContext, tools: TaskTools): Promise<TaskEvent> {
  return withRun(context, tools, async (run, work) => {
    const stopped = await run.append({ kind: 'decided', decision: 'stop' });
    if (!stopped.ok) return stopped;
    const proven = await drive(run.open, work);
    if (!proven.ok) return proven;
    for (const step of stepsInTurn(run.open.plan, handoverOf(run.open.state()))) {
      if (tools.signal.aborted) return ok(null);
      if (recordOf(run.open.state(), step.id).doubt !== null && context.mode !== 'guided') continue;
      if (isSuperseded(step, run.open.state()) || !isReached(step, run.open.state())) continue;
      const observed = await run.append(await observe(step, run.open.state(), work));
      if (!observed.ok) return observed;
    }
    if (tools.signal.aborted || !isDone(run.open.state())) return ok(null);
    // Nothing is left to send: what follows is the handover, or the end.
    const resumed = await run.append({ kind: 'decided', decision: 'resume' });
    if (!resumed.ok) return resumed;
    const ended = await drive(run.open, work);
    return ended.ok ? closeRollback(context, run.open, tools, work) : ended;
  });
}

/** What is in the place of the values of a run now. Nothing that is still on its way may land behind the rollback. */
export async function reviewRun(context: WizardContext, tools: TaskTools): Promise<TaskEvent> {
  const { rollbackOf, organization } = context;
  const id = context.runs[rollbackOf]?.id;
  const opened = id === undefined ? fail(appError('plan.empty')) : await tools.runs.open(id);
  if (!opened.ok) return failed(opened.error);
  const run = opened.value;
  const session = await openMissing(tools.exchange, context, ['onPremises'], tools.signal);
  if (!session.ok) return failed(session.error);
  // A failed sign-in hides what is in Exchange Online, and nothing else.
  const wanted = sidesOf(run.plan, context);
  const online = await openMissing(tools.exchange, context, wanted, tools.signal);
  if (!online.ok && tools.signal.aborted) return failed(online.error);
  const sides = online.ok ? wanted : (['onPremises'] as const);
  const work = driveTools(context, sides, tools, rollbackOf, run);
  const stopped = await run.append({ kind: 'decided', decision: 'stop' });
  if (!stopped.ok) return failed(stopped.error);
  const proven = await drive(run, work);
  if (!proven.ok) return failed(proven.error);
  // A command that may still land would undo the rollback behind it. In guided mode nobody can say when the administrator runs one.
  const inDoubt = context.mode === 'guided' ? [] : stepsInDoubt(run);
  const onItsWay = inDoubt.find(({ id }) => {
    const { doubt } = recordOf(run.state(), id);
    return doubt?.by === 'wizard' && !doubt.isOver;
  });
  if (onItsWay !== undefined) return failed(appError('change.notVerified', { object: onItsWay.object, message: '' }, 'unknown'));
  const now =
    context.mode === 'guided'
      ? ok({ snapshot: asFarAsRead(run) })
      : await snapshotNow(work.exchange, organization, sides, { of: run.state(), now: tools.now, plan: run.plan });
  if (!now.ok) return failed(now.error);
  return {
    type: 'ROLLBACK_REVIEWED',
    review: reviewRollback(run.state(), run.snapshot, withoutDoubts(now.value.snapshot, inDoubt, run.state())),
  };
}

/** What was not collected on an Edge server since is in the review as what could not be read. */
const stepsInDoubt = (run: OpenRun): readonly ObjectStep[] =>
  objectSteps(run.plan).filter((step) => recordOf(run.state(), step.id).doubt !== null && !isOnEdge(step) && !isSynchronization(step));

/** What could not be proven is not known, whatever a single reading shows, and holds up nothing else. */
function withoutDoubts(now: Snapshot, inDoubt: readonly ObjectStep[], state: RunState): Snapshot {
  const isInDoubt = ({ cmdlet, identity }: SnapshotObject): boolean =>
    inDoubt.some(({ read, object }) => read.cmdlet === cmdlet && object === identity);
  const unread = inDoubt.flatMap(({ id, read: { cmdlet }, server, object }): Snapshot['unread'] => {
    if (!(isReadCmdlet(cmdlet) || isFactCmdlet(cmdlet))) return [];
    const { unread: failure } = recordOf(state, id);
    return [{ cmdlet, server, message: failure?.error.details['message'] ?? failure?.error.code ?? object }];
  });
  return { ...now, objects: now.objects.filter((object) => !isInDoubt(object)), unread: [...unread, ...now.unread] };
}

/**
 * After the HCW, after a direct change, or after the removal of the old certificate: writes down that the HCW has returned, and where mail
 * flow is as good as before.
 */
export async function afterReading(context: WizardContext, organization: Organization, tools: TaskTools): Promise<Result<null>> {
  for (const kind of ['apply', 'removal'] as const) {
    const written = await afterReadingFor(kind, context, organization, tools);
    if (!written.ok) return written;
  }
  return ok(null);
}

async function afterReadingFor(
  kind: 'apply' | 'removal',
  context: WizardContext,
  organization: Organization,
  tools: TaskTools,
): Promise<Result<null>> {
  const id = context.runs[kind]?.id;
  if (id === undefined || context.baseline === null) return ok(null);
  const opened = await tools.runs.open(id);
  if (!opened.ok) return opened;
  const run = opened.value;
  const report = (state: RunState): void => {
    tools.send({ type: 'RUN_CHANGED', kind, view: runView(state, run) });
  };
  const returned = await writeReturn(run, kind === 'apply' && context.hcwUnread);
  if (!returned.ok) return returned;
  const tested = await testSynchronization(run, driveTools(context, sidesOf(run.plan, context), tools, kind, run));
  if (!tested.ok) return tested;
  const [was, is] = [mailFlow(context.baseline), mailFlow(organization)];
  const places = openPlaces(run.state().exposure.intervals)
    .map(({ place }) => place)
    .filter((place) => isAsGoodAsBefore(place, was, is));
  const trusted = places.length === 0 ? ok(run.state()) : await run.append({ kind: 'trusted', places });
  if (!trusted.ok) return trusted;
  report(run.state());
  if (run.state().handedOver.size === 0) return ok(null);
  // The HCW writes no facts, and nothing on an Edge server.
  const now = await snapshotNow(tools.exchange, context.organization, sidesOf(run.plan, context), {
    of: run.state(),
    now: tools.now,
    plan: { ...run.plan, steps: run.plan.steps.filter(({ kind }) => kind === 'handover') },
  });
  if (!now.ok) return now;
  tools.send({ type: 'HANDOVER_READ', reading: readHandover(run.state(), run.snapshot, now.value.snapshot) });
  return ok(null);
}

/** EdgeSync may have become provable since the administrator went on without its proof. */
async function testSynchronization(run: OpenRun, work: DriveTools): Promise<Result<unknown>> {
  for (const step of objectSteps(run.plan).filter(isSynchronization)) {
    if (isProven(step, run.state()) || !isReached(step, run.state())) continue;
    const observed = await run.append(await observe(step, run.state(), work));
    if (!observed.ok) return observed;
  }
  return ok(null);
}

/** The administrator has gone on behind the HCW, for the first time or, after another visit to its page, once more. */
async function writeReturn(run: OpenRun, mayHaveRunAgain = false): Promise<Result<unknown>> {
  const action = next(run.state());
  if (action.do === 'stop' && action.why === 'handover') return run.append({ kind: 'returned', step: action.step.id });
  const [again] = mayHaveRunAgain ? run.state().returned : [];
  return again === undefined ? ok(null) : run.append({ kind: 'returned', step: again });
}

interface WorkedRun {
  readonly open: OpenRun;
  readonly isNew: boolean;
  readonly append: (entry: JournalEntry) => Promise<Result<null>>;
}

async function withRun(
  context: WizardContext,
  tools: TaskTools,
  work: (run: WorkedRun, tools: DriveTools) => Promise<Result<null>>,
): Promise<TaskEvent> {
  const { active } = context;
  const plan = context.plans[active];
  if (plan === null || plan.steps.length === 0) return failed(appError('plan.empty'));
  const sides = sidesOf(plan, context);
  const existing = context.runs[active]?.id;
  const opened = existing === undefined ? await begin(context, plan, sides, tools) : await tools.runs.open(existing);
  if (!opened.ok) return failed(opened.error);
  const open = opened.value;
  const driving = driveTools(context, sides, tools, active, open);
  driving.changed(open.state());
  const session = await openMissing(tools.exchange, context, sides, tools.signal);
  if (!session.ok) return failed(session.error);
  const append = async (entry: JournalEntry): Promise<Result<null>> => {
    const appended = await open.append(entry);
    if (!appended.ok) return appended;
    driving.changed(appended.value);
    return ok(null);
  };
  // Stopped before it was begun or resumed.
  const stopped = tools.signal.aborted ? await append({ kind: 'decided', decision: 'stop' }) : ok(null);
  if (!stopped.ok) return failed(stopped.error);
  const result = tools.signal.aborted ? stopped : await work({ open, isNew: existing === undefined, append }, driving);
  return result.ok ? { type: 'CHANGE_ENDED' } : failed(result.error);
}

/**
 * In guided mode nothing is asked of Exchange: the newest reading of each step, or what its command was to set while that was shown and not
 * read since. What the HCW may have written since is not known, so it is left out.
 */
function asFarAsRead(run: OpenRun): Snapshot {
  const { plan, snapshot } = run;
  const now = objectSteps(plan).map((step) => {
    const { reading, doubt, touched } = recordOf(run.state(), step.id);
    const values = doubt !== null ? step.after : (reading?.values ?? step.before);
    return { step, values, isOpen: doubt !== null, isMet: reading !== null || touched };
  });
  const isOf =
    ({ cmdlet, identity }: Pick<SnapshotObject, 'cmdlet' | 'identity'>) =>
    ({ step: { read, object } }: (typeof now)[number]): boolean =>
      read.cmdlet === cmdlet && object === identity;
  // What nobody had collected before the commands were shown, such as the services.
  const unsaved = now.flatMap(({ step: { read, object: identity } }): readonly SnapshotObject[] => {
    const { cmdlet } = read;
    if (!(isReadCmdlet(cmdlet) || isFactCmdlet(cmdlet))) return [];
    return [{ cmdlet, identity, guid: null, whenChanged: null, controller: null, values: {}, raw: '' }];
  });
  const isSaved = ({ cmdlet, identity }: SnapshotObject): boolean =>
    snapshot.objects.some((one) => one.cmdlet === cmdlet && one.identity === identity);
  return {
    ...snapshot,
    objects: [...snapshot.objects, ...unsaved.filter((one) => !isSaved(one))].map((object) => {
      const others = run.state().handedOver.size === 0 ? object.values : {};
      return { ...object, values: { ...others, ...valuesOfSteps(now.filter(isOf(object))) } };
    }),
  };
}

/**
 * Of two steps on one object the later one decides, once it was reached. While its command is only shown, the object may still be as the
 * earlier one left it: then that is what has to be put back.
 */
function valuesOfSteps(
  own: readonly { readonly step: ObjectStep; readonly values: Values; readonly isOpen: boolean; readonly isMet: boolean }[],
): Values | undefined {
  const [first] = own;
  const met = own.filter(({ isMet }) => isMet);
  const last = met.at(-1);
  if (last?.isOpen !== true) return (last ?? first)?.values;
  return (met.findLast(({ values }) => !sameValues(values, first?.step.before ?? {})) ?? last).values;
}

function driveTools(context: WizardContext, sides: readonly Side[], tools: TaskTools, kind: RunKind, run: OpenRun): DriveTools {
  return {
    exchange: withEdgeServers(tools.exchange, { collected: tools.collected, context, now: tools.now, runs: [run] }),
    open: () => openMissing(tools.exchange, context, sides, tools.signal),
    endStray: tools.endStray,
    wait: tools.wait,
    limitMs: tools.limits[context.mode ?? 'practice'].limitMs,
    changed: (state) => {
      tools.send({ type: 'RUN_CHANGED', kind, view: runView(state, run) });
    },
  };
}

/** The commands are about to be shown: from now on they may have been run. */
async function announceToPerson(run: WorkedRun): Promise<Result<null>> {
  const shown = openSteps(
    run.open.plan,
    handoverOf(run.open.state()),
    (step) => isSuperseded(step, run.open.state()) || isProven(step, run.open.state()),
  );
  for (const step of shown) {
    if (recordOf(run.open.state(), step.id).doubt !== null) continue;
    const announced = await run.append({ kind: 'announced', step: step.id, by: 'person', process: null, controller: null, limitMs: 0 });
    if (!announced.ok) return announced;
  }
  const action = next(run.open.state());
  return action.do === 'handOver'
    ? run.append({ kind: 'announced', step: action.step.id, by: 'person', process: null, controller: null, limitMs: 0 })
    : ok(null);
}

const isProven = (step: ObjectStep, state: RunState): boolean => ['applied', 'unchanged'].includes(stateOf(step, recordOf(state, step.id)));
const isDone = (state: RunState): boolean => stepsInTurn(state.plan, handoverOf(state)).every((step) => isProven(step, state));

/**
 * A finished rollback ends the run that it is of; it is as before only when every value is. That run is closed first: what fails here is
 * tried again as long as the rollback is open.
 */
async function closeRollback(context: WizardContext, run: OpenRun, tools: TaskTools, work: DriveTools): Promise<Result<null>> {
  const { of } = run.plan;
  if (of === null || next(run.state()).do !== 'finish') return ok(null);
  const original = await tools.runs.open(of);
  if (!original.ok) return original;
  const isRolledBack = context.mode === 'guided' ? ok(isAsBeforeByHand(original.value, run.plan)) : await isReadAsBefore(original.value);
  if (!isRolledBack.ok) return isRolledBack;
  const ended = await tools.runs.close(of, isRolledBack.value ? 'rolledBack' : 'left');
  if (!ended.ok) return ended;
  const closed = await tools.runs.close(run.id, 'finished');
  work.changed(run.state());
  return closed;

  async function isReadAsBefore(before: OpenRun): Promise<Result<boolean>> {
    const exchange = withEdgeServers(tools.exchange, { collected: tools.collected, context, now: tools.now, runs: [before, run] });
    const now = await snapshotNow(exchange, context.organization, sidesOf(run.plan, context), {
      of: run.state(),
      now: tools.now,
      plan: before.plan,
    });
    return now.ok ? ok(isAsBefore(before.state(), before.snapshot, now.value.snapshot)) : now;
  }
}

/** Nothing is read at the end of a guided rollback. With EdgeSync alone, what had been read before it says whether all is as before. */
const isAsBeforeByHand = (original: OpenRun, rollback: Plan): boolean =>
  onlySynchronizes(rollback) ? isAsBefore(original.state(), original.snapshot, asFarAsRead(original)) : putsBackAll(original, rollback);

/** Whether the finished rollback had every value that the run may have written. What the HCW has written was not read. */
const putsBackAll = (original: OpenRun, rollback: Plan): boolean =>
  original.state().handedOver.size === 0 &&
  objectSteps(original.plan)
    .filter((step) => recordOf(original.state(), step.id).touched && !isSynchronization(step))
    .every((step) =>
      objectSteps(rollback).some(
        ({ read, object, after }) =>
          read.cmdlet === step.read.cmdlet && object === step.object && Object.keys(step.before).every((name) => name in after),
      ),
    );

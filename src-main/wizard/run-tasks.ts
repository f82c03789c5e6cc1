/** The tasks that work on a run: carrying out a plan, reading its objects again, and what comes after the HCW. */
import { mailFlow } from '../../shared/mail-flow/mail-flow.ts';
import { isAsGoodAsBefore } from '../../shared/mail-flow/forecast.ts';
import { appError, ok, type Result } from '../../shared/model/error.ts';
import type { Organization } from '../../shared/model/organization.ts';
import { objectSteps, isSynchronization, openSteps, stepsInTurn, type ObjectStep } from '../../shared/plan/plan.ts';
import { openPlaces } from '../../shared/run/exposure.ts';
import type { RunState } from '../../shared/run/fold.ts';
import { handoverOf, isReached, isSuperseded } from '../../shared/run/step-order.ts';
import { recordOf, stateOf } from '../../shared/run/step-record.ts';
import type { JournalEntry } from '../../shared/run/journal.ts';
import { next } from '../../shared/run/next.ts';
import { readHandover } from '../../shared/run/handover.ts';
import { runView } from '../../shared/run/run-view.ts';
import type { WizardContext } from '../../shared/wizard/context.ts';
import { hcwSteps } from '../../shared/wizard/pages.ts';
import type { TaskEvent } from '../../shared/wizard/events.ts';
import { drive, observe, type DriveTools } from '../change/drive.ts';
import type { OpenRun } from '../change/run-folder.ts';
import { openMissing } from '../exchange/exchange.ts';
import { begin, sidesOf, snapshotNow } from './begin-run.ts';
import { closeRollback } from './rollback-tasks.ts';
import { driveTools, failed, type TaskTools } from './task-tools.ts';

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

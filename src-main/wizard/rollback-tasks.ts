/** A rollback: what is there now in the place of the values of a run, and how the run ends that it puts back. */
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import {
  isFactCmdlet,
  isOnEdge,
  isReadCmdlet,
  isSynchronization,
  objectSteps,
  onlySynchronizes,
  sameValues,
  type ObjectStep,
  type Plan,
  type Values,
} from '../../shared/plan/plan.ts';
import type { RunState } from '../../shared/run/fold.ts';
import { next } from '../../shared/run/next.ts';
import { isAsBefore, reviewRollback } from '../../shared/run/rollback.ts';
import type { Snapshot, SnapshotObject } from '../../shared/run/snapshot.ts';
import { recordOf } from '../../shared/run/step-record.ts';
import type { WizardContext } from '../../shared/wizard/context.ts';
import type { TaskEvent } from '../../shared/wizard/events.ts';
import { drive, type DriveTools } from '../change/drive.ts';
import type { OpenRun } from '../change/run-folder.ts';
import { withEdgeServers } from '../exchange/edge-servers.ts';
import { openMissing } from '../exchange/exchange.ts';
import { sidesOf, snapshotNow } from './begin-run.ts';
import { driveTools, failed, type TaskTools } from './task-tools.ts';

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

/**
 * A finished rollback ends the run that it is of; it is as before only when every value is. That run is closed first: what fails here is
 * tried again as long as the rollback is open.
 */
export async function closeRollback(context: WizardContext, run: OpenRun, tools: TaskTools, work: DriveTools): Promise<Result<null>> {
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

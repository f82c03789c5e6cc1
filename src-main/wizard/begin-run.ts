/** A run begins: the values that are there are saved, each object gets its Guid, and the folder with the scripts is made. */
import type { Side } from '../../shared/commands/table.ts';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import { organizationName, transportServers, type Organization } from '../../shared/model/organization.ts';
import { callSteps, type ObjectStep, type Plan } from '../../shared/plan/plan.ts';
import { applyScript, undoScript } from '../../shared/plan/script.ts';
import type { RunState } from '../../shared/run/fold.ts';
import type { Snapshot } from '../../shared/run/snapshot.ts';
import type { WizardContext } from '../../shared/wizard/context.ts';
import type { OpenRun } from '../change/run-folder.ts';
import { takeSnapshot } from '../change/take-snapshot.ts';
import { withEdgeServers, type PlannedRun } from '../exchange/edge-servers.ts';
import { openMissing } from '../exchange/exchange.ts';
import type { Exchange } from '../exchange/port.ts';
import type { TaskTools } from './task-tools.ts';

/** In guided mode what was collected before the commands are shown is the state of before; after them only what is newer counts. */
export async function begin(context: WizardContext, plan: Plan, sides: readonly Side[], tools: TaskTools): Promise<Result<OpenRun>> {
  const isGuided = context.mode === 'guided';
  if (isGuided) await tools.exchange.close();
  const session = await openMissing(tools.exchange, isGuided ? { ...context, freshFrom: 0 } : context, sides, tools.signal);
  const created = session.ok ? await create(context, plan, sides, tools) : session;
  if (isGuided) await tools.exchange.close();
  return created;
}

async function create(context: WizardContext, shown: Plan, sides: readonly Side[], tools: TaskTools): Promise<Result<OpenRun>> {
  const original = shown.of === null ? null : await tools.runs.open(shown.of);
  if (original?.ok === false) return original;
  // What the original run wrote may not have reached another controller yet.
  const planned: PlannedRun[] = [{ plan: shown, state: null }, ...(original === null ? [] : [original.value])];
  const exchange = withEdgeServers(tools.exchange, { collected: tools.collected, context, now: tools.now, runs: planned });
  const found = await snapshotNow(exchange, context.organization, sides, {
    of: original?.value.state() ?? null,
    now: tools.now,
    plan: shown,
  });
  if (!found.ok) return found;
  const { snapshot, controller } = found.value;
  // Stopped before anything was begun: there is no run to stop.
  if (tools.signal.aborted) return fail(appError('powershell.canceled'));
  const mode = context.mode ?? 'practice';
  const { settleMs, replicationMs } = tools.limits[mode];
  const organization = organizationName(context.organization) ?? '';
  // An object is its Guid: one that is deleted and made anew from now on is not taken for the reviewed one.
  const plan = {
    ...shown,
    steps: shown.steps.map((step) => (step.kind === 'handover' ? step : { ...step, guid: guidOf(step, snapshot) })),
  };
  const header = { organization, run: shown.id, at: tools.now().toISOString(), program: tools.program, mode };
  const [apply, undo] = [applyScript(plan, header), undoScript(plan, header)];
  if (!apply.ok) return apply;
  if (!undo.ok) return undo;
  return tools.runs.create({
    plan,
    snapshot,
    opened: {
      program: tools.program,
      organization,
      mode,
      controller: controller ?? controllerOf(snapshot),
      settleMs,
      replicationMs,
      certificate: context.certificate,
    },
    scripts: { apply: apply.value, undo: undo.value },
  });
}

const guidOf = (step: ObjectStep, { objects }: Snapshot): string | null =>
  step.guid ?? objects.find(({ cmdlet, identity }) => cmdlet === step.read.cmdlet && identity === step.object)?.guid ?? null;

/** The domain controller that answered for the hybrid configuration, else for any object. */
function controllerOf({ objects }: Snapshot): string | null {
  const answered = objects.filter(({ controller }) => controller !== null);
  return (answered.find(({ cmdlet }) => cmdlet === 'Get-HybridConfiguration') ?? answered[0])?.controller ?? null;
}

/**
 * What is there now, and the domain controller that was asked; `null`: any. It is that of the run `of`. Where that one answers nothing, it may
 * be gone for good; once the directory has had the time to replicate what the run wrote, any other one can say it.
 */
export async function snapshotNow(
  exchange: Exchange,
  organization: Organization | null,
  sides: readonly Side[],
  { of, now, plan }: { readonly of: RunState | null; readonly now: () => Date; readonly plan: Plan | null },
): Promise<Result<{ readonly snapshot: Snapshot; readonly controller: string | null }>> {
  const servers = organization === null ? [] : transportServers(organization).map(({ name }) => name);
  const take = (controller: string | null): Promise<Result<Snapshot>> =>
    takeSnapshot(exchange, servers, { now, plan, controller, online: sides.includes('exchangeOnline') });
  const controller = of?.opened.controller ?? null;
  const taken = await take(controller);
  if (!taken.ok) return taken;
  if (of === null || controller === null || hasAnswered(taken.value) || !isReplicated(of, now()))
    return ok({ snapshot: taken.value, controller });
  const elsewhere = await take(null);
  return elsewhere.ok ? ok({ snapshot: elsewhere.value, controller: null }) : elsewhere;
}

/** Every organization has the hybrid configuration, and no server but a domain controller is asked for it. */
const hasAnswered = ({ unread }: Snapshot): boolean => unread.every(({ cmdlet }) => cmdlet !== 'Get-HybridConfiguration');

/** A clock that was set back since proves nothing. */
const isReplicated = ({ changed, opened, openedAt }: RunState, at: Date): boolean =>
  at.getTime() - Date.parse(changed?.at ?? openedAt) >= opened.replicationMs;

/** Exchange Online is part of it where it was read: the HCW writes there too. */
export const sidesOf = (plan: Plan, { onlineSkipped }: WizardContext): readonly Side[] =>
  onlineSkipped && callSteps(plan).every(({ call }) => call.side === 'onPremises') ? ['onPremises'] : ['onPremises', 'exchangeOnline'];

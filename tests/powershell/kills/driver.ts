/**
 * The process that is killed: it works on runs as the main process of the wizard does, and does what its parent orders. It stops where
 * the parent wants to kill something, and goes on when the parent says so.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { appError, fail, ok, type Result } from '../../../shared/model/error.ts';
import { callSteps, readObject, setObject, type CallStep, type Plan } from '../../../shared/plan/plan.ts';
import { applyScript, undoScript } from '../../../shared/plan/script.ts';
import type { RunState } from '../../../shared/run/fold.ts';
import type { JournalEntry } from '../../../shared/run/journal.ts';
import { next } from '../../../shared/run/next.ts';
import { planRollback, reviewRollback } from '../../../shared/run/rollback.ts';
import { runView, type RunView } from '../../../shared/run/run-view.ts';
import type { Snapshot } from '../../../shared/run/snapshot.ts';
import { drive, observe, type DriveTools } from '../../../src-main/change/drive.ts';
import type { OpenRun } from '../../../src-main/change/run-folder.ts';
import { runsIn } from '../../../src-main/change/runs.ts';
import { takeSnapshot } from '../../../src-main/change/take-snapshot.ts';
import { connectedExchange } from '../../../src-main/exchange/connected.ts';
import { recorded } from '../../../src-main/exchange/exchange.ts';
import { nodeFileSystem } from '../../../src-main/files/atomic-write.ts';
import { identityOf, isRunning } from '../../../src-main/powershell/process-identity.ts';
import { endStray } from '../../../src-main/powershell/stray-process.ts';
import { changeLimits } from '../../../src-main/wizard/change-limits.ts';
import type { SshConnection } from '../environment/create-exchange.ts';
import { connectedTarget, settingsFor } from '../open-exchange.ts';
import { watched } from '../../contract/watched-disk.ts';

/** The one argument, as JSON */
export interface DriverOptions {
  /** The folder of the runs */
  readonly root: string;
  readonly powershell: string;
  readonly connection: SshConnection;
  readonly servers: readonly string[];
  /** What the plan does, in its order */
  readonly changes: readonly Change[];
}
export interface Change extends Pick<CallStep, 'object' | 'server' | 'before' | 'after'> {
  readonly cmdlet: 'Get-ReceiveConnector' | 'Get-SendConnector' | 'Get-HybridConfiguration';
}

/** Where the driver waits for `goOn`: before a file operation, counted from the order on, or behind a line of a step. */
export type Pause =
  | { readonly kind: 'disk'; readonly operation: number }
  | { readonly kind: 'line'; readonly line: JournalEntry['kind']; readonly step: number };

/**
 * `apply`: a new run of the plan. `prove`: reads, and sends nothing. `resume`: goes on. `rollBack`: a new run that puts back what
 * the run wrote.
 */
export type Order =
  | { readonly do: 'apply'; readonly pause: Pause | null }
  | { readonly do: 'prove' | 'resume'; readonly run: string; readonly pause: Pause | null }
  | { readonly do: 'rollBack'; readonly run: string; readonly pause: Pause | null };

export type Report =
  /** `powershell`: the process that sends the changes now */
  | { readonly kind: 'paused'; readonly at: string; readonly powershell: number | null }
  | { readonly kind: 'waiting'; readonly milliseconds: number }
  /** `view`: the newest run that was worked on; `null`: there is none */
  | { readonly kind: 'done'; readonly view: RunView | null; readonly error: string | null };

const options = JSON.parse(process.argv[2] ?? '') as DriverOptions;
const report = (message: Report): void => void process.send?.(message);
const now = (): Date => new Date();
const program = 'kills';

let pause: Pause | null = null;
let goOn = (): void => undefined;
const paused = async (at: string): Promise<void> => {
  pause = null;
  const waiting = new Promise<void>((resolve) => (goOn = resolve));
  report({ kind: 'paused', at, powershell: exchange.process('onPremises')?.pid ?? null });
  await waiting;
};

const settings = settingsFor({ powershell: options.powershell, env: process.env });
const exchange = recorded(connectedExchange({ settings: () => settings, onPremisesConnection: () => options.connection }), {
  now,
  record: () => undefined,
});
let operations = 0;
const files = watched(nodeFileSystem, async (operation) => {
  operations += 1;
  if (pause?.kind === 'disk' && pause.operation === operations) await paused(`before ${operation}`);
});
const runs = runsIn(options.root, {
  files,
  program,
  self: () => identityOf(process.pid),
  isRunning,
  clock: { now, up: () => performance.now(), boot: randomUUID() },
});
const limits = changeLimits({ packaged: false }).connected;
let newest: RunView | null = null;

const open = (): Promise<Result<null>> =>
  exchange.sides.has('onPremises') ? Promise.resolve(ok(null)) : exchange.open('onPremises', connectedTarget, new AbortController().signal);

const toolsOf = (run: OpenRun): DriveTools => ({
  exchange,
  open,
  endStray,
  wait: async (milliseconds) => {
    report({ kind: 'waiting', milliseconds });
    await setTimeout(milliseconds);
  },
  limitMs: limits.limitMs,
  changed: (state) => (newest = runView(state, run)),
});

/** Waits behind the line, when it is the one that was ordered. What only reads goes on meanwhile, as it would without the pause. */
function stopping(run: OpenRun): OpenRun {
  let pausing: Promise<unknown> = Promise.resolve();
  const pauseBehind = (entry: JournalEntry): void => {
    const wanted = pause?.kind === 'line' && entry.kind === pause.line && 'step' in entry ? callSteps(run.plan)[pause.step] : undefined;
    if (wanted === undefined || !('step' in entry) || entry.step !== wanted.id) return;
    const where = `behind "${entry.kind}" of ${wanted.object === '' ? wanted.read.cmdlet : wanted.object}`;
    pausing = run.flush().then(() => paused(where));
  };
  return {
    ...run,
    note: (entry) => {
      const taken = run.note(entry);
      pauseBehind(entry);
      return taken;
    },
    flush: async () => {
      const flushed = await run.flush();
      await pausing;
      return flushed;
    },
    append: async (entry) => {
      await pausing;
      const appended = await run.append(entry);
      pauseBehind(entry);
      await pausing;
      return appended;
    },
  };
}

async function snapshotNow(): Promise<Result<Snapshot>> {
  const opened = await open();
  return opened.ok ? takeSnapshot(exchange, options.servers, { now, controller: null, online: false, plan: null }) : opened;
}

async function create(plan: Plan, snapshot: Snapshot): Promise<Result<OpenRun>> {
  const header = { organization: 'contoso.com', run: plan.id, at: now().toISOString(), program, mode: 'connected' } as const;
  const [apply, undo] = [applyScript(plan, header), undoScript(plan, header)];
  if (!apply.ok) return apply;
  if (!undo.ok) return undo;
  const controller = snapshot.objects.find((object) => object.controller !== null)?.controller ?? null;
  const { settleMs, replicationMs } = limits;
  return runs.create({
    plan,
    snapshot,
    opened: { program, organization: 'contoso.com', mode: 'connected', controller, settleMs, replicationMs, certificate: null },
    scripts: { apply: apply.value, undo: undo.value },
  });
}

function planOf({ objects }: Snapshot): Plan {
  const steps = options.changes.map(({ cmdlet, object, server, before, after }): CallStep => ({
    kind: 'call',
    id: `${cmdlet} ${object}`,
    server,
    object,
    forecast: { toOnPremises: 'unknown', toExchangeOnline: 'unknown' },
    weakens: [{ direction: 'toOnPremises', server }],
    reason: 'nameOnReceiveConnector',
    guid: objects.find((one) => one.cmdlet === cmdlet && (object === '' || one.identity === object))?.guid ?? null,
    read: readObject(cmdlet, object),
    before,
    call: setObject(cmdlet, object, after),
    after,
    undo: setObject(cmdlet, object, before),
  }));
  return {
    format: 1,
    id: randomUUID(),
    purpose: 'apply',
    of: null,
    method: 'direct',
    policy: { onFailure: 'stop', canary: null },
    steps,
    leftOut: [],
  };
}

/** Until the run ends or stops. */
async function driven(run: OpenRun): Promise<Result<RunState>> {
  const stopped = await drive(stopping(run), toolsOf(run));
  newest = runView(run.state(), run);
  return stopped.ok ? ok(run.state()) : stopped;
}

async function decide(id: string, decision: 'resume' | 'stop'): Promise<Result<OpenRun>> {
  const run = await runs.open(id);
  if (!run.ok) return run;
  newest = runView(run.value.state(), run.value);
  const decided = await run.value.append({ kind: 'decided', decision });
  return decided.ok ? run : decided;
}

async function apply(): Promise<Result<unknown>> {
  const snapshot = await snapshotNow();
  const run = snapshot.ok ? await create(planOf(snapshot.value), snapshot.value) : snapshot;
  return run.ok ? driven(run.value) : run;
}

async function prove(id: string): Promise<Result<OpenRun>> {
  const run = await decide(id, 'stop');
  if (!run.ok) return run;
  const proven = await driven(run.value);
  return proven.ok ? run : proven;
}

async function readAgain(id: string): Promise<Result<unknown>> {
  const run = await prove(id);
  if (!run.ok) return run;
  for (const step of callSteps(run.value.plan)) {
    const observed = await run.value.append(await observe(step, run.value.state(), toolsOf(run.value)));
    if (!observed.ok) return observed;
  }
  newest = runView(run.value.state(), run.value);
  return run;
}

async function resume(id: string): Promise<Result<unknown>> {
  const run = await decide(id, 'resume');
  return run.ok ? driven(run.value) : run;
}

/** What became of every command is proven before a rollback is made of it. */
async function rollBack(id: string): Promise<Result<unknown>> {
  const run = await prove(id);
  if (!run.ok) return run;
  const inDoubt = Object.values(runView(run.value.state(), run.value).steps).some(({ state }) => state === 'doubt');
  if (inDoubt) return fail(appError('change.notVerified', {}, 'unknown'));
  const snapshot = await snapshotNow();
  if (!snapshot.ok) return snapshot;
  const review = reviewRollback(run.value.state(), run.value.snapshot, snapshot.value);
  const plan = planRollback(review, new Map(), null, { id: randomUUID(), of: id, original: run.value.plan });
  if (plan.steps.length === 0) return run;
  const back = await create(plan, snapshot.value);
  if (!back.ok) return back;
  const state = await driven(back.value);
  if (!state.ok || next(state.value).do !== 'finish') return state;
  const closed = await runs.close(back.value.id, 'finished');
  return closed.ok ? runs.close(id, 'rolledBack') : closed;
}

async function carryOut(order: Order): Promise<void> {
  [pause, operations, newest] = [order.pause, 0, null];
  const work = { apply, prove: readAgain, resume, rollBack };
  const result = await (order.do === 'apply' ? work.apply() : work[order.do](order.run));
  report({ kind: 'done', view: newest, error: result.ok ? null : result.error.code });
}

process.on('message', (message: Order | 'goOn') => {
  if (message === 'goOn') goOn();
  else void carryOut(message);
});
// The parent has ended, or wants it to: what it started ends with it.
process.on('disconnect', () => {
  void exchange
    .close()
    .then(() => runs.release())
    .finally(() => process.exit());
});

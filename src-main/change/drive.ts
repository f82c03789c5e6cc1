/** Performs what shared/run/next.ts decides: reads, announces, sends, ends, waits. It decides nothing about what a value means. */
import type { CmdletCall } from '../../shared/commands/call.ts';
import { cmdletTable, type CmdletEntry } from '../../shared/commands/table.ts';
import { appError, fail, ok, type AppError, type Result } from '../../shared/model/error.ts';
import { isOnEdge, isSynchronization, type CallStep, type ObjectStep } from '../../shared/plan/plan.ts';
import type { JournalEntry, ProcessIdentity } from '../../shared/run/journal.ts';
import type { RunState } from '../../shared/run/fold.ts';
import { next, type Next, type Stop } from '../../shared/run/next.ts';
import type { Exchange } from '../exchange/port.ts';
import { readValues } from './read-values.ts';
import type { OpenRun } from './run-folder.ts';

export interface DriveTools {
  readonly exchange: Exchange;
  /** Opens the sides that the plan needs and that are not open */
  readonly open: () => Promise<Result<null>>;
  /** Ends a process of an earlier start of the program, with everything that it started; true when it is gone for certain */
  readonly endStray: (process: ProcessIdentity) => Promise<boolean>;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds that one change may take */
  readonly limitMs: number;
  readonly changed: (state: RunState) => void;
}

/** How often a session that cannot be opened is tried, and how long is waited before each further try. */
const pausesBeforeTriesMs = [0, 1000, 3000];

/**
 * Works on the run until it is finished, or stops for the administrator or the HCW. `file.notWritten` when the journal takes no more lines: then
 * nothing was sent after the last one that it took. What was found out is written while Exchange is asked for the next thing, since it changes
 * nothing there; a command is sent, and an end is reported, only when every line before it is on the disk.
 */
export async function drive(run: OpenRun, tools: DriveTools): Promise<Result<Stop | { readonly do: 'finish' }>> {
  for (;;) {
    const action = next(run.state());
    if (action.do === 'stop' || action.do === 'finish') {
      const written = await flushed(run, tools);
      return written.ok ? ok(action) : written;
    }
    const performed = await perform(action, run, tools);
    if (!performed.ok) return performed;
    if (performed.value === 'stillRunning' && action.do === 'fence') return ok({ do: 'stop', why: 'doubt', step: action.step });
  }
}

async function perform(
  action: Exclude<Next, Stop | { readonly do: 'finish' }>,
  run: OpenRun,
  tools: DriveTools,
): Promise<Result<'done' | 'stillRunning'>> {
  const append = async (entry: JournalEntry): Promise<Result<'done'>> => {
    const appended = await run.append(entry);
    if (appended.ok) tools.changed(appended.value);
    // Stryker disable next-line StringLiteral: it is anything but stillRunning
    return appended.ok ? ok('done') : appended;
  };
  switch (action.do) {
    case 'read':
      // Whether it succeeds is said by the next line.
      void flushed(run, tools);
      if (action.afterMs > 0) await tools.wait(action.afterMs);
      return noted(run, await observe(action.step, run.state(), tools));
    case 'send':
      return send(action.step, run, tools, append);
    case 'fence': {
      await tools.exchange.close();
      if (action.attempt.process !== null && !(await tools.endStray(action.attempt.process))) return ok('stillRunning');
      if (action.afterMs > 0) await tools.wait(action.afterMs);
      return append({ kind: 'fenced', step: action.step.id });
    }
    case 'ask':
    case 'handOver':
      return append({ kind: 'announced', step: action.step.id, by: 'person', process: null, controller: null, limitMs: 0 });
  }
}

const noted = (run: OpenRun, entry: JournalEntry): Result<'done'> => {
  const taken = run.note(entry);
  // Stryker disable next-line StringLiteral: it is anything but stillRunning
  return taken.ok ? ok('done') : taken;
};

/** The administrator is shown what is on the disk. */
async function flushed(run: OpenRun, { changed }: Pick<DriveTools, 'changed'>): Promise<Result<null>> {
  const state = run.state();
  const written = await run.flush();
  if (written.ok) changed(state);
  return written;
}

/** Reads the values of a step, as a line of the journal. */
export async function observe(
  step: ObjectStep,
  { opened }: RunState,
  tools: Pick<DriveTools, 'exchange' | 'open' | 'wait'>,
): Promise<JournalEntry> {
  const unread = (error: AppError): JournalEntry => ({
    kind: 'observed',
    step: step.id,
    values: null,
    guid: null,
    controller: null,
    error,
  });
  const session = await openWithTries(tools);
  if (!session.ok) return unread(session.error);
  const wanted = { object: step.object, parameters: Object.keys(step.before) };
  const pinned = isOnEdge(step) ? step.read : withController(step.read, opened.controller);
  const first = await readValues({ ...wanted, read: pinned }, tools.exchange);
  // The controller of the run may be down: another one can still show the wanted values, and the old ones after the replication. Compared
  // with another one's values, an Edge server may seem to have those of the run. What a person collected names no controller.
  const isOnlyThere = isSynchronization(step) && opened.mode !== 'guided';
  const found =
    first.ok || pinned === step.read || isOnlyThere || first.error.code.startsWith('session.')
      ? first
      : await readValues({ ...wanted, read: step.read }, tools.exchange);
  if (!found.ok) return unread(found.error);
  // What was asked of one controller was answered by it, however it calls itself.
  const controller = first.ok && pinned !== step.read ? opened.controller : found.value.controller;
  return { kind: 'observed', step: step.id, ...found.value, controller, error: null };
}

async function openWithTries({ open, wait }: Pick<DriveTools, 'open' | 'wait'>): Promise<Result<null>> {
  let opened: Result<null> = fail(appError('session.notConnected'));
  for (const pause of pausesBeforeTriesMs) {
    if (pause > 0) await wait(pause);
    opened = await open();
    if (opened.ok) break;
  }
  return opened;
}

async function send(
  step: CallStep,
  run: OpenRun,
  { exchange, limitMs }: DriveTools,
  append: (entry: JournalEntry) => Promise<Result<'done'>>,
): Promise<Result<'done'>> {
  const { controller } = run.state().opened;
  const announced = await append({
    kind: 'announced',
    step: step.id,
    by: 'wizard',
    process: exchange.process(step.call.side),
    controller: withController(step.call, controller) === step.call ? null : controller,
    limitMs,
  });
  if (!announced.ok) return announced;
  const outcome = await exchange.change(withController(step.call, controller), { timeoutMs: limitMs });
  const error = outcome.ok ? outcome.value.errors[0] : undefined;
  return noted(run, {
    kind: 'answered',
    step: step.id,
    error: outcome.ok
      ? error === undefined
        ? null
        : appError('cmdlet.failed', { object: step.object, message: error.message })
      : outcome.error,
    warnings: outcome.ok ? outcome.value.warnings : [],
  });
}

/** The call, sent to that domain controller where its cmdlet takes one. */
export function withController(call: CmdletCall, controller: string | null): CmdletCall {
  const entry: CmdletEntry = cmdletTable[call.cmdlet];
  return controller === null || !('DomainController' in entry.parameters)
    ? call
    : { ...call, parameters: { ...call.parameters, DomainController: controller } };
}

/** What the tasks of the machine work with. */
import type { Side } from '../../shared/commands/table.ts';
import type { AppError } from '../../shared/model/error.ts';
import type { ProcessIdentity } from '../../shared/run/journal.ts';
import { runView } from '../../shared/run/run-view.ts';
import type { RunKind, WizardContext } from '../../shared/wizard/context.ts';
import type { TaskEvent } from '../../shared/wizard/events.ts';
import type { DriveTools } from '../change/drive.ts';
import type { OpenRun } from '../change/run-folder.ts';
import type { Runs } from '../change/runs.ts';
import { withEdgeServers } from '../exchange/edge-servers.ts';
import { openMissing } from '../exchange/exchange.ts';
import type { CollectedFiles } from '../exchange/guided/guided.ts';
import type { Exchange } from '../exchange/port.ts';
import type { LimitsOfModes } from './change-limits.ts';

export interface TaskTools {
  readonly exchange: Exchange;
  /** What was collected by hand: Edge servers are read from nothing else */
  readonly collected: Pick<CollectedFiles, 'load'>;
  readonly now: () => Date;
  readonly runs: Runs;
  /** Name and version, for the journal */
  readonly program: string;
  /** Ends a process of an earlier start of the program; true when it is gone for certain */
  readonly endStray: (process: ProcessIdentity) => Promise<boolean>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly limits: LimitsOfModes;
  readonly signal: AbortSignal;
  readonly send: (event: TaskEvent) => void;
}

export const failed = (error: AppError): TaskEvent => ({ type: 'TASK_FAILED', error });

/** What drives a run of that kind, for a task: Edge servers are read from what was collected there. */
export function driveTools(context: WizardContext, sides: readonly Side[], tools: TaskTools, kind: RunKind, run: OpenRun): DriveTools {
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

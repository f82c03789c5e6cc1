/** What the tasks of the machine work with. */
import type { ProcessIdentity } from '../../shared/run/journal.ts';
import type { TaskEvent } from '../../shared/wizard/events.ts';
import type { Runs } from '../change/runs.ts';
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

/** The runs on the start page: those that are open come first, whatever became of the wizard's own state. */
import type { AppError } from '../model/error.ts';
import type { Plan } from '../plan/plan.ts';
import type { EntryOf } from '../run/journal.ts';

/**
 * `inDoubt`: open, and what became of a command is not proven. `open`: something was announced, and nothing has ended it. `untouched`:
 * open, and nothing was announced. The others are ends.
 */
export type ListedState = 'inDoubt' | 'open' | 'untouched' | EntryOf<'closed'>['outcome'];

export interface ListedRun extends Pick<Plan, 'purpose' | 'method'>, Pick<EntryOf<'opened'>, 'organization' | 'mode'> {
  /** The name of its folder */
  readonly id: string;
  /** ISO 8601, UTC */
  readonly openedAt: string;
  readonly state: ListedState;
}

export interface RunList {
  /** Open ones first, then the newest first */
  readonly runs: readonly ListedRun[];
  /** Folders that cannot be read, with the reason */
  readonly unread: readonly { readonly id: string; readonly error: AppError }[];
}

/** The state of a run by its summary. */
export const stateOfRun = ({
  closed,
  inDoubt,
  touched,
}: {
  readonly closed: EntryOf<'closed'>['outcome'] | null;
  readonly inDoubt: boolean;
  readonly touched: boolean;
}): ListedState => closed ?? (inDoubt ? 'inDoubt' : touched ? 'open' : 'untouched');

export const noRunList: RunList = { runs: [], unread: [] };

export const isOpenRun = ({ state }: ListedRun): boolean => state === 'inDoubt' || state === 'open' || state === 'untouched';

/** In the order in which they are shown. */
export const inOrder = (runs: readonly ListedRun[]): readonly ListedRun[] =>
  [...runs].sort((a, b) => Number(isOpenRun(b)) - Number(isOpenRun(a)) || (a.id < b.id ? 1 : -1));

/** The runs on the start page: those that are open come first, whatever became of the wizard's own state. */
import type { AppError } from '../model/error.ts';
import { grouped } from '../model/same-values.ts';
import type { Method, Plan } from '../plan/plan.ts';
import type { EntryOf } from '../run/journal.ts';
import type { RenewalProfile } from '../run/profile.ts';

/**
 * `inDoubt`: open, and what became of a command is not proven. `open`: something was announced, and nothing has ended it. `untouched`:
 * open, and nothing was announced. The others are ends.
 */
export type ListedState = 'inDoubt' | 'open' | 'untouched' | EntryOf<'closed'>['outcome'];

export interface ListedRun extends Pick<Plan, 'purpose' | 'method' | 'policy'>, Pick<EntryOf<'opened'>, 'organization' | 'mode'> {
  /** The name of its folder */
  readonly id: string;
  /** ISO 8601, UTC */
  readonly openedAt: string;
  readonly state: ListedState;
  /** The objects of the commands of which it is not proven what became of them */
  readonly notKnown: readonly string[];
  /**
   * ISO 8601: since when mail flow is, or may be, weaker by its journal; `null` when the journal proves that it is as before. A rollback
   * proves the values; mail flow is proven only by what the post-checks read.
   */
  readonly exposedSince: string | null;
  /** Of a renewal that is finished: what the next one begins with */
  readonly profile: RenewalProfile | null;
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
  notKnown,
  touched,
}: {
  readonly closed: EntryOf<'closed'>['outcome'] | null;
  readonly notKnown: readonly string[];
  readonly touched: boolean;
}): ListedState => closed ?? (notKnown.length > 0 ? 'inDoubt' : touched ? 'open' : 'untouched');

export const noRunList: RunList = { runs: [], unread: [] };

export const isOpenRun = ({ state }: ListedRun): boolean => state === 'inDoubt' || state === 'open' || state === 'untouched';

/** Whether leaving it as it is leaves something open that the administrator should know of. */
export const asksBeforeLeaving = ({ exposedSince, notKnown }: ListedRun): boolean => exposedSince !== null || notKnown.length > 0;

/** In the order in which they are shown. */
export const inOrder = (runs: readonly ListedRun[]): readonly ListedRun[] =>
  [...runs].sort((a, b) => Number(isOpenRun(b)) - Number(isOpenRun(a)) || (a.id < b.id ? 1 : -1));

/** A renewal that is finished, with what the next one begins with. */
export type RenewableRun = ListedRun & { readonly method: Method; readonly profile: RenewalProfile };

/** What was rehearsed on a copy was renewed nowhere, and the copy is not the sample of the next renewal. */
const isRenewable = (run: ListedRun): run is RenewableRun =>
  run.purpose === 'apply' && run.mode !== 'rehearsal' && run.method !== null && run.profile !== null;

/** The last one of each organization, the newest first. A rehearsal never stands in the place of a renewal of the real one. */
export function lastRenewals(runs: readonly ListedRun[]): readonly RenewableRun[] {
  const newestFirst = runs.filter(isRenewable).sort((a, b) => (a.id < b.id ? 1 : -1));
  // Stryker disable next-line EqualityOperator: it only tells two kinds apart
  return grouped(newestFirst, ({ mode, organization }) => JSON.stringify([mode === 'practice', organization])).map(([newest]) => newest);
}

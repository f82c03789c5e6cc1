/** The runs that this program has open: each folder has one writer, which stays open as long as the wizard works on it. */
import { fail, ok, type Result } from '../../shared/model/error.ts';
import type { outcomes } from '../../shared/run/journal.ts';
import type { RenewalProfile } from '../../shared/run/profile.ts';
import { createRun, openRun, type NewRun, type OpenRun, type RunTools } from './run-folder.ts';

export interface Runs {
  create(run: NewRun): Promise<Result<OpenRun>>;
  /** The open run of that id, or the one of an earlier start of the program, which is locked and reopened. */
  open(id: string): Promise<Result<OpenRun>>;
  /** Ends a run; `profile`: what the next renewal begins with. Nothing happens when it has ended so before. */
  close(id: string, outcome: (typeof outcomes)[number], profile?: RenewalProfile): Promise<Result<null>>;
  /** Releases every folder; the runs stay as they are. */
  release(): Promise<void>;
}

/** Runs in folders below `root`. */
export function runsIn(root: string, tools: RunTools & { readonly program: string }): Runs {
  const opened = new Map<string, OpenRun>();
  /** A journal that took no line is opened anew: nobody knows what of that line is on the disk. */
  const kept = (run: Result<OpenRun>): Result<OpenRun> => {
    if (!run.ok) return run;
    const { value } = run;
    const orClosed = async <T>(writing: Promise<Result<T>>): Promise<Result<T>> => {
      const written = await writing;
      if (!written.ok && opened.get(value.id) === open) {
        opened.delete(value.id);
        await value.close();
      }
      return written;
    };
    const open: OpenRun = { ...value, flush: () => orClosed(value.flush()), append: (entry) => orClosed(value.append(entry)) };
    opened.set(value.id, open);
    return ok(open);
  };
  const open = async (id: string): Promise<Result<OpenRun>> => {
    const existing = opened.get(id);
    return existing === undefined ? kept(await openRun(root, id, tools)) : ok(existing);
  };
  return {
    create: async (run) => {
      const created = kept(await createRun(root, run, tools));
      if (!created.ok) return created;
      for (const other of [...opened.values()].filter((one) => isReplaced(one, created.value))) {
        const left = await other.append({ kind: 'closed', outcome: 'left' });
        if (!left.ok) return left;
      }
      return created;
    },
    open,
    close: async (id, outcome, profile) => {
      const run = await open(id);
      if (!run.ok) return run;
      const state = run.value.state();
      if (state.closed === outcome && JSON.stringify(state.profile) === JSON.stringify(profile ?? null)) return ok(null);
      // Stryker disable next-line ConditionalExpression: one that is undefined is not written
      const closed = await run.value.append({ kind: 'closed', outcome, ...(profile !== undefined && { profile }) });
      return closed.ok ? ok(null) : fail(closed.error);
    },
    release: async () => {
      const all = [...opened.values()];
      opened.clear();
      await Promise.all(all.map((run) => run.close()));
    },
  };
}

/** A new renewal takes the place of everything before it; a new fix or rollback that of an earlier one. */
const isReplaced = (run: OpenRun, by: OpenRun): boolean =>
  run.id !== by.id && run.state().closed === null && (by.plan.purpose === 'apply' || run.plan.purpose === by.plan.purpose);

/** Follows the latest log in a folder while the HCW writes it. */
import type { HcwLogAnswers } from '../../shared/hcw-log/answers.ts';
import { emptyHcwLog, hcwLogAnswers } from '../../shared/hcw-log/read.ts';
import { ok, type AppError, type Result } from '../../shared/model/error.ts';
import { logFile, type LogFile } from './log-file.ts';
import { runsIn } from './log-folder.ts';

export interface FollowedLog {
  /** `null`: the folder has no log yet */
  readonly path: string | null;
  readonly answers: HcwLogAnswers;
  /** Why nothing more could be read; what was read before stands in `answers` */
  readonly error: AppError | null;
}

export interface Following {
  /** Looks now; resolves when what is there now has been read. */
  readonly look: () => Promise<FollowedLog>;
  /** No change is reported any more. */
  readonly stop: () => void;
}

export interface FollowOptions {
  readonly onChange: (followed: FollowedLog) => void;
  /** Of a log that was there before, e.g. of an earlier run: whether it is followed. Without it all are. */
  readonly isWanted?: (name: string) => boolean;
  readonly everyMilliseconds?: number;
}

/**
 * Looks again and again instead of asking the system for changes: Windows reports those of a file that another program holds open
 * only when that program closes it.
 */
export function followHcwLogs(folder: string, { onChange, isWanted = () => true, everyMilliseconds = 1000 }: FollowOptions): Following {
  let file: LogFile | undefined;
  let followed: FollowedLog = { path: null, answers: hcwLogAnswers(emptyHcwLog), error: null };
  let seen = '';
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const once = async (): Promise<FollowedLog> => {
    const latest = await latestIn(folder, isWanted);
    if (latest.ok && latest.value !== null && latest.value !== file?.path) file = logFile(latest.value);
    const read = latest.ok ? await file?.read() : undefined;
    const error = !latest.ok ? latest.error : read === undefined || read.ok ? null : read.error;
    const now = JSON.stringify([file?.path, file?.progress(), error]);
    if (now === seen) return followed;
    seen = now;
    const path = file?.path ?? null;
    // What was read before stays, but not as that of another file.
    const before = path === followed.path ? followed.answers : hcwLogAnswers(emptyHcwLog);
    followed = { path, answers: read?.ok === true ? hcwLogAnswers(read.value) : before, error };
    if (!isStopped) onChange(followed);
    return followed;
  };

  const look = (): Promise<FollowedLog> => {
    const turn = queue.then(once);
    queue = turn.catch(() => undefined);
    return turn;
  };

  const again = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      void look().finally(again);
    }, everyMilliseconds);
    timer.unref();
  };
  void look().finally(again);

  return {
    look,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** `null` where there is none, also where the HCW has not made its folder yet. */
async function latestIn(folder: string, isWanted: (name: string) => boolean): Promise<Result<string | null>> {
  const runs = await runsIn(folder);
  if (!runs.ok) return /\bENOENT\b/.test(runs.error.details['message'] ?? '') ? ok(null) : runs;
  return ok(runs.value.find(({ name, log }) => log !== null && isWanted(name))?.log ?? null);
}

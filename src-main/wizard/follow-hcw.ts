/** Follows the log of the HCW while its page is shown. */
import { isPractice } from '../../shared/model/mode.ts';
import { basename } from 'node:path';
import { hcwLogReading, type HcwLogReading } from '../../shared/wizard/hcw-log.ts';
import type { MachineEvent } from '../../shared/wizard/events.ts';
import type { WorkInputs } from '../../shared/wizard/works.ts';
import type { FollowedLog, Following } from '../hcw-log/follow.ts';
import { isBegunSince } from '../hcw-log/log-folder.ts';

export interface HcwLogSettings {
  /** Where the HCW of the signed-in user writes; `null` where there is no such folder, as on other systems */
  readonly folder: string | null;
  readonly everyMilliseconds?: number;
}

interface FollowTools {
  readonly hcwLogs: HcwLogSettings;
  readonly now: () => Date;
  readonly send: (event: MachineEvent) => void;
  readonly unexpected: (error: unknown) => void;
}

/** The practice has no real HCW. Returns what ends it. */
export function followHcw({ mode, shownAt }: WorkInputs['followHcw'], tools: FollowTools): () => void {
  const { folder, ...settings } = tools.hcwLogs;
  let following: Following | undefined;
  let isStopped = isPractice(mode) || folder === null;
  const stop = (): void => {
    isStopped = true;
    following?.stop();
  };
  if (isStopped || folder === null) return stop;
  const since = shownAt === null ? tools.now() : new Date(shownAt);
  if (shownAt === null) tools.send({ type: 'HCW_SHOWN', at: since.toISOString() });
  let sent = '';
  const onChange = (followed: FollowedLog): void => {
    const reading = readingOf(followed);
    const text = JSON.stringify(reading);
    if (isStopped || reading === null || text === sent) return;
    sent = text;
    tools.send({ type: 'HCW_LOG_READ', reading });
  };
  // Loaded on first use, so that starting the window does not wait for it.
  import('../hcw-log/follow.ts').then(({ followHcwLogs }) => {
    if (!isStopped) following = followHcwLogs(folder, { ...settings, onChange, isWanted: (name) => isBegunSince(name, since) });
  }, tools.unexpected);
  return stop;
}

/** `null` while there is nothing to say: no folder, or no log of this round. */
const readingOf = ({ path, answers, error }: FollowedLog): HcwLogReading | null =>
  path === null && error === null
    ? null
    : hcwLogReading({ origin: 'followed', file: path === null ? '' : basename(path), answers, problem: error });

/**
 * What the wizard does for an administrator who looks elsewhere: the taskbar shows what runs, a notification says that a long task has
 * ended or that mail flow is still weaker, and the computer does not sleep while a change runs. Knows no Electron, so that it can be tested.
 */
import { m } from '../../shared/messages/compiled/messages.js';
import { durationText } from '../../shared/messages/dates.ts';
import { pageLabel, withMode } from '../../shared/messages/labels.ts';
import { isChanging } from '../../shared/wizard/pages.ts';
import type { WizardView } from '../../shared/wizard/view.ts';

export interface AttentionTools {
  /** A part between 0 and 1, `running` where the end is not known, `none` when nothing runs */
  readonly showProgress: (progress: number | 'running' | 'none') => void;
  readonly keepAwake: (isAwake: boolean) => void;
  readonly isInFront: () => boolean;
  readonly notify: (title: string, text: string) => void;
  /** Milliseconds of a clock that is never set back */
  readonly up: () => number;
  readonly now: () => Date;
  /** Calls again and again after that many milliseconds, until what it returns is called */
  readonly every: (milliseconds: number, call: () => void) => () => void;
}

/** A task that took longer is one that nobody waits for in front of the window. */
const longTaskMs = 10_000;
/** How often it is said that mail flow is weaker than before the change */
const reminderMs = 30 * 60_000;

type Seen = Pick<WizardView, 'task' | 'page' | 'weakened'> & {
  readonly context: Pick<WizardView['context'], 'language' | 'progress'>;
};

/** Returns what is to be called with every view, and at the end with `null`. */
export function attention(tools: AttentionTools): (view: Seen | null) => void {
  let running: { readonly task: string; readonly since: number } | null = null;
  let awake = false;
  let exposure: { readonly since: string; readonly stop: () => void } | null = null;
  let last: Seen | null = null;

  const notify = (view: Seen, text: string): void => {
    if (!tools.isInFront()) tools.notify(m.app_title({}, { locale: view.context.language }), text);
  };

  function followTask(view: Seen | null): void {
    const task = view?.task ?? null;
    if (running !== null && task === null && view !== null && tools.up() - running.since >= longTaskMs)
      notify(view, m.window_notice_ended({ page: pageLabel(view.page, view.context.language) }, { locale: view.context.language }));
    if (task === null) running = null;
    else if (running?.task !== task) running = { task, since: tools.up() };
    const progress = view?.context.progress ?? null;
    tools.showProgress(task === null ? 'none' : progress === null || progress.total === 0 ? 'running' : progress.done / progress.total);
  }

  function followExposure(view: Seen | null): void {
    const since = view?.weakened?.hasClock === true ? view.weakened.since : null;
    if (since === (exposure?.since ?? null)) return;
    exposure?.stop();
    exposure = since === null ? null : { since, stop: tools.every(reminderMs, remind) };
  }
  function remind(): void {
    const weakened = last?.weakened ?? null;
    if (last === null || weakened === null) return;
    const { language } = last.context;
    const time = durationText(tools.now().getTime() - Date.parse(weakened.since), language);
    const say = weakened.kind === 'weaker' ? m.exposure_title : m.exposure_unknown_title;
    notify(last, withMode(say({ time }, { locale: language }), weakened.mode, language));
  }

  return (view) => {
    last = view;
    followTask(view);
    followExposure(view);
    const isAwake = view !== null && isChanging(view.task);
    if (isAwake !== awake) tools.keepAwake(isAwake);
    awake = isAwake;
  };
}

/** The view that the main process decided on, and the way to tell it what the administrator does. */
import type { WizardBridge } from '../../shared/ipc/bridge.ts';
import type { AppFacts } from '../../shared/ipc/channels.ts';
import type { LinkId } from '../../shared/ipc/links.ts';
import type { AppError } from '../../shared/errors.ts';
import { overwriteGetLocale } from '../../shared/messages/compiled/runtime.js';
import type { WizardEvent } from '../../shared/wizard/events.ts';
import type { WizardView } from '../../shared/wizard/view.ts';

let view = $state.raw<WizardView>();
let facts = $state.raw<AppFacts>();
/** A request that was refused: shown until the next one succeeds. */
let refusal = $state.raw<AppError | null>(null);
let bridge: WizardBridge | undefined;

/** Loads the first view and follows all later ones. Messages follow its language. */
export async function connectWizard(to: WizardBridge): Promise<void> {
  bridge = to;
  to.subscribe('wizard:changed', (changed) => {
    view = changed;
  });
  const [current, about] = await Promise.all([to.request('wizard:current', undefined), to.request('app:facts', undefined)]);
  if (current.ok) view = current.value;
  if (about.ok) facts = about.value;
  overwriteGetLocale(() => view?.context.language ?? 'en');
}

const connected = (): WizardBridge => {
  if (bridge === undefined) throw new Error('The wizard is not connected.');
  return bridge;
};

export const wizard = {
  get view(): WizardView {
    if (view === undefined) throw new Error('The wizard is not connected.');
    return view;
  },
  get facts(): AppFacts {
    if (facts === undefined) throw new Error('The wizard is not connected.');
    return facts;
  },
  get refusal(): AppError | null {
    return refusal;
  },
  /** Tells the wizard what was done. A refusal is kept for the page to show. */
  send: async (event: WizardEvent): Promise<void> => {
    const result = await connected().request('wizard:send', event);
    refusal = result.ok ? null : result.error;
  },
  /** Whether the text is on the clipboard. */
  copy: async (text: string): Promise<boolean> => {
    const result = await connected().request('clipboard:write', text);
    refusal = result.ok ? null : result.error;
    return result.ok;
  },
  /** The path, `null` when the dialog was closed, `undefined` when it failed (see `refusal`). */
  saveCommands: async (text: string): Promise<string | null | undefined> => {
    const result = await connected().request('commands:save', text);
    refusal = result.ok ? null : result.error;
    return result.ok ? result.value.path : undefined;
  },
  saveReport: async (): Promise<string | null | undefined> => {
    const result = await connected().request('report:save', { language: wizard.view.context.language });
    refusal = result.ok ? null : result.error;
    return result.ok ? result.value.path : undefined;
  },
  showReport: (): Promise<unknown> => connected().request('report:show', undefined),
  openLink: (id: LinkId): Promise<unknown> => connected().request('links:open', id),
  quit: (): Promise<unknown> => connected().request('app:quit', undefined),
};

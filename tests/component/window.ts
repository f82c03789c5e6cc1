/** The window without its window: a bridge that notes what was asked, and says what the test wants it to say. */
import { ok, type AppError } from '../../shared/model/error.ts';
import type {
  AppFacts,
  FileTicket,
  Handlers,
  PageChannel,
  ReplyOf,
  RequestChannel,
  RequestOf,
  WizardBridge,
} from '../../shared/ipc/channels.ts';
import { fileName } from '../../shared/model/file-name.ts';
import { overwriteGetLocale } from '../../shared/messages/compiled/runtime.js';
import type { WizardEvent } from '../../shared/wizard/events.ts';
import type { Language } from '../../shared/messages/language.ts';
import { changeOf, type NumberedView, type ViewChange, type WizardView } from '../../shared/wizard/view.ts';
import { connectWizard } from '../../src-renderer/state/wizard.svelte.ts';

export interface TestWindow {
  /** What the window told the wizard, in order */
  readonly sent: readonly WizardEvent[];
  /** Every other request, as channel and content */
  readonly asked: readonly (readonly [RequestChannel, unknown])[];
  /** Shows another view, as the main process does after a transition. */
  show(view: WizardView): void;
}

/** In these tests the path of a file is its token. */
export const ticketOf = (path: string): FileTicket => ({ token: path, name: fileName(path) });

export const facts: AppFacts = { version: '1.2.3', platform: 'win32', canConnect: true, theme: 'system', dataFolder: 'C:\\Wizard' };

/** Messages of that language from now on, for components that are rendered without a wizard. */
export const speak = (language: Language): void => {
  overwriteGetLocale(() => language);
};

/** Connects the renderer to a wizard that shows `view`. A request succeeds unless `answers` says otherwise. */
export async function openWindow(view: WizardView, answers: Partial<Handlers> = {}): Promise<TestWindow> {
  const sent: WizardEvent[] = [];
  const asked: (readonly [RequestChannel, unknown])[] = [];
  let push: (change: ViewChange) => void = () => undefined;
  let numbered: NumberedView = { revision: 0, view };
  const handlers: Partial<Handlers> = {
    'wizard:current': () => Promise.resolve(ok(numbered)),
    'wizard:send': (event) => {
      sent.push(event);
      return Promise.resolve(ok(null));
    },
    'app:facts': () => Promise.resolve(ok(facts)),
    'app:quit': () => Promise.resolve(ok(null)),
    'window:compact': () => Promise.resolve(ok(null)),
    'online:module': () =>
      Promise.resolve(
        ok({
          version: '3.9.0',
          path: 'C:\\Modules\\ExchangeOnlineManagement.psd1',
          signature: 'microsoft',
          signer: 'CN=Microsoft Corporation, O=Microsoft Corporation',
        }),
      ),
    'collection:script': () => Promise.resolve(ok('Get-HybridConfiguration')),
    'collection:open': () => Promise.resolve(ok([])),
    'collection:drop': () => Promise.resolve(ok([])),
    'collection:paste': () => Promise.resolve(ok(null)),
    'certificateFile:choose': () => Promise.resolve(ok(null)),
    'clipboard:write': () => Promise.resolve(ok(null)),
    'commands:save': () => Promise.resolve(ok({ path: null })),
    'report:save': () => Promise.resolve(ok({ path: null })),
    'report:saveRun': () => Promise.resolve(ok({ path: null })),
    'pack:save': () => Promise.resolve(ok({ path: null })),
    'share:preview': () => Promise.resolve(ok([])),
    'share:save': () => Promise.resolve(ok({ path: null })),
    'request:save': () => Promise.resolve(ok({ path: null })),
    'calendar:save': () => Promise.resolve(ok({ path: null })),
    'report:show': () => Promise.resolve(ok(null)),
    'verify:cancel': () => Promise.resolve(ok(null)),
    'links:open': () => Promise.resolve(ok(null)),
    ...answers,
  };
  const bridge: WizardBridge = {
    request: <C extends PageChannel>(channel: C, request: RequestOf<C>): Promise<ReplyOf<C>> => {
      if (channel !== 'wizard:send' && channel !== 'wizard:current' && channel !== 'app:facts') asked.push([channel, request]);
      const handler = handlers[channel];
      if (handler === undefined) throw new Error(`the test has no answer to ${channel}`);
      return handler(request);
    },
    // A dropped file has its name for its path; one without a name is no file of this machine.
    dropped: (files) => {
      const names = files.map((file) => (file instanceof File ? file.name : '')).filter(Boolean);
      return Promise.resolve(ok(names.map(ticketOf)));
    },
    subscribe: (_channel, listener) => {
      push = listener;
      return () => undefined;
    },
  };
  await connectWizard(bridge);
  return {
    sent,
    asked,
    show: (next) => {
      const change = changeOf(numbered, next);
      numbered = { revision: numbered.revision + 1, view: next };
      push(change);
    },
  };
}

export const refused = (error: AppError): (() => Promise<{ readonly ok: false; readonly error: AppError }>) => {
  return () => Promise.resolve({ ok: false, error });
};

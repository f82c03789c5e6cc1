/** The one window: where it opens, when it is shown, and what is asked before it closes. */

import { app, BrowserWindow, dialog, Menu, nativeTheme, screen } from 'electron';
import { startPage } from '../security/app-protocol.ts';
import { secureWebPreferences } from '../security/web-contents.ts';
import * as v from 'valibot';
import { fullBounds } from './compact.ts';
import { persistedFile } from '../files/persisted-file.ts';
import { openingBounds, smallest } from './bounds.ts';
import { keepPageLoaded } from './page-process.ts';
import { followZoom, knownFactor } from './zoom.ts';
import { themes } from '../../shared/ipc/choices.ts';
import type { Language } from '../../shared/messages/language.ts';
import type { Mode } from '../../shared/model/mode.ts';
import type { LeavingQuestion } from '../../shared/wizard/weakened.ts';

const pixels = v.pipe(v.number(), v.safeInteger());
const boundsSchema = v.object({
  format: v.literal(3),
  x: pixels,
  y: pixels,
  width: pixels,
  height: pixels,
  maximized: v.boolean(),
  zoom: v.number(),
  theme: v.picklist(themes),
});
export type WindowBounds = v.InferOutput<typeof boundsSchema>;

/** The first version wrote no number. */
const boundsFormat = {
  current: 3,
  unnumbered: 1,
  migrations: {
    1: (bounds: object) => ({ ...bounds, format: 2 }),
    2: (bounds: object) => ({ ...bounds, format: 3, zoom: 1, theme: 'system' }),
  },
  schema: boundsSchema,
};

export interface PersistedBounds {
  /** `null` at the first start */
  readonly last: WindowBounds | null;
  follow(window: BrowserWindow, zoom: () => number): void;
  /** Resolves when the last bounds are on the disk. */
  settled(): Promise<void>;
}

/** Reads the bounds that the window had when it was last closed. Losing them costs nothing, so failures are not reported. */
export async function persistedBounds(path: string, now: () => Date): Promise<PersistedBounds> {
  const file = persistedFile(path, boundsFormat, now);
  const kept = await file.read();
  let writing: Promise<unknown> = Promise.resolve();
  return {
    last: kept.state === 'read' ? kept.value : null,
    follow: (window, zoom) => {
      window.on('close', () => {
        writing = file.write({ format: 3, ...fullBounds(window), zoom: zoom(), theme: nativeTheme.themeSource });
      });
    },
    settled: async () => {
      await writing;
    },
  };
}

/** Fluent's neutral background 3, which the page has too: there is no flash before its first frame. */
const background = { light: '#f5f5f5', dark: '#141414' } as const;

export interface WindowOptions {
  /** Path of the preload script */
  readonly preload: string;
  readonly title: string;
  readonly last: WindowBounds | null;
  /** The page ended by itself, e.g. "crashed", and is loaded again. */
  readonly pageEnded: (reason: string) => void;
  /** The page has another title, at first that of its first view. */
  readonly titled: (title: string) => void;
  /** The page crashed so often that it is not loaded again. */
  readonly pageLost: (window: BrowserWindow) => void;
}

export interface OpenedWindow {
  readonly window: BrowserWindow;
  /** The factor by which the page is enlarged now */
  readonly zoom: () => number;
}

/** Opens the window and loads the page. Light or dark follows the system. */
export function openWindow({ preload, title, last, pageEnded, titled, pageLost }: WindowOptions): OpenedWindow {
  const primary = screen.getPrimaryDisplay();
  const displays = [primary, ...screen.getAllDisplays().filter(({ id }) => id !== primary.id)];
  const zoom = knownFactor(last?.zoom ?? 1);
  nativeTheme.themeSource = last?.theme ?? 'system';
  const window = new BrowserWindow({
    ...openingBounds(
      last,
      displays.map(({ workArea }) => workArea),
    ),
    ...smallest,
    title,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: { ...secureWebPreferences(preload), zoomFactor: zoom },
  });
  window.once('ready-to-show', () => {
    if (last?.maximized === true) window.maximize();
    window.show();
  });
  window.on('page-title-updated', (_, title) => {
    titled(title);
  });
  const load = (): void => void window.loadURL(startPage);
  // No event asks about an empty page before it is there.
  window.webContents.on('did-navigate', (_, url) => {
    if (url.startsWith('about:')) load();
  });
  keepPageLoaded(window.webContents, {
    load,
    ended: pageEnded,
    lost: () => {
      pageLost(window);
    },
    now: () => performance.now(),
  });
  load();
  return { window, zoom: followZoom(window.webContents, zoom) };
}

/** Brings the window to the front, e.g. when the program is started a second time. */
export function showWindow(): void {
  // The window that prints a report is never shown.
  const window = BrowserWindow.getAllWindows().find((one) => one.isVisible() || one.isMinimized());
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
}

export interface CloseQuestion {
  readonly isChanging: () => boolean;
  /** `null` while mail flow is not weaker than before the change */
  readonly leaving: () => LeavingQuestion | null;
  readonly rollBack: (event: { readonly type: 'SHOW_ROLLBACK' | 'RESUME' }) => void;
  readonly mode: () => Mode | null;
  readonly language: () => Language;
}

/** Windows whose closing was confirmed: they are not asked about again. */
const confirmed = new WeakSet<BrowserWindow>();

/** Closes the window without a question: the page has asked. */
export function closeConfirmed(window: BrowserWindow): void {
  confirmed.add(window);
  window.close();
}

/**
 * Asks before the window closes, or the user logs off, while a change is in flight, which leaves servers half changed, or while
 * mail flow is or may be weaker than before.
 */
export function askBeforeClose(window: BrowserWindow, { isChanging, leaving, rollBack, mode, language }: CloseQuestion): void {
  let isAsking = false;
  const ask = async (question: LeavingQuestion | null): Promise<void> => {
    isAsking = true;
    const { closeText } = await import('./close-text.ts');
    const { message, detail, stay, close, rollBack: rollBackLabel } = closeText(question, mode(), language());
    const buttons = [stay, close, ...(rollBackLabel === null ? [] : [rollBackLabel])];
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail,
      buttons,
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    isAsking = false;
    if (window.isDestroyed()) return;
    if (response === 1) closeConfirmed(window);
    const rollback = question?.rollback ?? null;
    if (response === 2 && rollback !== null) rollBack({ type: rollback });
  };
  const askFirst = (event: { readonly preventDefault: () => void }): void => {
    if (confirmed.has(window)) return;
    const question = isChanging() ? null : leaving();
    if (question === null && !isChanging()) return;
    event.preventDefault();
    if (!isAsking) void ask(question);
  };
  window.on('close', askFirst);
  // Windows logs off or shuts down: it does not close the window first.
  window.on('query-session-end', askFirst);
}

/** Shows the menu of the right mouse button, in the language of the wizard. */
export function offerContextMenu(window: BrowserWindow, language: () => Language): void {
  window.webContents.on('context-menu', (_, situation) => {
    void import('./context-menu.ts').then(({ contextMenu }) => {
      if (!window.isDestroyed()) Menu.buildFromTemplate([...contextMenu(situation, language())]).popup({ window });
    });
  });
}

/** The system's language, e.g. `ja-JP`; `--lang` on the command line takes precedence, as in every Chromium. */
export function systemLocale(): string {
  const named = app.commandLine.getSwitchValue('lang');
  return named === '' ? (app.getPreferredSystemLanguages()[0] ?? app.getLocale()) : named;
}

/** Says that the wizard has to close because of a defect of its own, and where the log is. */
async function showFatalError(language: Language, logFile: string): Promise<void> {
  const locale = { locale: language };
  const { m } = await import('../../shared/messages/compiled/messages.js');
  dialog.showErrorBox(m.window_fatal_title({}, locale), m.window_fatal_detail({ path: logFile }, locale));
}

/** Ends the program before there is a window. */
export async function endUnconfined(language: Language): Promise<void> {
  const locale = { locale: language };
  const { m } = await import('../../shared/messages/compiled/messages.js');
  dialog.showErrorBox(m.window_unconfined_title({}, locale), m.window_unconfined_detail({}, locale));
  app.exit(1);
}

/** Ends a second start whose window the first one did not show: it runs in another session of the user, or does not answer. */
export async function endOpenElsewhere(language: Language): Promise<void> {
  const locale = { locale: language };
  const { m } = await import('../../shared/messages/compiled/messages.js');
  dialog.showErrorBox(m.window_elsewhere_title({}, locale), m.window_elsewhere_detail({}, locale));
  app.exit(1);
}

/** Ends the program at once: after an exception that nothing caught, no further step can be trusted. */
export const endAfterFatalError = (language: Language, logFile: string): Promise<void> =>
  showFatalError(language, logFile).finally(() => {
    app.exit(1);
  });

/** Closes a window whose page is lost. The program ends as after any other closing: a step in flight is finished. */
export const closeLostWindow = (window: BrowserWindow, language: Language, logFile: string): Promise<void> =>
  showFatalError(language, logFile).finally(() => {
    window.destroy();
  });

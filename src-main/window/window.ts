/** The one window: where it opens, when it is shown, and what is asked before it closes. */

import { app, BrowserWindow, dialog, nativeTheme, screen, type Rectangle } from 'electron';
import { startPage } from '../security/app-protocol.ts';
import { secureWebPreferences } from '../security/web-contents.ts';
import * as v from 'valibot';
import { persistedFile } from '../files/persisted-file.ts';
import { keepPageLoaded } from './page-process.ts';
import type { Language } from '../../shared/messages/language.ts';

const pixels = v.pipe(v.number(), v.safeInteger());
const boundsSchema = v.object({ format: v.literal(2), x: pixels, y: pixels, width: pixels, height: pixels, maximized: v.boolean() });
export type WindowBounds = v.InferOutput<typeof boundsSchema>;

/** The first version wrote no number. */
const boundsFormat = { current: 2, unnumbered: 1, migrations: { 1: (bounds: object) => ({ ...bounds, format: 2 }) }, schema: boundsSchema };

export interface PersistedBounds {
  /** `null` at the first start */
  readonly last: WindowBounds | null;
  follow(window: BrowserWindow): void;
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
    follow: (window) => {
      window.on('close', () => {
        writing = file.write({ format: 2, ...window.getNormalBounds(), maximized: window.isMaximized() });
      });
    },
    settled: async () => {
      await writing;
    },
  };
}

/** Pixels of the title bar that must be within reach of the mouse, so that the window can be moved */
const reach = { width: 100, height: 40 };

/** Displays come and go: `true` when enough of the title bar lies on one of them. */
const isWithinReach = (bounds: Rectangle, workAreas: readonly Rectangle[]): boolean =>
  workAreas.some(
    (area) =>
      bounds.x + bounds.width >= area.x + reach.width &&
      bounds.x <= area.x + area.width - reach.width &&
      bounds.y >= area.y &&
      bounds.y <= area.y + area.height - reach.height,
  );

/** Pixels: it fits a server's screen of 1280 × 800, and can be made as small as a remote session needs. */
const size = { width: 1120, height: 760 };
const smallest = { minWidth: 880, minHeight: 600 };

/** Fluent's neutral background 1, which the page has too: there is no flash before its first frame. */
const background = { light: '#ffffff', dark: '#292929' } as const;

export interface WindowOptions {
  /** Path of the preload script */
  readonly preload: string;
  readonly title: string;
  readonly last: WindowBounds | null;
  /** The page ended by itself, e.g. "crashed", and is loaded again. */
  readonly pageEnded: (reason: string) => void;
  /** The page crashed so often that it is not loaded again. */
  readonly pageLost: (window: BrowserWindow) => void;
}

/** Opens the window and loads the page. Light or dark follows the system. */
export function openWindow({ preload, title, last, pageEnded, pageLost }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...size,
    ...boundsOf(last),
    ...smallest,
    title,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: secureWebPreferences(preload),
  });
  window.once('ready-to-show', () => {
    if (last?.maximized === true) window.maximize();
    window.show();
  });
  const load = (): void => void window.loadURL(startPage);
  keepPageLoaded(window.webContents, {
    load,
    ended: pageEnded,
    lost: () => {
      pageLost(window);
    },
    now: () => performance.now(),
  });
  load();
  return window;
}

function boundsOf(last: WindowBounds | null): Partial<WindowBounds> {
  if (last === null) return {};
  const { x, y, width, height } = last;
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea);
  return isWithinReach(last, workAreas) ? { x, y, width, height } : { width, height };
}

/** Brings the window to the front, e.g. when the program is started a second time. */
export function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
}

export interface CloseQuestion {
  readonly isChanging: () => boolean;
  readonly language: () => Language;
}

/** Asks before the window closes, but only while a change is in flight: closing then leaves servers half changed. */
export function askBeforeClose(window: BrowserWindow, { isChanging, language }: CloseQuestion): void {
  let confirmed = false;
  const ask = async (): Promise<void> => {
    const { m } = await import('../../shared/messages/compiled/messages.js');
    const locale = { locale: language() };
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: m.window_close_question({}, locale),
      detail: m.window_close_detail({}, locale),
      buttons: [m.window_close_stay({}, locale), m.window_close_anyway({}, locale)],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    if (response !== 1 || window.isDestroyed()) return;
    confirmed = true;
    window.close();
  };
  window.on('close', (event) => {
    if (confirmed || !isChanging()) return;
    event.preventDefault();
    void ask();
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

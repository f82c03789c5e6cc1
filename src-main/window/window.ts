/** The one window: shown when it has something to show, where it was last time. */

import { BrowserWindow, nativeTheme, screen, type Rectangle, dialog, app } from 'electron';
import { startPage } from '../security/app-protocol.ts';
import { secureWebPreferences } from '../security/web-contents.ts';
import * as v from 'valibot';
import { persistedFile } from '../files/persisted-file.ts';
import type { Language } from '../../shared/messages/language.ts';

// Where the window was, kept from one start to the next. Losing it costs nothing, so failures are not told.

const pixels = v.pipe(v.number(), v.safeInteger());
const placeSchema = v.object({ format: v.literal(2), x: pixels, y: pixels, width: pixels, height: pixels, maximized: v.boolean() });
export type Place = v.InferOutput<typeof placeSchema>;

/** The first version wrote no number. */
const placeFormat = { current: 2, unnumbered: 1, migrations: { 1: (place: object) => ({ ...place, format: 2 }) }, schema: placeSchema };

export interface WindowPlace {
  /** `null` at the first start */
  readonly last: Place | null;
  follow(window: BrowserWindow): void;
  /** Resolves when the last place is on the disk. */
  settled(): Promise<void>;
}

/** Reads the place that is kept at `path`. */
export async function windowPlace(path: string, now: () => Date): Promise<WindowPlace> {
  const file = persistedFile(path, placeFormat, now);
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
const isWithinReach = (place: Rectangle, workAreas: readonly Rectangle[]): boolean =>
  workAreas.some(
    (area) =>
      place.x + place.width >= area.x + reach.width &&
      place.x <= area.x + area.width - reach.width &&
      place.y >= area.y &&
      place.y <= area.y + area.height - reach.height,
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
  readonly last: Place | null;
  /** The page ended by itself, e.g. "crashed": it is loaded again, and the wizard's state is not in it. */
  readonly pageEnded: (reason: string) => void;
}

/** Opens the window and loads the page. Light or dark follows the system. */
export function openWindow({ preload, title, last, pageEnded }: WindowOptions): BrowserWindow {
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
  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason === 'clean-exit') return;
    pageEnded(reason);
    void window.loadURL(startPage);
  });
  void window.loadURL(startPage);
  return window;
}

function boundsOf(last: Place | null): Partial<Place> {
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

// Closing while a change is in flight leaves servers half changed: then, and only then, it is asked for.

export interface CloseQuestion {
  readonly isChanging: () => boolean;
  readonly language: () => Language;
}

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

// The language that the system speaks, e.g. `ja-JP`; `--lang` on the command line goes before it, as in every Chromium.

export function systemLocale(): string {
  const named = app.commandLine.getSwitchValue('lang');
  return named === '' ? (app.getPreferredSystemLanguages()[0] ?? app.getLocale()) : named;
}

// The end of the program by a defect of its own: said in words, with where the log is.

/** Ends the program: after an exception that nothing caught, no further step can be trusted. */
export async function endAfterFatalError(language: Language, logFile: string): Promise<void> {
  const locale = { locale: language };
  try {
    const { m } = await import('../../shared/messages/compiled/messages.js');
    dialog.showErrorBox(m.window_fatal_title({}, locale), m.window_fatal_detail({ path: logFile }, locale));
  } finally {
    app.exit(1);
  }
}

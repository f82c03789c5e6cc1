/** The one window: shown when it has something to show, where it was last time. */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { startPage } from '../security/app-protocol.ts';
import { secureWebPreferences } from '../security/web-preferences.ts';
import { isWithinReach, type Place } from './place.ts';

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

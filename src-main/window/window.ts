/** The one window: shown when it has something to show, where it was last time. */
import { BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron';
import { startPage } from '../security/app-protocol.ts';
import { secureWebPreferences } from '../security/web-preferences.ts';

const size = { width: 1120, height: 760 };
const smallest = { minWidth: 880, minHeight: 600 };

export interface WindowOptions {
  readonly preload: string;
  readonly title: string;
  /** Where it was; `null` at the first start */
  readonly bounds: Rectangle | null;
}

export function openWindow({ preload, title, bounds }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...size,
    ...(bounds !== null && isVisible(bounds) ? bounds : {}),
    ...smallest,
    title,
    show: false,
    autoHideMenuBar: true,
    // The first frame before the page is painted, in the page's own colour (Fluent neutral background 1).
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#292929' : '#ffffff',
    webPreferences: secureWebPreferences(preload),
  });
  window.once('ready-to-show', () => {
    window.show();
  });
  void window.loadURL(startPage);
  return window;
}

/** Displays come and go: a window that would be off all of them starts in the middle. */
const isVisible = (bounds: Rectangle): boolean =>
  screen.getAllDisplays().some(({ workArea }) => bounds.x < workArea.x + workArea.width - 100 && bounds.x + bounds.width > workArea.x + 100 && bounds.y >= workArea.y && bounds.y < workArea.y + workArea.height - 50);

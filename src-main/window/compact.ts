/** A small window above all others, beside the HCW. It is the one window, made small: nothing more can be asked of the main process. */
import { screen, type BrowserWindow, type Rectangle } from 'electron';
import { smallest } from './bounds.ts';

/** Pixels before scaling: it leaves the HCW beside it on a server's screen. */
const compact = { width: 380, height: 520 };
/** From the edges of the work area */
const margin = 16;

/** The bounds that each small window had before. */
const full = new WeakMap<BrowserWindow, { readonly bounds: Rectangle; readonly isMaximized: boolean }>();

/** Makes the window small and keeps it on top, or gives it back its size. Nothing happens when it is so already. */
export function setCompact(window: BrowserWindow, on: boolean): void {
  const before = full.get(window);
  if (on && before === undefined) {
    full.set(window, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
    const { workArea } = screen.getDisplayMatching(window.getBounds());
    window.unmaximize();
    window.setMinimumSize(compact.width / 2, compact.height / 2);
    const size = { width: Math.min(compact.width, workArea.width), height: Math.min(compact.height, workArea.height) };
    window.setBounds({
      ...size,
      x: Math.max(workArea.x, workArea.x + workArea.width - size.width - margin),
      y: Math.max(workArea.y, workArea.y + workArea.height - size.height - margin),
    });
    window.setAlwaysOnTop(true, 'floating');
  } else if (!on && before !== undefined) {
    full.delete(window);
    window.setAlwaysOnTop(false);
    window.setBounds(before.bounds);
    window.setMinimumSize(smallest.minWidth, smallest.minHeight);
    if (before.isMaximized) window.maximize();
  }
}

/** The bounds of the window at its full size, which it has at the next start. */
export const fullBounds = (window: BrowserWindow): Rectangle & { readonly maximized: boolean } => {
  const before = full.get(window);
  return { ...(before?.bounds ?? window.getNormalBounds()), maximized: before?.isMaximized ?? window.isMaximized() };
};

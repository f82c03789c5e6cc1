/** How Electron draws the administrator's attention. */
import { Notification, powerSaveBlocker, type BrowserWindow } from 'electron';
import { attention } from './attention.ts';
import { showWindow } from './window.ts';

export function attentionOf(window: BrowserWindow, now: () => Date): ReturnType<typeof attention> {
  let blocker: number | null = null;
  return attention({
    showProgress: (progress) => {
      if (window.isDestroyed()) return;
      // Electron's own values: beyond 1 without an end, below 0 none.
      window.setProgressBar(progress === 'none' ? -1 : progress === 'running' ? 2 : progress);
    },
    keepAwake: (isAwake) => {
      if (blocker !== null) powerSaveBlocker.stop(blocker);
      blocker = isAwake ? powerSaveBlocker.start('prevent-app-suspension') : null;
    },
    isInFront: () => !window.isDestroyed() && window.isFocused(),
    notify: (title, body) => {
      if (window.isDestroyed()) return;
      window.flashFrame(true);
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body });
      notification.on('click', showWindow);
      notification.show();
    },
    up: () => performance.now(),
    now,
    every: (milliseconds, call) => {
      const timer = setInterval(call, milliseconds);
      return () => {
        clearInterval(timer);
      };
    },
  });
}

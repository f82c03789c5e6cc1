/** A second start must not work on the same organization and state: it brings the first window to the front and ends. */
import type { App } from 'electron';

/** `false`: another instance runs, and this one has to end. */
export function isOnlyInstance(app: App, onSecondStart: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', onSecondStart);
  return true;
}

/**
 * Chromium's switches open doors: a port through which every process of the machine speaks for the page, and a page without a sandbox.
 * An installed wizard has none of them. In development, tests and practice are driven through them.
 */
import { app } from 'electron';

/** What lets others in, or takes a part of the sandbox away without which it still runs. */
const doors = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-debugging-socket-name',
  'remote-allow-origins',
  'disable-seccomp-filter-sandbox',
  'disable-gpu-sandbox',
  'load-extension',
  'js-flags',
];

/** Before `ready`. */
export function closeDoors(): void {
  if (!app.isPackaged) return;
  for (const name of doors) app.commandLine.removeSwitch(name);
}

/** What ends the sandbox as a whole; by then Chromium has begun without it. */
const withoutSandbox = ['no-sandbox', 'single-process', 'in-process-gpu'];

/** Whether an installed wizard is started without a sandbox by somebody for whom there is one. Root has none on Linux. */
export const isStartedUnconfined = (): boolean =>
  app.isPackaged && process.getuid?.() !== 0 && withoutSandbox.some((name) => app.commandLine.hasSwitch(name));

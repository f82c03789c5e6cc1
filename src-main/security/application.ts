/** Every item of the security checklist, put in force in the order that Electron asks for. */

import { app, Menu, type Session, type App } from 'electron';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { denyNavigation, denyNewWindows, denyWebviews } from './web-contents.ts';
import { closeDoors } from './switches.ts';
import type { SecondStart } from '../window/second-start.ts';
import { closeNetwork, denyNetwork, denyPeerConnections } from './no-network.ts';

// "Only load secure content": nothing is downloaded; files are written by the main process after it has asked where to.

function denyDownloads(session: Session): void {
  session.on('will-download', (event) => {
    event.preventDefault();
  });
}

// "Handle session permission requests from remote content": there is no remote content, and no permission.

function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_, __, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

// "Enable process sandboxing": for every renderer, whatever its window asks for.

/**
 * Before `ready`. Root cannot use Chromium's sandbox: with the switch that says so, enforcing it would
 * only end every child process.
 */
function enforceSandbox(): void {
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
}

/** Before `ready`. */
export function secureApplication(): void {
  // The standard menu has reload and developer tools in it.
  Menu.setApplicationMenu(null);
  closeDoors();
  enforceSandbox();
  closeNetwork();
  registerAppScheme();
  // For every web contents that will ever exist, before the first one does.
  app.on('web-contents-created', (_, contents) => {
    denyNavigation(contents);
    denyNewWindows(contents);
    denyWebviews(contents);
    denyPeerConnections(contents);
  });
}

/** After `ready`, before the first window: what a page of this session can reach is the folder of the built renderer. */
export function secureSession(session: Session, rendererFolder: string, scriptServed: () => void): void {
  denyPermissions(session);
  denyDownloads(session);
  denyNetwork(session);
  serveApp(session, rendererFolder, scriptServed);
}

/** What a report that is printed can reach: nothing but itself. */
export function secureReportSession(session: Session): void {
  denyPermissions(session);
  denyDownloads(session);
  denyNetwork(session);
}

// A second start must not work on the same organization and state: it brings the first window to the front and ends.

/** `false`: another instance runs, and this one ends. `request`: what is passed to the other instance. */
export function isOnlyInstance(app: App, request: SecondStart, onSecondStart: (sent: unknown) => void): boolean {
  if (!app.requestSingleInstanceLock(request)) return false;
  app.on('second-instance', (_event, _arguments, _folder, sent) => {
    onSecondStart(sent);
  });
  return true;
}

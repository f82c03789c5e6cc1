/** Every item of the security checklist, put in force in the order that Electron asks for. */
import { app, Menu, type Session } from 'electron';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { denyDownloads } from './downloads.ts';
import { denyNavigation } from './navigation.ts';
import { denyNetwork } from './no-network.ts';
import { denyNewWindows } from './new-windows.ts';
import { denyPermissions } from './permissions.ts';
import { enforceSandbox } from './sandbox.ts';
import { denyWebviews } from './webviews.ts';

/** Before `ready`. */
export function secureApplication(): void {
  // The standard menu has reload and developer tools in it.
  Menu.setApplicationMenu(null);
  enforceSandbox();
  registerAppScheme();
  // For every web contents that will ever exist, before the first one does.
  app.on('web-contents-created', (_, contents) => {
    denyNavigation(contents);
    denyNewWindows(contents);
    denyWebviews(contents);
  });
}

/** After `ready`, before the first window: what a page of this session can reach is the folder of the built renderer. */
export function secureSession(session: Session, rendererFolder: string): void {
  denyPermissions(session);
  denyDownloads(session);
  denyNetwork(session);
  serveApp(session, rendererFolder);
}

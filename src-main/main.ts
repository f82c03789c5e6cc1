/** Composition root: builds the parts and connects them, and decides nothing. */
import { join } from 'node:path';
import { app, BrowserWindow, clipboard, dialog, Menu, session, shell } from 'electron';
import type { WizardView } from '../shared/wizard/view.ts';
import { serveRequests } from './ipc/serve.ts';
import { openLog } from './log/log.ts';
import { denyNavigation } from './security/navigation.ts';
import { denyNetwork } from './security/no-network.ts';
import { denyPermissions } from './security/permissions.ts';
import { registerAppScheme, serveApp } from './security/app-protocol.ts';
import { enforceSandbox } from './security/sandbox.ts';
import { isOnlyInstance } from './security/single-instance.ts';
import { openLink } from './security/external-links.ts';
import { openWindow } from './window/window.ts';
import { windowPlace } from './window/place.ts';
import { startWizard } from './wizard/start.ts';
import { createHandlers } from './wizard/handlers.ts';

app.setName('Hybrid Certificate Wizard');
Menu.setApplicationMenu(null);
enforceSandbox();
registerAppScheme();
denyNavigation(app);

const here = import.meta.dirname;
const now = (): Date => new Date();

function showFirstWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
}

async function run(): Promise<void> {
  await app.whenReady();
  const data = app.getPath('userData');
  const log = openLog(join(data, 'logs', 'wizard.log'));
  process.on('unhandledRejection', (error) => {
    log.error('unhandled', error);
  });
  const ownSession = session.defaultSession;
  denyPermissions(ownSession);
  denyNetwork(ownSession);
  serveApp(ownSession, join(here, '../renderer'));

  const place = await windowPlace(join(data, 'window.json'), now);
  const conductor = await startWizard({
    data,
    now,
    locale: app.getPreferredSystemLanguages()[0] ?? app.getLocale(),
    packaged: app.isPackaged,
    modulePath: join(app.isPackaged ? process.resourcesPath : here, 'powershell'),
    log,
  });
  const window = openWindow({ preload: join(here, '../preload/preload.cjs'), title: app.getName(), bounds: place.last });
  place.follow(window);
  conductor.subscribe((view: WizardView) => {
    if (!window.isDestroyed()) window.webContents.send('wizard:changed', view);
  });

  serveRequests(
    createHandlers({
      conductor,
      now,
      facts: { version: app.getVersion(), platform: process.platform, canConnect: process.platform === 'win32' },
      writeClipboard: (text) => {
        clipboard.writeText(text);
      },
      openLink,
      showInFolder: (path) => {
        shell.showItemInFolder(path);
      },
      quit: () => {
        window.close();
      },
      askPath: async (suggestion, kind) => {
        const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: suggestion, filters: [{ name: kind, extensions: [kind] }] });
        return canceled || filePath === '' ? null : filePath;
      },
    }),
    (error) => {
      log.error('request', error);
    },
  );
  app.on('window-all-closed', () => {
    void conductor.close().finally(() => {
      app.quit();
    });
  });
}

if (isOnlyInstance(app, showFirstWindow)) void run();
else app.quit();

/** Composition root: builds the parts and connects them, and decides nothing. */
import { join } from 'node:path';
import { app, clipboard, dialog, session, shell } from 'electron';
import { push, serveRequests } from './ipc/serve.ts';
import { openLog, type Log } from './log/log.ts';
import { secureApplication, secureSession } from './security/application.ts';
import { openLink } from './security/external-links.ts';
import { isOnlyInstance } from './security/single-instance.ts';
import { askBeforeClose } from './window/ask-before-close.ts';
import { endAfterFatalError } from './window/fatal-error.ts';
import { windowPlace } from './window/place.ts';
import { systemLocale } from './window/system-locale.ts';
import { openWindow, showWindow } from './window/window.ts';
import { createHandlers } from './wizard/handlers.ts';
import { languageOf, startWizard } from './wizard/start.ts';

app.setName('Hybrid Certificate Wizard');
secureApplication();

const here = import.meta.dirname;
const now = (): Date => new Date();

async function run(): Promise<void> {
  await app.whenReady();
  const data = app.getPath('userData');
  const locale = systemLocale();
  const logFile = join(data, 'logs', 'wizard.log');
  const log = openLog(logFile);
  const fatal = (error: unknown): void => {
    log.error('fatal', error);
    endAfterFatalError(languageOf(locale), logFile);
  };
  process.on('uncaughtException', fatal);
  process.on('unhandledRejection', (error) => {
    log.error('unhandled', error);
  });
  await openWizard({ data, locale, log }).catch(fatal);
}

interface Surroundings {
  /** Folder for everything that is kept */
  readonly data: string;
  readonly locale: string;
  readonly log: Log;
}

async function openWizard({ data, locale, log }: Surroundings): Promise<void> {
  secureSession(session.defaultSession, join(here, '../renderer'));

  const place = await windowPlace(join(data, 'window.json'), now);
  const conductor = await startWizard({
    data,
    now,
    locale,
    packaged: app.isPackaged,
    modulePath: join(app.isPackaged ? process.resourcesPath : here, 'powershell'),
    log,
  });
  const window = openWindow({
    preload: join(here, '../preload/preload.cjs'),
    title: app.getName(),
    last: place.last,
    pageEnded: (reason) => {
      log.error('page ended', reason);
    },
  });
  askBeforeClose(window, { isChanging: () => conductor.isChanging(), language: () => conductor.view().context.language });
  place.follow(window);
  conductor.subscribe((view) => {
    push(window, 'wizard:changed', view);
  });

  serveRequests(
    window,
    createHandlers({
      conductor,
      now,
      facts: { version: app.getVersion(), platform: process.platform, canConnect: process.platform === 'win32' },
      writeClipboard: (text) => clipboard.writeText(text),
      openLink,
      showInFolder: (path) => {
        shell.showItemInFolder(path);
      },
      quit: () => {
        window.close();
      },
      askPath: async (suggestion, kind) => {
        const { canceled, filePath } = await dialog.showSaveDialog(window, {
          defaultPath: suggestion,
          filters: [{ name: kind, extensions: [kind] }],
        });
        return canceled || filePath === '' ? null : filePath;
      },
    }),
    (error) => {
      log.error('request', error);
    },
  );
  app.on('window-all-closed', () => {
    void Promise.allSettled([conductor.close(), place.settled()]).then(() => {
      app.quit();
    });
  });
}

if (isOnlyInstance(app, showWindow)) void run();
else app.quit();

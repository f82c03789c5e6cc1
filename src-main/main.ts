/** Composition root: builds the parts and connects them; it decides nothing. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path, { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { app, clipboard, dialog, nativeTheme, session, shell, type BrowserWindow } from 'electron';
import { languageOf } from '../shared/messages/language.ts';
import { leavingQuestion } from '../shared/wizard/weakened.ts';
import { asksForCheck } from './cli/arguments.ts';
import { push, serveRequests } from './ipc/serve.ts';
import { openLog, type Log } from './log/log.ts';
import { signedInUser } from './report/signed-in-user.ts';
import { secureApplication, secureSession, isOnlyInstance } from './security/application.ts';
import { isStartedUnconfined } from './security/switches.ts';
import { openDraft, openLink } from './security/web-contents.ts';
import { cacheFolder } from './window/cache-folder.ts';
import { setCompact } from './window/compact.ts';
import { attentionOf } from './window/electron-attention.ts';
import { endWhenSettled } from './window/ending.ts';
import { printReport } from './window/print-report.ts';
import { answerSecondStart, isShownByFirst } from './window/second-start.ts';
import {
  askBeforeClose,
  closeConfirmed,
  closeLostWindow,
  endAfterFatalError,
  endOpenElsewhere,
  endUnconfined,
  offerContextMenu,
  persistedBounds,
  type PersistedBounds,
  systemLocale,
  openWindow,
  showWindow,
} from './window/window.ts';
import { createHandlers, type HandlerTools } from './wizard/handlers.ts';
import { startWizard } from './wizard/start.ts';

app.setName('Hybrid Certificate Wizard');
secureApplication();

const here = import.meta.dirname;
const now = (): Date => new Date();
const programName = (): string => `${app.getName()} ${app.getVersion()}`;

async function run(): Promise<void> {
  const data = app.getPath('userData');
  const logFile = join(data, 'logs', 'wizard.log');
  const log = openLog(logFile);
  log.info('started', { program: programName(), electron: process.versions.electron, system: process.getSystemVersion() });
  const bounds = persistedBounds(join(data, 'window.json'), now);
  await app.whenReady();
  const locale = systemLocale();
  const fatal = (error: unknown): void => {
    log.error('fatal', error);
    void endAfterFatalError(languageOf(locale), logFile);
  };
  process.on('uncaughtException', fatal);
  process.on('unhandledRejection', (error) => {
    log.error('unhandled', error);
  });
  await openProgram({ data, locale, log, logFile, bounds: await bounds }).catch(fatal);
}

interface ProgramOptions {
  /** Folder of everything that the wizard keeps */
  readonly data: string;
  readonly locale: string;
  readonly log: Log;
  readonly logFile: string;
  readonly bounds: PersistedBounds;
}

async function openProgram({ data, locale, log, logFile, bounds }: ProgramOptions): Promise<void> {
  secureSession(session.defaultSession, join(here, '../renderer'));
  const { window, zoom } = openWindow({
    preload: join(here, '../preload/preload.cjs'),
    title: app.getName(),
    last: bounds.last,
    pageEnded: (reason) => {
      log.error('page ended', reason);
    },
    titled: (title) => {
      log.info('title', { title });
    },
    pageLost: (lost) => void closeLostWindow(lost, languageOf(locale), logFile),
  });
  bounds.follow(window, zoom);
  // The persisted state is read while the page starts in its own process; requests of the page wait for it.
  const modulePath = join(app.isPackaged ? process.resourcesPath : here, 'powershell');
  const starting = startWizard({ data, now, locale, packaged: app.isPackaged, modulePath, log, program: programName() });
  endWhenSettled(app, () => Promise.allSettled([starting.then(({ controller }) => controller.close()), bounds.settled()]));
  serveRequests(
    window,
    starting.then((started) => createHandlers({ ...platformOf(window, data), ...started })),
    (error) => {
      log.error('request', error);
    },
  );
  const { controller, views } = await starting;
  askBeforeClose(window, {
    isChanging: () => controller.isChanging(),
    leaving: () => leavingQuestion(controller.view()),
    rollBack: (event) => void controller.send(event),
    language: () => controller.view().context.language,
  });
  offerContextMenu(window, () => controller.view().context.language);
  const attend = attentionOf(window, now);
  controller.subscribe(attend);
  attend(controller.view());
  window.on('closed', () => {
    attend(null);
  });
  views.subscribe((change) => {
    push(window, 'wizard:changed', change);
  });
}

const certificateExtensions = ['cer', 'crt', 'pem', 'p7b', 'pfx', 'p12'] as const;
const anyFile = { name: '*', extensions: ['*'] };

/** What the wizard needs of Electron. */
const platformOf = (
  window: BrowserWindow,
  data: string,
): Omit<HandlerTools, 'controller' | 'views' | 'collected' | 'practice' | 'onlineModule' | 'readRun' | 'readRunFiles'> => ({
  now,
  facts: () => ({
    version: app.getVersion(),
    platform: process.platform,
    canConnect: process.platform === 'win32',
    theme: nativeTheme.themeSource,
  }),
  chooseTheme: (theme) => {
    nativeTheme.themeSource = theme;
  },
  openPlace: async (place) => {
    const path = {
      runs: join(data, 'runs'),
      logs: join(data, 'logs'),
      // Beside the program; where nothing is packaged, the build has written it beside its own folder.
      licenses: app.isPackaged ? join(process.resourcesPath, '..', 'THIRD-PARTY-NOTICES.txt') : join(here, '../THIRD-PARTY-NOTICES.txt'),
    }[place];
    if (place !== 'licenses') await mkdir(path, { recursive: true });
    return (await shell.openPath(path)) === '';
  },
  origin: { program: programName(), user: signedInUser() },
  writeClipboard: (text) => clipboard.writeText(text),
  openLink,
  openDraft,
  printReport,
  showInFolder: (path) => {
    shell.showItemInFolder(path);
  },
  quit: () => {
    closeConfirmed(window);
  },
  setCompact: (on) => {
    setCompact(window, on);
  },
  askToOpen: async (kind) => {
    const { filePaths } = await dialog.showOpenDialog(window, {
      properties: kind === 'folder' ? ['openDirectory'] : kind === 'file' ? ['openFile', 'multiSelections'] : ['openFile'],
      ...(kind === 'certificate' && { filters: [{ name: 'X.509, PKCS #7, PKCS #12', extensions: [...certificateExtensions] }, anyFile] }),
      ...(kind === 'plan' && { filters: [{ name: 'txt', extensions: ['txt'] }, anyFile] }),
      ...(kind === 'hcwLog' && { filters: [{ name: 'log', extensions: ['log'] }, anyFile] }),
    });
    return filePaths;
  },
  askPath: async (suggestion, kind) => {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      defaultPath: suggestion,
      filters: [{ name: kind, extensions: [kind] }],
    });
    return canceled || filePath === '' ? null : filePath;
  },
});

if (asksForCheck(process.argv)) {
  const { runWithoutWindow } = await import('./cli/without-window.ts');
  await runWithoutWindow({
    argv: process.argv,
    program: { name: app.getName(), version: app.getVersion() },
    locale: systemLocale,
    exit: (code) => {
      app.exit(code);
    },
  });
} else if (isStartedUnconfined()) await endUnconfined(languageOf(systemLocale()));
else {
  const data = app.getPath('userData');
  app.setPath('sessionData', cacheFolder({ data, roaming: process.env['APPDATA'], local: process.env['LOCALAPPDATA'] }, path));
  const request = { token: randomUUID() };
  const onSecondStart = (sent: unknown): void => {
    showWindow();
    void answerSecondStart(data, sent).catch(() => undefined);
  };
  if (isOnlyInstance(app, request, onSecondStart)) void run();
  else if (await isShownByFirst(data, request, () => setTimeout(100))) app.quit();
  else await endOpenElsewhere(languageOf(systemLocale()));
}

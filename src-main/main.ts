/** Composition root: builds the parts and connects them; it decides nothing. */
import { randomUUID } from 'node:crypto';
import path, { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { app, session } from 'electron';
import { languageOf } from '../shared/messages/language.ts';
import { asksForCheck } from './cli/commands.ts';
import { serveRequests } from './ipc/serve.ts';
import { openLog, type Log } from './log/log.ts';
import { secureApplication, secureSession, isOnlyInstance } from './security/application.ts';
import { isStartedUnconfined } from './security/switches.ts';
import { cacheFolder } from './window/cache-folder.ts';
import { endWhenSettled } from './window/ending.ts';
import { pageScripts } from './window/page-scripts.ts';
import { answerSecondStart, isShownByFirst } from './window/second-start.ts';
import {
  closeLostWindow,
  endAfterFatalError,
  endOpenElsewhere,
  endUnconfined,
  persistedBounds,
  type PersistedBounds,
  systemLocale,
  openWindow,
  showWindow,
} from './window/window.ts';

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

/** While the page evaluates its scripts, what is behind it is loaded, and what was kept is read: requests of the page wait for it. */
async function openProgram({ data, locale, log, logFile, bounds }: ProgramOptions): Promise<void> {
  const scripts = pageScripts();
  secureSession(session.defaultSession, join(here, '../renderer'), scripts.served);
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
  const starting = scripts.allServed
    .then(() => import('./program.ts'))
    .then(({ startProgram }) => startProgram(window, { data, locale, log, program: programName(), folder: here }));
  endWhenSettled(app, () => Promise.allSettled([starting.then(({ controller }) => controller.close()), bounds.settled()]));
  serveRequests(
    window,
    starting.then(({ handlers }) => handlers),
    (error) => {
      log.error('request', error);
    },
  );
  await starting;
}

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

/** Starts the wizard for a window that is open: gives it what it needs of Electron, and shows on the taskbar and by notifications what it does. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { app, clipboard, dialog, nativeTheme, shell, type BrowserWindow } from 'electron';
import type { Handlers } from '../shared/ipc/channels.ts';
import { leavingQuestion } from '../shared/wizard/weakened.ts';
import { push } from './ipc/serve.ts';
import type { Log } from './log/log.ts';
import { signedInUser } from './report/signed-in-user.ts';
import { openDraft, openLink } from './security/web-contents.ts';
import { setCompact } from './window/compact.ts';
import { printReport } from './window/print-report.ts';
import { askBeforeClose, closeConfirmed, offerContextMenu } from './window/window.ts';
import { createHandlers, type HandlerTools } from './wizard/handlers.ts';
import type { WizardController } from './wizard/controller.ts';
import { startWizard } from './wizard/start.ts';

const now = (): Date => new Date();

export interface ProgramOptions {
  /** Name and version */
  readonly program: string;
  /** Folder of the built main process */
  readonly folder: string;
  /** Folder of everything that the wizard keeps */
  readonly data: string;
  readonly locale: string;
  readonly log: Log;
}

export interface Program {
  readonly controller: WizardController;
  /** Answers the requests of the page */
  readonly handlers: Handlers;
}

/** Reads what was persisted, and from then on sends every change of the view to the window. */
export async function startProgram(window: BrowserWindow, { program, folder, data, locale, log }: ProgramOptions): Promise<Program> {
  const modulePath = join(app.isPackaged ? process.resourcesPath : folder, 'powershell');
  const started = await startWizard({ data, now, locale, packaged: app.isPackaged, modulePath, log, program });
  const { controller, views } = started;
  const running = { controller, handlers: createHandlers({ ...platformOf(window, { data, program, folder }), ...started }) };
  // Closed before all of this was there: nothing was begun, and the program ends.
  if (window.isDestroyed()) return running;
  askBeforeClose(window, {
    isChanging: () => controller.isChanging(),
    leaving: () => leavingQuestion(controller.view()),
    rollBack: (event) => void controller.send(event),
    mode: () => controller.view().context.mode,
    language: () => controller.view().context.language,
  });
  offerContextMenu(window, () => controller.view().context.language);
  views.subscribe((change) => {
    push(window, 'wizard:changed', change);
  });
  // It brings the texts of all messages with it: until the page has what it shows first, the main process has to serve it.
  const { handlers } = running;
  let asked = false;
  return {
    controller,
    handlers: {
      ...handlers,
      'app:facts': (request) => {
        if (!asked) setImmediate(() => void attend(window, controller));
        asked = true;
        return handlers['app:facts'](request);
      },
    },
  };
}

async function attend(window: BrowserWindow, controller: WizardController): Promise<void> {
  const { attentionOf } = await import('./window/electron-attention.ts');
  if (window.isDestroyed()) return;
  const attention = attentionOf(window, now);
  controller.subscribe(attention);
  attention(controller.view());
  window.on('closed', () => {
    attention(null);
  });
}

const certificateExtensions = ['cer', 'crt', 'pem', 'p7b', 'pfx', 'p12'] as const;
const anyFile = { name: '*', extensions: ['*'] };

/** What the wizard needs of Electron. */
const platformOf = (
  window: BrowserWindow,
  { data, program, folder }: Pick<ProgramOptions, 'data' | 'program' | 'folder'>,
): Omit<HandlerTools, 'controller' | 'views' | 'collected' | 'practice' | 'onlineModule' | 'readRun' | 'readRunFiles'> => ({
  now,
  facts: () => ({
    version: app.getVersion(),
    platform: process.platform,
    canConnect: process.platform === 'win32',
    theme: nativeTheme.themeSource,
    dataFolder: data,
  }),
  chooseTheme: (theme) => {
    nativeTheme.themeSource = theme;
  },
  openPlace: async (place) => {
    const path = {
      runs: join(data, 'runs'),
      logs: join(data, 'logs'),
      // Beside the program; where nothing is packaged, the build has written it beside its own folder.
      licenses: app.isPackaged ? join(process.resourcesPath, '..', 'THIRD-PARTY-NOTICES.txt') : join(folder, '../THIRD-PARTY-NOTICES.txt'),
    }[place];
    if (place !== 'licenses') await mkdir(path, { recursive: true });
    return (await shell.openPath(path)) === '';
  },
  origin: { program, user: signedInUser() },
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

/** Both directions between the window and the main process. The only place that knows ipcMain. */
import { ipcMain, type BrowserWindow } from 'electron';
import type { Handlers, PushChannel, Pushes, RequestChannel } from '../../shared/ipc/channels.ts';
import { appOrigin } from '../security/app-protocol.ts';
import { isTrustedSender } from './sender.ts';

/** The names in `shared/ipc/channels.ts`, as `electron.vite.config.ts` writes them: with the schemas the window would open later. */
declare const requestChannels: readonly RequestChannel[];

/** Answers every request of the list that comes from the page of `window`, and refuses all others. Early requests wait for `handlers`. */
export function serveRequests(window: BrowserWindow, handlers: Promise<Handlers>, unexpected: (error: unknown) => void): void {
  for (const channel of requestChannels) {
    ipcMain.handle(channel, async ({ sender, senderFrame }, request: unknown) => {
      // Decided now: while the handlers are awaited, the frame may show another page.
      const trusted = !window.isDestroyed() && sender === window.webContents && isTrustedSender(senderFrame, appOrigin);
      const { answerRequest } = await import('./answer.ts');
      return answerRequest(channel, request, { trusted, handlers: await handlers, unexpected });
    });
  }
}

/** Sends to the window, unless it is already gone. */
export function push<C extends PushChannel>(window: BrowserWindow, channel: C, message: Pushes[C]): void {
  if (!window.isDestroyed()) window.webContents.send(channel, message);
}

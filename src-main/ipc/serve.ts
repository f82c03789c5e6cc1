/** Both directions between the window and the main process. The only place that knows ipcMain. */
import { ipcMain, type BrowserWindow } from 'electron';
import { requestChannels, type Handlers, type PushChannel, type Pushes } from '../../shared/ipc/channels.ts';
import { appOrigin } from '../security/app-protocol.ts';
import { answerRequest, isTrustedSender } from './answer.ts';

/** Answers every request of the list that comes from the page of `window`, and refuses all others. Early requests wait for `handlers`. */
export function serveRequests(window: BrowserWindow, handlers: Promise<Handlers>, unexpected: (error: unknown) => void): void {
  for (const channel of requestChannels) {
    ipcMain.handle(channel, async ({ sender, senderFrame }, request: unknown) =>
      answerRequest(channel, request, {
        trusted: !window.isDestroyed() && sender === window.webContents && isTrustedSender(senderFrame, appOrigin),
        handlers: await handlers,
        unexpected,
      }),
    );
  }
}

/** Sends to the window, unless it is already gone. */
export function push<C extends PushChannel>(window: BrowserWindow, channel: C, message: Pushes[C]): void {
  if (!window.isDestroyed()) window.webContents.send(channel, message);
}

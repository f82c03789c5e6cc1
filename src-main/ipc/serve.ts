/** Every request of the window: sender, then schema, then handler, then `Result`. The only place that knows ipcMain. */
import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { requestChannels } from '../../shared/ipc/bridge.ts';
import type { Handlers } from '../../shared/ipc/channels.ts';
import { isTrustedSender } from '../security/sender.ts';
import { answerRequest } from './answer.ts';

export function serveRequests(handlers: Handlers, unexpected: (error: unknown) => void): void {
  for (const channel of requestChannels) {
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, request: unknown) =>
      answerRequest(channel, request, { trusted: isTrustedSender(event.senderFrame), handlers, unexpected }),
    );
  }
}

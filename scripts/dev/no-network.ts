/** In the place of src-main/security/no-network.ts in `npm run dev`: nothing is reached but Vite's own socket. */
import type { Session } from 'electron';
import { socket } from './server.ts';

const outside = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'];

export function denyNetwork(session: Session): void {
  session.webRequest.onBeforeRequest({ urls: outside }, ({ url }, answer) => {
    answer({ cancel: !url.startsWith(`${socket}/`) });
  });
  session.protocol.handle('file', () => Response.error());
}

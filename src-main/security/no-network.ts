/** "Only load secure content": the window loads nothing from any network at all, and no file past its own protocol. */
import type { Session } from 'electron';

/** Every scheme that leads to a network. The program's own pages are not among them: asking for each of their files would slow the start. */
const outside = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'];

export function denyNetwork(session: Session): void {
  session.webRequest.onBeforeRequest({ urls: outside }, (_, answer) => {
    answer({ cancel: true });
  });
  // A pattern of addresses does not match files: they have no host.
  session.protocol.handle('file', () => Response.error());
}

/** "Only load secure content": the window loads nothing from any network at all, and no file past its own protocol. */
import type { Session } from 'electron';

/** Every scheme that leads out of the program. Its own pages are not among them: asking for each of their files would slow the start. */
const outside = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'];

export function denyNetwork(session: Session): void {
  session.webRequest.onBeforeRequest({ urls: outside }, (_, answer) => {
    answer({ cancel: true });
  });
}

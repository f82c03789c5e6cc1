/** "Only load secure content": the window loads nothing from any network at all, and no file past its own protocol. */
import { app, type Session, type WebContents } from 'electron';

/** Every scheme that leads to a network. The program's own pages are not among them: asking for each of their files would slow the start. */
const outside = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'];

export function denyNetwork(session: Session): void {
  session.webRequest.onBeforeRequest({ urls: outside }, (_, answer) => {
    answer({ cancel: true });
  });
  // A pattern of addresses does not match files: they have no host.
  session.protocol.handle('file', () => Response.error());
}

/** A port of this machine on which nothing listens (9, discard). */
const nowhere = 'http://127.0.0.1:9';

/**
 * Before `ready`: what no request handler sees, for every session. No name is looked up, and what would go past a handler, such as a
 * relay of WebRTC over TCP, goes to a proxy that there is not, addresses of this machine included.
 */
export function closeNetwork(): void {
  for (const name of ['no-proxy-server', 'proxy-pac-url', 'proxy-auto-detect']) app.commandLine.removeSwitch(name);
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('proxy-server', nowhere);
  app.commandLine.appendSwitch('proxy-bypass-list', '<-loopback>');
}

/** WebRTC sends UDP past the proxy unless it is told not to. */
export function denyPeerConnections(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/** "Only load secure content": the window loads nothing from any network at all. */
import type { Session } from 'electron';
import { appScheme } from './app-protocol.ts';

/** Schemes of a page that stay within the machine; the developer tools are of the runtime itself. */
const allowed = new Set([`${appScheme}:`, 'devtools:']);

export function denyNetwork(session: Session): void {
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !URL.canParse(url) || !allowed.has(new URL(url).protocol) });
  });
}

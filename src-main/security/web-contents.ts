/** What a page may do, each value with the item of the checklist that asks for it. All are written out: a default may change. */

import { type WebPreferences, type WebContents, shell } from 'electron';
import { links, type LinkId } from '../../shared/ipc/choices.ts';

/** `preload`: the path of the script that connects the page; `undefined` for a page that is only printed. */
export const secureWebPreferences = (preload: string | undefined): WebPreferences => ({
  ...(preload !== undefined && { preload }),
  // "Do not enable Node.js integration for remote content"
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  // "Enable context isolation"
  contextIsolation: true,
  // "Enable process sandboxing"
  sandbox: true,
  // "Do not disable webSecurity"
  webSecurity: true,
  // "Do not enable allowRunningInsecureContent"
  allowRunningInsecureContent: false,
  // "Do not enable experimental features"
  experimentalFeatures: false,
  // "Verify WebView options and parameters"
  webviewTag: false,
  // "Disable or limit navigation"
  navigateOnDragDrop: false,
  safeDialogs: true,
  // Dictionaries would be downloaded.
  spellcheck: false,
  // Developer tools could speak for the page to the main process.
  devTools: false,
});

// "Disable or limit navigation": the window shows its one page from start to end.

/** The page itself is loaded by the main process, which none of these events is for. */
export function denyNavigation(contents: WebContents): void {
  const refuse = (event: { readonly preventDefault: () => void }): void => {
    event.preventDefault();
  };
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
}

// "Disable or limit creation of new windows": there is one window, and the page cannot open another.

export function denyNewWindows(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

// "Verify WebView options and parameters", "Do not use allowpopups for WebViews": there is no webview at all.

export function denyWebviews(contents: WebContents): void {
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
}

// "Do not use shell.openExternal with untrusted content": an id of a fixed list comes in, its address goes out.

export const openLink = (id: LinkId): Promise<void> => shell.openExternal(links[id]);

/** A draft in the program for mail: the address was checked where it came in, and nothing of it or the subject is a link of its own. */
export function openDraft(to: string, subject: string): Promise<void> {
  const [name = '', domain = ''] = to.split('@');
  return shell.openExternal(`mailto:${encodeURIComponent(name)}@${encodeURIComponent(domain)}?subject=${encodeURIComponent(subject)}`);
}

/** What a page may do, each value with the item of the checklist that asks for it. All are written out: a default may change. */
import type { WebPreferences } from 'electron';

export const secureWebPreferences = (preload: string): WebPreferences => ({
  preload,
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

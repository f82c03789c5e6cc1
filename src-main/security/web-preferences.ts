/** "Do not enable Node.js integration", "Enable context isolation", "Enable process sandboxing", "Do not disable webSecurity", "Do not use webviews". */
import type { WebPreferences } from 'electron';

export const secureWebPreferences = (preload: string): WebPreferences => ({
  preload,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
});

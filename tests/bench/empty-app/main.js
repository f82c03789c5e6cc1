/** The least that an Electron program with a window can be: what the wizard's start is measured against. */
import { app, BrowserWindow } from 'electron';
import { join } from 'node:path';

app.on('window-all-closed', () => {
  app.quit();
});
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1120, height: 760, show: false });
  window.once('ready-to-show', () => {
    window.show();
  });
  await window.loadFile(join(import.meta.dirname, 'index.html'));
});

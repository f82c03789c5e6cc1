/** "Disable or limit navigation", "Disable or limit creation of new windows", "Do not use webviews". */
import type { App } from 'electron';

/** For every web contents that will ever exist, before the first one does. */
export function denyNavigation(app: App): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-navigate', (event) => {
      event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

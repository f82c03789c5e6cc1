/** "Verify WebView options and parameters", "Do not use allowpopups for WebViews": there is no webview at all. */
import type { WebContents } from 'electron';

export function denyWebviews(contents: WebContents): void {
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
}

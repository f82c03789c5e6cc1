/** "Disable or limit creation of new windows": there is one window, and the page cannot open another. */
import type { WebContents } from 'electron';

export function denyNewWindows(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

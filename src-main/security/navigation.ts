/** "Disable or limit navigation": the window shows its one page from start to end. */
import type { WebContents } from 'electron';

/** The page itself is loaded by the main process, which none of these events is for. */
export function denyNavigation(contents: WebContents): void {
  const refuse = (event: { readonly preventDefault: () => void }): void => {
    event.preventDefault();
  };
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
}

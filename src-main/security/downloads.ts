/** "Only load secure content": nothing is downloaded; files are written by the main process after it has asked where to. */
import type { Session } from 'electron';

export function denyDownloads(session: Session): void {
  session.on('will-download', (event) => {
    event.preventDefault();
  });
}

/** "Validate the sender of all IPC messages". */
import { appOrigin } from './app-protocol.ts';

/** The part of an event's sender that tells who it is. */
export interface Sender {
  readonly url: string;
  /** `null` for the frame at the top */
  readonly parent: unknown;
}

/** Only the top frame of the wizard's own page may speak. */
export function isTrustedSender(sender: Sender | null): boolean {
  if (sender === null || sender.parent !== null || !URL.canParse(sender.url)) return false;
  const { protocol, host } = new URL(sender.url);
  return `${protocol}//${host}` === appOrigin;
}

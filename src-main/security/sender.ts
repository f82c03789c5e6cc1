/** "Validate the sender of all IPC messages". */
import { appOrigin } from './app-protocol.ts';

/** The part of an event's frame that tells who it is; the frame is `null` when it is gone by now. */
export interface Sender {
  /** Scheme and host; "null" for a document without an origin of its own */
  readonly origin: string;
  /** `null` for the frame at the top */
  readonly parent: unknown;
}

/** Only the top frame of the wizard's own page may speak. */
export const isTrustedSender = (sender: Sender | null): boolean => sender !== null && sender.parent === null && sender.origin === appOrigin;

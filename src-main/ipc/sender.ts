/** Who sent a message of the window. Knows no Electron and no schemas: it is decided before anything else of a request is looked at. */

/** The part of an event's frame that identifies the sender; `null` when the frame no longer exists. */
export interface Sender {
  /** Scheme and host; "null" for a document without an origin of its own */
  readonly origin: string;
  /** `null` for the frame at the top */
  readonly parent: unknown;
}

/** "Validate the sender of all IPC messages": only the top frame of a page of that origin may speak. */
export const isTrustedSender = (sender: Sender | null, origin: string): boolean =>
  sender !== null && sender.parent === null && sender.origin === origin;

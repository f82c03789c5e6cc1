/** The names of the channels without their schemas, so that the preload stays a few lines. */
import type { PushChannel, Pushes, ReplyOf, RequestChannel, RequestOf } from './channels.ts';

/** Exhaustive by its type: a channel that is in the list of schemas and not here does not compile. */
const names: Readonly<Record<RequestChannel, true>> = {
  'wizard:current': true,
  'wizard:send': true,
  'app:facts': true,
  'app:quit': true,
  'collection:script': true,
  'collection:open': true,
  'collection:drop': true,
  'collection:paste': true,
  'certificateFile:choose': true,
  'certificateFile:examine': true,
  'clipboard:write': true,
  'commands:save': true,
  'report:save': true,
  'report:show': true,
  'verify:server': true,
  'verify:chain': true,
  'verify:revocation': true,
  'verify:cancel': true,
  'links:open': true,
};
export const requestChannels = Object.keys(names) as readonly RequestChannel[];

const pushNames: Readonly<Record<PushChannel, true>> = { 'wizard:changed': true };
export const pushChannels = Object.keys(pushNames) as readonly PushChannel[];

/** What the preload exposes as `window.wizard`. */
export interface WizardBridge {
  request<C extends RequestChannel>(channel: C, request: RequestOf<C>): Promise<ReplyOf<C>>;
  /** Returns the function that ends the subscription. */
  subscribe<C extends PushChannel>(channel: C, listener: (message: Pushes[C]) => void): () => void;
  /** The paths of files that were dropped on the window; `''` for what is no file of this machine. */
  pathsOf(files: readonly object[]): readonly string[];
}

/** The name under which the preload exposes it. */
export const bridgeName = 'wizard';

/**
 * The closed list of what can go wrong, and `Result`, the only way in which it is passed on.
 *
 * A code says *what happened*; `effect` says what state things are in now. The words for people
 * (what happened, state, safe next action) live in `shared/messages`, keyed by code.
 */

import * as v from 'valibot';

/** Every failure that the product can report. The renderer has words for each, in both languages. */
export const errorCodes = [
  // A message between the two processes
  'ipc.malformed',
  'ipc.senderRefused',
  'ipc.notNow',
  // The program itself failed while it answered; what happened is in its log
  'ipc.failed',
  // The local PowerShell process
  'powershell.notFound',
  'powershell.exited',
  'powershell.timedOut',
  'powershell.canceled',
  'powershell.replyUnreadable',
  'powershell.moduleNotLoaded',
  // A call that the closed table of cmdlets does not allow
  'call.refused',
  // The session with Exchange
  'session.wsmanMissing',
  'session.connectFailed',
  'session.lost',
  'session.notConnected',
  // What a cmdlet said
  'cmdlet.notAvailable',
  'cmdlet.failed',
  'cmdlet.objectNotFound',
  // A read among others took too long: it was given up, and the session goes on
  'cmdlet.timedOut',
  // Exchange Online
  'online.moduleMissing',
  'online.moduleTooOld',
  'online.signInFailed',
  // The organization that was read
  'organization.unreadable',
  'organization.noHybridConfiguration',
  'organization.noHybridServers',
  // The change
  'plan.stale',
  'plan.empty',
  'change.notVerified',
  // Files
  'file.notWritten',
  'file.unreadable',
  'file.damaged',
  // A certificate file that is examined before import
  'certificateFile.notACertificate',
  'certificateFile.passwordNeeded',
  'certificateFile.wrongPassword',
  'certificateFile.severalKeys',
  'certificateFile.severalCertificates',
  'certificateFile.notSupported',
  'certificateFile.tooLarge',
  'certificateFile.kdfLimitExceeded',
  'certificateFile.damaged',
  // What was collected by hand
  'collection.notClixml',
  'collection.tooLarge',
  'collection.encoding',
  'collection.secret',
  'collection.otherContent',
  'collection.otherVersion',
  'collection.nothingKnown',
  'collection.sameAgain',
  'collection.changed',
  // A call in guided mode
  'guided.notCollected',
  'guided.runByHand',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/**
 * What a failed operation may have changed outside of this program.
 * `none`: nothing was changed. `unknown`: a call was in flight when its answer was lost; read the
 * object back before anything else. `partial`: some of several steps were done.
 */
export type Effect = 'none' | 'unknown' | 'partial';

/** A failure as data. `details` holds only facts for the words (names, numbers, the server's own text). */
export interface AppError {
  readonly code: ErrorCode;
  readonly effect: Effect;
  readonly details: Readonly<Record<string, string>>;
}

export type Result<T, E = AppError> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Wraps a value as success. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** Wraps an error as failure. */
export const fail = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** Builds an `AppError`; `effect` is `none` unless something may have been changed. */
export const appError = (code: ErrorCode, details: Readonly<Record<string, string>> = {}, effect: Effect = 'none'): AppError => ({
  code,
  effect,
  details,
});

// The schema of `AppError`, for what is kept in files.

export const appErrorSchema = v.object({
  code: v.picklist(errorCodes),
  effect: v.picklist(['none', 'unknown', 'partial']),
  details: v.record(v.string(), v.string()),
});

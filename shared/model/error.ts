/**
 * The closed list of what can go wrong, and `Result`, the only way in which it is passed on.
 *
 * A code says *what happened*; `effect` says what state things are in now. The words for people
 * (what happened, state, safe next action) live in `shared/messages`, keyed by code.
 */

import * as v from 'valibot';

/**
 * What a failed operation may have changed outside of this program.
 * `none`: nothing was changed. `unknown`: a call was in flight when its answer was lost; read the
 * object back before anything else. `partial`: some of several steps were done.
 */
export type Effect = 'none' | 'unknown' | 'partial';
/** What one call may have changed. */
export type CallEffect = Exclude<Effect, 'partial'>;

/**
 * Every failure that the product can report, and what it may leave behind besides `none`. Its texts are
 * `error_<code>_title` and `error_<code>_action` in `shared/messages`; a code without them does not compile.
 */
const errors = {
  // A message between the two processes
  'ipc.malformed': [],
  'ipc.senderRefused': [],
  'ipc.notNow': [],
  'place.notOpened': [],
  // The program itself failed while it answered; what happened is in its log
  'ipc.failed': ['unknown'],
  // The local PowerShell process
  'powershell.notFound': [],
  'powershell.exited': ['unknown'],
  'powershell.timedOut': ['unknown'],
  'powershell.canceled': ['unknown'],
  'powershell.replyUnreadable': ['unknown'],
  'powershell.startTimedOut': [],
  'powershell.moduleNotLoaded': [],
  // A file of the wizard's module is not the one that was built with it
  'powershell.moduleChanged': [],
  // What the machine allows: signed scripts only, those of signers that it trusts, no scripts, or constrained language
  'powershell.onlySigned': [],
  'powershell.signerNotTrusted': [],
  'powershell.noScripts': [],
  'powershell.constrained': [],
  // A call that the closed table of cmdlets does not allow
  'call.refused': [],
  // The session with Exchange
  'session.wsmanMissing': [],
  'session.wsmanClientMissing': [],
  'session.notReached': [],
  'session.nameWithoutSpn': [],
  'session.otherAnswered': [],
  'session.connectFailed': [],
  'session.lost': ['unknown'],
  'session.notConnected': [],
  // What a cmdlet said
  'cmdlet.notAvailable': [],
  'cmdlet.failed': [],
  'cmdlet.objectNotFound': [],
  // A read among others took too long: it was given up, and the session goes on
  'cmdlet.timedOut': [],
  // Exchange Online
  'online.moduleMissing': [],
  'online.moduleTooOld': [],
  'online.moduleUnsigned': [],
  'online.browserNotOffered': [],
  'online.brokerFailed': [],
  'online.signInFailed': [],
  // The organization that was read
  'organization.unreadable': [],
  'organization.noHybridConfiguration': [],
  'organization.noHybridServers': [],
  // The change
  'plan.empty': [],
  'change.notVerified': ['unknown', 'partial'],
  // A run that is kept on the disk
  'run.damaged': [],
  'run.newer': [],
  'run.locked': [],
  // Files
  'file.notWritten': [],
  'file.unreadable': [],
  'file.damaged': [],
  // The page named a file that was neither chosen nor dropped in this session
  'file.notChosen': [],
  // A plan that was signed off
  'signOff.notAPlan': [],
  'signOff.otherOrganization': [],
  // A ticket pack
  'pack.notAPack': [],
  'pack.newer': [],
  'pack.tooLarge': [],
  // A certificate file that is examined before import
  'certificateFile.notACertificate': [],
  'certificateFile.request': [],
  'certificateFile.privateKeyOnly': [],
  'certificateFile.sshKey': [],
  'certificateFile.revocationList': [],
  'certificateFile.zip': [],
  'certificateFile.passwordNeeded': [],
  'certificateFile.wrongPassword': [],
  // Of a file that was named on the command line; it was not opened
  'check.password': [],
  'certificateFile.severalKeys': [],
  'certificateFile.severalCertificates': [],
  'certificateFile.notSupported': [],
  'certificateFile.tooLarge': [],
  'certificateFile.kdfLimitExceeded': [],
  'certificateFile.damaged': [],
  // What was collected by hand
  'collection.notClixml': [],
  'collection.tooLarge': [],
  'collection.encoding': [],
  'collection.secret': [],
  'collection.otherContent': [],
  'collection.otherVersion': [],
  'collection.nothingKnown': [],
  'collection.textUnread': [],
  'collection.table': [],
  'collection.csv': [],
  'collection.json': [],
  'collection.event': [],
  'collection.hcwLog': [],
  'collection.sameAgain': [],
  'collection.changed': [],
  // A call in guided mode
  'guided.notCollected': [],
  'guided.unread': [],
  'guided.runByHand': [],
  // What a run reads of an Edge server, in every mode
  'edge.notRead': [],
  'edge.notReadSince': [],
} as const satisfies Readonly<Record<string, readonly Exclude<Effect, 'none'>[]>>;
export type ErrorCode = keyof typeof errors;
export const errorCodes = Object.keys(errors) as readonly ErrorCode[];

type EffectOf<C extends ErrorCode> = 'none' | (typeof errors)[C][number];

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
export const appError = <C extends ErrorCode>(
  code: C,
  details: Readonly<Record<string, string>> = {},
  effect: EffectOf<C> = 'none',
): AppError => ({ code, effect, details });

/** The message of anything that was thrown. */
export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

// The schema of `AppError`, for what is kept in files.

export const appErrorSchema = v.object({
  code: v.picklist(errorCodes),
  effect: v.picklist(['none', 'unknown', 'partial']),
  details: v.record(v.string(), v.string()),
});

/** What a seal is, what it is judged by, and which evidence counts. */
import type { Direction } from '../mail-flow/verdict.ts';
import type { StarttlsFault } from '../x509/verification.ts';
import type { NotProvenReason } from '../protocol-log/presented.ts';
import type { KnownErrorId } from '../decode/known-errors.ts';
import type { ErrorCode } from '../model/error.ts';
import type { MailEvidenceOf } from './mail-evidence.ts';
import type { TrustProof } from './trusted.ts';
import type { ProofTargets } from './targets.ts';
import type { Evidence, KeptEvidence } from './evidence.ts';

/**
 * `presented`: the new certificate is really presented. `trusted`: a message arrived as mail of the organization. `validated`: no mail waits
 * for an error of TLS or certificate, and Exchange Online has validated its outbound connector.
 */
export const sealKinds = ['presented', 'trusted', 'validated'] as const;
export type SealKind = (typeof sealKinds)[number];
/** Whether mail flow is not proven without it. */
export const isDeciding = ({ kind }: Pick<Seal, 'kind'>): boolean => kind !== 'validated';
/** `cannot`: it cannot be had here */
export const sealStates = ['failed', 'notYet', 'cannot', 'proven'] as const;
export type SealState = (typeof sealStates)[number];

/** Why a part of a seal has its state. */
export type SealReason =
  | { readonly kind: 'presentsNew' | 'presentsNewToItself' | 'chainUnknown' | 'silentInTls' | 'oldProtocol'; readonly protocol: string }
  | { readonly kind: 'presentsOther'; readonly subject: string; readonly thumbprint: string }
  | { readonly kind: 'chainIncomplete' | 'chainBroken' | 'notOffered' | 'notAsked' | 'askedBefore' | 'smartHostsUnknown' | 'noServers' }
  | { readonly kind: 'noAnswer'; readonly fault: StarttlsFault; readonly detail: string }
  /** In a protocol log: the new certificate alone since the change, or another one after it */
  | { readonly kind: 'loggedNew'; readonly count: number; readonly time: string; readonly remote: string }
  | { readonly kind: 'loggedOther'; readonly thumbprint: string; readonly time: string; readonly session: string }
  | { readonly kind: 'logProvesNothing'; readonly why: NotProvenReason }
  | { readonly kind: 'logNotRead' | 'noMessage' }
  | { readonly kind: 'messageAwaited'; readonly word: string }
  | { readonly kind: 'message'; readonly word: string; readonly proof: TrustProof }
  /** The test message was held or refused for that error. */
  | { readonly kind: 'messageHeld'; readonly word: string; readonly error: KnownErrorId; readonly text: string }
  | ValidatedReason;

/** Why a part of the seal *validated* has its state. */
export type ValidatedReason =
  | { readonly kind: 'queuesNotRead' | 'queuesOfEdge' | 'delayedNotRead' | 'onlineSkipped' | 'outboundUnknown' | 'validationNotRun' }
  | { readonly kind: 'noRight'; readonly cmdlet: string }
  | { readonly kind: 'mailUnread'; readonly code: ErrorCode; readonly detail: string }
  | { readonly kind: 'queuesClean'; readonly count: number }
  /** `time`: when the queue was tried last */
  | { readonly kind: 'queueError'; readonly queue: string; readonly error: KnownErrorId; readonly text: string; readonly time: string }
  /** An error that may be from before the change, of other mail, or of something else than TLS */
  | { readonly kind: 'queueBefore' | 'queueOfOther' | 'queueOther'; readonly queue: string; readonly text: string }
  | { readonly kind: 'queuesCut' }
  | { readonly kind: 'delayedNone'; readonly count: number }
  | { readonly kind: 'delayedError'; readonly recipient: string; readonly error: KnownErrorId; readonly text: string }
  | { readonly kind: 'delayedCut'; readonly count: number }
  | { readonly kind: 'validationFailed'; readonly recipient: string; readonly error: KnownErrorId | null }
  | { readonly kind: 'validationSucceeded' | 'validationUnclear' | 'validationConfirmed'; readonly recipient: string };

export interface SealPart {
  /** The server, the smart host, or '' for the direction as a whole */
  readonly of: string;
  readonly state: SealState;
  readonly reason: SealReason;
  /** Of its evidence: ISO 8601, UTC; `null` without any */
  readonly at: string | null;
}

export interface Seal {
  readonly kind: SealKind;
  readonly direction: Direction;
  readonly state: SealState;
  readonly parts: readonly SealPart[];
  /** Where its test message was found last: it decides nothing by itself */
  readonly search: FoundMessage | null;
}
export type FoundMessage = MailEvidenceOf<'search'> & { readonly foundAt: string };

export interface SealInput {
  /** Thumbprint of the certificate that is to be presented */
  readonly wanted: string;
  readonly targets: ProofTargets;
  readonly evidence: readonly KeptEvidence[];
  /** The newest line after which the run may have changed something; `null` while there is none */
  readonly changed: Pick<KeptEvidence, 'n' | 'at'> | null;
  /** When another run has changed something last: ISO 8601, UTC; `null`: none has */
  readonly changedElsewhere: string | null;
  /** Exchange Online was left out of this session */
  readonly isOnlineSkipped: boolean;
}

/**
 * Whether evidence is newer than everything that may have changed mail flow: by its place in the journal, and by the clock where another
 * run made the change.
 */
export const isFresh = ({ n, at }: KeptEvidence, { changed, changedElsewhere }: SealInput): boolean =>
  n > (changed?.n ?? 0) && (changedElsewhere === null || at > changedElsewhere);

export type OfKind<K extends Evidence['kind']> = KeptEvidence & { readonly evidence: Extract<Evidence, { readonly kind: K }> };

export const isOfKind =
  <K extends Evidence['kind']>(kind: K) =>
  (kept: KeptEvidence): kept is OfKind<K> =>
    kept.evidence.kind === kind;

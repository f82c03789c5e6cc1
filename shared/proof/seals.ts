/**
 * What is proven of mail flow itself, beside the settings. Every seal begins as *not yet*: only evidence that is newer than the last change
 * makes it *proven*, or *failed*.
 */
import { directions, type Direction } from '../mail-flow/verdict.ts';
import type { StarttlsFault } from '../x509/verification.ts';
import type { Evidence, Handshake, KeptEvidence } from './evidence.ts';
import type { ProofTargets } from './targets.ts';

/** `presented`: the new certificate is really presented. `trusted`: a message arrived as mail of the organization. */
export const sealKinds = ['presented', 'trusted'] as const;
export type SealKind = (typeof sealKinds)[number];
export const sealStates = ['failed', 'notYet', 'proven'] as const;
export type SealState = (typeof sealStates)[number];

/** Why a part of a seal has its state. */
export type SealReason =
  | { readonly kind: 'presentsNew' | 'chainUnknown' | 'silentInTls' | 'oldProtocol'; readonly protocol: string }
  | { readonly kind: 'presentsOther'; readonly subject: string; readonly thumbprint: string }
  | { readonly kind: 'chainIncomplete' | 'chainBroken' | 'notOffered' | 'notAsked' | 'askedBefore' | 'smartHostsUnknown' | 'noServers' }
  | { readonly kind: 'noAnswer'; readonly fault: StarttlsFault; readonly detail: string }
  | { readonly kind: 'logNotRead' | 'noMessage' }
  | { readonly kind: 'messageAwaited'; readonly word: string };

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
}

export interface SealInput {
  /** Thumbprint of the certificate that is to be presented */
  readonly wanted: string;
  readonly targets: ProofTargets;
  readonly evidence: readonly KeptEvidence[];
  /** The newest line after which the run may have changed something; `null` while there is none */
  readonly changed: Pick<KeptEvidence, 'n' | 'at'> | null;
  /** When another run has changed something last: ISO 8601, UTC; `null`: none has */
  readonly changedElsewhere: string | null;
}

/** The four seals, those of one direction together. */
export const sealsOf = (input: SealInput): readonly Seal[] =>
  directions.flatMap((direction) => [
    sealOf('presented', direction, direction === 'toOnPremises' ? receivingParts(input) : sendingParts(input)),
    sealOf('trusted', direction, [messagePart(direction, input)]),
  ]);

/** Whether mail flow is proven: every seal is. */
export const isProven = (seals: readonly Seal[]): boolean => seals.length > 0 && seals.every(({ state }) => state === 'proven');

function sealOf(kind: SealKind, direction: Direction, parts: readonly SealPart[]): Seal {
  const has = (state: SealState): boolean => parts.some((part) => part.state === state);
  const state = has('failed') ? 'failed' : has('notYet') || !has('proven') ? 'notYet' : 'proven';
  return { kind, direction, state, parts };
}

/**
 * Whether evidence is newer than everything that may have changed mail flow: by its place in the journal, and by the clock where another
 * run made the change.
 */
const isFresh = ({ n, at }: KeptEvidence, { changed, changedElsewhere }: SealInput): boolean =>
  n > (changed?.n ?? 0) && (changedElsewhere === null || at > changedElsewhere);

type OfKind<K extends Evidence['kind']> = KeptEvidence & { readonly evidence: Extract<Evidence, { readonly kind: K }> };

const isOfKind =
  <K extends Evidence['kind']>(kind: K) =>
  (kept: KeptEvidence): kept is OfKind<K> =>
    kept.evidence.kind === kind;

function receivingParts(input: SealInput): readonly SealPart[] {
  const { receiving, areSmartHostsKnown } = input.targets;
  const handshakes = input.evidence.filter(isOfKind('handshake'));
  const parts = receiving.map(({ server }): SealPart => {
    const own = handshakes.filter(({ evidence }) => evidence.server === server);
    const newest = own.findLast((kept) => isFresh(kept, input));
    if (newest === undefined)
      return { of: server, state: 'notYet', reason: { kind: own.length > 0 ? 'askedBefore' : 'notAsked' }, at: null };
    return { of: server, at: newest.at, ...judged(newest.evidence.result, input.wanted) };
  });
  const open = (kind: 'smartHostsUnknown' | 'noServers'): SealPart => ({ of: '', state: 'notYet', reason: { kind }, at: null });
  return [...parts, ...(receiving.length === 0 ? [open('noServers')] : []), ...(areSmartHostsKnown ? [] : [open('smartHostsUnknown')])];
}

/**
 * Exchange Online requires TLS 1.2, and does not fetch a missing intermediate certificate (docs/domain.md, "Proof"). A server that cannot
 * be reached from this computer says nothing about what Exchange Online sees.
 */
function judged(result: Handshake, wanted: string): Pick<SealPart, 'state' | 'reason'> {
  if (result.state === 'failed') return { state: 'notYet', reason: { kind: 'noAnswer', fault: result.fault, detail: result.detail } };
  if (result.state === 'notOffered') return { state: 'failed', reason: { kind: 'notOffered' } };
  const { thumbprint, subject, chain, protocol, answersInTls } = result;
  if (thumbprint !== wanted) return { state: 'failed', reason: { kind: 'presentsOther', subject, thumbprint } };
  if (chain === 'intermediateMissing') return { state: 'failed', reason: { kind: 'chainIncomplete' } };
  if (chain === 'broken') return { state: 'failed', reason: { kind: 'chainBroken' } };
  if (!['TLSv1.2', 'TLSv1.3'].includes(protocol)) return { state: 'failed', reason: { kind: 'oldProtocol', protocol } };
  if (chain === 'issuerUnknown') return { state: 'notYet', reason: { kind: 'chainUnknown', protocol } };
  if (!answersInTls) return { state: 'notYet', reason: { kind: 'silentInTls', protocol } };
  return { state: 'proven', reason: { kind: 'presentsNew', protocol } };
}

/** What a server presents as a client is in its protocol log alone. */
function sendingParts({ targets }: SealInput): readonly SealPart[] {
  const reason = { kind: 'logNotRead' } as const;
  if (targets.sending.length === 0) return [{ of: '', state: 'notYet', reason: { kind: 'noServers' }, at: null }];
  return targets.sending.map((of): SealPart => ({ of, state: 'notYet', reason, at: null }));
}

function messagePart(direction: Direction, input: SealInput): SealPart {
  const word = input.evidence.filter(isOfKind('word')).findLast((kept) => kept.evidence.direction === direction && isFresh(kept, input));
  return {
    of: '',
    state: 'notYet',
    reason: word === undefined ? { kind: 'noMessage' } : { kind: 'messageAwaited', word: word.evidence.word },
    at: null,
  };
}

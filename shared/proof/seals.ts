/**
 * What is proven of mail flow itself, beside the settings. Every seal begins as *not yet*: only evidence that is newer than the last change
 * makes it *proven*, or *failed*.
 */
import { directions, type Direction } from '../mail-flow/verdict.ts';
import type { LogResult } from './evidence.ts';
import { tlsErrorIn } from './mail-errors.ts';
import {
  type SealKind,
  isDeciding,
  sealStates,
  type SealPart,
  type Seal,
  type FoundMessage,
  type SealInput,
  isFresh,
  type OfKind,
  isOfKind,
} from './seal.ts';
import { validatedParts } from './validated.ts';

/** The seals, those of one direction together. */
export const sealsOf = (input: SealInput): readonly Seal[] =>
  directions.flatMap((direction) => [
    sealOf('presented', direction, direction === 'toOnPremises' ? receivingParts(input) : sendingParts(input)),
    { ...sealOf('trusted', direction, [messagePart(direction, input)]), search: searchOf(direction, input) },
    sealOf('validated', direction, validatedParts(direction, input)),
  ]);

/** Whether mail flow is proven: every seal is that decides it. */
export function isProven(seals: readonly Seal[]): boolean {
  const deciding = seals.filter(isDeciding);
  return deciding.length > 0 && deciding.every(({ state }) => state === 'proven');
}

function sealOf(kind: SealKind, direction: Direction, parts: readonly SealPart[]): Seal {
  // What is wrong comes first, then what is open, then what nobody can have.
  const state = sealStates.find((one) => parts.some((part) => part.state === one)) ?? 'notYet';
  return { kind, direction, state, parts, search: null };
}

function receivingParts(input: SealInput): readonly SealPart[] {
  const { receiving, areSmartHostsKnown } = input.targets;
  const handshakes = input.evidence.filter(isOfKind('handshake'));
  const parts = receiving.map(({ server }): SealPart => {
    const own = handshakes.filter(({ evidence }) => evidence.server === server);
    const newest = own.findLast((kept) => isFresh(kept, input));
    const asked: readonly SealPart[] =
      newest === undefined ? [] : [{ of: server, at: newest.at, ...judgedHandshake(newest.evidence, input.wanted) }];
    const open: SealPart = { of: server, state: 'notYet', reason: { kind: own.length > 0 ? 'askedBefore' : 'notAsked' }, at: null };
    return decisive([...asked, ...loggedParts('toOnPremises', server, input)]) ?? open;
  });
  const open = (kind: 'smartHostsUnknown' | 'noServers'): SealPart => ({ of: '', state: 'notYet', reason: { kind }, at: null });
  return [...parts, ...(receiving.length === 0 ? [open('noServers')] : []), ...(areSmartHostsKnown ? [] : [open('smartHostsUnknown')])];
}

/**
 * Exchange Online requires TLS 1.2, and does not fetch a missing intermediate certificate (docs/domain.md, "Proof"). A server that cannot
 * be reached from this computer says nothing about what Exchange Online sees.
 */
function judgedHandshake({ result, askedFrom }: OfKind<'handshake'>['evidence'], wanted: string): Pick<SealPart, 'state' | 'reason'> {
  if (result.state === 'failed') return { state: 'notYet', reason: { kind: 'noAnswer', fault: result.fault, detail: result.detail } };
  if (result.state === 'notOffered') return { state: 'failed', reason: { kind: 'notOffered' } };
  const { thumbprint, subject, chain, protocol, answersInTls } = result;
  if (thumbprint !== wanted) return { state: 'failed', reason: { kind: 'presentsOther', subject, thumbprint } };
  if (chain === 'intermediateMissing') return { state: 'failed', reason: { kind: 'chainIncomplete' } };
  if (chain === 'broken') return { state: 'failed', reason: { kind: 'chainBroken' } };
  if (!['TLSv1.2', 'TLSv1.3'].includes(protocol)) return { state: 'failed', reason: { kind: 'oldProtocol', protocol } };
  if (chain === 'issuerUnknown') return { state: 'notYet', reason: { kind: 'chainUnknown', protocol } };
  if (!answersInTls) return { state: 'notYet', reason: { kind: 'silentInTls', protocol } };
  return { state: 'proven', reason: { kind: askedFrom === 'server' ? 'presentsNewToItself' : 'presentsNew', protocol } };
}

/** What a server presents as a client is in its protocol log alone. */
function sendingParts(input: SealInput): readonly SealPart[] {
  const { sending } = input.targets;
  if (sending.length === 0) return [{ of: '', state: 'notYet', reason: { kind: 'noServers' }, at: null }];
  return sending.map(
    (of): SealPart =>
      decisive(loggedParts('toExchangeOnline', of, input)) ?? { of, state: 'notYet', reason: { kind: 'logNotRead' }, at: null },
  );
}

/** What the newest logs say that were opened of a server; none where none was. */
function loggedParts(direction: Direction, server: string, input: SealInput): readonly SealPart[] {
  const newest = input.evidence
    .filter(isOfKind('log'))
    .findLast((kept) => kept.evidence.direction === direction && kept.evidence.server === server && isFresh(kept, input));
  return newest === undefined ? [] : [{ of: server, at: newest.at, ...judgedLog(newest.evidence.result, input.wanted) }];
}

function judgedLog(result: LogResult, wanted: string): Pick<SealPart, 'state' | 'reason'> {
  if (result.kind === 'notProven') return { state: 'notYet', reason: { kind: 'logProvesNothing', why: result.reason } };
  const { thumbprint, last, session, count, remote } = result.seen;
  return result.kind === 'wanted' && thumbprint === wanted
    ? { state: 'proven', reason: { kind: 'loggedNew', count, time: last, remote } }
    : { state: 'failed', reason: { kind: 'loggedOther', thumbprint, time: last, session } };
}

/** Of what several sources say of one server, what is wrong comes first, then what is proven. */
const decisive = (parts: readonly SealPart[]): SealPart | undefined =>
  parts.find(({ state }) => state === 'failed') ?? parts.find(({ state }) => state === 'proven') ?? parts.at(-1);

/** The word of a test message, and when it was made: ISO 8601, UTC */
export interface MadeWord {
  readonly direction: Direction;
  readonly word: string;
  readonly since: string;
}

/** The newest word of each direction since the last change. */
export const wordsOf = (input: SealInput): readonly MadeWord[] =>
  directions.flatMap((direction) => {
    const made = input.evidence.filter(isOfKind('word')).findLast((kept) => kept.evidence.direction === direction && isFresh(kept, input));
    return made === undefined ? [] : [{ direction, word: made.evidence.word, since: made.at }];
  });
const wordOf = (direction: Direction, input: SealInput): string | undefined =>
  wordsOf(input).find((made) => made.direction === direction)?.word;

/** Of the test messages with the newest word the last one counts: a fault may have been mended between two of them. */
function messagePart(direction: Direction, input: SealInput): SealPart {
  const fresh = input.evidence.filter((kept) => isFresh(kept, input));
  const word = wordOf(direction, input);
  if (word === undefined) return { of: '', state: 'notYet', reason: { kind: 'noMessage' }, at: null };
  const message = fresh.filter(isOfKind('message')).findLast(({ evidence }) => evidence.direction === direction && evidence.word === word);
  const held = heldIn(searchOf(direction, input, message?.n));
  if (held !== null) return held;
  if (message === undefined) return { of: '', state: 'notYet', reason: { kind: 'messageAwaited', word }, at: null };
  const { proof } = message.evidence;
  const state = proof.verdict === 'notProven' ? 'notYet' : proof.verdict;
  return { of: '', state, reason: { kind: 'message', word, proof }, at: message.at };
}

/** Where the message with the newest word was found; only when it was looked for later than `after`, the number of a line. */
function searchOf(direction: Direction, input: SealInput, after = 0): FoundMessage | null {
  const word = wordOf(direction, input);
  const found = input.evidence
    .filter(isOfKind('search'))
    .findLast((kept) => kept.n > after && kept.evidence.word === word && kept.evidence.direction === direction && isFresh(kept, input));
  return found === undefined ? null : { ...found.evidence, foundAt: found.at };
}

/** The last word about the message is an error of TLS or certificate: it was deferred or refused for it. */
function heldIn(search: FoundMessage | null): SealPart | null {
  if (search === null) return null;
  const { word, direction, foundAt } = search;
  const ofServers = search.servers.flatMap(({ result }) =>
    result.state === 'unread' ? [] : result.events.slice(-1).filter(({ event }) => isTrouble(event)),
  );
  const online = search.online?.state === 'read' ? search.online.messages : [];
  const ofOnline = online
    .filter(({ status }) => /^(?:failed|pending)$/i.test(status))
    .flatMap(({ details }) => details.filter(({ event }) => isTrouble(event)).slice(-1));
  for (const { detail } of [...ofServers, ...ofOnline]) {
    const error = tlsErrorIn(detail, direction);
    if (error !== undefined) return { of: '', state: 'failed', reason: { kind: 'messageHeld', word, error, text: detail }, at: foundAt };
  }
  return null;
}
const isTrouble = (event: string): boolean => /^(?:defer|fail|dsn)$/i.test(event);

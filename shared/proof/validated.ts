/**
 * The seal *validated*: what the queues of the servers, the message trace and the validation of Exchange Online say. How the result of
 * that validation is to be read is not published, so by itself it proves nothing: a person reads its lines.
 */
import type { Direction } from '../mail-flow/verdict.ts';
import type { MailEvidenceOf, QueueError, ServerQueues, Unread } from './mail-evidence.ts';
import { tlsErrorIn } from './mail-errors.ts';
import { isFresh, isOfKind, type SealInput, type SealPart, type ValidatedReason } from './seal.ts';

type Judged = Pick<SealPart, 'state' | 'reason'>;
const notYet = (reason: ValidatedReason): Judged => ({ state: 'notYet', reason });

export const validatedParts = (direction: Direction, input: SealInput): readonly SealPart[] =>
  direction === 'toExchangeOnline' ? queueParts(input) : onlineParts(input);

/** Mail to Exchange Online waits in the queue of one server; which one is not known before. */
function queueParts(input: SealInput): readonly SealPart[] {
  const { transport, edge } = input.targets;
  const newest = input.evidence.filter(isOfKind('queues')).findLast((kept) => isFresh(kept, input));
  const since = [input.changed?.at ?? '', input.changedElsewhere ?? ''].sort().at(-1) ?? '';
  const ofEdge = edge.map((of): SealPart => ({ of, state: 'cannot', reason: { kind: 'queuesOfEdge' }, at: null }));
  if (transport.length === 0) return [...ofEdge, { of: '', ...notYet({ kind: 'queuesNotRead' }), at: null }];
  return [
    ...transport.map((of): SealPart => {
      const own = newest?.evidence.servers.find(({ server }) => server === of);
      if (newest === undefined || own === undefined) return { of, ...notYet({ kind: 'queuesNotRead' }), at: null };
      return { of, ...judgedQueues(own.result, since), at: newest.at };
    }),
    ...ofEdge,
  ];
}

function judgedQueues(result: ServerQueues['result'], since: string): Judged {
  if (result.state === 'unread') return unreadReason(result, 'Get-Queue');
  const judged = result.errors.map((queue) => judgedQueue(queue, since));
  const decisive = judged.find(({ state }) => state === 'failed') ?? judged.find(({ state }) => state === 'notYet');
  if (decisive !== undefined) return decisive;
  return result.isWhole ? { state: 'proven', reason: { kind: 'queuesClean', count: result.queues } } : notYet({ kind: 'queuesCut' });
}

/** Only an attempt after the change says something about it; one of mail to elsewhere says nothing about this direction. */
function judgedQueue({ queue, nextHop, isHybrid, error, triedAt }: QueueError, since: string): Judged {
  const about = { queue: nextHop === '' ? queue : `${queue} (${nextHop})`, text: error };
  if (isHybrid === false) return cleanQueue;
  if (isHybrid === null) return notYet({ kind: 'queueOfOther', ...about });
  const known = tlsErrorIn(error, 'toExchangeOnline');
  if (known === undefined) return notYet({ kind: 'queueOther', ...about });
  if (triedAt === null || triedAt <= since) return notYet({ kind: 'queueBefore', ...about });
  return { state: 'failed', reason: { kind: 'queueError', ...about, error: known, time: triedAt } };
}
const cleanQueue: Judged = { state: 'proven', reason: { kind: 'queuesClean', count: 0 } };

function unreadReason({ code, detail }: Unread, cmdlet: string): Judged {
  return code === 'cmdlet.notAvailable'
    ? { state: 'cannot', reason: { kind: 'noRight', cmdlet } }
    : notYet({ kind: 'mailUnread', code, detail });
}

function onlineParts(input: SealInput): readonly SealPart[] {
  if (input.isOnlineSkipped) return [{ of: '', state: 'cannot', reason: { kind: 'onlineSkipped' }, at: null }];
  const { outbound } = input.targets;
  return [
    delayedPart(input),
    ...(outbound.length === 0 ? [{ of: '', ...notYet({ kind: 'outboundUnknown' }), at: null }] : []),
    ...outbound.map(({ name }) => validationPart(name, input)),
  ];
}

function delayedPart(input: SealInput): SealPart {
  const newest = input.evidence.filter(isOfKind('delayed')).findLast((kept) => isFresh(kept, input));
  if (newest === undefined) return { of: '', ...notYet({ kind: 'delayedNotRead' }), at: null };
  return { of: '', ...judgedDelayed(newest.evidence.result), at: newest.at };
}

function judgedDelayed(result: MailEvidenceOf<'delayed'>['result']): Judged {
  if (result.state === 'unread') return unreadReason(result, 'Get-MessageTraceV2');
  for (const { recipient, error } of result.errors) {
    const known = tlsErrorIn(error, 'toOnPremises');
    if (known !== undefined) return { state: 'failed', reason: { kind: 'delayedError', recipient, error: known, text: error } };
  }
  return result.isWhole
    ? { state: 'proven', reason: { kind: 'delayedNone', count: result.messages } }
    : notYet({ kind: 'delayedCut', count: result.messages });
}

function validationPart(of: string, input: SealInput): SealPart {
  const newest = input.evidence.filter(isOfKind('validation')).findLast((kept) => kept.evidence.connector === of && isFresh(kept, input));
  if (newest === undefined) return { of, ...notYet({ kind: 'validationNotRun' }), at: null };
  return { of, ...judgedValidation(newest.evidence), at: newest.at };
}

function judgedValidation({ recipient, result }: MailEvidenceOf<'validation'>): Judged {
  if (result.state === 'unread') return unreadReason(result, 'Validate-OutboundConnector');
  const { says, readBy, lines } = result;
  if (says === 'failed')
    return {
      state: 'failed',
      reason: { kind: 'validationFailed', recipient, error: tlsErrorIn(lines.join('\n'), 'toOnPremises') ?? null },
    };
  if (says === 'unclear') return notYet({ kind: 'validationUnclear', recipient });
  return readBy === 'administrator'
    ? { state: 'proven', reason: { kind: 'validationConfirmed', recipient } }
    : notYet({ kind: 'validationSucceeded', recipient });
}

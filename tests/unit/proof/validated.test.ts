/** What queues, delayed mail and the validation of Exchange Online make of the seal *validated*, and a search of the test message of *trusted*. */
import { expect, it } from 'vitest';
import type { Evidence, KeptEvidence } from '../../../shared/proof/evidence.ts';
import type { MailEvidenceOf, QueueError } from '../../../shared/proof/mail-evidence.ts';
import type { SealInput, SealPart } from '../../../shared/proof/seal.ts';
import { isProven, sealsOf } from '../../../shared/proof/seals.ts';

const changedAt = '2026-11-28T09:00:00.000Z';
const tlsError = '454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.';
const cloudError =
  '450 4.4.317 Cannot connect to remote server [Message=SubjectMismatch Expected Subject: a. Presented Subject: CN=b. Thumbprint: c.]';

const inputOf = (evidence: readonly Evidence[], changes: Partial<SealInput> = {}): SealInput => ({
  wanted: 'A'.repeat(40),
  targets: {
    receiving: [],
    areSmartHostsKnown: true,
    sending: [],
    connectors: { toOnPremises: [], toExchangeOnline: [] },
    transport: ['EX01', 'EX02'],
    edge: [],
    outbound: [{ name: 'Outbound', domains: ['contoso.com'] }],
  },
  evidence: evidence.map((one, index): KeptEvidence => ({
    n: 11 + index,
    at: new Date(Date.UTC(2026, 10, 28, 12, index)).toISOString(),
    evidence: one,
  })),
  changed: { n: 10, at: changedAt },
  changedElsewhere: null,
  isOnlineSkipped: false,
  ...changes,
});
const sealOf = (kind: string, direction: string, input: SealInput) => {
  const seal = sealsOf(input).find((one) => one.kind === kind && one.direction === direction);
  if (seal === undefined) throw new Error(`${kind} ${direction}`);
  return seal;
};
const partsOf = (kind: string, direction: string, input: SealInput): readonly (readonly [string, SealPart['state'], string])[] =>
  sealOf(kind, direction, input).parts.map(({ of, state, reason }) => [of, state, reason.kind] as const);

const queue: QueueError = {
  queue: 'EX01\\7',
  nextHop: 'contoso.mail.onmicrosoft.com',
  isHybrid: true,
  messages: 1,
  error: tlsError,
  triedAt: '2026-11-28T11:00:00.000Z',
};
const queues = (...errors: readonly QueueError[]): MailEvidenceOf<'queues'> => ({
  kind: 'queues',
  servers: [
    { server: 'EX01', result: { state: 'read', queues: 3, errors: [...errors], isWhole: true } },
    { server: 'EX02', result: { state: 'read', queues: 1, errors: [], isWhole: true } },
  ],
});

it.each<[string, Partial<QueueError>, SealPart['state'], string]>([
  ['an error of TLS, tried after the change', {}, 'failed', 'queueError'],
  ['an error of TLS, tried before it', { triedAt: '2026-11-28T08:59:59.999Z' }, 'notYet', 'queueBefore'],
  ['an error of TLS, tried nobody knows when', { triedAt: null }, 'notYet', 'queueBefore'],
  ['an error of TLS of mail to elsewhere', { isHybrid: false }, 'proven', 'queuesClean'],
  ['an error of TLS of mail to nobody knows where', { isHybrid: null }, 'notYet', 'queueOfOther'],
  ['another error to Exchange Online', { error: '421 4.4.1 Connection timed out' }, 'notYet', 'queueOther'],
  ['another error to nobody knows where', { error: '421 4.4.1 Connection timed out', isHybrid: null }, 'notYet', 'queueOfOther'],
  // The code alone has several meanings.
  ['only the code of an error of TLS', { error: '454 4.7.5' }, 'notYet', 'queueOther'],
])('a queue with %s', (_, changes, state, reason) => {
  expect(partsOf('validated', 'toExchangeOnline', inputOf([queues({ ...queue, ...changes })]))).toEqual([
    ['EX01', state, reason],
    ['EX02', 'proven', 'queuesClean'],
  ]);
});

it('a server that was not read is not known, and neither is one of more queues than are kept', () => {
  const result = { state: 'unread', code: 'cmdlet.timedOut', detail: '60 s' } as const;
  const evidence: Evidence = {
    kind: 'queues',
    servers: [
      { server: 'EX01', result },
      { server: 'EX02', result: { state: 'read', queues: 50, errors: [], isWhole: false } },
    ],
  };
  expect(partsOf('validated', 'toExchangeOnline', inputOf([evidence]))).toEqual([
    ['EX01', 'notYet', 'mailUnread'],
    ['EX02', 'notYet', 'queuesCut'],
  ]);
  // One that joined since is not read either.
  const [first] = queues().servers;
  const one: Evidence = { kind: 'queues', servers: first === undefined ? [] : [first] };
  expect(partsOf('validated', 'toExchangeOnline', inputOf([one]))[1]).toEqual(['EX02', 'notYet', 'queuesNotRead']);
});

it('a queue that was mended is read again, and what was read before a change counts no more', () => {
  expect(sealOf('validated', 'toExchangeOnline', inputOf([queues(queue), queues()])).state).toBe('proven');
  expect(sealOf('validated', 'toExchangeOnline', inputOf([queues(), queues(queue)])).state).toBe('failed');
  expect(sealOf('validated', 'toExchangeOnline', inputOf([queues(queue)], { changed: { n: 20, at: changedAt } })).state).toBe('notYet');
  // Tried after this change, and before that of another run.
  const elsewhere = inputOf([queues(queue)], { changedElsewhere: '2026-11-28T11:30:00.000Z' });
  expect(partsOf('validated', 'toExchangeOnline', elsewhere)[0]).toEqual(['EX01', 'notYet', 'queueBefore']);
});

it('cannot be had where nobody can have it, and says so', () => {
  const denied: Evidence = {
    kind: 'queues',
    servers: ['EX01', 'EX02'].map((server) => ({ server, result: { state: 'unread', code: 'cmdlet.notAvailable', detail: '' } })),
  };
  expect(sealOf('validated', 'toExchangeOnline', inputOf([denied])).state).toBe('cannot');
  expect(partsOf('validated', 'toOnPremises', inputOf([], { isOnlineSkipped: true }))).toEqual([['', 'cannot', 'onlineSkipped']]);
  const targets = { ...inputOf([]).targets, transport: ['EX01', 'EX02'], edge: ['EDGE01'] };
  expect(sealOf('validated', 'toExchangeOnline', inputOf([queues()], { targets })).state).toBe('cannot');
  expect(sealOf('validated', 'toExchangeOnline', inputOf([queues(queue)], { targets })).state).toBe('failed');
});

const delayed = (error: string | null, isWhole = true): Evidence => ({
  kind: 'delayed',
  result: {
    state: 'read',
    messages: 1,
    errors: error === null ? [] : [{ recipient: 'a@contoso.com', receivedAt: null, error }],
    isWhole,
  },
});
const validation = (says: 'succeeded' | 'failed' | 'unclear', readBy: 'wizard' | 'administrator' = 'wizard'): Evidence => ({
  kind: 'validation',
  connector: 'Outbound',
  recipient: 'a@contoso.com',
  result: { state: 'answered', says, readBy, lines: [says] },
});

it.each<[string, Evidence, SealPart['state'], string]>([
  ['waits for TLS', delayed(cloudError), 'failed', 'delayedError'],
  ['waits for TLS, among more', delayed(cloudError, false), 'failed', 'delayedError'],
  ['waits for something else', delayed('450 4.4.316 Connection refused [Message=Socket error code 10061]'), 'proven', 'delayedNone'],
  ['waits, and why was not read', delayed(null, false), 'notYet', 'delayedCut'],
  ['was not found since', { kind: 'delayed', result: { state: 'unread', code: 'cmdlet.failed', detail: '' } }, 'notYet', 'mailUnread'],
])('mail in Exchange Online that %s', (_, evidence, state, reason) => {
  expect(partsOf('validated', 'toOnPremises', inputOf([evidence]))[0]).toEqual(['', state, reason]);
});

it.each<[string, Evidence, SealPart['state'], string]>([
  ['succeeded by its words', validation('succeeded'), 'notYet', 'validationSucceeded'],
  ['succeeded, as a person has read', validation('succeeded', 'administrator'), 'proven', 'validationConfirmed'],
  ['failed by its words', validation('failed'), 'failed', 'validationFailed'],
  ['failed, as a person has read', validation('failed', 'administrator'), 'failed', 'validationFailed'],
  ['says nothing clear', validation('unclear'), 'notYet', 'validationUnclear'],
  [
    'is not for this user',
    {
      kind: 'validation',
      connector: 'Outbound',
      recipient: 'a@contoso.com',
      result: { state: 'unread', code: 'cmdlet.notAvailable', detail: '' },
    },
    'cannot',
    'noRight',
  ],
  ['is of another connector', { ...validation('failed'), connector: 'Another' } as Evidence, 'notYet', 'validationNotRun'],
])('a validation that %s', (_, evidence, state, reason) => {
  expect(partsOf('validated', 'toOnPremises', inputOf([evidence]))[1]).toEqual(['Outbound', state, reason]);
});

it('decides nothing about mail flow being proven', () => {
  const seals = sealsOf(inputOf([queues(queue)]));
  expect(isProven(seals.map((seal) => (seal.kind === 'validated' ? seal : { ...seal, state: 'proven' })))).toBe(true);
  expect(isProven(seals.map((seal) => (seal.kind === 'validated' ? { ...seal, state: 'proven' } : seal)))).toBe(false);
});

const word: Evidence = { kind: 'word', direction: 'toExchangeOnline', word: 'HCW-2345-6789' };
const search = (event: string, detail: string, name = 'HCW-2345-6789'): MailEvidenceOf<'search'> => ({
  kind: 'search',
  direction: 'toExchangeOnline',
  word: name,
  servers: [{ server: 'EX01', result: { state: 'read', events: [{ at: null, event, source: 'SMTP', connector: '', detail }] } }],
  online: null,
});

it('a message that was sent or delivered proves nothing, and one that is held by TLS fails', () => {
  const partOf = (...evidence: readonly Evidence[]) => partsOf('trusted', 'toExchangeOnline', inputOf([word, ...evidence]))[0];
  expect(partOf(search('SEND', '250 2.1.5 Recipient OK'))).toEqual(['', 'notYet', 'messageAwaited']);
  expect(partOf(search('DEFER', tlsError))).toEqual(['', 'failed', 'messageHeld']);
  expect(partOf(search('FAIL', '550 5.1.10 RESOLVER.ADR.RecipientNotFound'))).toEqual(['', 'notYet', 'messageAwaited']);
  // Its newest search counts, and only one with the word of now.
  expect(partOf(search('DEFER', tlsError), search('SEND', ''))).toEqual(['', 'notYet', 'messageAwaited']);
  expect(partOf(search('DEFER', tlsError, 'HCW-AAAA-BBBB'))).toEqual(['', 'notYet', 'messageAwaited']);
});

it('what was found is kept with the seal', () => {
  const found = search('SEND', '');
  expect(sealOf('trusted', 'toExchangeOnline', inputOf([word, found])).search).toMatchObject({
    ...found,
    foundAt: '2026-11-28T12:01:00.000Z',
  });
  expect(sealOf('trusted', 'toExchangeOnline', inputOf([found])).search).toBeNull();
  expect(sealOf('trusted', 'toOnPremises', inputOf([word, found])).search).toBeNull();
});

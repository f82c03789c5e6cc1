/** What is read of Exchange's answers about mail: nothing of a part, nothing without its time, and every word of a validation. */
import { expect, it } from 'vitest';
import { psBoolean, psInt32, psList, psNull, psObject, psString, type PsValue } from '../../../shared/clixml/value.ts';
import type { CallOutcome, CmdletCall } from '../../../shared/commands/call.ts';
import { appError, fail, ok, type Result } from '../../../shared/model/error.ts';
import { delayedDetailCalls, delayedIn, queuesIn, searchIn, validationIn, type MailAnswer } from '../../../shared/proof/mail-answers.ts';
import { connectorsCall, delayedCalls, detailCall, queueCall, traceCall, trackingCall } from '../../../shared/proof/mail-questions.ts';

const outcome = (objects: readonly PsValue[], errors: readonly string[] = []): Result<CallOutcome> =>
  ok({ objects, errors: errors.map((message) => ({ message, category: '', id: '', terminating: false })), warnings: [], verbose: [] });
const object = (values: Readonly<Record<string, string | number | null>>): PsValue =>
  psObject(
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        value === null
          ? psNull
          : typeof value === 'number'
            ? psInt32(value)
            : /^\d{4}-\d{2}-\d{2}T/.test(value)
              ? { type: 'dateTime', value }
              : psString(value),
      ]),
    ),
  );
const answer = (call: CmdletCall | undefined, result: Result<CallOutcome>): MailAnswer => {
  if (call === undefined) throw new Error('no call');
  return { call, result };
};

const guid = 'b6a0d3c4-0000-4000-a000-000000000001';
const connectors = answer(
  connectorsCall,
  outcome([object({ Name: 'Outbound to Office 365', Guid: guid }), object({ Name: 'Relay', Guid: 'x' })]),
);
const queue = { Identity: 'EX01\\1', NextHopDomain: 'a.example', MessageCount: 2, LastError: 'error', TlsDomain: null };
const queueAnswer = (...queues: readonly PsValue[]): MailAnswer => answer(queueCall('EX01'), outcome(queues));
const question = { servers: ['EX01'], connectors: ['outbound to office 365'] };

it.each([
  ['of the connector to Exchange Online', { NextHopConnector: guid.toUpperCase() }, true],
  ['of another connector', { NextHopConnector: 'X' }, false],
  ['of another connector with the domain of Exchange Online', { NextHopConnector: 'x', TlsDomain: 'mail.protection.outlook.com' }, false],
  ['of no known connector, for Exchange Online', { NextHopConnector: 'y', TlsDomain: 'mail.protection.outlook.com' }, true],
  ['of no known connector', { NextHopConnector: 'y' }, null],
])('a queue %s', (_, values, isHybrid) => {
  const { servers } = queuesIn([connectors, queueAnswer(object({ ...queue, ...values }))], question);
  expect(servers[0]?.result).toMatchObject({ errors: [{ isHybrid }] });
});

it('without the connectors only the domain says where a queue leads', () => {
  const { servers } = queuesIn([queueAnswer(object({ ...queue, NextHopConnector: guid }))], question);
  expect(servers[0]?.result).toMatchObject({ errors: [{ isHybrid: null }] });
});

it('connectors that are not known make no queue one of something else', () => {
  const { servers } = queuesIn([connectors, queueAnswer(object({ ...queue, NextHopConnector: guid }))], { ...question, connectors: [] });
  expect(servers[0]?.result).toMatchObject({ errors: [{ isHybrid: null }] });
});

it.each([
  ['2026-11-24T10:00:00Z', '2026-11-24T10:00:00.000Z'],
  ['2026-11-24T12:00:00.1234567+02:00', '2026-11-24T10:00:00.123Z'],
  ['2026-11-24T10:00:00', null],
  [null, null],
])('the time %s of an attempt is %s', (LastRetryTime, triedAt) => {
  const { servers } = queuesIn([connectors, queueAnswer(object({ ...queue, LastRetryTime }))], question);
  expect(servers[0]?.result).toMatchObject({ errors: [{ triedAt }] });
});

it('keeps the queues to Exchange Online first, and says that it does not keep all', () => {
  const others = Array.from({ length: 30 }, (_, index) => object({ ...queue, Identity: `EX01\\${String(index)}`, NextHopConnector: 'x' }));
  const own = object({ ...queue, Identity: 'EX01\\own', NextHopConnector: guid });
  const { servers } = queuesIn([connectors, queueAnswer(...others, own)], question);
  expect(servers[0]?.result).toMatchObject({ state: 'read', queues: 31, isWhole: false });
  expect(servers[0]?.result).toMatchObject({
    errors: expect.arrayContaining([expect.objectContaining({ queue: 'EX01\\own' })]) as unknown,
  });
});

it.each<[string, readonly MailAnswer[], string]>([
  ['was not asked', [], 'guided.notCollected'],
  ['could not be asked', [answer(queueCall('EX01'), fail(appError('cmdlet.timedOut')))], 'cmdlet.timedOut'],
  ['answered a part with an error', [answer(queueCall('EX01'), outcome([object(queue)], ['RPC']))], 'cmdlet.failed'],
])('a server that %s is not read', (_, answers, code) => {
  expect(queuesIn([connectors, ...answers], question).servers[0]?.result).toMatchObject({ state: 'unread', code });
});

const traced = {
  MessageTraceId: 't',
  RecipientAddress: 'a@contoso.com',
  Received: '2026-11-24T10:00:00Z',
  Status: 'Pending',
  Subject: 'x',
};
const delayedAnswers = (pending: readonly PsValue[], details: Result<CallOutcome>): readonly MailAnswer[] => [
  answer(delayedCalls[0], outcome(pending)),
  answer(delayedCalls[1], outcome([])),
  answer(detailCall('t', 'a@contoso.com'), details),
];
const noLimit = { domains: null, since: null };

it('why mail waits is the last time that it was deferred', () => {
  const details = outcome([
    object({ Event: 'Receive', Detail: '1' }),
    object({ Event: 'Defer', Detail: '2' }),
    object({ Event: 'DEFER', Detail: '3' }),
  ]);
  expect(delayedIn(delayedAnswers([object(traced)], details), noLimit).result).toMatchObject({
    messages: 1,
    errors: [{ error: '3' }],
    isWhole: true,
  });
});

it.each<[string, readonly MailAnswer[]]>([
  ['the details of one were not read', delayedAnswers([object(traced)], fail(appError('cmdlet.failed')))],
  [
    'there are more than are looked into',
    delayedAnswers(
      Array.from({ length: 21 }, () => object(traced)),
      outcome([]),
    ),
  ],
])('it is not whole when %s', (_, answers) => {
  expect(delayedIn(answers, noLimit).result).toMatchObject({ state: 'read', isWhole: false });
});

it('asks for no more details than the limit of message trace allows', () => {
  const many = Array.from({ length: 500 }, () => object(traced));
  expect(delayedDetailCalls(delayedAnswers(many, outcome([])), noLimit)).toHaveLength(20);
});

it.each([
  ['contoso.com', 'a@contoso.com', 1],
  ['*.contoso.com', 'a@eu.contoso.com', 1],
  ['contoso.com', 'a@eu.contoso.com', 0],
  ['contoso.com', 'a@notcontoso.com', 0],
  ['*', 'a@anywhere.example', 1],
])('of a connector for %s mail to %s counts %d times', (domain, RecipientAddress, messages) => {
  const answers = delayedAnswers([object({ ...traced, RecipientAddress })], outcome([]));
  expect(delayedIn(answers, { domains: [domain], since: null }).result).toMatchObject({ messages });
});

it('takes only messages that have the whole word, wherever the search came across it', () => {
  const search = {
    direction: 'toOnPremises' as const,
    word: 'HCW-2345-6789',
    since: '2026-11-24T10:00:00.000Z',
    servers: ['EX01'],
    isOnlineSkipped: false,
  };
  const tracked = (subject: string): PsValue => object({ MessageSubject: subject, EventId: 'DELIVER', Source: 'STOREDRIVER' });
  const found = searchIn(
    [
      answer(
        trackingCall('EX01', search.word, search.since),
        outcome([tracked('RE: hcw-2345-6789'), tracked('HCW-2345-67890'), tracked('x')]),
      ),
      answer(traceCall(search.word), outcome([object({ ...traced, Subject: 'HCW-2345-6789X' })])),
    ],
    search,
  );
  expect(found.servers[0]?.result).toMatchObject({ state: 'read', events: [{ event: 'DELIVER' }] });
  expect(found.online).toEqual({ state: 'read', messages: [] });
});

const said = (...values: readonly PsValue[]): string => {
  const result = validationIn(outcome(values));
  return result.state === 'answered' ? result.says : result.state;
};
const status = (text: string): PsValue => psObject({ Task: psString('x'), Status: psString(text) });

it.each<[string, readonly PsValue[], string]>([
  ['every status says success', [status('Succeeded'), status('Success')], 'succeeded'],
  ['one status says failure', [status('Succeeded'), status('Failed')], 'failed'],
  ['a flag says no success', [psObject({ IsTaskSuccessful: psBoolean(false) })], 'failed'],
  ['a flag says success', [psObject({ IsTaskSuccessful: psBoolean(true) })], 'succeeded'],
  ['nothing speaks of success', [psObject({ Name: psString('Succeeded'), IsValid: psBoolean(true) })], 'unclear'],
  ['a status is another word', [status('Succeeded'), status('NotRun')], 'unclear'],
  ['it is empty', [], 'unclear'],
  [
    'a known error is in a text',
    [status('Succeeded'), psObject({ Log: psString('450 4.4.317 x [Message=451 5.7.3 STARTTLS is required to send mail]') })],
    'failed',
  ],
  ['the tasks are in a list', [psObject({ Tasks: psList([status('Failed')]) })], 'failed'],
])('of a validation in which %s', (_, values, says) => {
  expect(said(...values)).toBe(says);
});

it('keeps every property of a validation, and what the cmdlet said', () => {
  const result = validationIn(outcome([psObject({ Tasks: psList([status('Failed')]), PSComputerName: psString('x') })], ['refused']));
  expect(result).toEqual({
    state: 'answered',
    says: 'failed',
    readBy: 'wizard',
    lines: ['Tasks.1.Task: x', 'Tasks.1.Status: Failed', 'refused'],
  });
  expect(validationIn(outcome([status('Succeeded')], ['warned'])).state === 'answered' && said(status('Succeeded'))).toBe('succeeded');
  expect(validationIn(outcome([status('Succeeded')], ['an error']))).toMatchObject({ says: 'unclear' });
  expect(validationIn(fail(appError('cmdlet.notAvailable', { message: 'm' })))).toEqual({
    state: 'unread',
    code: 'cmdlet.notAvailable',
    detail: 'm',
  });
});

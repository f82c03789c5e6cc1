/** What Exchange says of mail itself: queues, message tracking, message trace, and the validation of an outbound connector. */
import { describe, expect, it } from 'vitest';
import type { CmdletCall } from '../../shared/commands/call.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import {
  delayedDetailCalls,
  delayedIn,
  queuesIn,
  searchDetailCalls,
  searchIn,
  validationIn,
  type MailAnswer,
} from '../../shared/proof/mail-answers.ts';
import { connectorsCall, delayedCalls, queueCall, traceCall, trackingCall, validationCall } from '../../shared/proof/mail-questions.ts';
import { readOne, type Exchange } from '../../src-main/exchange/port.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { observe, onPremises } from './observe.ts';

type Using = (organization: OrganizationFile, work: (exchange: Exchange) => Promise<void>) => Promise<void>;

const at = new Date('2026-11-24T09:00:00.000Z');
const [early, late] = ['2026-11-24T08:00:00.000Z', '2026-11-24T10:00:00.000Z'];
const word = 'HCW-2345-6789';
const tlsError = '454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.';
const cloudError = 'Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail]}]';

const queue = { identity: 'EX01\\7', deliveryType: 'DnsConnectorDelivery', status: 'Retry', messageCount: 3 };
const event = { event: 'SEND', source: 'SMTP', clientIp: '', sourceContext: '', recipientStatus: ['250 2.1.5 Recipient OK'] };

/** With queues, messages and the result of a validation. */
export async function organizationWithMail(): Promise<OrganizationFile> {
  const file = await practiceOrganization('renewal', at);
  const [connector] = file.sendConnectors;
  const queues = [
    { ...queue, nextHopDomain: 'a.example', connector: connector?.name ?? '', tlsDomain: null, lastError: tlsError, lastRetryTime: late },
    { ...queue, identity: 'EX01\\8', nextHopDomain: 'b.example', connector: null, tlsDomain: null, lastError: null, lastRetryTime: null },
  ];
  const traced = {
    id: 'b6a0d3c4-0000-4000-a000-000000000001',
    at: late,
    status: 'Delivered',
    fromIp: '192.0.2.70',
    toIp: null,
    details: [],
  };
  const message = { messageId: '<1@contoso.com>', sender: 'a@contoso.com', recipient: 'b@contoso.com' };
  return {
    ...file,
    servers: file.servers.map((server) => (server.name === 'EX01' ? { ...server, queues } : server)),
    exchangeOnline: { ...file.exchangeOnline, validation: [{ task: 'SMTP EHLO', status: 'Succeeded', detail: 'x' }] },
    messages: [
      {
        ...message,
        subject: `[test] ${word.toLowerCase()}`,
        tracked: [
          { ...event, server: 'EX02', at: late, connector: 'Outbound to Office 365' },
          { ...event, server: 'EX02', at: '2026-11-01T00:00:00.000Z', connector: 'before' },
        ],
        traced,
      },
      {
        ...message,
        subject: 'Invoice',
        tracked: [],
        traced: {
          ...traced,
          id: 'b6a0d3c4-0000-4000-a000-000000000002',
          status: 'Pending',
          details: [{ at: late, event: 'Defer', detail: cloudError }],
        },
      },
    ],
  };
}

async function ask(exchange: Exchange, calls: readonly CmdletCall[]): Promise<readonly MailAnswer[]> {
  const answers: MailAnswer[] = [];
  for (const call of calls) answers.push({ call, result: await readOne(exchange, call) });
  return answers;
}

export function mailContract(name: string, using: Using): void {
  describe(`${name}: mail itself`, () => {
    it('queues are read of each server, with the send connector to which they belong', async () => {
      const file = await organizationWithMail();
      const connectors = [file.sendConnectors[0]?.name ?? ''];
      await using(file, async (exchange) => {
        const answers = await ask(exchange, [connectorsCall, ...['EX01', 'EX02', 'EX09'].map(queueCall)]);
        const found = queuesIn(answers, { servers: ['EX01', 'EX02', 'EX09'], connectors });
        expect(found.servers).toMatchObject([
          {
            server: 'EX01',
            result: {
              state: 'read',
              queues: 2,
              isWhole: true,
              errors: [{ queue: 'EX01\\7', nextHop: 'a.example', isHybrid: true, messages: 3, error: tlsError, triedAt: late }],
            },
          },
          { server: 'EX02', result: { state: 'read', queues: 0, errors: [] } },
          { server: 'EX09', result: { state: 'unread', code: 'cmdlet.failed' } },
        ]);
      });
    });

    it('a message is found by a word of its subject on the server that had it, and in the trace', async () => {
      await using(await organizationWithMail(), async (exchange) => {
        const question = { direction: 'toExchangeOnline' as const, word, since: early, servers: ['EX01', 'EX02'], isOnlineSkipped: false };
        const first = await ask(exchange, [...question.servers.map((server) => trackingCall(server, word, early)), traceCall(word)]);
        const found = searchIn([...first, ...(await ask(exchange, searchDetailCalls(first, question)))], question);
        expect(found.servers).toEqual([
          { server: 'EX01', result: { state: 'read', events: [] } },
          {
            server: 'EX02',
            result: {
              state: 'read',
              events: [{ at: late, event: 'SEND', source: 'SMTP', connector: 'Outbound to Office 365', detail: '250 2.1.5 Recipient OK' }],
            },
          },
        ]);
        expect(found.online).toEqual({
          state: 'read',
          messages: [{ at: late, status: 'Delivered', recipient: 'b@contoso.com', fromIp: '192.0.2.70', toIp: '', details: [] }],
        });
      });
    });

    it('mail that waits in Exchange Online is found with the reason, if it is newer than the change and for this organization', async () => {
      await using(await organizationWithMail(), async (exchange) => {
        for (const [question, messages] of [
          [{ domains: ['contoso.com'], since: early }, 1],
          [{ domains: null, since: null }, 1],
          [{ domains: ['elsewhere.example'], since: null }, 0],
          [{ domains: null, since: '2026-11-25T00:00:00.000Z' }, 0],
        ] as const) {
          const first = await ask(exchange, delayedCalls);
          const found = delayedIn([...first, ...(await ask(exchange, delayedDetailCalls(first, question)))], question);
          expect(found.result).toEqual({
            state: 'read',
            messages,
            errors: messages === 0 ? [] : [{ recipient: 'b@contoso.com', receivedAt: late, error: cloudError }],
            isWhole: true,
          });
        }
      });
    });

    it('the validation of a connector is no read, and is answered when it is sent by itself', async () => {
      const file = await organizationWithMail();
      const connector = file.exchangeOnline.outboundConnectors[0]?.name ?? '';
      await using(file, async (exchange) => {
        const call = validationCall(connector, 'b@contoso.com');
        expect(await readOne(exchange, call)).toMatchObject({ ok: false, error: { code: 'call.refused' } });
        expect(validationIn(await exchange.change(call))).toEqual({
          state: 'answered',
          says: 'succeeded',
          readBy: 'wizard',
          lines: ['TaskName: SMTP EHLO', 'Status: Succeeded', 'Details: x'],
        });
        const nobody = validationIn(await exchange.change(validationCall('elsewhere', 'b@contoso.com')));
        expect(nobody).toMatchObject({ state: 'answered', says: 'unclear' });
      });
    });

    it('a server that does not exist is an error', async () => {
      await using(await organizationWithMail(), async (exchange) => {
        expect(await observe(exchange, onPremises('Get-MessageTrackingLog', { Server: 'EX09' }))).toMatchObject({
          code: 'ok',
          objects: 0,
          errors: [{ category: 'NotSpecified' }],
        });
      });
    });
  });
}

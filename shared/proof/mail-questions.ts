/** The commands that ask Exchange about mail itself. All but the validation read only. */
import type { CmdletCall } from '../commands/call.ts';

export const queueProperties = [
  'Identity',
  'DeliveryType',
  'Status',
  'MessageCount',
  'NextHopDomain',
  'NextHopConnector',
  'TlsDomain',
  'LastError',
  'LastRetryTime',
] as const;
export const trackingProperties = [
  'Timestamp',
  'EventId',
  'Source',
  'ConnectorId',
  'SourceContext',
  'RecipientStatus',
  'Recipients',
  'MessageSubject',
] as const;

/** More events than one message has on one server, and more messages than are looked into. Message trace takes 100 requests in five minutes. */
const mostEvents = 200;
export const mostTraced = 1000;
export const mostDetails = 20;
/** A server may take a time for one of its own time zone: so much earlier it is asked. The word says which message it is. */
const dayMs = 24 * 60 * 60 * 1000;

const onPremises = (cmdlet: CmdletCall['cmdlet'], parameters: CmdletCall['parameters'], select?: readonly string[]): CmdletCall => ({
  side: 'onPremises',
  cmdlet,
  parameters,
  ...(select !== undefined && { select }),
});
const online = (cmdlet: CmdletCall['cmdlet'], parameters: CmdletCall['parameters']): CmdletCall => ({
  side: 'exchangeOnline',
  cmdlet,
  parameters,
});

/** `NextHopConnector` of a queue is the Guid of its send connector. */
export const connectorsCall: CmdletCall = onPremises('Get-SendConnector', {}, ['Name', 'Guid']);
export const queueCall = (server: string): CmdletCall => onPremises('Get-Queue', { Server: server }, queueProperties);
/** Without dates: of the last 48 hours (cmdlet reference). */
export const delayedCalls: readonly CmdletCall[] = ['Pending', 'Failed'].map((status) =>
  online('Get-MessageTraceV2', { Status: status, ResultSize: mostTraced }),
);
export const detailCall = (id: string, recipient: string): CmdletCall =>
  online('Get-MessageTraceDetailV2', { MessageTraceId: id, RecipientAddress: recipient });
/** `since`: when the word was made, ISO 8601 */
export const trackingCall = (server: string, word: string, since: string): CmdletCall =>
  onPremises(
    'Get-MessageTrackingLog',
    { Server: server, MessageSubject: word, Start: new Date(Date.parse(since) - dayMs).toISOString(), ResultSize: mostEvents },
    trackingProperties,
  );
export const traceCall = (word: string): CmdletCall =>
  online('Get-MessageTraceV2', { Subject: word, SubjectFilterType: 'Contains', ResultSize: mostTraced });
export const validationCall = (connector: string, recipient: string): CmdletCall =>
  online('Validate-OutboundConnector', { Identity: connector, Recipients: [recipient] });

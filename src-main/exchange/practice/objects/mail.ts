/** What Exchange says of mail itself: queues, message tracking, message trace, and the validation of an outbound connector. */
import { psInt32, psNull, psObject, psString, type PsObject, type PsValue } from '../../../../shared/clixml/value.ts';
import type { OrganizationFile, SampleMessage } from '../../../../shared/model/sample-organization.ts';
import { sendConnector } from './connectors.ts';
import { deserialized, multiValuedTexts, textOrNull, textual } from './shapes.ts';

type Queue = NonNullable<OrganizationFile['servers'][number]['queues']>[number];
type Tracked = SampleMessage['tracked'][number];
type Traced = NonNullable<SampleMessage['traced']>;

const momentOf = (iso: string | null): PsValue => (iso === null ? psNull : { type: 'dateTime', value: iso });
const noConnector = '00000000-0000-0000-0000-000000000000';

/** `Get-Queue`. */
export function queue(organization: OrganizationFile, one: Queue): PsObject {
  const connector = organization.sendConnectors.find(({ name }) => name === one.connector);
  const guid = connector === undefined ? undefined : sendConnector(organization, connector).properties.get('Guid');
  return psObject(
    {
      Identity: textual('Microsoft.Exchange.Data.QueueIdentity', one.identity),
      DeliveryType: psString(one.deliveryType),
      NextHopDomain: psString(one.nextHopDomain),
      TlsDomain: textOrNull(one.tlsDomain),
      NextHopConnector: guid ?? { type: 'guid', value: noConnector },
      Status: psString(one.status),
      MessageCount: psInt32(one.messageCount),
      LastError: textOrNull(one.lastError),
      LastRetryTime: momentOf(one.lastRetryTime),
    },
    deserialized('Microsoft.Exchange.Data.QueueViewer.ExtensibleQueueInfo', 'System.Object'),
    one.identity,
  );
}

/** `Get-MessageTrackingLog`: one event. */
export const trackedEvent = (message: SampleMessage, event: Tracked): PsObject =>
  psObject(
    {
      Timestamp: momentOf(event.at),
      ClientIp: psString(event.clientIp),
      ServerHostname: psString(event.server),
      SourceContext: psString(event.sourceContext),
      ConnectorId: psString(event.connector),
      Source: psString(event.source),
      EventId: psString(event.event),
      MessageId: psString(message.messageId),
      Recipients: multiValuedTexts('System.String', [message.recipient]),
      RecipientStatus: multiValuedTexts('System.String', event.recipientStatus),
      MessageSubject: psString(message.subject),
      Sender: psString(message.sender),
    },
    deserialized('Microsoft.Exchange.Management.TransportLogSearchTasks.MessageTrackingEvent', 'System.Object'),
  );

/** `Get-MessageTraceV2`. */
export const tracedMessage = (message: SampleMessage, traced: Traced): PsObject =>
  psObject(
    {
      MessageId: psString(message.messageId),
      Received: momentOf(traced.at),
      SenderAddress: psString(message.sender),
      RecipientAddress: psString(message.recipient),
      Subject: psString(message.subject),
      Status: psString(traced.status),
      ToIP: textOrNull(traced.toIp),
      FromIP: textOrNull(traced.fromIp),
      MessageTraceId: psString(traced.id),
    },
    deserialized('Microsoft.Exchange.Management.FfoReporting.MessageTrace', 'System.Object'),
  );

/** `Get-MessageTraceDetailV2`: one event. */
export const traceDetail = (message: SampleMessage, traced: Traced, { at, event, detail }: Traced['details'][number]): PsObject =>
  psObject(
    {
      MessageId: psString(message.messageId),
      MessageTraceId: psString(traced.id),
      Date: momentOf(at),
      Event: psString(event),
      Detail: psString(detail),
    },
    deserialized('Microsoft.Exchange.Management.FfoReporting.MessageTraceDetail', 'System.Object'),
  );

/** `Validate-OutboundConnector`: the names are not those of Exchange Online, which are not published. */
export const validationTask = ({ task, status, detail }: NonNullable<OrganizationFile['exchangeOnline']['validation']>[number]): PsObject =>
  psObject(
    { TaskName: psString(task), Status: psString(status), Details: psString(detail) },
    deserialized('System.Management.Automation.PSCustomObject', 'System.Object'),
  );

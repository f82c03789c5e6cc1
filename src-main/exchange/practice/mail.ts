/** The cmdlets that say something of mail itself. */
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import type { CmdletName } from '../../../shared/commands/table.ts';
import { errorOnly, notReached, objectNotFound, objectsOnly, textParameter, type Cmdlet, type CmdletAnswer } from './answer.ts';
import { queue, traceDetail, trackedEvent, tracedMessage, validationTask } from './objects/mail.ts';
import { isEdgeServer, isServer } from './reads.ts';
import { sameText } from '../../../shared/model/same-text.ts';

type Server = OrganizationFile['servers'][number];

/** Asks the server that `-Server` names; without it the one to which the session belongs. */
const ofServer =
  (read: (organization: OrganizationFile, server: Server, call: CmdletCall) => CmdletAnswer): Cmdlet =>
  (organization, call) => {
    const name = textParameter(call, 'Server');
    const server = organization.servers.find((candidate) => name === undefined || isServer(candidate, name));
    if (server === undefined) return name === undefined ? objectsOnly([]) : errorOnly(objectNotFound(organization, name, call));
    return isEdgeServer(organization, server.name) ? errorOnly(notReached(server.name, call)) : read(organization, server, call);
  };

const holds = (text: string, part: string | undefined): boolean => part === undefined || text.toLowerCase().includes(part.toLowerCase());

export const mailCmdlets = {
  'Get-Queue': ofServer((organization, { queues = [] }) => objectsOnly(queues.map((one) => queue(organization, one)))),

  'Get-MessageTrackingLog': ofServer(({ messages = [] }, { name }, call) => {
    const start = textParameter(call, 'Start') ?? '';
    const found = messages.filter(({ subject }) => holds(subject, textParameter(call, 'MessageSubject')));
    return objectsOnly(
      found.flatMap((message) =>
        message.tracked.filter(({ server, at }) => sameText(server, name) && at >= start).map((event) => trackedEvent(message, event)),
      ),
    );
  }),

  'Get-MessageTraceV2': ({ messages = [] }, call) => {
    const [subject, status] = [textParameter(call, 'Subject'), textParameter(call, 'Status')];
    return objectsOnly(
      messages.flatMap((message) => {
        const { traced } = message;
        if (traced === null || !holds(message.subject, subject)) return [];
        return status === undefined || sameText(traced.status, status) ? [tracedMessage(message, traced)] : [];
      }),
    );
  },

  'Get-MessageTraceDetailV2': ({ messages = [] }, call) => {
    const [id, recipient] = [textParameter(call, 'MessageTraceId') ?? '', textParameter(call, 'RecipientAddress') ?? ''];
    return objectsOnly(
      messages.flatMap((message) => {
        const { traced } = message;
        if (traced === null || !sameText(traced.id, id) || !sameText(message.recipient, recipient)) return [];
        return traced.details.map((detail) => traceDetail(message, traced, detail));
      }),
    );
  },

  'Validate-OutboundConnector': (organization, call) => {
    const identity = textParameter(call, 'Identity') ?? '';
    const { outboundConnectors, validation = [] } = organization.exchangeOnline;
    return outboundConnectors.some(({ name }) => sameText(name, identity))
      ? objectsOnly(validation.map(validationTask))
      : errorOnly(objectNotFound(organization, identity, call));
  },
} as const satisfies Partial<Record<CmdletName, Cmdlet>>;

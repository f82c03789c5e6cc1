/** What a practice organization would show of its mail flow: always as mail flow is by what the organization has now. */
import { sides } from '../../shared/commands/table.ts';
import { mailFlow } from '../../shared/mail-flow/mail-flow.ts';
import type { Direction, DirectionFlow, ServerFlow } from '../../shared/mail-flow/verdict.ts';
import { partition } from '../../shared/model/known.ts';
import type { Organization } from '../../shared/model/organization.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { sameServer } from '../../shared/model/server-name.ts';
import type { Presented } from '../../shared/mail-flow/presented.ts';
import type { Handshake } from '../../shared/proof/evidence.ts';
import { mailServersOf } from '../../shared/rules/mail-servers.ts';
import { freshContext, type WizardContext } from '../../shared/wizard/context.ts';
import { collectOrganization } from '../exchange/inventory/inventory.ts';
import { guidOf } from '../exchange/practice/objects/shapes.ts';
import { practiceExchange, type PracticeExchange } from '../exchange/practice/practice.ts';

/** The organization as it is now, read beside the sessions of the wizard; `null` before the first of them. */
export async function practiceNow(
  practice: Pick<PracticeExchange, 'organization'>,
  { scenario, again }: Pick<WizardContext, 'scenario' | 'again'>,
  now: () => Date,
): Promise<Organization | null> {
  const organization = practice.organization(scenario, again?.run);
  if (organization === null) return null;
  const beside = practiceExchange({ now, latency: () => Promise.resolve() });
  beside.replace(organization, scenario);
  for (const side of sides) {
    const opened = await beside.open(side, { ...freshContext('en'), mode: 'practice', scenario }, new AbortController().signal);
    if (!opened.ok) return null;
  }
  const read = await collectOrganization(beside, { now, onProgress: () => undefined });
  return read.ok ? read.value : null;
}

const presentedIn = (flow: ServerFlow | undefined): Presented | undefined =>
  partition(flow === undefined ? [] : [flow], ({ presented }) => presented).known[0]?.value;

/**
 * What `server` would present to Exchange Online, with its intermediate certificates, as practice servers do. A smart host answers like the
 * first server behind it.
 */
export function practiceHandshake(organization: Organization, server: string): Handshake {
  const { servers } = mailFlow(organization).toOnPremises;
  const presented = presentedIn(servers.find((one) => one.server === server) ?? servers[0]);
  if (presented === undefined) return { state: 'failed', fault: 'unreachable', detail: '' };
  if (presented.certificate === null) return { state: 'notOffered' };
  const { thumbprint, subject, notAfter } = presented.certificate.facts;
  return { state: 'presented', thumbprint, subject, notAfter, chain: 'complete', protocol: 'TLSv1.2', answersInTls: true };
}

/** The protocol log of what `server` sends to Exchange Online: one session. */
export function practiceLog(organization: Organization, server: string, at: Date): string {
  const flow = mailFlow(organization).toExchangeOnline.servers.find((one) => one.server === server);
  const certificate = presentedIn(flow)?.certificate ?? null;
  const facts = certificate?.facts;
  const tls =
    facts === undefined
      ? [['*', '', 'TLS negotiation failed with error NoCredentials']]
      : [
          [
            '*',
            ` ${facts.subject} ${facts.issuer} ${facts.serialNumber} ${facts.thumbprint} ${facts.notBefore} ${facts.notAfter} ${facts.names.join(';')}`,
            'Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names',
          ],
          [
            '*',
            '',
            'TLS protocol SP_PROT_TLS1_2_CLIENT negotiation succeeded using bulk encryption algorithm CALG_AES_256 with strength 256 bits',
          ],
        ];
  const rows = [
    ['*', '', 'attempting to connect'],
    ['+', '', ''],
    ['<', '220 BN7NAM10FT011.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready', ''],
    ['>', `EHLO ${server}`, ''],
    ['<', '250-STARTTLS', ''],
    ['<', '250 SMTPUTF8', ''],
    ['>', 'STARTTLS', ''],
    ['<', '220 2.0.0 SMTP server ready', ''],
    ...tls,
    ['-', '', 'Local'],
  ];
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const time = at.toISOString();
  return [
    '#Software: Microsoft Exchange Server',
    '#Version: 15.0.0.0',
    '#Log-type: SMTP Send Protocol Log',
    `#Date: ${time}`,
    '#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context',
    ...rows.map(([event = '', data = '', context = ''], number) =>
      [
        time,
        quoted(flow?.connector ?? ''),
        '08DE0000000000A1',
        String(number),
        '10.0.0.10:28252',
        '104.47.58.36:25',
        event,
        quoted(data),
        quoted(context),
      ].join(','),
    ),
    '',
  ].join('\r\n');
}

const cloud = 'CY4PEPF0000ABCD.namprd03.prod.outlook.com';
const cipher = 'cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384';

/**
 * The headers with which a test message arrives, in the shape of public ones. `undefined`: it does not arrive, or nothing says what becomes
 * of it.
 */
export function practiceMessage(organization: Organization, direction: Direction, word: string, at: Date): string | undefined {
  const flow = mailFlow(organization)[direction];
  const server = flow.servers[0]?.server;
  if (server === undefined || (flow.verdict !== 'internal' && flow.verdict !== 'external')) return undefined;
  const isTrusted = flow.verdict === 'internal';
  const onPremises = mailServersOf(organization).find((one) => one.server === server)?.host ?? server;
  const [from, by, sender, receiver] =
    direction === 'toExchangeOnline'
      ? [onPremises, cloud.replace('namprd03.prod', 'mail.protection'), onPremises, cloud]
      : ['EUR02-HE1-obe.outbound.protection.outlook.com', onPremises, 'DB9P192MB1388.EURP192.PROD.OUTLOOK.COM', onPremises];
  const time = at.toUTCString().replace('GMT', '+0000');
  return [
    `Received: from ${from} (192.0.2.70) by ${by} (192.0.2.80) with Microsoft SMTP Server (version=TLS1_2, ${cipher}) id 15.20.8655.12 via Frontend Transport; ${time}`,
    `Received: from ${sender} (192.0.2.70) by ${sender} (192.0.2.70) with mapi id 15.02.1544.014; ${time}`,
    'From: Test <test@contoso.com>',
    'To: <recipient@contoso.com>',
    `Subject: ${word}`,
    `Date: ${time}`,
    ...(isTrusted
      ? [
          `X-OrganizationHeadersPreserved: ${sender}`,
          `X-MS-Exchange-Organization-AuthSource: ${sender}`,
          'X-MS-Exchange-Organization-AuthAs: Internal',
          `X-CrossPremisesHeadersPromoted: ${receiver}`,
          `X-CrossPremisesHeadersFiltered: ${receiver}`,
        ]
      : [`X-MS-Exchange-Organization-AuthSource: ${receiver}`, 'X-MS-Exchange-Organization-AuthAs: Anonymous']),
    '',
  ].join('\r\n');
}

/** What is in the queues of the servers, waits in Exchange Online, and comes of a validation, as mail flow is by the settings now. */
export function withMail(file: OrganizationFile, organization: Organization, at: Date): OrganizationFile {
  const { toExchangeOnline, toOnPremises } = mailFlow(organization);
  const time = at.toISOString();
  const stuck = isStuck(toOnPremises.verdict);
  return {
    ...file,
    servers: file.servers.map((server) => {
      const flow = toExchangeOnline.servers.find((one) => sameServer(one.server, server.name));
      return flow === undefined ? server : { ...server, queues: [queueOf(server.name, flow, time)] };
    }),
    exchangeOnline: {
      ...file.exchangeOnline,
      validation: [
        { task: 'Resolve', status: 'Succeeded', detail: '' },
        { task: 'SMTP EHLO', status: stuck ? 'Failed' : 'Succeeded', detail: stuck ? cloudError : '' },
      ],
    },
  };
}

const isStuck = (verdict: DirectionFlow['verdict']): boolean => verdict === 'waits' || verdict === 'fails';
const cloudError = '450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail]';
const serverError = '454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.';

const queueOf = (
  server: string,
  { verdict, connector }: ServerFlow,
  time: string,
): NonNullable<OrganizationFile['servers'][number]['queues']>[number] => ({
  identity: `${server}\\12`,
  deliveryType: 'SmartHostConnectorDelivery',
  status: isStuck(verdict) ? 'Retry' : 'Ready',
  nextHopDomain: 'contoso.mail.onmicrosoft.com',
  connector: connector.slice(connector.indexOf('\\') + 1),
  tlsDomain: 'mail.protection.outlook.com',
  messageCount: isStuck(verdict) ? 1 : 0,
  lastError: isStuck(verdict) ? serverError : null,
  lastRetryTime: time,
});

/** The sample organization once the test message was sent: message tracking and message trace know its way. */
export function withDelivery(
  file: OrganizationFile,
  organization: Organization,
  direction: Direction,
  word: string,
  at: Date,
): OrganizationFile {
  const flow = mailFlow(organization)[direction];
  const [first] = flow.servers;
  if (first === undefined || flow.verdict === 'unknown') return file;
  const time = at.toISOString();
  const stuck = isStuck(flow.verdict);
  const outward = direction === 'toExchangeOnline';
  const event = { server: first.server, at: time, clientIp: '', connector: first.connector };
  const tracked = outward
    ? [
        { ...event, event: 'RECEIVE', source: 'STOREDRIVER', connector: '', sourceContext: '', recipientStatus: [] },
        stuck
          ? { ...event, event: 'DEFER', source: 'SMTP', sourceContext: serverError, recipientStatus: [] }
          : { ...event, event: 'SEND', source: 'SMTP', sourceContext: '', recipientStatus: ['250 2.1.5 Recipient OK'] },
      ]
    : stuck
      ? []
      : [
          { ...event, event: 'RECEIVE', source: 'SMTP', sourceContext: '', recipientStatus: [] },
          { ...event, event: 'DELIVER', source: 'STOREDRIVER', connector: '', sourceContext: '', recipientStatus: [] },
        ];
  const traced = {
    id: guidOf(word),
    at: time,
    status: stuck ? 'Pending' : 'Delivered',
    fromIp: outward ? '192.0.2.70' : null,
    toIp: outward ? null : '192.0.2.70',
    details: stuck
      ? [{ at: time, event: 'Defer', detail: `Reason: [{LED=${cloudError}}]` }]
      : [{ at: time, event: outward ? 'Deliver' : 'Send external', detail: '' }],
  };
  const message = {
    subject: word,
    messageId: `<${word}@contoso.com>`,
    sender: 'test@contoso.com',
    recipient: 'recipient@contoso.com',
    tracked,
    traced: outward && stuck ? null : traced,
  };
  return { ...file, messages: [...(file.messages ?? []).filter(({ subject }) => subject !== word), message] };
}

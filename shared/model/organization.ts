/** Everything that was read of an organization at one moment. */

import * as v from 'valibot';
import { serverCertificateSchema } from './certificate.ts';
import { inboundConnectorSchema, outboundConnectorSchema, receiveConnectorSchema, sendConnectorSchema } from './connector.ts';
import { flatMap, known, knownSchema, partition, unknown, type Known } from './known.ts';

const texts = v.array(v.string());

/** `Get-ExchangeServer`. AdminDisplayVersion shows the cumulative update only, not the security update. */
const exchangeServerSchema = v.object({
  name: v.string(),
  fqdn: v.string(),
  /** e.g. `15.2.1748.53` */
  version: knownSchema(v.string()),
  serverRole: knownSchema(v.string()),
});
export type ExchangeServer = v.InferOutput<typeof exchangeServerSchema>;

/** `Get-AcceptedDomain`, on both sides. */
const acceptedDomainSchema = v.object({
  /** e.g. `contoso.com`, without `*.` */
  name: v.string(),
  /** Whether every name below it is accepted too */
  matchSubDomains: knownSchema(v.boolean()),
});
export type AcceptedDomain = v.InferOutput<typeof acceptedDomainSchema>;

const thumbprint = knownSchema(v.nullable(v.string()));

/** `Get-AuthConfig`: the certificates of server-to-server authentication (OAuth), by thumbprint; `null` where none is named. */
const authConfigSchema = v.object({ current: thumbprint, previous: thumbprint, next: thumbprint });
export type AuthConfig = v.InferOutput<typeof authConfigSchema>;

const hybridConfigurationSchema = v.object({
  sendingTransportServers: texts,
  receivingTransportServers: texts,
  edgeTransportServers: texts,
  onPremisesSmartHost: knownSchema(v.nullable(v.string())),
  domains: knownSchema(texts),
  tlsCertificateName: knownSchema(v.nullable(v.string())),
});
export type HybridConfiguration = v.InferOutput<typeof hybridConfigurationSchema>;

/**
 * `transport`: the hybrid configuration names it as sending or receiving. `edge`: as Edge Transport server; nothing of it is
 * known until what its collection script wrote is opened. `reference`: a Mailbox server of an organization with Edge servers,
 * whose certificates the HCW lists and whose connectors carry no hybrid mail.
 */
const serverRoles = ['transport', 'edge', 'reference'] as const;

/** What was asked of one server that takes part in the hybrid deployment. */
const hybridServerSchema = v.object({
  name: v.string(),
  role: v.optional(v.picklist(serverRoles), 'transport'),
  certificates: knownSchema(v.array(serverCertificateSchema)),
  receiveConnectors: knownSchema(v.array(receiveConnectorSchema)),
  internalTransportCertificateThumbprint: knownSchema(v.nullable(v.string())),
});
export type HybridServer = v.InferOutput<typeof hybridServerSchema>;

/** Those whose receive connectors are written by the HCW and by the wizard. */
export const transportServers = ({ hybridServers }: Organization): readonly HybridServer[] =>
  hybridServers.filter(({ role }) => role === 'transport');
/** The Edge servers that the hybrid configuration names. */
export const edgeServers = ({ hybridServers }: Organization): readonly HybridServer[] =>
  hybridServers.filter(({ role }) => role === 'edge');
/** Those whose connectors carry hybrid mail. */
export const mailServers = ({ hybridServers }: Organization): readonly HybridServer[] =>
  hybridServers.filter(({ role }) => role !== 'reference');

/** An Edge server before its collection script was run. */
export function unreadEdgeServer(name: string): HybridServer {
  const unread = unknown('notConnected', name);
  return { name, role: 'edge', receiveConnectors: unread, certificates: unread, internalTransportCertificateThumbprint: unread };
}

/** For each change cmdlet, whether the session offers it to the signed-in user. */
const rightsSchema = v.record(v.string(), v.boolean());

export const organizationSchema = v.object({
  /** ISO 8601, UTC; also the moment against which expiry is judged */
  gatheredAt: v.string(),
  servers: knownSchema(v.array(exchangeServerSchema)),
  /** known `null`: there is none */
  hybridConfiguration: knownSchema(v.nullable(hybridConfigurationSchema)),
  hybridServers: v.array(hybridServerSchema),
  sendConnectors: knownSchema(v.array(sendConnectorSchema)),
  acceptedDomains: knownSchema(v.array(acceptedDomainSchema)),
  rights: knownSchema(rightsSchema),
  /** Where it is absent the state was stored by an earlier version, which did not read it */
  authConfig: v.optional(knownSchema(authConfigSchema), unknown('notReturned', 'Get-AuthConfig')),
  exchangeOnline: v.object({
    acceptedDomains: knownSchema(v.array(acceptedDomainSchema)),
    inboundConnectors: knownSchema(v.array(inboundConnectorSchema)),
    outboundConnectors: knownSchema(v.array(outboundConnectorSchema)),
  }),
});
export type Organization = v.InferOutput<typeof organizationSchema>;

/** Whether the session offers a change cmdlet to the signed-in user; unknown where Get-Command did not say, as for Exchange Online. */
export const mayRun = ({ rights }: Organization, cmdlet: string): Known<boolean> =>
  flatMap(rights, (cmdlets) => {
    const isOffered = cmdlets[cmdlet];
    return isOffered === undefined ? unknown('notReturned', cmdlet) : known(isOffered);
  });

/** The first accepted domain; `undefined` while none is known. */
export const organizationName = (organization: Organization | null): string | undefined =>
  partition(organization === null ? [] : [organization.acceptedDomains], (list) => list).known.flatMap(({ value }) => value)[0]?.name;

// What is being gathered, for the determinate progress of the page.

const gatherTopics = [
  'servers',
  'hybridConfiguration',
  'sendConnectors',
  'acceptedDomains',
  'rights',
  'authConfig',
  'receiveConnectors',
  'certificates',
  'certificateDetails',
  'transportService',
  'transportServices',
  'inboundConnectors',
  'outboundConnectors',
  'onlineAcceptedDomains',
] as const;
export type GatherTopic = (typeof gatherTopics)[number];

/**
 * `done` of `total` calls have ended; `what` about `subject` (a server, or '') is running now. Of
 * several it is the one that has run longest: what is waited for, whatever else begins and ends.
 */
export const gatherProgressSchema = v.object({
  done: v.number(),
  total: v.number(),
  what: v.picklist(gatherTopics),
  subject: v.string(),
  /** How many more are running at the same time */
  others: v.optional(v.number(), 0),
});
export type GatherProgress = v.InferOutput<typeof gatherProgressSchema>;

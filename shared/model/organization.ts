/** Everything that was read of an organization at one moment. */

import * as v from 'valibot';
import { serverCertificateSchema } from './certificate.ts';
import { inboundConnectorSchema, outboundConnectorSchema, receiveConnectorSchema, sendConnectorSchema } from './connector.ts';
import { knownSchema } from './known.ts';

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

const hybridConfigurationSchema = v.object({
  sendingTransportServers: texts,
  receivingTransportServers: texts,
  edgeTransportServers: texts,
  onPremisesSmartHost: knownSchema(v.nullable(v.string())),
  domains: knownSchema(texts),
  tlsCertificateName: knownSchema(v.nullable(v.string())),
});
export type HybridConfiguration = v.InferOutput<typeof hybridConfigurationSchema>;

/** What was asked of one hybrid server (named in the hybrid configuration's sending or receiving servers). */
const hybridServerSchema = v.object({
  name: v.string(),
  certificates: knownSchema(v.array(serverCertificateSchema)),
  receiveConnectors: knownSchema(v.array(receiveConnectorSchema)),
  internalTransportCertificateThumbprint: knownSchema(v.nullable(v.string())),
});
export type HybridServer = v.InferOutput<typeof hybridServerSchema>;

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
  exchangeOnline: v.object({
    acceptedDomains: knownSchema(v.array(acceptedDomainSchema)),
    inboundConnectors: knownSchema(v.array(inboundConnectorSchema)),
    outboundConnectors: knownSchema(v.array(outboundConnectorSchema)),
  }),
});
export type Organization = v.InferOutput<typeof organizationSchema>;

// What is being gathered, for the determinate progress of the page.

const gatherTopics = [
  'servers',
  'hybridConfiguration',
  'sendConnectors',
  'acceptedDomains',
  'rights',
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

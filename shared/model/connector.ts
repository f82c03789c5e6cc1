/** Connectors of both sides, reduced to what the renewal touches, proves or shows. */
import * as v from 'valibot';
import { knownSchema, unknown } from './known.ts';

const text = v.string();
const texts = v.array(v.string());
const nullableText = v.nullable(v.string());
// Where a property has a default, state stored by an earlier version lacks it: it was not read then.

/** A receive connector of a hybrid server. `tlsCertificateName` is the `<I>…<S>…` text, `null` when it is empty. */
export const receiveConnectorSchema = v.object({
  identity: text,
  name: text,
  server: text,
  transportRole: knownSchema(text),
  bindings: knownSchema(texts),
  enabled: knownSchema(v.boolean()),
  fqdn: knownSchema(nullableText),
  /** e.g. `Tls`, `Integrated`; without `Tls` STARTTLS is not offered */
  authMechanism: v.optional(knownSchema(texts), unknown('notReturned', 'AuthMechanism')),
  permissionGroups: v.optional(knownSchema(texts), unknown('notReturned', 'PermissionGroups')),
  /** Addresses of the clients that it serves: single ones, ranges `a-b`, or networks `a/24` */
  remoteIPRanges: v.optional(knownSchema(texts), unknown('notReturned', 'RemoteIPRanges')),
  tlsCertificateName: knownSchema(nullableText),
  tlsDomainCapabilities: knownSchema(texts),
});
export type ReceiveConnector = v.InferOutput<typeof receiveConnectorSchema>;

export const sendConnectorSchema = v.object({
  identity: text,
  name: text,
  enabled: knownSchema(v.boolean()),
  addressSpaces: knownSchema(texts),
  sourceTransportServers: knownSchema(texts),
  /** Empty: by the MX records of the recipient's domain */
  smartHosts: v.optional(knownSchema(texts), unknown('notReturned', 'SmartHosts')),
  fqdn: v.optional(knownSchema(nullableText), unknown('notReturned', 'Fqdn')),
  ignoreStartTls: v.optional(knownSchema(v.boolean()), unknown('notReturned', 'IgnoreSTARTTLS')),
  requireTls: knownSchema(v.boolean()),
  tlsAuthLevel: knownSchema(nullableText),
  tlsDomain: knownSchema(nullableText),
  cloudServicesMailEnabled: knownSchema(v.boolean()),
  tlsCertificateName: knownSchema(nullableText),
  /** `None` or `Verbose`: whether its SMTP sessions are logged */
  protocolLoggingLevel: v.optional(knownSchema(text), unknown('notReturned', 'ProtocolLoggingLevel')),
});
export type SendConnector = v.InferOutput<typeof sendConnectorSchema>;

/** Exchange Online, mail from the organization. `tlsSenderCertificateName` is a subject name, not `<I>…<S>…`. */
export const inboundConnectorSchema = v.object({
  identity: text,
  name: text,
  enabled: knownSchema(v.boolean()),
  connectorType: knownSchema(text),
  /** `HybridWizard` for a connector that the HCW made */
  connectorSource: v.optional(knownSchema(text), unknown('notReturned', 'ConnectorSource')),
  requireTls: knownSchema(v.boolean()),
  cloudServicesMailEnabled: knownSchema(v.boolean()),
  tlsSenderCertificateName: knownSchema(nullableText),
});
export type InboundConnector = v.InferOutput<typeof inboundConnectorSchema>;

/** Exchange Online, mail to the organization. */
export const outboundConnectorSchema = v.object({
  identity: text,
  name: text,
  enabled: knownSchema(v.boolean()),
  connectorType: knownSchema(text),
  connectorSource: v.optional(knownSchema(text), unknown('notReturned', 'ConnectorSource')),
  recipientDomains: v.optional(knownSchema(texts), unknown('notReturned', 'RecipientDomains')),
  smartHosts: knownSchema(texts),
  /** `None`, `Opportunistic` or `Mandatory`: whether TLSA records of the smart host bind its key */
  smtpDaneMode: v.optional(knownSchema(nullableText), unknown('notReturned', 'SmtpDaneMode')),
  mtaStsMode: v.optional(knownSchema(nullableText), unknown('notReturned', 'MtaStsMode')),
  tlsSettings: knownSchema(nullableText),
  tlsDomain: knownSchema(nullableText),
  cloudServicesMailEnabled: knownSchema(v.boolean()),
});
export type OutboundConnector = v.InferOutput<typeof outboundConnectorSchema>;

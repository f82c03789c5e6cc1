/** Connectors of both sides, reduced to what the renewal touches, proves or shows. */
import * as v from 'valibot';
import { knownSchema } from './known.ts';

const text = v.string();
const texts = v.array(v.string());
const nullableText = v.nullable(v.string());

/** A receive connector of a hybrid server. `tlsCertificateName` is the `<I>…<S>…` text, `null` when it is empty. */
export const receiveConnectorSchema = v.object({
  identity: text,
  name: text,
  server: text,
  transportRole: knownSchema(text),
  bindings: knownSchema(texts),
  enabled: knownSchema(v.boolean()),
  fqdn: knownSchema(nullableText),
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
  requireTls: knownSchema(v.boolean()),
  tlsAuthLevel: knownSchema(nullableText),
  tlsDomain: knownSchema(nullableText),
  cloudServicesMailEnabled: knownSchema(v.boolean()),
  tlsCertificateName: knownSchema(nullableText),
});
export type SendConnector = v.InferOutput<typeof sendConnectorSchema>;

/** Exchange Online, mail from the organization. `tlsSenderCertificateName` is a subject name, not `<I>…<S>…`. */
export const inboundConnectorSchema = v.object({
  identity: text,
  name: text,
  enabled: knownSchema(v.boolean()),
  connectorType: knownSchema(text),
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
  smartHosts: knownSchema(texts),
  tlsSettings: knownSchema(nullableText),
  tlsDomain: knownSchema(nullableText),
  cloudServicesMailEnabled: knownSchema(v.boolean()),
});
export type OutboundConnector = v.InferOutput<typeof outboundConnectorSchema>;

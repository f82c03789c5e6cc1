/**
 * A sample organization as a file: what the practice gateway keeps in memory, and what the
 * simulated Exchange endpoint of the tests loads, so that both can be compared.
 * Values are what Exchange's cmdlets would return, not yet judged by anything.
 */

import * as v from 'valibot';
import { emptyExchangeOnlineForm, emptyOnPremisesForm, type ExchangeOnlineForm, type OnPremisesForm } from './sign-in.ts';

const names = v.array(v.string());
const nullableText = v.nullable(v.string());

/** Accepted domains: `*.contoso.com` is one with MatchSubDomains, `contoso.com` one without. */
const domainAddresses = names;

export const domainOfAddress = (address: string): { readonly name: string; readonly matchSubDomains: boolean } => ({
  name: address.replace(/^\*\./, ''),
  matchSubDomains: address.startsWith('*.'),
});

/** CryptoAPI's provider of TLS keys: what a PFX file is imported into unless it names another. */
export const schannelProvider = { type: 12, name: 'Microsoft RSA SChannel Cryptographic Provider', container: 'te-sample' };

/** What only the server says of a certificate. */
const toldOfCertificate = {
  /** e.g. `IMAP, POP, IIS, SMTP`, as the Services enum prints; `None` for none */
  services: v.string(),
  status: v.string(),
  rootCAType: v.string(),
  isSelfSigned: v.boolean(),
  hasPrivateKey: v.boolean(),
  privateKeyExportable: v.optional(v.boolean(), true),
  friendlyName: v.string(),
};

/** One certificate in the machine store of one server. */
const sampleCertificateSchema = v.object({
  /** DER, base64 */
  rawData: v.string(),
  ...toldOfCertificate,
  /** What holds the private key, where there is one: the number of the provider's type (0 = CNG), its name (empty: the default one of the type) */
  keyProvider: v.optional(v.object({ type: v.number(), name: v.string(), container: v.string() }), schannelProvider),
  /** Where the SerializationData that Exchange attaches to it says something else */
  payloadSays: v.optional(v.partial(v.object(toldOfCertificate))),
});

/**
 * How a certificate arrives that was not selected on the server. `serialized`: an X509Certificate2 of
 * its RawData, with Exchange's SerializationData attached. `rawDataOnly`: without it. `signed`: the
 * attached payload is signed. `deserialized`: an object that was deserialized on its way, with RawData only.
 */
export const certificateShapes = ['serialized', 'rawDataOnly', 'signed', 'deserialized'] as const;

/** A queue of a transport server. `connector`: the name of its send connector; `lastRetryTime`: ISO 8601, UTC. */
const sampleQueueSchema = v.object({
  identity: v.string(),
  deliveryType: v.string(),
  status: v.string(),
  nextHopDomain: v.string(),
  connector: nullableText,
  tlsDomain: nullableText,
  messageCount: v.number(),
  lastError: nullableText,
  lastRetryTime: nullableText,
});

/** A message as message tracking of each server, and the message trace of Exchange Online, has it. Times are ISO 8601, UTC. */
const sampleMessageSchema = v.object({
  subject: v.string(),
  messageId: v.string(),
  sender: v.string(),
  recipient: v.string(),
  tracked: v.array(
    v.object({
      server: v.string(),
      at: v.string(),
      event: v.string(),
      source: v.string(),
      connector: v.string(),
      clientIp: v.string(),
      sourceContext: v.string(),
      recipientStatus: names,
    }),
  ),
  /** `null`: Exchange Online did not see it */
  traced: v.nullable(
    v.object({
      id: v.string(),
      at: v.string(),
      status: v.string(),
      fromIp: nullableText,
      toIp: nullableText,
      details: v.array(v.object({ at: v.string(), event: v.string(), detail: v.string() })),
    }),
  ),
});
export type SampleMessage = v.InferOutput<typeof sampleMessageSchema>;

const sampleServerSchema = v.object({
  name: v.string(),
  fqdn: v.string(),
  /** e.g. `15.2.1748.53` */
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+\.\d+$/)),
  serverRole: v.string(),
  edition: v.string(),
  internalTransportCertificateThumbprint: nullableText,
  certificates: v.array(sampleCertificateSchema),
  certificateShape: v.optional(v.picklist(certificateShapes), 'serialized'),
  /** False: a broken server, whose certificates are Windows' own objects: a Select-Object there gives `$null` for what Exchange's class adds */
  certificateProperties: v.optional(v.boolean(), true),
  /** Names of Windows services that do not run, e.g. `MSExchangeTransport` */
  stoppedServices: v.optional(names, []),
  queues: v.optional(v.array(sampleQueueSchema)),
});

const sampleReceiveConnectorSchema = v.object({
  name: v.string(),
  server: v.string(),
  transportRole: v.picklist(['FrontendTransport', 'HubTransport']),
  bindings: names,
  fqdn: nullableText,
  enabled: v.boolean(),
  requireTls: v.boolean(),
  authMechanism: v.string(),
  permissionGroups: v.string(),
  /** Setup serves every address */
  remoteIPRanges: v.optional(names, ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255']),
  tlsCertificateName: nullableText,
  tlsDomainCapabilities: names,
});

const sampleSendConnectorSchema = v.object({
  name: v.string(),
  enabled: v.boolean(),
  addressSpaces: names,
  smartHosts: names,
  /** Whether mail goes by MX records, which a connector with smart hosts does not do */
  dnsRoutingEnabled: v.optional(v.boolean(), true),
  sourceTransportServers: names,
  fqdn: nullableText,
  ignoreStartTls: v.optional(v.boolean(), false),
  requireTls: v.boolean(),
  tlsAuthLevel: nullableText,
  tlsDomain: nullableText,
  cloudServicesMailEnabled: v.boolean(),
  tlsCertificateName: nullableText,
  /** Exchange logs the sessions of no send connector by default */
  protocolLoggingLevel: v.optional(v.picklist(['None', 'Verbose']), 'None'),
});

const sampleHybridConfigurationSchema = v.object({
  sendingTransportServers: names,
  receivingTransportServers: names,
  edgeTransportServers: names,
  onPremisesSmartHost: nullableText,
  domains: names,
  features: names,
  tlsCertificateName: nullableText,
});

/** Thumbprints of the certificates of server-to-server authentication. */
const sampleAuthConfigSchema = v.object({ current: nullableText, previous: nullableText, next: nullableText });

const sampleInboundConnectorSchema = v.object({
  name: v.string(),
  enabled: v.boolean(),
  connectorType: v.string(),
  connectorSource: v.string(),
  senderDomains: names,
  requireTls: v.boolean(),
  restrictDomainsToCertificate: v.boolean(),
  restrictDomainsToIPAddresses: v.boolean(),
  cloudServicesMailEnabled: v.boolean(),
  tlsSenderCertificateName: nullableText,
});

const sampleOutboundConnectorSchema = v.object({
  name: v.string(),
  enabled: v.boolean(),
  connectorType: v.string(),
  connectorSource: v.string(),
  recipientDomains: names,
  smartHosts: names,
  useMXRecord: v.boolean(),
  tlsSettings: nullableText,
  tlsDomain: nullableText,
  cloudServicesMailEnabled: v.boolean(),
  smtpDaneMode: v.optional(v.string(), 'Opportunistic'),
  mtaStsMode: v.optional(v.string(), 'Opportunistic'),
  routeAllMessagesViaOnPremises: v.boolean(),
});

/** A call of `cmdlet` (and, with `match`, only one whose parameter has that value) after so many such calls. */
const momentEntries = {
  cmdlet: v.string(),
  match: v.optional(v.object({ parameter: v.string(), value: v.string() })),
  after: v.optional(v.pipe(v.number(), v.integer()), 0),
};

/**
 * Something that goes wrong on purpose, from its moment on. `error`: the cmdlet reports this error.
 * `hidden`: the signed-in user has no right to the cmdlet; it does not exist in the session.
 * `sessionLost`: the session ends during the call, before its effect when `effect` is false, after it
 * when true. `hang`: no answer ever.
 */
const sampleFaultSchema = v.object({
  ...momentEntries,
  fault: v.variant('kind', [
    v.object({ kind: v.literal('error'), message: v.string(), category: v.string(), id: v.string(), terminating: v.boolean() }),
    v.object({ kind: v.literal('hidden') }),
    v.object({ kind: v.literal('sessionLost'), effect: v.boolean() }),
    v.object({ kind: v.literal('hang') }),
  ]),
});

const moment = v.object(momentEntries);
/**
 * What others do meanwhile, each once; only the practice mode knows it. `connectorChanged`: somebody sets the
 * certificate of a receive connector, named by `SERVER\name`, right before that call. `hcwRun`: somebody runs the
 * HCW with that certificate right before that call. `hcwFails`: the HCW ends after the on-premises values.
 */
const sampleEventSchema = v.variant('kind', [
  v.object({ kind: v.literal('connectorChanged'), before: moment, connector: v.string(), tlsCertificateName: nullableText }),
  v.object({ kind: v.literal('hcwRun'), before: moment, thumbprint: v.string() }),
  v.object({ kind: v.literal('hcwFails') }),
]);

export const organizationFileSchema = v.object({
  format: v.literal(1),
  /** e.g. `contoso.com` */
  name: v.string(),
  domainController: v.string(),
  servers: v.array(sampleServerSchema),
  hybridConfiguration: v.nullable(sampleHybridConfigurationSchema),
  receiveConnectors: v.array(sampleReceiveConnectorSchema),
  sendConnectors: v.array(sampleSendConnectorSchema),
  /** Of each Edge server the send connectors that EdgeSync brought there last */
  edgeSendConnectors: v.optional(v.record(v.string(), v.array(sampleSendConnectorSchema))),
  acceptedDomains: domainAddresses,
  /** `null`: Get-AuthConfig returns nothing */
  authConfig: v.optional(v.nullable(sampleAuthConfigSchema), null),
  exchangeOnline: v.object({
    acceptedDomains: domainAddresses,
    inboundConnectors: v.array(sampleInboundConnectorSchema),
    outboundConnectors: v.array(sampleOutboundConnectorSchema),
    /** What Validate-OutboundConnector returns, one object a task. The real shape is not published (docs/domain.md, "Proof"). */
    validation: v.optional(v.array(v.object({ task: v.string(), status: v.string(), detail: v.string() }))),
  }),
  messages: v.optional(v.array(sampleMessageSchema)),
  faults: v.array(sampleFaultSchema),
  events: v.optional(v.array(sampleEventSchema), []),
});
export type OrganizationFile = v.InferOutput<typeof organizationFileSchema>;
export type SampleFault = v.InferOutput<typeof sampleFaultSchema>;
export type SampleEvent = v.InferOutput<typeof sampleEventSchema>;

/** The sample organizations that can be rehearsed on, by what is to be learned from them. */
export const practiceGroups = {
  names: ['renewal', 'sameName', 'newSubject', 'oldStays'],
  servers: ['keyMissing', 'serverDown', 'edge', 'fortyServers'],
  change: ['alreadyReset', 'changeFails', 'changedMeanwhile', 'sessionLost', 'denied'],
  hcw: ['notSelected', 'notListed', 'serviceHost', 'hcwFails', 'hcwElsewhere'],
  others: ['difficultNames', 'noHybrid', 'empty'],
} as const;
export type PracticeGroup = keyof typeof practiceGroups;
export type PracticeScenario = (typeof practiceGroups)[PracticeGroup][number];
export const practiceScenarios: readonly PracticeScenario[] = Object.values(practiceGroups).flat();

/** What the pages that connect are filled with in practice: a server of every sample that has one, and somebody of its tenant. */
export const practiceForms: { readonly onPremises: OnPremisesForm; readonly exchangeOnline: ExchangeOnlineForm } = {
  onPremises: { ...emptyOnPremisesForm, server: 'ex01.contoso.com' },
  exchangeOnline: { ...emptyExchangeOnlineForm, userPrincipalName: 'admin@contoso.onmicrosoft.com' },
};

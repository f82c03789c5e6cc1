/** What a rule found. Words are not in it: they come from `rule` + `evidence`, in `shared/messages`. */

/** Every rule. The part before the dot says what is judged. */
export const ruleIds = [
  'certificate.thirdParty',
  'certificate.selfSigned',
  'certificate.status',
  'certificate.dates',
  'certificate.commonName',
  'certificate.privateKey',
  'certificate.everyServer',
  'certificate.services',
  'certificate.names',
  'certificate.acceptedDomain',
  'certificate.key',
  'certificate.nameLength',
  'certificate.serverAuthentication',
  'certificate.keyProvider',
  'certificate.sameName',
  'certificate.readings',
  'presented.now',
  'presented.after',
  'presented.renewal',
  'presented.doubt',
  'place.name',
  'lifetime.validity',
  'lifetime.renewal',
  'lifetime.frequency',
  'lifetime.clientAuth',
  'file.chain',
  'file.name',
  'file.installed',
  'file.enable',
  'server.version',
  'server.buildTable',
  'server.listed',
  'server.certificateDetails',
  'server.serviceHost',
  'rights.reset',
  'rights.hybridConfiguration',
  'connector.receive',
  'connector.bindings',
  'connector.send',
  'connector.sendName',
  'connector.inbound',
  'connector.outbound',
  'connector.edge',
  'post.receiveName',
  'post.receiveCapabilities',
  'post.sendName',
  'post.hybridName',
  'post.inboundSender',
  'post.outboundTls',
  'post.outboundDomain',
  'post.internalTransport',
] as const;
export type RuleId = (typeof ruleIds)[number];

/** `unknown` = could not check, because … */
export type Severity = 'block' | 'warn' | 'info' | 'ok' | 'unknown';

/** Where a rule comes from: docs/domain.md, "Sources". */
export const sources = [
  'article',
  'blog-4420592',
  'requirements',
  'KB2879262',
  'KB2964920',
  'KB2988229',
  'KB2989382',
  'KB3058190',
  'KB3064938',
  'KB3087159',
  'KB3087161',
  'KB4019940',
  'KB4052493',
  'healthChecker',
  'support',
  // Dates that bind every public authority; none of them is Microsoft's, so none says what Exchange needs
  'SC-081v3',
  'chromeRootProgram',
  'digiCert',
  'letsEncrypt',
] as const;
export type Source = (typeof sources)[number];

export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** What it is about: a server, a connector's identity, a thumbprint; '' for the whole organization */
  readonly subject: string;
  /** Facts for the words. `variant` picks the sentence within a rule; `expected` and `found` are shown side by side where present. */
  readonly evidence: Readonly<Record<string, string>>;
  readonly source: Source;
}

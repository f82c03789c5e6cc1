/**
 * Every rule, once: what may be found, how severe each outcome is, where it is listed, its source, and
 * what it means for the exit code of a check. Types, lists, message keys and tests are derived from this
 * table. A new rule is an entry here, a function in the record of its list, a title and sentences in both languages, and
 * its test cases.
 */

/** Most severe first. `unknown`: could not be checked. */
export const severities = ['block', 'unknown', 'warn', 'info', 'ok'] as const;
export type Severity = (typeof severities)[number];

/** What a rule rests on; docs/domain.md says what each of them states. */
export const references = [
  'article',
  'blog-4420592',
  'requirements',
  'deployHybrid',
  'attribution',
  'KB2879262',
  'KB2964920',
  'KB2988229',
  'KB2989382',
  'KB3058190',
  'KB3087157',
  'KB3087159',
  'KB3087161',
  'KB3087173',
  'KB3156771',
  'KB4019940',
  'KB4052493',
  // Microsoft Support and public notes on the numbered errors of the HCW
  'hcwErrors',
  // The message of the HCW says it itself.
  'hcwMessage',
  'healthChecker',
  'win-acme-2191',
  'startTls',
  'setOutboundConnector',
  'testEdgeSynchronization',
  'support',
  // Dates that bind every public certificate authority. None of them is Microsoft's, so none says what Exchange needs.
  'SC-081v3',
  'chromeRootProgram',
  'digiCert',
  'letsEncrypt',
  'sectigo',
] as const;
export type Reference = (typeof references)[number];

/**
 * `certificate`, `presented`, `references`, `lifetime`: the page about the transport certificate.
 * `file`: an examined certificate file. `preChecks`, `postChecks`: the pages of those names.
 * `notListed`: why the HCW does not list a certificate. `health`: mail flow as it is. `check`: the command line only.
 */
export type FindingList =
  'certificate' | 'presented' | 'references' | 'lifetime' | 'file' | 'preChecks' | 'postChecks' | 'notListed' | 'health' | 'check';

/**
 * What a check without a window is asked: may this certificate become the transport certificate, is
 * what is in use in order, or what is in this file?
 */
export type Question = 'certificate' | 'inUse' | 'file';

/** What a finding does to the exit code of a check. */
export const impacts = ['blocks', 'couldNotJudge', 'warns'] as const;
export type Impact = (typeof impacts)[number];

interface Rule {
  /** `null`: the rule judges the check or the examined file itself */
  readonly source: Reference | null;
  readonly lists: readonly FindingList[];
  /** The questions that nobody can answer while this rule could not be checked */
  readonly required?: readonly Question[];
  /** Severities whose impact on the question `inUse` is not the ordinary one */
  readonly inUse?: Readonly<Partial<Record<Severity, Impact | null>>>;
  /** Each outcome with its severity, and its source where that is another one. One that is named after its severity is the plain case. */
  readonly variants: Readonly<Record<string, Severity | readonly [Severity, Reference]>>;
}

const allQuestions = ['certificate', 'inUse'] as const;
/** That its renewal is due is said by `check.renewal`. */
const saidByRenewal = { warn: null } as const;

const rules = {
  'certificate.selfSigned': {
    source: 'KB2879262',
    lists: ['certificate', 'file', 'notListed'],
    required: allQuestions,
    variants: { ok: 'ok', block: 'block', unknown: 'unknown' },
  },
  'certificate.thirdParty': {
    source: 'KB2879262',
    lists: ['certificate', 'file', 'notListed'],
    required: allQuestions,
    variants: {
      ok: 'ok',
      rootElsewhere: 'block',
      rootNotFound: 'block',
      notThirdParty: 'block',
      selfSigned: 'info',
      unknown: 'unknown',
      beforeImport: 'unknown',
    },
  },
  'certificate.dates': {
    source: 'requirements',
    lists: ['certificate', 'file', 'notListed'],
    inUse: saidByRenewal,
    variants: { ok: 'ok', due: 'warn', expired: 'block', notYetValid: 'block' },
  },
  'certificate.status': {
    source: 'requirements',
    lists: ['certificate', 'file', 'notListed'],
    required: allQuestions,
    variants: {
      ok: 'ok',
      warn: 'warn',
      chainExpired: ['block', 'win-acme-2191'],
      block: 'block',
      unknown: 'unknown',
      beforeImport: 'unknown',
    },
  },
  'certificate.commonName': {
    source: 'article',
    lists: ['certificate', 'file', 'notListed'],
    variants: { ok: 'ok', emptySubject: 'block', block: 'block' },
  },
  'certificate.privateKey': {
    source: 'blog-4420592',
    lists: ['certificate', 'file', 'notListed'],
    required: allQuestions,
    variants: { ok: 'ok', block: 'block', unknown: 'unknown', inFile: 'ok', notInFile: 'unknown', beforeImport: 'unknown' },
  },
  'certificate.everyServer': {
    source: 'requirements',
    lists: ['certificate', 'notListed'],
    required: allQuestions,
    variants: { ok: 'ok', block: 'block', warn: 'warn', unknown: 'unknown' },
  },
  'certificate.edge': {
    source: 'requirements',
    lists: ['certificate'],
    required: ['certificate'],
    variants: { ok: 'ok', missing: 'warn', noKey: 'warn', noSmtp: 'warn', notCollected: 'unknown', unknown: 'unknown' },
  },
  'certificate.services': {
    source: 'KB3058190',
    lists: ['certificate', 'file', 'notListed'],
    required: allQuestions,
    variants: { ok: 'ok', withoutIis: ['info', 'requirements'], block: 'block', unknown: 'unknown', beforeImport: 'unknown' },
  },
  'certificate.keyProvider': {
    source: 'healthChecker',
    lists: ['certificate', 'file', 'notListed'],
    variants: {
      ok: 'ok',
      noKey: ['block', 'blog-4420592'],
      cng: 'warn',
      unknown: 'unknown',
      beforeImport: 'unknown',
      named: 'ok',
      namedKsp: 'warn',
      namedOther: 'unknown',
    },
  },
  'certificate.sameName': {
    source: 'blog-4420592',
    lists: ['certificate'],
    variants: {
      ok: 'ok',
      older: 'info',
      newer: 'warn',
      orders: ['warn', 'startTls'],
      invalid: ['info', 'startTls'],
      unknown: 'unknown',
    },
  },
  'certificate.renewal': {
    source: 'requirements',
    lists: ['certificate'],
    // Of the certificate in use it is no question.
    inUse: { warn: null, unknown: null },
    variants: { ok: 'ok', inUse: 'warn', endsEarlier: 'warn', replaces: 'info', byFqdn: 'info', unknown: 'unknown' },
  },
  'certificate.readings': { source: 'requirements', lists: ['certificate'], variants: { ok: 'ok', warn: 'warn', unknown: 'unknown' } },
  'certificate.names': {
    source: 'requirements',
    lists: ['certificate', 'file'],
    variants: { ok: 'ok', warn: 'warn', noNames: 'warn', unknown: 'unknown' },
  },
  'certificate.acceptedDomain': {
    source: 'KB4019940',
    lists: ['certificate', 'file'],
    variants: { ok: 'ok', block: 'block', noNames: 'block', unknown: 'unknown' },
  },
  'certificate.key': {
    source: 'healthChecker',
    lists: ['certificate', 'file'],
    variants: { ok: 'ok', ecc: 'unknown', warn: 'warn', block: 'block', unknown: 'unknown' },
  },
  'certificate.serverAuthentication': {
    source: 'requirements',
    lists: ['certificate', 'file'],
    variants: { ok: 'ok', info: 'info', block: 'block', unknown: 'unknown' },
  },
  'certificate.nameLength': { source: 'KB4052493', lists: ['certificate', 'file'], variants: { ok: 'ok', warn: 'warn' } },

  'presented.renewal': {
    source: 'blog-4420592',
    lists: ['presented'],
    variants: {
      liveEverywhere: 'info',
      liveHere: 'info',
      liveByFqdn: 'info',
      outranked: 'info',
      notLiveHere: 'info',
      unknown: 'unknown',
      sendUnread: 'unknown',
      namesUnread: 'unknown',
    },
  },
  'presented.now': {
    source: 'blog-4420592',
    lists: ['presented'],
    required: ['inUse'],
    // A connector that can present nothing stops mail now; before a change it is a warning.
    inUse: { warn: 'blocks' },
    variants: {
      ok: 'ok',
      byFqdn: ['info', 'startTls'],
      noneByFqdn: ['warn', 'startTls'],
      noMatch: ['warn', 'KB2989382'],
      noPrivateKey: ['warn', 'KB2989382'],
      nameInvalid: ['warn', 'KB2989382'],
      receiveUnread: 'unknown',
      sendUnread: 'unknown',
      sourcesUnread: 'unknown',
      unknown: 'unknown',
    },
  },
  'presented.after': {
    source: 'blog-4420592',
    lists: ['presented'],
    required: ['certificate'],
    variants: {
      ok: 'ok',
      warn: 'warn',
      noMatch: ['block', 'KB2989382'],
      noPrivateKey: ['block', 'KB2989382'],
      receiveUnread: 'unknown',
      sendUnread: 'unknown',
      sourcesUnread: 'unknown',
      unknown: 'unknown',
    },
  },
  'presented.uncertainty': {
    source: 'blog-4420592',
    lists: ['presented'],
    variants: {
      expired: ['warn', 'startTls'],
      notYetValid: ['warn', 'startTls'],
      invalid: ['warn', 'startTls'],
      statusUnread: 'unknown',
      withoutSmtp: ['warn', 'startTls'],
      servicesUnread: 'unknown',
      order: ['info', 'startTls'],
    },
  },
  'reference.name': {
    source: 'blog-4420592',
    lists: ['references'],
    // What would have to change does not name the certificate in use.
    inUse: { info: 'warns' },
    variants: {
      otherName: 'info',
      noLongerMatches: 'info',
      notAccepted: ['info', 'attribution'],
      noValue: ['warn', 'attribution'],
      empty: 'info',
      invalid: 'info',
      sameName: 'ok',
      stillMatches: 'ok',
      notUsed: 'ok',
      absent: 'ok',
      sendUnread: 'unknown',
      inboundUnread: 'unknown',
      outboundUnread: 'unknown',
      edgeUnread: 'unknown',
      edgeByHand: 'unknown',
      unknown: 'unknown',
    },
  },

  'lifetime.validity': { source: 'SC-081v3', lists: ['lifetime'], variants: { info: 'info', longer: 'info', beforeLimits: 'info' } },
  'lifetime.renewal': { source: 'SC-081v3', lists: ['lifetime'], inUse: saidByRenewal, variants: { info: 'info', due: 'warn' } },
  'lifetime.frequency': { source: 'SC-081v3', lists: ['lifetime'], variants: { current: 'info', later: 'info' } },
  'lifetime.authority': { source: 'letsEncrypt', lists: ['lifetime'], variants: { letsEncrypt: 'info' } },
  'lifetime.clientAuth': {
    source: 'chromeRootProgram',
    lists: ['lifetime'],
    variants: {
      permitted: 'info',
      serverOnly: 'info',
      unknown: 'unknown',
      digiCert: ['info', 'digiCert'],
      letsEncrypt: ['info', 'letsEncrypt'],
      sectigo: ['info', 'sectigo'],
    },
  },

  'file.name': {
    source: 'KB2989382',
    lists: ['file'],
    variants: {
      liveOnImport: ['info', 'blog-4420592'],
      issuerChanged: 'warn',
      subjectChanged: 'warn',
      bothChanged: 'warn',
      noneInUse: 'info',
      unknown: 'unknown',
    },
  },
  'file.installed': { source: 'requirements', lists: ['file'], variants: { info: 'info', unknown: 'unknown' } },
  'file.chain': {
    source: 'blog-4420592',
    lists: ['file'],
    variants: { ok: 'ok', warn: 'warn', unknown: 'unknown', issuerNotInFile: 'unknown' },
  },
  'file.text': { source: null, lists: ['file'], variants: { altered: 'warn', trustSettings: 'info' } },
  'file.pss': { source: null, lists: ['file'], variants: { key: 'unknown', signature: 'unknown' } },
  'file.enable': { source: 'blog-4420592', lists: ['file'], variants: { info: 'info' } },

  'server.listed': { source: 'requirements', lists: ['preChecks'], variants: { ok: 'ok', warn: 'warn', unknown: 'unknown' } },
  'server.version': {
    source: 'KB2988229',
    lists: ['preChecks'],
    variants: {
      ok: 'ok',
      previous: ['info', 'support'],
      warn: 'warn',
      endOfSupport: ['warn', 'support'],
      notInTable: 'unknown',
      unknown: 'unknown',
    },
  },
  'server.buildTable': { source: 'KB2988229', lists: ['preChecks'], variants: { ok: 'ok', warn: 'warn' } },
  'rights.reset': { source: 'article', lists: ['preChecks'], variants: { ok: 'ok', block: 'block', unknown: 'unknown' } },
  'rights.hybridConfiguration': { source: 'article', lists: ['preChecks'], variants: { ok: 'ok', warn: 'warn', unknown: 'unknown' } },
  'server.certificateDetails': {
    source: 'healthChecker',
    lists: ['preChecks'],
    variants: { ok: 'ok', rawOnly: 'unknown', unknown: 'unknown' },
  },
  'connector.receive': {
    source: 'KB3087159',
    lists: ['preChecks'],
    variants: { ok: 'ok', block: 'block', warn: 'warn', unknown: 'unknown', renamed: 'info', disabled: 'warn', enabledUnread: 'unknown' },
  },
  'connector.alreadyReset': { source: 'article', lists: ['preChecks'], variants: { warn: 'warn', unknown: 'unknown' } },
  'connector.bindings': {
    source: 'KB3087159',
    lists: ['preChecks'],
    variants: { ok: 'ok', otherAddresses: 'info', otherPort: 'warn', unknown: 'unknown' },
  },
  'connector.send': {
    source: 'blog-4420592',
    lists: ['preChecks'],
    variants: {
      ok: 'ok',
      info: ['info', 'KB3087161'],
      warn: 'warn',
      unknown: 'unknown',
      sameSpace: ['warn', 'KB3087161'],
      spacesUnread: ['unknown', 'KB3087161'],
    },
  },
  'connector.sendName': { source: 'blog-4420592', lists: ['preChecks'], variants: { ok: 'ok', info: 'info' } },
  'connector.inbound': { source: 'blog-4420592', lists: ['preChecks'], variants: { ok: 'ok', warn: 'warn', unknown: 'unknown' } },
  'connector.outbound': { source: 'blog-4420592', lists: ['preChecks'], variants: { ok: 'ok', warn: 'warn', unknown: 'unknown' } },
  'connector.edge': {
    source: 'blog-4420592',
    lists: ['preChecks'],
    variants: { info: 'info', subscribedOnly: 'info', unknown: 'unknown' },
  },

  'certificate.referenceServer': {
    source: 'deployHybrid',
    lists: ['notListed'],
    variants: { ok: 'ok', block: 'block', unknown: 'unknown' },
  },
  'server.serviceHost': { source: 'KB2964920', lists: ['notListed'], variants: { block: 'block', unknown: 'unknown' } },
  // What the HCW reports, recognized in its pasted message.
  'hcw.smtp': { source: 'KB3058190', lists: ['notListed'], variants: { block: 'block' } },
  'hcw.prerequisites': { source: 'KB2988229', lists: ['notListed'], variants: { block: 'block' } },
  'hcw.staleServer': { source: 'KB3087157', lists: ['notListed'], variants: { block: 'block' } },
  'hcw.receiveConnector': { source: 'KB3087159', lists: ['notListed'], variants: { block: 'block' } },
  'hcw.sendConnectors': { source: 'KB3087161', lists: ['notListed'], variants: { block: 'block' } },
  'hcw.edgeServers': { source: 'KB3087173', lists: ['notListed'], variants: { block: 'block' } },
  'hcw.oauth': { source: 'hcwMessage', lists: ['notListed'], variants: { info: 'info' } },
  'hcw.acceptedDomain': { source: 'hcwErrors', lists: ['notListed'], variants: { block: 'block' } },
  'hcw.configure': { source: 'hcwErrors', lists: ['notListed'], variants: { block: 'block' } },
  'hcw.leftover': { source: 'hcwErrors', lists: ['notListed'], variants: { block: 'block' } },
  'hcw.addressSpace': { source: 'hcwErrors', lists: ['notListed'], variants: { block: 'block' } },
  'hcw.remotePowerShell': { source: 'hcwErrors', lists: ['notListed'], variants: { block: 'block' } },
  'hcw.winRm': { source: 'hcwErrors', lists: ['notListed'], variants: { block: 'block' } },
  'hcw.autodiscover': { source: 'hcwErrors', lists: ['notListed'], variants: { info: 'info' } },
  'hcw.addressPolicy': { source: 'hcwErrors', lists: ['notListed'], variants: { info: 'info' } },
  'hcw.migrationEndpoint': { source: 'hcwErrors', lists: ['notListed'], variants: { info: 'info' } },
  'hcw.transfer': { source: 'hcwErrors', lists: ['notListed'], variants: { info: 'info' } },
  'hcw.hybridApp': { source: 'hcwErrors', lists: ['notListed'], variants: { info: 'info' } },

  'post.receiveName': {
    source: 'article',
    lists: ['postChecks'],
    variants: { ok: 'ok', block: 'block', missing: 'block', unknown: 'unknown' },
  },
  'post.receiveCapabilities': {
    source: 'blog-4420592',
    lists: ['postChecks'],
    variants: { ok: 'ok', block: 'block', nothingSaved: 'info', stillEmpty: 'warn', unknown: 'unknown' },
  },
  'post.sendName': {
    source: 'article',
    lists: ['postChecks'],
    variants: { ok: 'ok', block: 'block', missing: 'block', connectorsUnknown: 'unknown', unknown: 'unknown' },
  },
  'post.hybridName': {
    source: 'article',
    lists: ['postChecks', 'notListed'],
    variants: { ok: 'ok', block: 'block', missing: 'block', unknown: 'unknown' },
  },
  'post.inboundSender': {
    source: 'attribution',
    lists: ['postChecks'],
    variants: { ok: 'ok', block: 'block', notAccepted: 'block', missing: 'block', connectorsUnknown: 'unknown', unknown: 'unknown' },
  },
  'post.outboundTls': {
    source: 'blog-4420592',
    lists: ['postChecks'],
    variants: { ok: 'ok', info: 'info', block: 'block', missing: 'block', connectorsUnknown: 'unknown', unknown: 'unknown' },
  },
  'post.outboundDomain': {
    source: 'blog-4420592',
    lists: ['postChecks'],
    variants: { ok: 'ok', block: 'block', empty: 'block', notUsed: 'info', connectorsUnknown: 'unknown', unknown: 'unknown' },
  },
  'post.internalTransport': {
    source: 'blog-4420592',
    lists: ['postChecks'],
    variants: { ok: 'ok', changed: 'block', gone: 'block', noneBefore: 'warn', unknown: 'unknown' },
  },
  'post.edgeSync': {
    source: 'testEdgeSynchronization',
    lists: ['postChecks'],
    variants: { ok: 'ok', notSynchronized: 'warn', unknown: 'unknown' },
  },

  'mail.toOnPremises': {
    source: 'blog-4420592',
    lists: ['health'],
    required: ['inUse'],
    variants: { internal: 'ok', external: 'block', waits: 'block', fails: 'block', unknown: 'unknown' },
  },
  'mail.toExchangeOnline': {
    source: 'blog-4420592',
    lists: ['health'],
    required: ['inUse'],
    variants: { internal: 'ok', external: 'block', waits: 'block', fails: 'block', unknown: 'unknown' },
  },
  'mail.outbound': {
    source: 'blog-4420592',
    lists: ['health'],
    variants: {
      missing: 'block',
      disabled: 'block',
      notCloudEnabled: 'block',
      tlsNotRequired: 'block',
      encryptionOnly: 'warn',
      leftOver: 'info',
      unknown: 'unknown',
      connectorUnknown: 'unknown',
    },
  },
  'mail.receive': {
    source: 'startTls',
    lists: ['health'],
    variants: {
      none: 'block',
      disabled: 'block',
      noneForExchangeOnline: 'block',
      takenOver: 'warn',
      takesPart: 'warn',
      onlyPart: 'unknown',
      otherCloud: 'unknown',
      several: 'unknown',
      unknown: 'unknown',
    },
  },
  'mail.startTls': { source: 'startTls', lists: ['health'], variants: { missing: 'block', unknown: 'unknown' } },
  'mail.presented': {
    source: 'startTls',
    lists: ['health'],
    variants: {
      noMatch: ['block', 'KB2989382'],
      noPrivateKey: ['block', 'KB2989382'],
      nameInvalid: ['block', 'KB2989382'],
      nameIsThumbprint: ['block', 'KB2989382'],
      noneForFqdn: 'block',
      order: 'unknown',
      withoutSmtp: ['unknown', 'startTls'],
      servicesUnread: 'unknown',
      unknown: 'unknown',
    },
  },
  'mail.accepted': {
    source: 'blog-4420592',
    lists: ['health'],
    variants: {
      subjectMismatch: 'block',
      selfSigned: 'block',
      notInTime: 'block',
      privateRoot: 'block',
      statusNotValid: 'unknown',
      rootElsewhere: 'unknown',
      tlsDomainEmpty: 'unknown',
      unknown: 'unknown',
    },
  },
  'mail.capabilities': {
    source: 'blog-4420592',
    lists: ['health'],
    variants: { empty: 'block', oldForm: ['block', 'KB3156771'], otherDomain: 'unknown', differ: 'warn', unknown: 'unknown' },
  },
  'mail.edge': { source: 'blog-4420592', lists: ['health'], variants: { receive: 'unknown', send: 'unknown' } },
  'mail.send': {
    source: 'blog-4420592',
    lists: ['health'],
    variants: {
      missing: 'block',
      disabled: 'block',
      notCloudEnabled: 'block',
      ignoresStartTls: 'block',
      tlsDomainEmpty: 'block',
      tlsDomainElsewhere: 'block',
      tlsNotRequired: 'warn',
      encryptionOnly: 'warn',
      leftOver: 'info',
      unknown: 'unknown',
      connectorUnknown: 'unknown',
    },
  },
  'mail.sendCertificate': {
    source: 'blog-4420592',
    lists: ['health'],
    variants: {
      noMatch: 'block',
      noPrivateKey: 'block',
      nameInvalid: 'block',
      nameIsThumbprint: 'block',
      noneForFqdn: 'block',
      notInTime: 'block',
      selfSigned: 'block',
      statusNotValid: 'unknown',
      rootElsewhere: 'unknown',
      sourcesUnknown: 'unknown',
      order: 'unknown',
      withoutSmtp: ['unknown', 'startTls'],
      servicesUnread: 'unknown',
      unknown: 'unknown',
    },
  },
  'mail.inbound': {
    source: 'blog-4420592',
    lists: ['health'],
    variants: {
      missing: 'block',
      disabled: 'block',
      notCloudEnabled: 'block',
      tlsNotRequired: 'warn',
      leftOver: 'info',
      unknown: 'unknown',
      connectorUnknown: 'unknown',
    },
  },
  'mail.attribution': {
    source: 'attribution',
    lists: ['health'],
    variants: { senderMismatch: 'block', domainNotAccepted: 'block', noSenderName: 'unknown', unknown: 'unknown' },
  },
  'mail.connectorName': {
    source: 'blog-4420592',
    lists: ['health'],
    variants: {
      missingSend: 'block',
      missingReceive: 'block',
      nameInvalid: 'block',
      nameIsThumbprint: 'block',
      disabled: 'info',
      sourcesUnknown: 'unknown',
      unknown: 'unknown',
    },
  },
  'mail.dane': { source: 'setOutboundConnector', lists: ['health'], variants: { info: 'info' } },

  'check.age': { source: null, lists: ['check'], variants: { fresh: 'ok', old: 'warn', ahead: 'unknown' } },
  'check.organization': { source: null, lists: ['check'], required: allQuestions, variants: { unknown: 'unknown' } },
  'check.inUse': { source: null, lists: ['check'], required: allQuestions, variants: { unknown: 'unknown', onlyOnEdge: 'unknown' } },
  'check.agreement': {
    source: null,
    lists: ['check'],
    required: allQuestions,
    variants: { ok: 'ok', warn: 'warn', unknown: 'unknown' },
  },
  'check.renewal': {
    source: null,
    lists: ['check'],
    variants: { ok: 'ok', unknown: 'unknown', dueReady: 'warn', dueNone: 'warn', expiredReady: 'block', expired: 'block' },
  },
  'check.installed': {
    source: null,
    lists: ['check'],
    required: allQuestions,
    variants: { block: 'block', onlyOnEdge: 'block', unknown: 'unknown', unknownOnEdge: 'unknown' },
  },
  'check.keyOfFile': { source: null, lists: ['check'], variants: { block: 'block' } },
} as const satisfies Readonly<Record<string, Rule>>;

type Rules = typeof rules;
export type RuleId = keyof Rules;

/** The outcomes of a rule. */
export type Variant<R extends RuleId = RuleId> = R extends RuleId ? keyof Rules[R]['variants'] & string : never;

/** The rules that are listed there. */
export type RuleOn<L extends FindingList> = { [R in RuleId]: L extends Rules[R]['lists'][number] ? R : never }[RuleId];

// Object.keys does not keep the type of the keys.
export const ruleIds = Object.keys(rules) as readonly RuleId[] as readonly [RuleId, ...RuleId[]];

const ruleOf = (rule: RuleId): Rule => rules[rule];

/** The rules of a list, in its order. */
export const rulesOn = <L extends FindingList>(list: L): readonly RuleOn<L>[] =>
  ruleIds.filter((rule): rule is RuleOn<L> => ruleOf(rule).lists.includes(list));

export const isListedOn = (rule: RuleId, list: FindingList): boolean => ruleOf(rule).lists.includes(list);

const variantsOf = <R extends RuleId>(rule: R): readonly Variant<R>[] => Object.keys(ruleOf(rule).variants) as Variant<R>[];

/** Every outcome of any rule, each name once. */
export const variants: readonly Variant[] = [...new Set(ruleIds.flatMap((rule) => variantsOf(rule)))];

/** Severity and source of one outcome. */
export function outcomeOf<R extends RuleId>(
  rule: R,
  variant: Variant<R>,
): { readonly severity: Severity; readonly source: Reference | null } {
  const { source, variants } = ruleOf(rule);
  const outcome = variants[variant];
  if (outcome === undefined) throw new Error(`The rule ${rule} has no outcome ${variant}.`);
  return typeof outcome === 'string' ? { severity: outcome, source } : { severity: outcome[0], source: outcome[1] };
}

/** Whether nobody can answer the question while this rule could not be checked. */
export const isRequired = (rule: RuleId, question: Question): boolean => ruleOf(rule).required?.includes(question) ?? false;

/** The impact of a severity on a question where the rule has one of its own; `undefined` where the ordinary one holds. */
export const ownImpact = (rule: RuleId, severity: Severity, question: Question): Impact | null | undefined =>
  question === 'inUse' ? ruleOf(rule).inUse?.[severity] : undefined;

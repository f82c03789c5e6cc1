/**
 * The errors of hybrid mail flow that the decoder knows, as data: what they look like, what they concern, and how sure it is.
 * What stands here was read in the sources that each entry names; the words for people are in shared/messages/decode.*.json.
 */
import type { Direction } from '../mail-flow/verdict.ts';
import type { Reference } from '../rules/rules.ts';
import type { Page } from '../wizard/pages.ts';

/**
 * `documented`: a source says so. `inferred`: follows from what sources say. `notConfirmed`: is said among administrators,
 * and no source for it was found.
 */
export const certainties = ['documented', 'inferred', 'notConfirmed'] as const;
export type Certainty = (typeof certainties)[number];

/** What an entry rests on, besides the references of the rules. */
export const decodeSources = [
  'KB2888788',
  'KB3212877',
  'KB4051495',
  'KB4051498',
  'KB4495258',
  'ndrCodes',
  'dane',
  'mtaSts',
  'exchangeEvents',
  'rootG2',
  'publicPosts',
] as const;
export type DecodeSource = (typeof decodeSources)[number] | Extract<Reference, 'blog-4420592' | 'KB2989382' | 'KB4019940'>;

/**
 * Words that stand in the text, compared by letters and digits alone. `codes`: only where one of these enhanced status codes
 * stands before them, or around the answer that they belong to. `unless`: not where one of these does. `near`: only
 * beside these words. `notBefore`: not where this word follows.
 */
export interface Wording {
  readonly words: string;
  readonly codes?: readonly string[];
  readonly unless?: readonly string[];
  readonly near?: string;
  readonly notBefore?: string;
}

/** `sources`: names of the event's source, by their letters. `isUniqueNumber`: the number is enough where no source is named. */
export interface EventNumbers {
  readonly numbers: readonly number[];
  readonly sources: readonly string[];
  readonly isUniqueNumber: boolean;
}

export interface KnownError {
  /** As Exchange or Windows writes it; what differs from case to case is left out */
  readonly name: string;
  readonly direction: Direction | 'both' | 'other';
  readonly wordings: readonly Wording[];
  /** Codes that have this meaning alone, whatever text follows */
  readonly codes?: readonly string[];
  readonly event?: EventNumbers;
  /** It only carries another answer, which says more */
  readonly isWrapper?: true;
  readonly certainty: Certainty;
  readonly sources: readonly DecodeSource[];
  /** The page of the wizard that shows the cause, or on which it is fixed */
  readonly page: Page | null;
  /** Read-only commands that show the cause */
  readonly commands: readonly string[];
}

const cloudToServer = ['4.4.317', '5.4.317'] as const;
const transport = ['msexchangetransport', 'msexchangefrontendtransport'] as const;
const receiveText = 'Get-ReceiveConnector | Format-List -Property Identity, Bindings, Fqdn, AuthMechanism, TlsCertificateName';
const sendText = 'Get-SendConnector | Format-List -Property Name, TlsCertificateName, Fqdn, CloudServicesMailEnabled';
const inboundText = 'Get-InboundConnector | Format-List -Property Name, Enabled, TlsSenderCertificateName, CloudServicesMailEnabled';
const outboundText = 'Get-OutboundConnector | Format-List -Property Name, SmartHosts, TlsDomain, TlsSettings';
const certificatesText = 'Get-ExchangeCertificate | Format-List -Property Thumbprint, Subject, NotAfter, Status, Services, HasPrivateKey';
const queueText = 'Get-Queue | Format-List -Property Identity, NextHopDomain, MessageCount, LastError';

const dane = (code: string, word: string): Pick<KnownError, 'direction' | 'wordings' | 'codes' | 'certainty' | 'sources' | 'page'> => ({
  direction: 'toOnPremises',
  wordings: [{ words: word, codes: [`4.7.${code}`, `5.7.${code}`] }],
  codes: [`4.7.${code}`, `5.7.${code}`],
  certainty: 'documented',
  sources: ['dane'],
  page: null,
});

const table = {
  subjectMismatch: {
    name: '450 4.4.317 … SubjectMismatch',
    direction: 'toOnPremises',
    wordings: [{ words: 'SubjectMismatch', codes: cloudToServer }, { words: 'SubjectMismatch Expected Subject' }],
    certainty: 'documented',
    sources: ['blog-4420592'],
    page: 'preChecks',
    commands: [receiveText, outboundText],
  },
  subjectMismatchOlder: {
    name: '450 4.7.320 Certificate validation failed … SubjectMismatch',
    direction: 'toOnPremises',
    wordings: [
      { words: 'SubjectMismatch', codes: ['4.7.320'] },
      { words: 'SubjectMismatch Expected Subject', codes: ['4.7.320'] },
    ],
    certainty: 'documented',
    sources: ['publicPosts'],
    page: 'preChecks',
    commands: [receiveText, outboundText],
  },
  certificateExpired: {
    name: '450 4.4.317 … CertificateExpired',
    direction: 'toOnPremises',
    wordings: [{ words: 'CertificateExpired', codes: cloudToServer }, { words: 'CertificateExpired Expected Subject' }],
    certainty: 'documented',
    sources: ['publicPosts'],
    page: 'certificate',
    commands: [certificatesText, receiveText],
  },
  untrustedRoot: {
    name: '450 4.4.317 … UntrustedRoot',
    direction: 'both',
    wordings: [{ words: 'UntrustedRoot', codes: cloudToServer }],
    certainty: 'documented',
    sources: ['ndrCodes'],
    page: 'certificate',
    commands: [certificatesText],
  },
  startTlsNotOffered: {
    name: '450 4.4.317 … 451 5.7.3 STARTTLS is required to send mail',
    direction: 'toOnPremises',
    wordings: [
      { words: 'STARTTLS is required', codes: [...cloudToServer, '4.4.101'] },
      { words: 'Must issue a STARTTLS command first', codes: [...cloudToServer, '4.4.101'] },
    ],
    certainty: 'documented',
    sources: ['blog-4420592', 'KB2989382', 'rootG2'],
    page: 'preChecks',
    commands: [receiveText, certificatesText],
  },
  connectionCut: {
    name: '450 4.4.317 … SocketError, Winsock error code: 995',
    direction: 'toOnPremises',
    wordings: [
      { words: 'SocketError', codes: cloudToServer, notBefore: 'code' },
      { words: 'Winsock error code: 995', codes: cloudToServer },
    ],
    certainty: 'inferred',
    sources: ['publicPosts'],
    page: null,
    commands: [],
  },
  connectionRefused: {
    name: '450 4.4.316 Connection refused',
    direction: 'toOnPremises',
    wordings: [
      { words: 'Connection refused', codes: ['4.4.316'] },
      { words: 'Socket error code 10061', codes: ['4.4.316', ...cloudToServer] },
    ],
    codes: ['4.4.316'],
    certainty: 'documented',
    sources: ['ndrCodes'],
    page: null,
    commands: ['Test-ServiceHealth'],
  },
  connectionClosed: {
    name: '450 4.4.318',
    direction: 'toOnPremises',
    wordings: [],
    codes: ['4.4.318'],
    certainty: 'notConfirmed',
    sources: [],
    page: null,
    commands: [],
  },
  dnsQuery: {
    name: '450 4.4.312 DNS query failed',
    direction: 'toOnPremises',
    wordings: [{ words: 'DNS query failed', codes: ['4.4.312'] }],
    codes: ['4.4.312'],
    certainty: 'notConfirmed',
    sources: [],
    page: null,
    commands: [outboundText],
  },
  expiredCannotConnect: {
    name: '550 5.4.317 Message expired, cannot connect to remote server',
    direction: 'toOnPremises',
    wordings: [{ words: 'Message expired, cannot connect to remote server', codes: ['5.4.317'] }],
    codes: ['5.4.317'],
    isWrapper: true,
    certainty: 'documented',
    sources: ['publicPosts'],
    page: null,
    commands: [],
  },
  expired: {
    name: '550 5.4.300, 550 4.4.7 Message expired',
    direction: 'both',
    wordings: [{ words: 'Message expired', codes: ['5.4.300', '4.4.7'] }, { words: 'QUEUE.Expired' }],
    codes: ['5.4.300'],
    isWrapper: true,
    certainty: 'documented',
    sources: ['ndrCodes'],
    page: null,
    commands: [queueText],
  },
  proxySetup: {
    name: '450 4.4.101 Proxy session setup failed on Frontend',
    direction: 'both',
    wordings: [{ words: 'Proxy session setup failed on Frontend' }],
    isWrapper: true,
    certainty: 'documented',
    sources: ['KB2989382'],
    page: 'preChecks',
    commands: [receiveText],
  },
  daneStartTls: { name: '5.7.321 starttls-not-supported', ...dane('321', 'starttls-not-supported'), commands: [receiveText] },
  daneExpired: { name: '5.7.322 certificate-expired', ...dane('322', 'certificate-expired'), commands: [certificatesText] },
  daneTlsa: { name: '5.7.323 tlsa-invalid', ...dane('323', 'tlsa-invalid'), commands: [] },
  daneDnssec: { name: '5.7.324 dnssec-invalid', ...dane('324', 'dnssec-invalid'), commands: [] },
  daneHost: { name: '5.7.325 certificate-host-mismatch', ...dane('325', 'certificate-host-mismatch'), commands: [certificatesText] },
  mtaSts: {
    name: '4.7.5, 5.7.5 Remote certificate failed MTA-STS validation',
    direction: 'toOnPremises',
    wordings: [{ words: 'Remote certificate failed MTA-STS validation' }],
    certainty: 'documented',
    sources: ['mtaSts'],
    page: 'certificate',
    commands: [certificatesText],
  },
  mtaStsMx: {
    name: '4.4.8 MX hosts … failed MTA-STS validation',
    direction: 'toOnPremises',
    wordings: [{ words: 'MX hosts of', codes: ['4.4.8'], near: 'failed MTA-STS validation' }],
    certainty: 'documented',
    sources: ['mtaSts'],
    page: null,
    commands: [],
  },
  sendConnectorCertificate: {
    name: '454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.',
    direction: 'toExchangeOnline',
    wordings: [{ words: 'The certificate specified in TlsCertificateName of the SendConnector could not be found' }],
    certainty: 'documented',
    sources: ['blog-4420592'],
    page: 'preChecks',
    commands: [sendText, certificatesText],
  },
  noCredentials: {
    name: 'TLS negotiation failed with error NoCredentials',
    direction: 'toExchangeOnline',
    wordings: [{ words: 'TLS negotiation failed with error NoCredentials' }],
    certainty: 'documented',
    sources: ['KB4495258'],
    page: 'certificate',
    commands: [sendText, certificatesText],
  },
  unknownCredentials: {
    name: 'TLS negotiation failed with error UnknownCredentials',
    direction: 'toExchangeOnline',
    wordings: [{ words: 'TLS negotiation failed with error UnknownCredentials' }],
    certainty: 'documented',
    sources: ['KB4051498'],
    page: 'certificate',
    commands: [certificatesText],
  },
  targetResponded: {
    name: '451 4.4.0 Primary target IP address responded with: …',
    direction: 'toExchangeOnline',
    wordings: [{ words: 'Primary target IP address responded with', unless: ['4.4.101'] }],
    isWrapper: true,
    certainty: 'documented',
    sources: ['publicPosts'],
    page: null,
    commands: ['Get-SendConnector | Format-List -Property Name, ProtocolLoggingLevel', queueText],
  },
  startTlsRequired: {
    name: '451 5.7.3 Must issue a STARTTLS command first, STARTTLS is required',
    direction: 'toExchangeOnline',
    wordings: [
      { words: 'STARTTLS is required', codes: ['5.7.3'], unless: [...cloudToServer, '4.4.101'] },
      { words: 'Must issue a STARTTLS command first', codes: ['5.7.3'], unless: [...cloudToServer, '4.4.101'] },
    ],
    certainty: 'documented',
    sources: ['rootG2', 'publicPosts'],
    page: 'preChecks',
    commands: [sendText, certificatesText],
  },
  tlsChannel: {
    name: '454 4.7.0 Failed to establish appropriate TLS channel: UntrustedRoot',
    direction: 'toExchangeOnline',
    wordings: [{ words: 'Failed to establish appropriate TLS channel: UntrustedRoot' }],
    certainty: 'documented',
    sources: ['KB2888788'],
    page: null,
    commands: [sendText],
  },
  tlsChannelOther: {
    name: '454 4.7.0 Failed to establish appropriate TLS channel',
    direction: 'toExchangeOnline',
    wordings: [{ words: 'Failed to establish appropriate TLS channel' }],
    certainty: 'inferred',
    sources: ['KB2888788'],
    page: null,
    commands: [sendText],
  },
  partnerConnector: {
    name: '550 5.7.51 TenantInboundAttribution',
    direction: 'toExchangeOnline',
    wordings: [
      { words: 'TenantInboundAttribution', codes: ['5.7.51'] },
      { words: 'The connector had either the RestrictDomainsToIPAddresses or RestrictDomainsToCertificate set' },
    ],
    codes: ['5.7.51'],
    certainty: 'documented',
    sources: ['blog-4420592'],
    page: 'preChecks',
    commands: [inboundText, sendText],
  },
  relayDenied: {
    name: '550 5.7.64 TenantAttribution; Relay Access Denied (ATTR36)',
    direction: 'toExchangeOnline',
    wordings: [
      { words: 'TenantAttribution', near: 'Relay Access Denied' },
      { words: 'ATTR36', codes: ['5.7.64'] },
    ],
    codes: ['5.7.64'],
    certainty: 'documented',
    sources: ['KB4051495', 'KB4019940', 'KB3212877'],
    page: 'preChecks',
    commands: [inboundText, sendText, 'Get-AcceptedDomain'],
  },
  clientNotHybrid: {
    name: '5.7.57 Client was not authenticated to send anonymous mail',
    direction: 'other',
    wordings: [{ words: 'Client was not authenticated to send anonymous mail' }],
    codes: ['5.7.57'],
    certainty: 'documented',
    sources: ['ndrCodes'],
    page: null,
    commands: [],
  },
  anonymousRefused: {
    name: '550 5.7.1 Client was not authenticated, Unable to relay',
    direction: 'toOnPremises',
    wordings: [
      { words: 'Client was not authenticated', codes: ['5.7.1'] },
      { words: 'Unable to relay', codes: ['5.7.1'], notBefore: 'recipient' },
    ],
    certainty: 'documented',
    sources: ['ndrCodes'],
    page: 'preChecks',
    commands: ['Get-ReceiveConnector | Format-List -Property Identity, Bindings, RemoteIPRanges, PermissionGroups'],
  },
  headersFiltered: {
    name: 'X-CrossPremisesHeadersFilteredBySendConnector',
    direction: 'toExchangeOnline',
    wordings: [{ words: 'X-CrossPremisesHeadersFilteredBySendConnector' }],
    certainty: 'documented',
    sources: ['ndrCodes'],
    page: 'preChecks',
    commands: [sendText],
  },
  event12014: {
    name: 'MSExchangeFrontEndTransport, MSExchangeTransport 12014',
    direction: 'both',
    wordings: [{ words: 'Microsoft Exchange could not find a certificate that contains the domain name' }],
    event: { numbers: [12014], sources: transport, isUniqueNumber: true },
    certainty: 'documented',
    sources: ['KB2989382'],
    page: 'preChecks',
    commands: [receiveText, sendText, certificatesText],
  },
  event12016: {
    name: 'MSExchangeTransport 12016 STARTTLSCertificateExpired',
    direction: 'both',
    wordings: [{ words: 'STARTTLSCertificateExpired' }],
    event: { numbers: [12016], sources: transport, isUniqueNumber: true },
    certainty: 'documented',
    sources: ['exchangeEvents'],
    page: 'certificate',
    commands: [certificatesText],
  },
  event12018: {
    name: 'MSExchangeTransport 12018 STARTTLSCertificateExpiresSoon',
    direction: 'both',
    wordings: [{ words: 'STARTTLSCertificateExpiresSoon' }],
    event: { numbers: [12018], sources: transport, isUniqueNumber: true },
    certainty: 'documented',
    sources: ['exchangeEvents'],
    page: 'certificate',
    commands: [certificatesText],
  },
  eventInternal: {
    name: 'MSExchangeTransport 12024',
    direction: 'other',
    wordings: [],
    event: { numbers: [12024], sources: transport, isUniqueNumber: true },
    certainty: 'documented',
    sources: ['exchangeEvents'],
    page: null,
    commands: ['Get-TransportService | Format-List -Property Name, InternalTransportCertificateThumbprint'],
  },
  eventInternalRecalled: {
    name: 'MSExchangeTransport 12012, 12013, 12015, 12017, 12019, 12023',
    direction: 'other',
    wordings: [],
    event: { numbers: [12012, 12013, 12015, 12017, 12019, 12023], sources: transport, isUniqueNumber: true },
    certainty: 'notConfirmed',
    sources: [],
    page: null,
    commands: ['Get-TransportService | Format-List -Property Name, InternalTransportCertificateThumbprint'],
  },
  event1003: {
    name: 'MSExchangeTransport 1003',
    direction: 'toOnPremises',
    wordings: [],
    event: { numbers: [1003], sources: transport, isUniqueNumber: false },
    certainty: 'documented',
    sources: ['exchangeEvents'],
    page: 'preChecks',
    commands: [receiveText],
  },
  event1012: {
    name: 'MSExchangeTransport 1012',
    direction: 'other',
    wordings: [],
    event: { numbers: [1012], sources: transport, isUniqueNumber: false },
    certainty: 'documented',
    sources: ['exchangeEvents'],
    page: null,
    commands: [],
  },
  capi30: {
    name: 'CAPI2 30',
    direction: 'both',
    wordings: [],
    event: { numbers: [30], sources: ['microsoftwindowscapi2', 'capi2'], isUniqueNumber: false },
    certainty: 'documented',
    sources: ['KB3212877'],
    page: 'certificate',
    commands: [],
  },
  schannel36874: {
    name: 'Schannel 36874',
    direction: 'both',
    wordings: [],
    event: { numbers: [36874], sources: ['schannel'], isUniqueNumber: false },
    certainty: 'documented',
    sources: ['publicPosts'],
    page: null,
    commands: [],
  },
  schannelNoise: {
    name: 'Schannel 36888, 36871',
    direction: 'other',
    wordings: [],
    event: { numbers: [36888, 36871], sources: ['schannel'], isUniqueNumber: false },
    certainty: 'documented',
    sources: ['publicPosts'],
    page: null,
    commands: [],
  },
} as const satisfies Readonly<Record<string, KnownError>>;

export type KnownErrorId = keyof typeof table;
export const knownErrors: Readonly<Record<KnownErrorId, KnownError>> = table;
// Object.keys forgets which keys an object has.
export const knownErrorIds = Object.keys(table) as readonly KnownErrorId[];

/** Codes of the table that have several meanings: without the text of one of them, nothing follows from the code. */
export const ambiguousCodes: readonly string[] = [
  '4.4.317',
  '4.7.320',
  '4.7.5',
  '5.7.5',
  '4.4.0',
  '4.4.101',
  '4.7.0',
  '5.7.1',
  '5.7.3',
  '4.4.7',
  '4.4.8',
];

/** Every known error in at least two of the forms in which people paste it. */
import type { KnownErrorId } from '../../../shared/decode/known-errors.ts';

const thumbprint = 'D0AC2FC63B9C5798828B45D849BE8D33A1B2C3D4';

/** As Exchange Online's message trace writes it. */
const trace = (answer: string): string =>
  `Reason: [{LED=${answer} [LastAttemptedServerName=mail.contoso.com] [LastAttemptedIP=192.0.2.70:25] [SmtpSecurity=-1;-1] [BN7NAM10FT011.eop-nam10.prod.protection.outlook.com 2026-11-20T09:00:00.000Z 08DD3FA5DBC8F401]};{MSG=};{FQDN=mail.contoso.com};{IP=192.0.2.70};{LRT=11/20/2026 9:00:00 AM}]. OutboundProxyTargetIP: 192.0.2.70. OutboundProxyTargetHostName: mail.contoso.com`;
/** As a non-delivery report writes it, in three languages. */
const ndr = (answer: string): string =>
  `Diagnostic information for administrators:\r\n\r\nGenerating server: EX01.contoso.com\r\n\r\nuser@contoso.com\r\nRemote Server returned '${answer}'\r\n`;
const ndrJa = (answer: string): string =>
  `管理者向けの診断情報:\n\n生成元サーバー: EX01.contoso.com\n\nuser@contoso.com\nリモート サーバーから次のエラーが返されました「${answer}」\n`;
const ndrDe = (answer: string): string =>
  `Diagnoseinformationen für Administratoren:\nGenerierender Server: EX01.contoso.com\nRemoteserver hat „${answer}“ zurückgegeben\n`;
/** As `Get-Queue | Format-List` writes it; Windows PowerShell breaks lines inside of words. */
const queue = (answer: string): string =>
  `Identity      : EX01\\3\nDeliveryType  : SmartHostConnectorDelivery\nNextHopDomain : contoso-com.mail.protection.outlook.com\nMessageCount  : 12\nLastError     : ${answer}\nRetryCount    : 4`;
const wrapped = (answer: string): string =>
  queue(answer)
    .split('\n')
    .flatMap((line) => line.match(/.{1,60}/g) ?? [''])
    .map((line) => `> ${line}`)
    .join('\r\n');
const quoted = (answer: string): string =>
  `Content-Transfer-Encoding: quoted-printable\n\n${ndr(answer)
    .replaceAll('=', '=3D')
    .replaceAll(/(.{60})/g, '$1=\n')}`.replace('=3D\n', '=\n');
const html = (answer: string): string =>
  `<p><b>Remote Server returned</b></p><div>${answer.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&#39;').replaceAll(' ', '&nbsp;')}</div>`;
const log = (data: string): string => `2026-11-20T09:00:00.000Z,Outbound to Office 365,08D50B3F3A1C2D4E,21,,,*,,${data}`;
const tracking = (answer: string): string =>
  `EventId : DEFER\nSource : SMTP\nRecipientStatus : {[{LED=${answer}};{MSG=};{FQDN=contoso-com.mail.protection.outlook.com};{IP=52.101.194.15};{LRT=11/20/2026 9:00:00 AM}]}`;

const viewer = (source: string, number: number, text = ''): string =>
  `Log Name:      Application\nSource:        ${source}\nDate:          11/28/2026 9:14:02 AM\nEvent ID:      ${String(number)}\nLevel:         Error\nComputer:      EX01.contoso.local\nDescription:\n${text}`;
const viewerJa = (source: string, number: number): string =>
  `ログの名前:         Application\nソース:           ${source}\nイベント ID:       ${String(number)}\nレベル:           エラー`;
const viewerDe = (source: string, number: number): string =>
  `Protokollname: Application\nQuelle:        ${source}\nEreignis-ID:   ${String(number)}\nEbene:         Fehler`;
const xml = (source: string, number: number): string =>
  `<Event><System><Provider Name="${source}" /><EventID Qualifiers="49156">${String(number)}</EventID><Level>2</Level></System></Event>`;
const winEvent = (source: string, number: number): string =>
  `TimeCreated  : 11/28/2026 9:14:02 AM\nProviderName : ${source}\nId           : ${String(number)}\nMessage      : …`;
const event = (source: string, number: number, text?: string): readonly string[] => [
  viewer(source, number, text),
  viewerJa(source, number),
  viewerDe(source, number),
  xml(source, number),
  winEvent(source, number),
  `Event ${String(number)}, ${source}`,
];

const answers = (answer: string): readonly string[] => [
  answer,
  trace(answer),
  ndr(answer),
  ndrJa(answer),
  ndrDe(answer),
  queue(answer),
  wrapped(answer),
  quoted(answer),
  html(answer),
  tracking(answer),
];
const lines = (data: string): readonly string[] => [log(data), `|${data}|`, wrapped(data), html(data)];

const presented = (why: string): string =>
  `Message=${why} Expected Subject: *.contoso.com. Presented Subject: CN=EX01. Thumbprint: ${thumbprint}.`;
const event12014 =
  "Microsoft Exchange could not find a certificate that contains the domain name <I>CN=R10, O=Let's Encrypt, C=US<S>CN=mail.contoso.com in the personal store on the local computer. Therefore, it is unable to support the STARTTLS SMTP verb for the connector Default Frontend EX01 with a FQDN parameter of <I>CN=R10, O=Let's Encrypt, C=US<S>CN=mail.contoso.com.";
const daneText = (code: string, word: string): readonly string[] => [
  ...answers(`450 4.7.${code} ${word}: Destination mail server must support what DANE requires.`),
  ...answers(`550 5.7.${code} ${word}`),
];
const transport = 'MSExchangeTransport';

export const knownTexts: Readonly<Record<KnownErrorId, readonly string[]>> = {
  subjectMismatch: [
    ...answers(`450 4.4.317 Cannot connect to remote server [${presented('SubjectMismatch')}]`),
    ...answers(`450 4.4.317 Cannot establish session with remote server [${presented('SubjectMismatch')}]`),
    ndr(
      `550 5.4.317 Message expired, cannot connect to remote server(450 4.4.317 Cannot connect to remote server [${presented('SubjectMismatch')}])`,
    ),
    'SubjectMismatch Expected Subject: *.contoso.com. Presented Subject: CN=EX01.',
  ],
  subjectMismatchOlder: answers(`450 4.7.320 Certificate validation failed [${presented('SubjectMismatch')}]`),
  certificateExpired: answers(`450 4.4.317 Cannot connect to remote server [${presented('CertificateExpired')}]`),
  untrustedRoot: answers(`450 4.4.317 Cannot connect to remote server [${presented('UntrustedRoot')}]`),
  startTlsNotOffered: [
    ...answers('450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail]'),
    ...answers(
      `450 4.4.101 Proxy session setup failed on Frontend with '451 4.4.0 Primary target IP address responded with: "451 5.7.3 STARTTLS is required to send mail." Attempted failover to alternate host, but that did not succeed.'`,
    ).filter((text) => !text.includes('リモート')),
  ],
  connectionCut: [
    ...answers('450 4.4.317 Cannot connect to remote server [Message=SocketError]'),
    ...answers('450 4.4.317 Cannot establish session with remote server [Message=Winsock error code: 995, Win32 error code: 995]'),
  ],
  connectionRefused: answers('450 4.4.316 Connection refused [Message=Socket error code 10061]'),
  connectionClosed: answers('450 4.4.318 Connection was closed abruptly'),
  dnsQuery: answers('450 4.4.312 DNS query failed'),
  expiredCannotConnect: answers('550 5.4.317 Message expired, cannot connect to remote server'),
  expired: [...answers('550 5.4.300 Message expired'), ...answers('#550 4.4.7 QUEUE.Expired; message expired ##')],
  proxySetup: answers("450 4.4.101 Proxy session setup failed on Frontend with '421 4.4.2 Connection dropped'"),
  daneStartTls: daneText('321', 'starttls-not-supported'),
  daneExpired: daneText('322', 'certificate-expired'),
  daneTlsa: daneText('323', 'tlsa-invalid'),
  daneDnssec: daneText('324', 'dnssec-invalid'),
  daneHost: daneText('325', 'certificate-host-mismatch'),
  mtaSts: [
    ...answers('450 4.7.5 Remote certificate failed MTA-STS validation. Reason: SubjectMismatch'),
    ...answers('550 5.7.5 Remote certificate failed MTA-STS validation. Reason: CertificateExpired'),
  ],
  mtaStsMx: answers('450 4.4.8 MX hosts of contoso.com failed MTA-STS validation'),
  sendConnectorCertificate: answers('454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.'),
  noCredentials: lines('TLS negotiation failed with error NoCredentials'),
  unknownCredentials: lines('TLS negotiation failed with error UnknownCredentials'),
  targetResponded: answers(
    '451 4.4.0 Primary target IP address responded with: "421 4.4.1 Connection timed out." Attempted failover to alternate host, but that did not succeed.',
  ),
  startTlsRequired: [
    ...answers('451 5.7.3 Must issue a STARTTLS command first'),
    ...answers('451 5.7.3 STARTTLS is required to send mail'),
    ...answers(
      '451 4.4.0 Primary target IP address responded with: "451 5.7.3 Must issue a STARTTLS command first." Attempted failover to alternate host.',
    ),
  ],
  tlsChannel: answers('454 4.7.0 Failed to establish appropriate TLS channel: UntrustedRoot'),
  tlsChannelOther: answers('454 4.7.0 Failed to establish appropriate TLS channel: SubjectMismatch'),
  partnerConnector: answers(
    "550 5.7.51 TenantInboundAttribution; There is a partner connector configured that matched the message's recipient domain. The connector had either the RestrictDomainsToIPAddresses or RestrictDomainsToCertificate set",
  ),
  relayDenied: [
    ...answers('550 5.7.64 TenantAttribution; Relay Access Denied [BN7NAM10FT011.eop-nam10.prod.protection.outlook.com]'),
    ...answers('550 5.7.64 Relay Access Denied ATTR36'),
    'EX01.contoso.com #< #5.7.64 smtp;550 5.7.64 TenantAttribution; Relay Access Denied [VE1EUR01FT022.eop-EUR01.prod.protection.outlook.com]> #SMTP#',
  ],
  clientNotHybrid: [
    ...answers('530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM'),
    ...answers('550 5.7.57 Client not authenticated'),
  ],
  anonymousRefused: [...answers('530 5.7.1 Client was not authenticated'), ...answers('550 5.7.1 Unable to relay')],
  headersFiltered: [
    'X-CrossPremisesHeadersFilteredBySendConnector: ex01.contoso.com',
    'Subject: Test\r\nx-crosspremisesheadersfilteredbysendconnector:\r\n ex01.contoso.com\r\nX-OriginatorOrg: contoso.com',
  ],
  event12014: [
    ...event('MSExchangeFrontEndTransport', 12014, event12014),
    ...event(transport, 12014),
    event12014,
    html(event12014),
    'イベント 12014 が毎日記録されます',
  ],
  event12016: [...event(transport, 12016), 'STARTTLSCertificateExpired'],
  event12018: [...event(transport, 12018), 'STARTTLSCertificateExpiresSoon: CN=mail.contoso.com'],
  eventInternal: event(transport, 12024),
  eventInternalRecalled: [12012, 12013, 12015, 12017, 12019, 12023].flatMap((number) => event(transport, number)),
  event1003: event(transport, 1003),
  event1012: event(transport, 1012),
  capi30: [...event('Microsoft-Windows-CAPI2', 30), ...event('CAPI2', 30)],
  schannel36874: event('Schannel', 36874),
  schannelNoise: [36888, 36871].flatMap((number) => event('Schannel', number)),
};

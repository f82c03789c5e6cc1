/** What each message shows: the public examples, and variants of a sound message. */
import type { ProofReasonId } from '../../../shared/proof/reasons.ts';
import type { TrustProof, TrustQuestion } from '../../../shared/proof/trusted.ts';
import * as of from './messages.ts';
import { above, healthyToCloud, healthyToServer, replaced, text, toExchangeOnline, toOnPremises, without } from './messages.ts';

export interface ProofCase {
  readonly name: string;
  readonly message: string;
  readonly question: TrustQuestion;
  readonly verdict: TrustProof['verdict'];
  /** Connectors, sender, encryption */
  readonly states: readonly [TrustProof['promoted']['state'], TrustProof['authenticated']['state'], TrustProof['tls']['state']];
  /** All that have to be among the reasons */
  readonly reasons: readonly ProofReasonId[];
}

type Row = readonly [
  name: string,
  message: readonly string[] | string,
  question: TrustQuestion,
  verdict: TrustProof['verdict'],
  states: ProofCase['states'],
  ...reasons: readonly ProofReasonId[],
];

const allShown = ['yes', 'yes', 'encrypted'] as const;
const nothing = ['unknown', 'unknown', 'unknown'] as const;

/** As they were published, with other names. They are excerpts without Received lines, so their time is not known. */
const excerpts: readonly Row[] = [
  [
    'A: on-premises to Exchange Online, trusted',
    [
      'X-OrganizationHeadersPreserved: ex02.contoso.com',
      'X-MS-Exchange-Organization-MessageDirectionality: Originating',
      'X-MS-Exchange-Organization-AuthSource: ex02.contoso.com',
      'X-MS-Exchange-Organization-AuthAs: Internal',
      'X-MS-Exchange-Organization-AuthMechanism: 10',
      'X-CrossPremisesHeadersPromoted: CY4PEPF0000ABCD.namprd03.prod.outlook.com',
      'X-CrossPremisesHeadersFiltered: CY4PEPF0000ABCD.namprd03.prod.outlook.com',
      'X-OriginatorOrg: contoso.onmicrosoft.com',
      'X-Forefront-Antispam-Report: CIP:192.0.2.70; SFV:NSPM; H:edgegateway.contoso.com; DIR:INT;',
    ],
    toExchangeOnline,
    'notProven',
    ['unknown', 'yes', 'unknown'],
    'timeUnknown',
    'hopsMissing',
    'promotedElsewhere',
  ],
  [
    'B: Exchange Online to on-premises, trusted',
    [
      'X-MS-Exchange-CrossTenant-AuthAs: Internal',
      'X-MS-Exchange-CrossTenant-FromEntityHeader: Hosted',
      'X-OrganizationHeadersPreserved: AM9P192MB0ABC.EURP192.PROD.OUTLOOK.COM',
      'X-CrossPremisesHeadersPromoted: EX01.contoso.com',
      'X-CrossPremisesHeadersFiltered: EX01.contoso.com',
      'X-OriginatorOrg: contoso.com',
    ],
    toOnPremises,
    'notProven',
    nothing,
    'timeUnknown',
    'promotedElsewhere',
    'authAsMissing',
  ],
  [
    'C: Exchange Online to a server that did not promote',
    [
      'X-MS-Exchange-CrossTenant-FromEntityHeader: Hosted',
      ...of.copiesOfCloud,
      'X-OrganizationHeadersPreserved: AS8PR07MB8ABC.eurprd07.prod.outlook.com',
    ],
    toOnPremises,
    'notProven',
    ['no', 'unknown', 'unknown'],
    'timeUnknown',
    'copiesLeft',
    'entityHeader',
  ],
  [
    'D: on-premises to Exchange Online, attributed but anonymous',
    [
      'X-OriginatorOrg: contoso.com',
      'X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp: TenantId=1;Ip=[192.0.2.17];Helo=[ex02.contoso.com]',
      ...of.anonymousInCloud,
    ],
    toExchangeOnline,
    'notProven',
    ['unknown', 'no', 'unknown'],
    'timeUnknown',
    'anonymous',
    'promotionMissing',
    'entityHeader',
  ],
  [
    'E: promoted, yet anonymous, in lower case',
    [
      'x-ms-exchange-crosstenant-fromentityheader: HybridOnPrem',
      'x-ms-exchange-crosstenant-authas: Anonymous',
      'x-ms-exchange-crosstenant-authsource: EX01.CONTOSO.COM',
      'x-organizationheaderspreserved: EX02.CONTOSO.COM',
      'x-crosspremisesheaderspromoted: TY2PEPF0000ABCD.apcprd03.prod.outlook.com',
    ],
    toExchangeOnline,
    'notProven',
    ['unknown', 'no', 'unknown'],
    'timeUnknown',
    'anonymous',
    'promotedElsewhere',
  ],
  [
    'F: a send connector without CloudServicesMailEnabled, through a gateway',
    [
      `Received: from gw.contoso.com by DM6NAM12FTABC.mail.protection.outlook.com with Microsoft SMTP
 Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.3611.11 via Frontend Transport; Sat, 28 Nov 2026 14:46:51 +0000`,
      'X-CrossPremisesHeadersFilteredBySendConnector: ex01.contoso.com',
      'Received: from ex01.contoso.com by ex01.contoso.com with Microsoft SMTP Server (TLS) id 15.0.1367.3; Sat, 28 Nov 2026 15:46:47 +0100',
      of.subject,
    ],
    toExchangeOnline,
    'failed',
    ['unknown', 'unknown', 'encrypted'],
    'filteredBySendConnector',
  ],
];

/** The same, whole: with the route, the time and the word. */
const wholeExamples: readonly Row[] = [
  ['A, whole', healthyToCloud, toExchangeOnline, 'proven', allShown, 'promoted', 'authenticated', 'encrypted', 'filteredBeside'],
  ['B, whole, as the recipient sees it', healthyToServer, toOnPremises, 'proven', allShown, 'promoted', 'authenticated', 'filteredBeside'],
  [
    'B, whole, sent on to the Internet: AuthAs is removed',
    without(healthyToServer, 'X-MS-Exchange-Organization-'),
    toOnPremises,
    'notProven',
    ['yes', 'unknown', 'encrypted'],
    'authAsMissing',
  ],
  [
    'C, whole',
    [...without(healthyToServer, 'X-CrossPremises', 'X-MS-Exchange-Organization-'), ...of.copiesOfCloud],
    toOnPremises,
    'failed',
    ['no', 'unknown', 'encrypted'],
    'copiesLeft',
  ],
  [
    'D, whole',
    [...without(healthyToCloud, 'X-CrossPremises', 'X-MS-Exchange-Organization-', 'X-MS-Exchange-CrossTenant-'), ...of.anonymousInCloud],
    toExchangeOnline,
    'failed',
    ['no', 'no', 'encrypted'],
    'arrivedAnonymous',
    'anonymous',
    'entityHeader',
  ],
  [
    'E, whole',
    replaced(without(healthyToCloud, 'X-MS-Exchange-Organization-'), 'CrossTenant-AuthAs: Internal', 'CrossTenant-AuthAs: Anonymous'),
    toExchangeOnline,
    'notProven',
    ['yes', 'no', 'encrypted'],
    'promoted',
    'anonymous',
  ],
];

const gateway = `Received: from ex02.contoso.com (10.1.1.2) by gw.contoso.com (8.14.4/8.14.4)
 with ESMTP id 0ASEkmQr004296 (version=TLSv1.2 cipher=AES256-SHA256 bits=256 verify=OK);
 Sat, 28 Nov 2026 10:10:20 +0100`;
const overGateway = replaced(
  healthyToCloud.flatMap((line) => (line === of.crossingToCloud ? [line, gateway] : [line])),
  'from ex02.contoso.com (192.0.2.70)',
  'from gw.contoso.com (192.0.2.70)',
);
const tlsWords = '(version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) ';
const inClear = replaced(healthyToCloud, tlsWords, '');
const forged = 'X-CrossPremisesHeadersPromoted: MW2NAM04FT001.eop-NAM04.prod.protection.outlook.com';
const notPromoted = without(healthyToCloud, 'X-CrossPremises');

/** A line that is broken by the width of a console. */
const broken = (message: readonly string[], line: string, at: string): string => text(replaced(message, line, line.replace(at, `\n${at}`)));
const internalInCloud = without(healthyToCloud, 'X-CrossPremises', 'X-MS-Exchange-').concat(of.authSourceOfCloud, of.authAs);
const anonymousInCloud = without(healthyToCloud, 'X-CrossPremises', 'X-MS-Exchange-').concat(of.anonymousInCloud);

/** Forms in which people paste a sound message. */
const forms: readonly Row[] = [
  [
    'all names in lower case',
    text(healthyToCloud).replaceAll(/^[\w-]+:/gm, (name) => name.toLowerCase()),
    toExchangeOnline,
    'proven',
    allShown,
  ],
  [
    'values in upper case',
    text(healthyToServer).replaceAll(/(Promoted|AuthAs|AuthSource|Subject): .*/g, (line) => line.toUpperCase()),
    toOnPremises,
    'proven',
    allShown,
  ],
  ['CRLF', text(healthyToCloud).replaceAll('\n', '\r\n'), toExchangeOnline, 'proven', allShown],
  ['folded behind each name', text(healthyToCloud).replaceAll(/^(X-[\w-]+:) /gm, '$1\n\t'), toExchangeOnline, 'proven', allShown],
  ['unfolded', text(healthyToCloud).replaceAll(/\n[ \t]+/g, ' '), toExchangeOnline, 'proven', allShown],
  ['quoted', text(healthyToCloud).replaceAll(/^/gm, '> '), toExchangeOnline, 'proven', allShown],
  ['indented', text(healthyToServer).replaceAll(/^(?=.)/gm, '    '), toOnPremises, 'proven', allShown],
  ['a byte order mark and empty lines before', `\uFEFF\r\n\n  \n${text(healthyToCloud)}`, toExchangeOnline, 'proven', allShown],
  [
    'a whole .eml file',
    `${text(healthyToCloud)}\nX-CrossPremisesHeadersFilteredBySendConnector: EX02.contoso.com\n`,
    toExchangeOnline,
    'proven',
    allShown,
  ],
  [
    'reversed: the oldest line first',
    [...replaced(healthyToCloud, '10:10:10 +0100', '09:50:10 +0100')].reverse(),
    toExchangeOnline,
    'proven',
    allShown,
    'hopsOutOfOrder',
  ],
  [
    'a subject in Japanese, encoded as Base64',
    replaced(healthyToCloud, of.subject, 'Subject: =?iso-2022-jp?B?GyRCJUYlOSVIGyhCIEhDVy03SzNROVgbJEIkRyQ5GyhC?='),
    toExchangeOnline,
    'proven',
    allShown,
  ],
  [
    'a subject in Japanese, encoded as Q, as a reply',
    replaced(healthyToCloud, of.subject, 'Subject: =?utf-8?Q?RE:_=E3=83=86=E3=82=B9=E3=83=88_HCW-?=\n =?utf-8?Q?7K3Q9X?='),
    toExchangeOnline,
    'proven',
    allShown,
  ],
  ['server names without their domain', healthyToCloud, { ...toExchangeOnline, servers: ['ex01', 'ex02'] }, 'proven', allShown],
  [
    'Exchange 2013: TLS without its version',
    replaced(healthyToServer, tlsWords.trim(), '(TLS)').map((line) => line.replace(/\(version=TLS1_2,\s+cipher=\S+\)/, '(TLS)')),
    toOnPremises,
    'proven',
    allShown,
    'encryptedUnnamed',
  ],
  ['over a gateway that says that it used TLS', overGateway, toExchangeOnline, 'proven', allShown, 'encrypted'],
  [
    'arrived in the second of the change',
    healthyToCloud,
    { ...toExchangeOnline, changedAt: '2026-11-28T09:10:25.000Z' },
    'proven',
    allShown,
  ],
];

/** Messages that say nothing about now, or are another one. */
const refused: readonly Row[] = [
  [
    'older than the change',
    healthyToCloud,
    { ...toExchangeOnline, changedAt: '2026-11-28T09:10:25.001Z' },
    'notProven',
    allShown,
    'messageOlder',
  ],
  ['older, and with a fault', replaced(inClear, '2026', '2025'), toExchangeOnline, 'notProven', ['yes', 'yes', 'clear'], 'messageOlder'],
  [
    'a day that no month has',
    replaced(healthyToCloud, '28 Nov 2026 09:10:25', '31 Nov 2026 09:10:25'),
    toExchangeOnline,
    'notProven',
    allShown,
    'timeUnknown',
  ],
  ['no offset in the time', replaced(healthyToCloud, '09:10:25 +0000', '09:10:25'), toExchangeOnline, 'notProven', allShown, 'timeUnknown'],
  ['another word', replaced(healthyToCloud, of.word, 'HCW-AAAAAA'), toExchangeOnline, 'notProven', allShown, 'wordMissing'],
  [
    'the word as a part of another',
    replaced(healthyToCloud, of.word, `${of.word}2`),
    toExchangeOnline,
    'notProven',
    allShown,
    'wordMissing',
  ],
  ['no word asked for', healthyToCloud, { ...toExchangeOnline, word: '' }, 'notProven', allShown, 'wordMissing'],
  ['no subject', without(healthyToCloud, 'Subject'), toExchangeOnline, 'notProven', allShown, 'subjectMissing'],
  ['two subjects', [...healthyToCloud, 'Subject: another'], toExchangeOnline, 'notProven', allShown, 'wordMissing'],
];

const routes: readonly Row[] = [
  [
    'no Received line',
    without(healthyToCloud, 'Received'),
    toExchangeOnline,
    'notProven',
    ['unknown', 'yes', 'unknown'],
    'hopsMissing',
    'timeUnknown',
  ],
  ['the other direction', healthyToServer, toExchangeOnline, 'notProven', nothing, 'crossingMissing', 'timeUnknown', 'authSourceReceiving'],
  [
    'a server that is not in the list',
    healthyToServer,
    { ...toOnPremises, servers: ['EX09.contoso.com'] },
    'notProven',
    ['unknown', 'yes', 'unknown'],
    'crossingMissing',
    'promotedByOther',
  ],
  ['in clear text', inClear, toExchangeOnline, 'failed', ['yes', 'yes', 'clear'], 'notEncrypted'],
  [
    'the other server calls itself a TLS version',
    replaced(inClear, '(192.0.2.70)', '(version=TLS1_2)'),
    toExchangeOnline,
    'failed',
    ['yes', 'yes', 'clear'],
    'notEncrypted',
  ],
  [
    'to a gateway without words of TLS',
    replaced(overGateway, ' (version=TLSv1.2 cipher=AES256-SHA256 bits=256 verify=OK)', ''),
    toExchangeOnline,
    'notProven',
    ['yes', 'yes', 'unknown'],
    'tlsUnknown',
  ],
  [
    'to a gateway whose line has an open parenthesis',
    replaced(overGateway, 'verify=OK)', 'verify=OK'),
    toExchangeOnline,
    'notProven',
    ['yes', 'yes', 'unknown'],
    'hopsUnread',
  ],
  [
    'from an unreadable name to the receiving side',
    [
      `Received: from root@gw.contoso.com by AM7EUR03FT058.mail.protection.outlook.com\n with Microsoft SMTP Server id 15.20.1.1; Sat, 28 Nov 2026 09:10:29 +0000`,
      ...healthyToCloud,
    ],
    toExchangeOnline,
    'notProven',
    ['yes', 'yes', 'unknown'],
    'hopsUnread',
  ],
  [
    'from the sending side to a server that does not name itself',
    replaced(overGateway, ' by gw.contoso.com (8.14.4/8.14.4)', ''),
    toExchangeOnline,
    'notProven',
    ['yes', 'yes', 'unknown'],
    'hopsUnread',
  ],
  [
    'an unreadable name within the receiving side',
    replaced(healthyToCloud, 'by BY3PR05CA0049.outlook.office365.com', 'by BY3PR05CA0049 outlook office365 com'),
    toExchangeOnline,
    'proven',
    allShown,
  ],
  [
    'put into a pickup folder, from which no server handed it over',
    above(healthyToCloud, of.subject, 'Received: by Pickup with Microsoft SMTP Server id 15.2.1544.14; Sat, 28 Nov 2026 10:10:10 +0100'),
    toExchangeOnline,
    'proven',
    allShown,
  ],
  [
    'twice over a service',
    [
      `Received: from sign.example.com (203.0.113.5) by\n AM7EUR03FT058.mail.protection.outlook.com (10.1.1.1) with Microsoft SMTP\n Server (version=TLS1_2, cipher=X) id 15.20.1.1; Sat, 28 Nov 2026 09:10:29 +0000`,
      ...healthyToCloud,
    ],
    toExchangeOnline,
    'notProven',
    allShown,
    'severalCrossings',
  ],
  [
    'a Received line that a console broke',
    text(healthyToCloud).replace(
      'SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n 15.20',
      'SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\n15.20',
    ),
    toExchangeOnline,
    'notProven',
    ['unknown', 'yes', 'unknown'],
    'linesUnread',
    'timeUnknown',
  ],
  [
    'from the Internet',
    without(
      replaced(
        healthyToCloud.filter((line) => !line.includes('mapi')),
        'ex02.contoso.com (192.0.2.70)',
        'mail.example.com (203.0.113.9)',
      ),
      'X-CrossPremises',
      'X-MS-Exchange-',
    ).concat(of.anonymousInCloud),
    toExchangeOnline,
    'notProven',
    ['unknown', 'no', 'encrypted'],
    'otherSideNotSeen',
    'anonymous',
    'promotionMissing',
  ],
];

const lines: readonly Row[] = [
  [
    'AuthAs is missing, as some mail programs leave it',
    without(healthyToCloud, 'X-MS-Exchange-Organization-'),
    toExchangeOnline,
    'notProven',
    ['yes', 'unknown', 'encrypted'],
    'authAsMissing',
  ],
  [
    'AuthSource is missing',
    without(healthyToCloud, 'X-MS-Exchange-Organization-AuthSource'),
    toExchangeOnline,
    'notProven',
    ['yes', 'unknown', 'encrypted'],
    'authSourceMissing',
  ],
  [
    'the receiving side judged the sender itself',
    replaced(healthyToCloud, of.authSourceOfServer, of.authSourceOfCloud),
    toExchangeOnline,
    'notProven',
    ['yes', 'unknown', 'encrypted'],
    'authSourceReceiving',
  ],
  [
    'a server of nobody judged the sender',
    replaced(healthyToCloud, of.authSourceOfServer, 'X-MS-Exchange-Organization-AuthSource: mx.example.com'),
    toExchangeOnline,
    'notProven',
    ['yes', 'unknown', 'encrypted'],
    'authSourceOther',
  ],
  [
    'promoted, and the sender was a device',
    replaced(
      replaced(healthyToCloud, of.authAs, 'X-MS-Exchange-Organization-AuthAs: Anonymous'),
      'CrossTenant-AuthAs: Internal',
      'CrossTenant-AuthAs: Anonymous',
    ),
    toExchangeOnline,
    'notProven',
    ['yes', 'no', 'encrypted'],
    'anonymous',
  ],
  [
    'the receiving side judged the sender as a partner',
    internalInCloud.map((line) => line.replace(of.authAs, 'X-MS-Exchange-Organization-AuthAs: Partner')),
    toExchangeOnline,
    'failed',
    ['no', 'no', 'encrypted'],
    'arrivedAnonymous',
  ],
  [
    'Exchange Online says otherwise',
    replaced(healthyToCloud, 'CrossTenant-AuthAs: Internal', 'CrossTenant-AuthAs: Anonymous'),
    toExchangeOnline,
    'notProven',
    ['yes', 'unknown', 'encrypted'],
    'authAsContradicts',
  ],
  [
    'two verdicts about the sender',
    [...healthyToCloud, 'X-MS-Exchange-Organization-AuthAs: Anonymous'],
    toExchangeOnline,
    'notProven',
    ['yes', 'unknown', 'encrypted'],
    'authAsContradicts',
  ],
  ['internal, and nobody promoted', notPromoted, toExchangeOnline, 'notProven', ['unknown', 'yes', 'encrypted'], 'notDecidedByConnectors'],
  [
    'promoted by a server of another organization',
    [...notPromoted, 'X-CrossPremisesHeadersPromoted: ex.fabrikam.com'],
    toExchangeOnline,
    'notProven',
    ['unknown', 'yes', 'encrypted'],
    'promotedByOther',
  ],
  [
    'promoted by a server of Exchange Online that did not take it',
    [...notPromoted, forged],
    toExchangeOnline,
    'notProven',
    ['unknown', 'yes', 'encrypted'],
    'promotedElsewhere',
  ],
  [
    'promoted on the sending side, before',
    replaced(healthyToServer, 'X-CrossPremisesHeadersPromoted: EX01.contoso.com', of.promotedByCloud),
    toOnPremises,
    'notProven',
    ['unknown', 'yes', 'encrypted'],
    'promotedByOther',
    'filteredAlone',
  ],
  [
    'promoted below the line of another server, before it crossed',
    above(notPromoted, notPromoted.find((line) => line.includes('mapi')) ?? '', forged),
    toExchangeOnline,
    'notProven',
    ['unknown', 'yes', 'encrypted'],
    'promotedElsewhere',
  ],
  [
    'promoted, and by a server of another organization too',
    [...healthyToCloud, 'X-CrossPremisesHeadersPromoted: ex.fabrikam.com'],
    toExchangeOnline,
    'proven',
    allShown,
    'promotedByOther',
  ],
  [
    'a name that only looks like Exchange Online',
    replaced(healthyToCloud, of.promotedByCloud, 'X-CrossPremisesHeadersPromoted: CY4PEPF0000ABCD.prod.outlook.com.example.com'),
    toExchangeOnline,
    'notProven',
    ['unknown', 'yes', 'encrypted'],
    'promotedByOther',
    'filteredAlone',
  ],
  [
    'promoted, and the copies are still there',
    [...healthyToServer, ...of.copiesOfCloud],
    toOnPremises,
    'notProven',
    ['unknown', 'yes', 'encrypted'],
    'copiesBesidePromoted',
  ],
  [
    'the copies of the sending side, not promoted',
    [...notPromoted, 'X-MS-Exchange-CrossPremises-AuthAs: Internal'],
    toExchangeOnline,
    'failed',
    ['no', 'yes', 'encrypted'],
    'copiesLeft',
  ],
  [
    'removed by the send connector',
    [...notPromoted, 'X-CrossPremisesHeadersFilteredBySendConnector: EX02.contoso.com'],
    toExchangeOnline,
    'failed',
    ['unknown', 'yes', 'encrypted'],
    'filteredBySendConnector',
  ],
  [
    'removed by a send connector of nobody',
    [...healthyToCloud, 'X-CrossPremisesHeadersFilteredBySendConnector: ex.fabrikam.com'],
    toExchangeOnline,
    'notProven',
    allShown,
    'filteredElsewhere',
  ],
  [
    'only FromEntityHeader',
    [...without(healthyToCloud, 'X-CrossPremises', 'X-MS-Exchange-'), 'X-MS-Exchange-CrossTenant-FromEntityHeader: HybridOnPrem'],
    toExchangeOnline,
    'notProven',
    ['unknown', 'unknown', 'encrypted'],
    'entityHeader',
    'authAsMissing',
    'promotionMissing',
  ],
  [
    'filtered by the receiving side, not promoted',
    [...notPromoted, of.filteredByCloud],
    toExchangeOnline,
    'notProven',
    ['unknown', 'yes', 'encrypted'],
    'filteredAlone',
  ],
];

const cloudServer = 'CY4PEPF0000ABCD.namprd03.prod.outlook.com';
const brokenLines: readonly Row[] = [
  [
    'AuthAs',
    broken(healthyToCloud, of.authAs, 'nal'),
    toExchangeOnline,
    'notProven',
    ['yes', 'unknown', 'encrypted'],
    'valueBroken',
    'linesUnread',
  ],
  [
    'AuthAs, judged by the receiving side',
    broken(internalInCloud, of.authAs, 'nal'),
    toExchangeOnline,
    'notProven',
    ['unknown', 'unknown', 'encrypted'],
    'valueBroken',
    'promotionMissing',
  ],
  [
    'AuthAs of Exchange Online',
    broken(healthyToCloud, 'X-MS-Exchange-CrossTenant-AuthAs: Internal', 'nal'),
    toExchangeOnline,
    'notProven',
    ['yes', 'unknown', 'encrypted'],
    'valueBroken',
  ],
  [
    'AuthSource',
    broken(healthyToCloud, of.authSourceOfServer, '.contoso.com'),
    toExchangeOnline,
    'notProven',
    ['yes', 'unknown', 'encrypted'],
    'valueBroken',
  ],
  [
    'AuthSource of Exchange Online, where nothing else says who judged',
    text(replaced(anonymousInCloud, `CrossTenant-AuthSource: ${cloudServer}`, `CrossTenant-AuthSource: ${cloudServer}\n.example.com`)),
    toExchangeOnline,
    'notProven',
    ['unknown', 'no', 'encrypted'],
    'promotionMissing',
  ],
  [
    'who promoted',
    broken(healthyToCloud, of.promotedByCloud, 'com'),
    toExchangeOnline,
    'notProven',
    ['unknown', 'yes', 'encrypted'],
    'valueBroken',
  ],
  [
    'who promoted, beside a whole one',
    broken([...healthyToCloud, 'X-CrossPremisesHeadersPromoted: ex.fabrikam.com'], 'ex.fabrikam.com', 'com'),
    toExchangeOnline,
    'proven',
    allShown,
    'promoted',
  ],
  ['who filtered', broken(healthyToCloud, of.filteredByCloud, 'com'), toExchangeOnline, 'notProven', allShown, 'valueBroken'],
  [
    'whose send connector filtered: EX02, or a server of another organization',
    broken([...notPromoted, 'X-CrossPremisesHeadersFilteredBySendConnector: EX02.fabrikam.com'], 'EX02.fabrikam.com', '.fabrikam.com'),
    toExchangeOnline,
    'notProven',
    ['unknown', 'yes', 'encrypted'],
    'valueBroken',
  ],
  [
    'the subject, before its word',
    broken(inClear, of.subject, of.word),
    toExchangeOnline,
    'notProven',
    ['yes', 'yes', 'clear'],
    'subjectBroken',
  ],
  [
    'the subject, behind its word',
    broken([...without(healthyToCloud, 'Subject'), `${of.subject} again`], of.subject + ' again', 'again'),
    toExchangeOnline,
    'proven',
    allShown,
  ],
];

const cases = (rows: readonly Row[]): readonly ProofCase[] =>
  rows.map(([name, message, question, verdict, states, ...reasons]) => ({
    name,
    message: typeof message === 'string' ? message : text(message),
    question,
    verdict,
    states,
    reasons,
  }));

export const examples = cases([...excerpts, ...wholeExamples]);
export const variants = cases([
  ...forms,
  ...refused,
  ...routes,
  ...lines,
  ...brokenLines.map(([name, ...row]): Row => [`broken by a console: ${name}`, ...row]),
]);

/**
 * Test messages as they arrive, in the shape of public ones with other names: Exchange writes its own headers at the end, below
 * all Received lines and below the subject.
 */
import type { TrustQuestion } from '../../../shared/proof/trusted.ts';

export const word = 'HCW-7K3Q9X';
const changedAt = '2026-11-28T09:00:00.000Z';
const servers = ['EX01.contoso.com', 'EX02.contoso.com'];
const common = { servers, changedAt, word };
export const toExchangeOnline: TrustQuestion = { ...common, direction: 'toExchangeOnline' };
export const toOnPremises: TrustQuestion = { ...common, direction: 'toOnPremises' };

const cipher = 'cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384';

/** By which the message came to the other side */
export const crossingToCloud = `Received: from ex02.contoso.com (192.0.2.70) by
 CY4PEPF0000ABCD.mail.protection.outlook.com (10.167.241.132) with Microsoft
 SMTP Server (version=TLS1_2, ${cipher}) id
 15.20.8655.12 via Frontend Transport; Sat, 28 Nov 2026 09:10:25 +0000`;
const crossingToServer = `Received: from EUR02-HE1-obe.outbound.protection.outlook.com (192.0.2.50) by
 EX01.contoso.com (10.1.10.25) with Microsoft SMTP Server
 (version=TLS1_2, ${cipher}) id
 15.2.1544.14 via Frontend Transport; Sat, 28 Nov 2026 10:10:25 +0100`;

export const promotedByCloud = 'X-CrossPremisesHeadersPromoted: CY4PEPF0000ABCD.namprd03.prod.outlook.com';
export const filteredByCloud = 'X-CrossPremisesHeadersFiltered: CY4PEPF0000ABCD.namprd03.prod.outlook.com';
export const promotedByServer = 'X-CrossPremisesHeadersPromoted: EX01.contoso.com';
const filteredByServer = 'X-CrossPremisesHeadersFiltered: EX01.contoso.com';
export const authAs = 'X-MS-Exchange-Organization-AuthAs: Internal';
export const authSourceOfServer = 'X-MS-Exchange-Organization-AuthSource: EX02.contoso.com';
export const authSourceOfCloud = 'X-MS-Exchange-Organization-AuthSource: DB9P192MB1388.EURP192.PROD.OUTLOOK.COM';
export const subject = `Subject: Test message ${word}`;
/** Of a message that was not promoted (proof by Exchange Online's own lines) */
export const anonymousInCloud = [
  'X-MS-Exchange-CrossTenant-AuthSource: CY4PEPF0000ABCD.namprd03.prod.outlook.com',
  'X-MS-Exchange-CrossTenant-AuthAs: Anonymous',
  'X-MS-Exchange-CrossTenant-FromEntityHeader: HybridOnPrem',
];
export const copiesOfCloud = [
  'X-MS-Exchange-CrossPremises-AuthAs: Internal',
  'X-MS-Exchange-CrossPremises-AuthMechanism: 04',
  'X-MS-Exchange-CrossPremises-AuthSource: DB9P192MB1388.eurp192.prod.outlook.com',
  'X-MS-Exchange-CrossPremises-SCL: 1',
];

/** On-premises to Exchange Online, trusted */
export const healthyToCloud: readonly string[] = [
  `Received: from SJ0PR11MB5770.namprd11.prod.outlook.com (2603:10b6:a03:421::6)
 by PH7PR11MB6428.namprd11.prod.outlook.com with HTTPS;
 Sat, 28 Nov 2026 09:10:28 +0000`,
  `Received: from CY4PEPF0000ABCD.namprd03.prod.outlook.com
 (2603:10b6:a03:39b:cafe::81) by BY3PR05CA0049.outlook.office365.com
 (2603:10b6:a03:39b::24) with Microsoft SMTP Server (version=TLS1_3,
 cipher=TLS_AES_256_GCM_SHA384) id 15.20.8655.18 via Frontend Transport; Sat,
 28 Nov 2026 09:10:25 +0000`,
  'Authentication-Results: spf=pass (sender IP is 192.0.2.70)\n smtp.mailfrom=contoso.com; dkim=none (message not signed)\n header.d=none',
  crossingToCloud,
  `Received: from EX02.contoso.com (10.18.126.91) by EX02.contoso.com
 (10.18.126.91) with mapi id 15.02.1544.014; Sat, 28 Nov 2026 10:10:10 +0100`,
  'From: Test <test@contoso.com>',
  'To: <cloud@contoso.com>',
  subject,
  'Date: Sat, 28 Nov 2026 10:10:09 +0100',
  'Message-ID: <1@EX02.contoso.com>',
  'X-MS-TNEF-Correlator:',
  'Content-Type: text/plain',
  'X-OrganizationHeadersPreserved: EX02.contoso.com',
  'X-EOPAttributedMessage: 0',
  'X-MS-Exchange-Organization-MessageDirectionality: Originating',
  authSourceOfServer,
  authAs,
  'X-MS-Exchange-Organization-AuthMechanism: 10',
  promotedByCloud,
  filteredByCloud,
  'X-OriginatorOrg: contoso.onmicrosoft.com',
  'X-MS-Exchange-CrossTenant-AuthSource: EX02.contoso.com',
  'X-MS-Exchange-CrossTenant-AuthAs: Internal',
  'X-MS-Exchange-CrossTenant-FromEntityHeader: HybridOnPrem',
  'MIME-Version: 1.0',
];

/** Exchange Online to on-premises, trusted */
export const healthyToServer: readonly string[] = [
  `Received: from EX01.contoso.com (10.1.10.25) by EX01.contoso.com
 (10.1.10.25) with Microsoft SMTP Server (version=TLS1_2,
 ${cipher}) id 15.2.1544.14; Sat, 28 Nov 2026 10:10:26 +0100`,
  crossingToServer,
  `Received: from DB9P192MB1388.EURP192.PROD.OUTLOOK.COM (2603:10a6:10:296::18)
 by AM9P192MB0917.EURP192.PROD.OUTLOOK.COM (2603:10a6:20b:1cc::15) with
 Microsoft SMTP Server (version=TLS1_2,
 ${cipher}) id 15.20.5395.15; Sat, 28 Nov 2026 09:10:20 +0000`,
  `Received: from DB9P192MB1388.EURP192.PROD.OUTLOOK.COM
 ([fe80::19e0:4022:280c:13d]) by DB9P192MB1388.EURP192.PROD.OUTLOOK.COM
 ([fe80::19e0:4022:280c:13d%6]) with mapi id 15.20.5395.021; Sat, 28 Nov 2026 09:10:20 +0000`,
  'From: Test <test@contoso.com>',
  'To: <local@contoso.com>',
  subject,
  'Message-ID: <2@EURP192.PROD.OUTLOOK.COM>',
  'X-MS-Exchange-CrossTenant-AuthSource: DB9P192MB1388.EURP192.PROD.OUTLOOK.COM',
  'X-MS-Exchange-CrossTenant-AuthAs: Internal',
  'X-MS-Exchange-CrossTenant-FromEntityHeader: Hosted',
  'X-OrganizationHeadersPreserved: AM9P192MB0917.EURP192.PROD.OUTLOOK.COM',
  authSourceOfCloud,
  authAs,
  'X-MS-Exchange-Organization-AuthMechanism: 04',
  promotedByServer,
  filteredByServer,
  'X-OriginatorOrg: contoso.com',
];

export const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
/** Without the lines that begin so */
export const without = (lines: readonly string[], ...starts: readonly string[]): readonly string[] =>
  lines.filter((line) => !starts.some((start) => line.startsWith(start)));
/** With another text in place of the one; it has to be there. */
export function replaced(lines: readonly string[], before: string, after: string): readonly string[] {
  if (!text(lines).includes(before)) throw new Error(`${before} is in no line`);
  return lines.map((line) => line.replaceAll(before, after));
}
export const above = (lines: readonly string[], at: string, ...added: readonly string[]): readonly string[] => {
  if (!lines.includes(at)) throw new Error(`${at} is not a line`);
  return lines.flatMap((line) => (line === at ? [...added, line] : [line]));
};

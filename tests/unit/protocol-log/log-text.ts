/** Protocol logs as Exchange writes them, made of sessions. */

export const fields = 'date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context';
export const header = (kind: 'Receive' | 'Send', names = fields): readonly string[] => [
  '#Software: Microsoft Exchange Server',
  '#Version: 15.0.0.0',
  `#Log-type: SMTP ${kind} Protocol Log`,
  '#Date: 2026-11-28T10:00:00.000Z',
  `#Fields: ${names}`,
];

export const newThumbprint = 'A0AC2FC63B9C5798828B45D849BE8D33A1B2C3D4';
export const oldThumbprint = 'B1111FC63B9C5798828B45D849BE8D33A1B2C3D4';
export const internalThumbprint = 'C2222FC63B9C5798828B45D849BE8D33A1B2C3D4';
export const exchangeOnline = '104.47.58.43:57811';
export const onlineClient = 'NAM10-BN7-obe.outbound.protection.outlook.com';
export const onlineServer = 'BN7NAM10FT011.mail.protection.outlook.com';
export const since = '2026-11-28T10:30:00.000Z';

const quoted = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Event, data, context. */
export type Row = readonly [string, string, (string | undefined)?];

export interface SessionText {
  readonly id?: string;
  readonly at?: string;
  readonly connector?: string;
  readonly local?: string;
  readonly remote?: string;
  /** The number of the first line */
  readonly from?: number;
}

/** A second between the lines. */
export function session(rows: readonly Row[], text: SessionText = {}): readonly string[] {
  const { id = '08DD000000000001', at = '2026-11-28T11:00:00.000Z', from = 0 } = text;
  const { connector = 'EX01\\Default Frontend EX01', local = '10.0.0.10:25', remote = exchangeOnline } = text;
  return rows.map(([event, data, context = ''], index) => {
    const time = new Date(Date.parse(at) + index * 1000).toISOString();
    return [time, quoted(connector), id, String(from + index), local, remote, event, quoted(data), quoted(context)].join(',');
  });
}

const issuer = 'CN=Fabrikam Trust TLS RSA CA 2026, O=Fabrikam Trust, C=US';

export const sixLines = (thumbprint: string, who = 'Sending'): readonly Row[] => [
  ['*', '', `${who} certificate`],
  ['*', 'CN=mail.contoso.com', 'Certificate subject'],
  ['*', issuer, 'Certificate issuer name'],
  ['*', '0A1B2C3D4E5F60718293', 'Certificate serial number'],
  ['*', thumbprint, 'Certificate thumbprint'],
  ['*', 'mail.contoso.com;EX01.contoso.com', 'Certificate alternate names'],
];

/** Since 2023; the line of 2016 has no dates and other labels. */
export const oneLine = (thumbprint: string, who = 'Sending', year: 2016 | 2023 = 2023): readonly Row[] =>
  year === 2023
    ? [
        [
          '*',
          ` CN=mail.contoso.com ${issuer} 0A1B2C3D4E5F60718293 ${thumbprint} 2026-10-01T00:00:00.000Z 2027-10-01T00:00:00.000Z mail.contoso.com;EX01.contoso.com`,
          `${who} certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names`,
        ],
      ]
    : [
        [
          '*',
          `CN=mail.contoso.com ${issuer} 0A1B2C3D4E5F60718293 ${thumbprint} mail.contoso.com;EX01.contoso.com`,
          `${who} certificate Certificate subject Certificate issuer name Certificate serial number Certificate thumbprint Certificate alternate names`,
        ],
      ];

export const tlsSucceeded = (side: 'SERVER' | 'CLIENT'): Row => [
  '*',
  '',
  `TLS protocol SP_PROT_TLS1_2_${side} negotiation succeeded using bulk encryption algorithm CALG_AES_256 with strength 256 bits, MAC hash algorithm CALG_SHA_384 with strength 0 bits and key exchange algorithm CALG_ECDH_EPHEM with strength 384 bits`,
];

export const hello = 'EX01.contoso.com Hello [104.47.58.43] SIZE 37748736 PIPELINING DSN ENHANCEDSTATUSCODES';

/** A client connects, begins TLS and goes. */
export const received = (certificate: readonly Row[], ...rest: readonly Row[]): readonly Row[] => [
  ['+', ''],
  ['>', '220 EX01.contoso.com Microsoft ESMTP MAIL Service ready at Sat, 28 Nov 2026 11:00:00 +0000'],
  ['<', `EHLO ${onlineClient}`],
  ['>', `250  ${hello} STARTTLS X-ANONYMOUSTLS AUTH NTLM 8BITMIME`],
  ['<', 'STARTTLS'],
  ['>', '220 2.0.0 SMTP server ready'],
  ...certificate,
  tlsSucceeded('SERVER'),
  ...rest,
  ['-', '', 'Remote'],
];

export const sentTo = (certificate: readonly Row[], ...rest: readonly Row[]): readonly Row[] => [
  ['*', '', 'attempting to connect'],
  ['+', ''],
  ['<', `220 ${onlineServer} Microsoft ESMTP MAIL Service ready at Sat, 28 Nov 2026 11:00:00 +0000`],
  ['>', 'EHLO EX01.contoso.com'],
  ['<', `250-${onlineServer} Hello [203.0.113.10]`],
  ['<', '250-SIZE 157286400'],
  ['<', '250-STARTTLS'],
  ['<', '250 SMTPUTF8'],
  ['>', 'STARTTLS'],
  ['<', '220 2.0.0 SMTP server ready'],
  ...certificate,
  ...rest,
  ['-', '', 'Local'],
];
export const sendLog = { connector: 'Outbound to Office 365', local: '10.0.0.10:28252', remote: '104.47.58.36:25' } as const;

import { describe, expect, it } from 'vitest';
import { longestLine, mostOpenSessions, readingOf, startReading } from '../../../shared/protocol-log/protocol-log.ts';
import {
  exchangeOnline,
  fields,
  header,
  hello,
  internalThumbprint,
  newThumbprint,
  oldThumbprint,
  oneLine,
  onlineClient,
  onlineServer,
  received,
  sendLog,
  sentTo,
  session,
  sixLines,
  tlsSucceeded,
  type Row,
} from './log-text.ts';
import { onlyConnector, readLog, readLogs } from './reads.ts';

const receive = header('Receive');
const send = header('Send');
const said = { serialNumber: '0A1B2C3D4E5F60718293', names: ['mail.contoso.com', 'EX01.contoso.com'] };
const split = {
  subject: 'CN=mail.contoso.com',
  issuer: 'CN=Fabrikam Trust TLS RSA CA 2026, O=Fabrikam Trust, C=US',
  subjectAndIssuer: null,
};
const joined = { subject: null, issuer: null, subjectAndIssuer: `${split.subject} ${split.issuer}` };

describe('the shapes of certificate lines', () => {
  const dates = { notBefore: '2026-10-01T00:00:00.000Z', notAfter: '2027-10-01T00:00:00.000Z' };
  const noDates = { notBefore: null, notAfter: null };

  it.each([
    ['six lines (2013, 2017)', sixLines(newThumbprint), { ...said, ...split, ...noDates }],
    ['one line without dates (2016)', oneLine(newThumbprint, 'Sending', 2016), { ...said, ...joined, ...noDates }],
    ['one line with dates (2023)', oneLine(newThumbprint), { ...said, ...joined, ...dates }],
  ])('%s', (_, rows, expected) => {
    const { sentSince } = onlyConnector(readLog([...receive, ...session(received(rows))]));
    expect(sentSince).toMatchObject([
      {
        certificate: { ...expected, thumbprint: newThumbprint },
        count: 1,
        remote: 'exchangeOnline',
        command: 'STARTTLS',
        tls: 'succeeded',
      },
    ]);
  });

  it.each([
    ['lower case', sixLines(newThumbprint.toLowerCase()), newThumbprint],
    ['too short, as published texts have it', sixLines(newThumbprint.slice(0, 32)), null],
    ['too long', oneLine(`${newThumbprint}5`), null],
    [
      'a serial number of forty digits',
      [['*', `CN=a CN=b CA ${oldThumbprint} ${newThumbprint} a;b`, 'Sending certificate Subject'] as const],
      newThumbprint,
    ],
    [
      'the same with dates',
      [
        [
          '*',
          `CN=a CN=b ${oldThumbprint} ${newThumbprint} 2026-10-01T00:00:00.000Z 2027-10-01T00:00:00.000Z ${internalThumbprint}`,
          'Sending certificate Subject',
        ] as const,
      ],
      newThumbprint,
    ],
    [
      'a name of forty digits without dates',
      [['*', `CN=a CN=b 0A1B2C3D4E5F60718293 ${newThumbprint} ${oldThumbprint}`, 'Sending certificate Subject'] as const],
      null,
    ],
    ['no serial number before it', [['*', `CN=a CN=b ${newThumbprint}`, 'Sending certificate Subject'] as const], null],
    ['a second thumbprint', [...sixLines(newThumbprint).slice(0, 5), ['*', oldThumbprint, 'Certificate thumbprint'] as const], null],
  ])('the thumbprint: %s', (_, rows: readonly Row[], expected) => {
    const { sentSince } = onlyConnector(readLog([...receive, ...session(received(rows))]));
    expect(sentSince.map(({ certificate }) => certificate.thumbprint)).toEqual([expected]);
  });

  it('keeps the lines as they stand in the log', () => {
    const lines = session(received(sixLines(newThumbprint)));
    const { sentSince } = onlyConnector(readLog([...receive, ...lines]));
    expect(sentSince[0]?.sightings).toEqual([
      {
        session: '08DD000000000001',
        at: '2026-11-28T11:00:06.000Z',
        remote: exchangeOnline,
        remoteName: onlineClient,
        lines: [lines[6], lines[10], lines[12]].map((line) => line?.slice(0, 300)),
      },
    ]);
  });

  it.each(['Received', 'Receiving', 'Remote'])('%s certificate is that of the other side', (who) => {
    const rows = sentTo(
      sixLines(newThumbprint),
      tlsSucceeded('CLIENT'),
      ['*', '', `${who} certificate`],
      ['*', oldThumbprint, 'Certificate thumbprint'],
    );
    const log = onlyConnector(readLog([...send, ...session(rows, sendLog)]));
    expect(log.sentSince.map(({ certificate }) => certificate.thumbprint)).toEqual([newThumbprint]);
    expect(log.received.map(({ certificate }) => certificate.thumbprint)).toEqual([oldThumbprint]);
  });

  it('does not give the thumbprint of the other side to this server where lines between them were lost', () => {
    const rows = session(
      sentTo([
        ...sixLines(newThumbprint),
        tlsSucceeded('CLIENT'),
        ['*', '', 'Received certificate'],
        ['*', oldThumbprint, 'Certificate thumbprint'],
      ]),
      sendLog,
    );
    const cut = rows.filter((line) => !/Certificate (?:issuer|serial)|\d,(?:[^,]*,){3}\*,A0AC|TLS protocol|Received/.test(line));
    const { sentSince, received: shown } = onlyConnector(readLog([...send, ...cut]));
    expect([...sentSince, ...shown].map(({ certificate }) => certificate.thumbprint)).toEqual([null]);
  });

  it('is not taken from what the other side has sent', () => {
    const rows: Row[] = [
      ['<', newThumbprint, 'Certificate thumbprint'],
      ['<', `a b 0A1B ${newThumbprint}`, 'Sending certificate Subject'],
    ];
    expect(onlyConnector(readLog([...receive, ...session(rows)])).sentSince).toEqual([]);
  });
});

describe('the lines of 3.2 and 3.3 as they were published', () => {
  const published = (text: string): string => text.replaceAll('…', '');
  const real = [
    '2017-04-14T17:00:41.125Z,EX01\\Default Frontend EX01,08D4,20,10.0.0.10:25,203.0.113.248:30648,*,,Sending certificate',
    `2017-04-14T17:00:41.125Z,EX01\\Default Frontend EX01,08D4,21,10.0.0.10:25,203.0.113.248:30648,*,${newThumbprint},Certificate thumbprint`,
    '2017-04-14T17:00:41.125Z,EX01\\Default Frontend EX01,08D4,22,10.0.0.10:25,203.0.113.248:30648,*,EX01;EX01.contoso.com,Certificate alternate names',
    `2023-01-11T15:59:56.232Z,EX01\\Default Frontend EX01,1234,6,10.0.0.10:25,203.0.113.33:56026,*, CN=EX01 CN=EX01 12DEABC6565646512346ABDC13456894 ${oldThumbprint} 2020-01-17T15:15:33.000Z 2025-01-17T15:15:33.000Z EX01;EX01.contoso.com,Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names`,
    '2023-01-11T16:00:01.010Z,EX01\\Default Frontend EX01,1234,7,10.0.0.10:25,203.0.113.33:56026,*,,"TLS protocol SP_PROT_TLS1_2_SERVER negotiation succeeded using bulk encryption algorithm CALG_AES_128 with strength 128 bits, MAC hash algorithm CALG_SHA_256 with strength 0 bits and key exchange algorithm CALG_ECDH_EPHEM with strength 256 bits"',
    "2023-01-11T16:00:02.106Z,EX01\\Default Frontend EX01,1234,9,10.0.0.10:25,203.0.113.33:56026,*,,Client certificate chain validation status: 'EmptyCertificate'",
    "2023-01-11T16:00:02.106Z,EX01\\Default Frontend EX01,1234,10,10.0.0.10:25,203.0.113.33:56026,*,,TlsDomainCapabilities='None'; Status='NoRemoteCertificate'",
  ];

  it('are read as they are', () => {
    const { sentSince, sessions } = onlyConnector(readLog([...receive, ...real.map(published)], null));
    expect(sentSince.map(({ certificate, tls, remote }) => [certificate.thumbprint, certificate.names, tls, remote])).toEqual([
      [newThumbprint, ['EX01', 'EX01.contoso.com'], 'notSeen', 'other'],
      [oldThumbprint, ['EX01', 'EX01.contoso.com'], 'succeeded', 'other'],
    ]);
    expect(sessions).toEqual({ exchangeOnline: 0, nameOnly: 0, other: 2, unknown: 0 });
  });

  it('TLS, chain and capabilities count where the other side is Exchange Online', () => {
    const log = onlyConnector(readLog([...receive, ...real.map((line) => line.replaceAll('203.0.113.33', '104.47.58.43'))], null));
    expect(log.tls).toEqual([{ protocol: 'SP_PROT_TLS1_2', cipher: 'CALG_AES_128', count: 1 }]);
    expect(log.chainStatuses).toEqual([{ status: 'EmptyCertificate', count: 1 }]);
    expect(log.capabilities).toMatchObject([
      { capabilities: 'None', status: 'NoRemoteCertificate', domain: '', form: 'captured', count: 1 },
    ]);
  });

  it('STARTTLS that is not offered, with X-ANONYMOUSTLS alone', () => {
    const line = `2025-01-29T20:14:51.470Z,E19\\Default Frontend E19,08DD,3,10.0.0.1:25,104.47.58.43:57811,>,250 E19.contoso.lab Hello [104.47.58.43] SIZE 37748736 PIPELINING DSN ENHANCEDSTATUSCODES X-ANONYMOUSTLS AUTH NTLM X-EXPS GSSAPI NTLM 8BITMIME BINARYMIME CHUNKING SMTPUTF8 XRDST,`;
    expect(onlyConnector(readLog([...receive, line], null)).startTls).toEqual({ offered: 0, notOffered: 1 });
  });

  it.each([
    ['UnknownCredentials', 'unknownCredentials'],
    ['NoCredentials', 'noCredentials'],
  ])('TLS negotiation failed with error %s', (error, id) => {
    const line = `2017-10-07T04:42:56.804Z,Outbound to Office 365,08D5,21,,,*,,TLS negotiation failed with error ${error}`;
    const log = onlyConnector(readLog([...send, line], null));
    expect(log.errors).toMatchObject([{ id, remote: 'unknown', count: 1, sightings: [{ session: '08D5', lines: [line] }] }]);
    expect(log).toMatchObject({ kind: 'send', server: null, connector: 'Outbound to Office 365' });
  });

  it('a positive TlsDomainCapabilities line is kept as it is, and is said not to be confirmed', () => {
    const rows = received(sixLines(newThumbprint), [
      '*',
      '',
      "TlsDomainCapabilities='AcceptCloudServicesMail'; Status='Success'; Domain='mail.protection.outlook.com'",
    ]);
    expect(onlyConnector(readLog([...receive, ...session(rows)])).capabilities).toMatchObject([
      { capabilities: 'AcceptCloudServicesMail', status: 'Success', domain: 'mail.protection.outlook.com', form: 'notConfirmed' },
    ]);
  });

  it('XOORG and accepted messages', () => {
    const rows = received(
      sixLines(newThumbprint),
      ['>', `250  ${hello} XOORG 8BITMIME`],
      ['<', 'MAIL FROM:<a@contoso.com> SIZE=1 XOORG=contoso.com'],
      ['>', '250 2.1.0 Sender OK'],
      ['>', '250 2.6.0 <id@contoso.com> [InternalId=1, Hostname=EX01.contoso.com] Queued mail for delivery'],
    );
    expect(onlyConnector(readLog([...receive, ...session(rows)]))).toMatchObject({
      xoorg: { offered: 1, used: 1 },
      accepted: 1,
      startTls: { offered: 1, notOffered: 0 },
    });
  });
});

describe('errors', () => {
  it.each([
    ['451 5.7.3 Must issue a STARTTLS command first', 'startTlsRequired'],
    ['454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.', 'sendConnectorCertificate'],
    [`550 5.7.64 TenantAttribution; Relay Access Denied [${onlineServer} 2026-11-28T11:00:00.000Z 08DD3FA5DBC8F401]`, 'relayDenied'],
    ['550 5.7.51 TenantInboundAttribution; There is a partner connector configured that matched', 'partnerConnector'],
    ['421 4.3.2 Something that nobody knows', null],
  ])('%s', (text, id) => {
    const rows = sentTo(sixLines(newThumbprint), tlsSucceeded('CLIENT'), ['<', text]);
    expect(onlyConnector(readLog([...send, ...session(rows, sendLog)])).errors).toMatchObject([{ id, remote: 'exchangeOnline', count: 1 }]);
  });

  it('that differ only in host, time and number are one', () => {
    const rows = (host: string, hour: number): readonly Row[] =>
      sentTo(
        [],
        [
          '<',
          `550 5.7.64 TenantAttribution; Relay Access Denied [${host}.eop-nam10.prod.protection.outlook.com 2026-11-28T${String(hour)}:00:00.000Z 08DD3FA5DBC8F4${String(hour)}]`,
        ],
      );
    const lines = Array.from({ length: 40 }, (_, index) =>
      session(rows(`BN7NAM10FT0${String(index + 10)}`, 11), { ...sendLog, id: `08DD${String(index)}` }),
    );
    const { errors, leftOut } = onlyConnector(readLog([...send, ...lines.flat()]));
    expect(errors).toMatchObject([{ id: 'relayDenied', count: 40 }]);
    expect(leftOut).toEqual({ sent: 0, rest: 0 });
  });

  it('of anybody else are not kept, nor is what a client writes as if it were an answer', () => {
    const attack = session(received([], ['>', '535 5.7.3 Authentication unsuccessful']), { remote: '203.0.113.9:1' }).map((line) =>
      line.replace(onlineClient, 'x'),
    );
    const pretended = session(received([], ['<', '550 5.7.64 TenantAttribution; Relay Access Denied']), { id: '2' });
    expect(onlyConnector(readLog([...receive, ...attack, ...pretended])).errors).toEqual([]);
  });
});

describe('who is there', () => {
  it.each([
    ['by address', received([]), {}, 'exchangeOnline', onlineClient],
    ['by an IPv6 address', received([]), { remote: '[2a01:111:f403::1]:25' }, 'exchangeOnline', onlineClient],
    ['by its name alone', received([]), { remote: '10.0.0.99:3' }, 'nameOnly', onlineClient],
    ['by nothing', received([]).filter(([event]) => event !== '<'), { remote: '' }, 'unknown', null],
    [
      'somebody else',
      received([]).map(([event, data, context]): Row => [event, data.replace(onlineClient, '[192.0.2.1]'), context]),
      { remote: '192.0.2.1:5' },
      'other',
      '[192.0.2.1]',
    ],
  ])('the other side is known %s', (_, rows, text, remote, name) => {
    const at = rows.findIndex(([, data]) => data.startsWith('220 2.0.0'));
    const lines = session([...rows.slice(0, at), ...sixLines(newThumbprint), ...rows.slice(at)], text);
    expect(onlyConnector(readLog([...receive, ...lines])).sentSince).toMatchObject([{ remote, sightings: [{ remoteName: name }] }]);
  });

  it('the banner names the other side of a send connector', () => {
    const { sentSince } = onlyConnector(
      readLog([...send, ...session(sentTo(sixLines(newThumbprint)), { ...sendLog, remote: '203.0.113.1:25' })]),
    );
    expect(sentSince).toMatchObject([{ remote: 'nameOnly', sightings: [{ remoteName: onlineServer }] }]);
  });

  it('the server is named by the connector id, else by the person who opened the file, else by nothing', () => {
    const lines = [...send, ...session(sentTo(sixLines(newThumbprint)), sendLog)].join('\n');
    const { connectors } = readLogs([
      { text: lines, server: 'EX02' },
      { text: lines },
      { text: [...receive, ...session(received([]))].join('\n'), server: 'EX02' },
    ]);
    expect(connectors.map(({ server, serverBy, localAddress }) => [serverBy, server, localAddress]).sort()).toEqual([
      ['connectorId', 'EX01', ''],
      ['given', 'EX02', ''],
      ['nothing', null, '10.0.0.10'],
    ]);
  });

  it('X-ANONYMOUSTLS is told from STARTTLS', () => {
    const rows = received(sixLines(internalThumbprint)).map(([event, data, context]): Row => [
      event,
      data === 'STARTTLS' ? 'X-ANONYMOUSTLS' : data,
      context,
    ]);
    expect(onlyConnector(readLog([...receive, ...session(rows)])).sentSince).toMatchObject([{ command: 'X-ANONYMOUSTLS' }]);
  });
});

describe('files', () => {
  const lines = session(received(sixLines(newThumbprint)));
  const whole = onlyConnector(readLog([...receive, ...lines]));

  it.each([
    ['LF', `${[...receive, ...lines].join('\n')}\n`],
    ['no line break at the end', [...receive, ...lines].join('\r\n')],
    ['a byte order mark', `\ufeff${[...receive, ...lines].join('\r\n')}`],
    ['empty lines', [...receive, '', ...lines.flatMap((line) => [line, ''])].join('\r\n')],
    [
      'columns in another order',
      [...header('Receive', fields.split(',').reverse().join(',')), ...lines.map((line) => reversed(line))].join('\n'),
    ],
    ['columns that are not known', [...header('Receive', `x,${fields},y`), ...lines.map((line) => `1,${line},2`)].join('\n')],
  ])('with %s', (_, text) => {
    const reading = readLogs([{ text }]);
    const [log] = reading.connectors;
    expect(reading.lines).toEqual({ read: lines.length, withoutHeader: 0, tooLong: 0, unread: 0, notThisLog: 0 });
    expect(withoutLines(log)).toEqual(withoutLines(whole));
  });

  it('that begin in the middle have the documented order of columns, which is said, and a conversation that tells what they are', () => {
    const reading = readLog([lines[0]?.slice(30) ?? '', ...lines.slice(1)]);
    expect(reading.lines).toEqual({ read: lines.length - 1, withoutHeader: lines.length - 1, tooLong: 0, unread: 1, notThisLog: 0 });
    expect(onlyConnector(reading)).toMatchObject({
      kind: 'receive',
      kindBy: 'conversation',
      sentSince: [{ certificate: { thumbprint: newThumbprint } }],
    });
  });

  it('that end in the middle of a line name no other certificate', () => {
    const text = [...receive, ...session(received(oneLine(newThumbprint)))].join('\r\n');
    for (let length = 0; length <= text.length; length += 1) {
      const thumbprints = readLogs([{ text: text.slice(0, length) }]).connectors.flatMap(({ sentSince }) =>
        sentSince.map(({ certificate }) => certificate.thumbprint),
      );
      expect(thumbprints.every((one) => one === newThumbprint)).toBe(true);
    }
  });

  it('that go on in the next file are one session', () => {
    const at = 9;
    const [first, second] = [
      [...receive, ...lines.slice(0, at)],
      [...receive, ...lines.slice(at)],
    ].map((part) => ({ text: part.join('\r\n') }));
    const reading = readLogs([first ?? { text: '' }, second ?? { text: '' }]);
    expect(onlyConnector(reading)).toEqual(whole);
    expect(reading).toMatchObject({ files: 2, sessions: { ended: 1, open: 0, dropped: 0 } });
  });

  it.each(['session-id', 'date-time', 'data', 'context'])('without the column %s are not read', (name) => {
    const names = fields.split(',').filter((one) => one !== name);
    const reading = readLog([...header('Receive', names.join(',')), ...lines]);
    expect(reading.lines).toMatchObject({ read: 0, notThisLog: lines.length });
    expect(reading.connectors).toEqual([]);
  });

  it.each(['connector-id', 'sequence-number', 'local-endpoint', 'remote-endpoint', 'event'])(
    'without the column %s say what they can',
    (name) => {
      const names = fields.split(',');
      const at = names.indexOf(name);
      const without = session(received(oneLine(newThumbprint))).map((line) =>
        line
          .split(',')
          .filter((_, index) => index !== at)
          .join(','),
      );
      const log = onlyConnector(readLog([...header('Receive', names.filter((one) => one !== name).join(',')), ...without]));
      expect(log.sentSince).toMatchObject([{ certificate: { thumbprint: newThumbprint } }]);
      expect(log.server).toBe(name === 'connector-id' ? null : 'EX01');
    },
  );

  it('of something else are not read', () => {
    expect(readLog(['#Log-type: Message Tracking Log', ...lines]).lines).toMatchObject({ read: 0, notThisLog: lines.length });
  });

  it.each([
    ['too many columns', `${lines[1] ?? ''},x`],
    ['an open quotation mark', `${lines[1] ?? ''}"`.replace('>,', '>,"')],
    ['something behind a quotation mark', (lines[1] ?? '').replace('>,', '>,"a"b,')],
    ['a time without a zone', (lines[1] ?? '').replace('Z,', ',')],
    ['no such day', (lines[1] ?? '').replace('2026-11-28', '2026-13-28')],
  ])('lines with %s are counted', (_, line) => {
    expect(readLog([...receive, line]).lines).toMatchObject({ read: 0, unread: 1 });
  });

  it('quotation marks and commas in a value', () => {
    const rows: Row[] = [['<', '451 5.7.3 STARTTLS is required, "really", to send mail']];
    const lines = session(rows, { ...sendLog, connector: 'To Microsoft 365, "hybrid"' });
    expect(onlyConnector(readLog([...send, ...lines]))).toMatchObject({
      connector: 'To Microsoft 365, "hybrid"',
      errors: [{ id: 'startTlsRequired' }],
    });
  });

  it('a line that is too long is skipped and counted, and the next one is read', () => {
    const long = `${lines[0] ?? ''}${'x'.repeat(longestLine)}`;
    const reading = readLog([...receive, long, ...lines]);
    expect(reading.lines).toMatchObject({ tooLong: 1, read: lines.length });
    expect(onlyConnector(reading)).toEqual(whole);
  });

  it('sessions that never end are bounded; what was known of the oldest counts', () => {
    const open = Array.from({ length: mostOpenSessions + 20 }, (_, index) =>
      session(received(oneLine(newThumbprint)).slice(0, 7), { id: `08DD${String(index)}` }),
    );
    const reading = readLog([...receive, ...open.flat()]);
    expect(reading.sessions).toEqual({ ended: 0, open: mostOpenSessions, dropped: 20 });
    expect(onlyConnector(reading).sentSince).toMatchObject([{ count: mostOpenSessions + 20, tls: 'notSeen' }]);
  });

  it('nothing at all', () => {
    expect(readingOf(startReading(null))).toMatchObject({ first: null, last: null, files: 0, connectors: [] });
  });
});

const reversed = (line: string): string =>
  (line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [])
    .slice(0, 9)
    .map((one) => one.replace(/,$/, ''))
    .reverse()
    .join(',');
const withoutLines = (log: unknown): unknown => JSON.parse(JSON.stringify(log, (key, value: unknown) => (key === 'lines' ? null : value)));

import { describe, expect, it } from 'vitest';
import { presentedBy, proveByLog, type ConnectorProof } from '../../../shared/protocol-log/presented.ts';
import { mostConnectors } from '../../../shared/protocol-log/reading.ts';
import {
  header,
  internalThumbprint,
  newThumbprint,
  oldThumbprint,
  oneLine,
  received,
  sendLog,
  sentTo,
  session,
  sixLines,
  tlsSucceeded,
  type Row,
  type SessionText,
} from './log-text.ts';
import { readLogs, type LogFile } from './reads.ts';

const before = '2026-11-28T10:00:00.000Z';
const [after, later] = ['2026-11-28T11:00:00.000Z', '2026-11-28T12:00:00.000Z'];
const ex02 = { connector: 'EX02\\Default Frontend EX02', local: '10.0.0.20:25' };

let number = 0;
const id = (): string => `08DD${String((number += 1)).padStart(12, '0')}`;
const inbound = (thumbprint: string, text: SessionText = {}): readonly string[] =>
  session(received(sixLines(thumbprint)), { id: id(), ...text });
const outbound = (thumbprint: string, text: SessionText = {}): readonly string[] =>
  session(sentTo(oneLine(thumbprint), tlsSucceeded('CLIENT')), { ...sendLog, id: id(), ...text });
const receiveFile = (...sessions: readonly (readonly string[])[]): LogFile => ({
  text: [...header('Receive'), ...sessions.flat()].join('\r\n'),
});
const sendFile = (server: string | null, ...sessions: readonly (readonly string[])[]): LogFile => ({
  text: [...header('Send'), ...sessions.flat()].join('\r\n'),
  ...(server === null ? {} : { server }),
});

/** What is said of each server and direction: the certificates, or why nothing is proven. */
const said = ({ server, direction, proof }: ConnectorProof): readonly unknown[] => [
  server,
  direction,
  proof.kind,
  proof.kind === 'notProven' ? proof.reason : proof.shown.map(({ certificate }) => certificate.thumbprint),
];
const prove = (files: readonly LogFile[], servers: readonly string[] = ['EX01'], connectors: readonly string[] | null = null) =>
  proveByLog(readLogs(files), { wanted: newThumbprint, servers, connectors });
const inboundOf = (files: readonly LogFile[]): readonly unknown[] => {
  const [first] = prove(files).filter(({ direction }) => direction === 'toOnPremises');
  return first === undefined ? [] : said(first).slice(2);
};

describe('what a log proves', () => {
  it('the new certificate in both directions, by two servers', () => {
    const files = [
      receiveFile(inbound(oldThumbprint, { at: before }), inbound(newThumbprint)),
      receiveFile(inbound(newThumbprint, ex02)),
      sendFile('EX01', outbound(newThumbprint)),
      sendFile('ex02.contoso.com', outbound(newThumbprint)),
    ];
    expect(prove(files, ['EX01.contoso.com', 'EX02']).map(said).sort()).toEqual([
      ['EX01', 'toExchangeOnline', 'wanted', [newThumbprint]],
      ['EX01', 'toOnPremises', 'wanted', [newThumbprint]],
      ['EX02', 'toOnPremises', 'wanted', [newThumbprint]],
      ['ex02.contoso.com', 'toExchangeOnline', 'wanted', [newThumbprint]],
    ]);
  });

  it('one of two servers still shows the old certificate after the change: the session is named', () => {
    const files = [
      receiveFile(
        inbound(newThumbprint),
        inbound(oldThumbprint, { ...ex02, at: before }),
        inbound(oldThumbprint, { ...ex02, at: after, id: 'LATE' }),
        inbound(oldThumbprint, { ...ex02, at: later, id: 'LATER', remote: '40.92.0.7:4444' }),
      ),
    ];
    const proofs = prove(files, ['EX01', 'EX02']).filter(({ direction }) => direction === 'toOnPremises');
    expect(proofs.map(said)).toEqual([
      ['EX01', 'toOnPremises', 'wanted', [newThumbprint]],
      ['EX02', 'toOnPremises', 'otherCertificate', [oldThumbprint]],
    ]);
    expect(proofs[1]?.proof).toMatchObject({
      wantedSince: null,
      shown: [
        {
          count: 2,
          first: '2026-11-28T11:00:06.000Z',
          last: '2026-11-28T12:00:06.000Z',
          sightings: [
            { session: 'LATER', at: '2026-11-28T12:00:06.000Z', remote: '40.92.0.7:4444' },
            { session: 'LATE', at: '2026-11-28T11:00:06.000Z' },
          ],
        },
      ],
    });
  });

  it.each([
    ['then the new one', after, later, '2026-11-28T12:00:06.000Z'],
    ['after the new one', later, after, null],
  ])('the old certificate after the change, %s', (_, old, wanted, wantedSince) => {
    const [proof] = prove([receiveFile(inbound(oldThumbprint, { at: old }), inbound(newThumbprint, { at: wanted }))]);
    expect(proof?.proof).toMatchObject({ kind: 'otherCertificate', wantedSince });
  });

  const anonymous = received(sixLines(internalThumbprint)).map(([event, data, context]): Row => [
    event,
    data === 'STARTTLS' ? 'X-ANONYMOUSTLS' : data,
    context,
  ]);
  const failed: Row = ['*', '', 'TLS negotiation failed with error SocketError'];
  const withoutTls = (rows: readonly Row[], ...instead: readonly Row[]): readonly Row[] =>
    rows.flatMap((row) => (row[2]?.startsWith('TLS protocol') === true ? instead : [row]));
  const named = (rows: readonly Row[], name: string): readonly Row[] =>
    rows.map(([event, data, context]): Row => [event, data.replace(/^EHLO .*/, `EHLO ${name}`), context]);
  const right = received(sixLines(newThumbprint));

  it.each<[string, readonly (readonly string[])[], readonly unknown[]]>([
    ['the old one, before the change', [inbound(oldThumbprint, { at: before }), inbound(newThumbprint)], ['wanted', [newThumbprint]]],
    ['nothing since the change', [inbound(newThumbprint, { at: before })], ['notProven', 'endsBefore']],
    [
      'only others since the change',
      [inbound(newThumbprint, { at: before }), session(named(right, 'x'), { remote: '192.0.2.1:3' })],
      ['notProven', 'noSession'],
    ],
    ['a session that began before the change', [inbound(newThumbprint, { at: '2026-11-28T10:29:58.000Z' })], ['notProven', 'noSession']],
    ['a client that only says that it is Exchange Online', [session(right, { remote: '192.0.2.1:3' })], ['notProven', 'nameOnly']],
    ['nobody is named', [session(named(right, ''), { remote: '' })], ['notProven', 'remoteNotSeen']],
    ['TLS failed', [session(withoutTls(right, failed))], ['notProven', 'tlsFailed']],
    ['TLS is not in the log', [session(withoutTls(right))], ['notProven', 'tlsNotSeen']],
    ['no certificate', [session(received([]))], ['notProven', 'noCertificate']],
    ['a thumbprint that cannot be read', [inbound(newThumbprint), inbound('12AB')], ['notProven', 'unreadable']],
    ['an internal certificate between servers', [session(anonymous), inbound(newThumbprint)], ['wanted', [newThumbprint]]],
    [
      'another certificate for somebody else',
      [session(named(received(sixLines(oldThumbprint)), 'x'), { remote: '192.0.2.1:3' }), inbound(newThumbprint)],
      ['wanted', [newThumbprint]],
    ],
    [
      'another certificate, and TLS failed',
      [session(withoutTls(received(sixLines(oldThumbprint)), failed))],
      ['otherCertificate', [oldThumbprint]],
    ],
    [
      'more certificates than are kept',
      Array.from({ length: 40 }, (_, index) =>
        session(named(received(sixLines(`${newThumbprint.slice(2)}${String(index + 10)}`)), 'x'), {
          remote: '192.0.2.1:3',
          id: String(index),
        }),
      ).concat([inbound(newThumbprint)]),
      ['notProven', 'leftOut'],
    ],
  ])('%s', (_, sessions, expected) => {
    expect(inboundOf([receiveFile(...sessions)])).toEqual(expected);
  });

  it('a server that is not in the log, and one whose log does not say its name', () => {
    expect(
      prove([receiveFile(inbound(newThumbprint)), sendFile(null, outbound(newThumbprint))], ['EX01', 'EX02'])
        .map(said)
        .sort(),
    ).toEqual(
      [
        [null, 'toExchangeOnline', 'wanted', [newThumbprint]],
        ['EX01', 'toExchangeOnline', 'notProven', 'notNamed'],
        ['EX01', 'toOnPremises', 'wanted', [newThumbprint]],
        ['EX02', 'toExchangeOnline', 'notProven', 'notNamed'],
        ['EX02', 'toOnPremises', 'notProven', 'notInLog'],
      ].sort(),
    );
  });

  it('only the connectors that were asked for', () => {
    const file = sendFile('EX01', outbound(oldThumbprint, { connector: 'Internet' }), outbound(newThumbprint));
    const toExchangeOnline = (connectors: readonly string[] | null): readonly unknown[] =>
      prove([file], ['EX01'], connectors)
        .filter(({ direction }) => direction === 'toExchangeOnline')
        .map(({ connector, proof }) => [connector, proof.kind]);
    expect(toExchangeOnline(['outbound to office 365'])).toEqual([['Outbound to Office 365', 'wanted']]);
    expect(toExchangeOnline(null)).toEqual([
      ['Internet', 'otherCertificate'],
      ['Outbound to Office 365', 'wanted'],
    ]);
    expect(toExchangeOnline(['Another'])).toEqual([[null, 'notProven']]);
  });

  it('says when there were more connectors than are kept', () => {
    const many = Array.from({ length: mostConnectors + 3 }, (_, index) => inbound(newThumbprint, { connector: `EX${String(index)}\\A` }));
    const reading = readLogs([receiveFile(...many)]);
    expect([reading.connectors.length, reading.leftOut]).toEqual([mostConnectors, 3]);
    const proofs = proveByLog(reading, { wanted: newThumbprint, servers: [`EX${String(mostConnectors + 1)}`], connectors: null });
    expect(proofs.map(said).map(([, , ...rest]) => rest)).toEqual([
      ['notProven', 'leftOut'],
      ['notProven', 'leftOut'],
    ]);
  });

  it('what a server has shown', () => {
    const reading = readLogs([receiveFile(inbound(newThumbprint), inbound(oldThumbprint, ex02))]);
    expect(
      presentedBy(reading, 'ex02.contoso.com').map(({ connector, sentSince }) => [
        connector,
        sentSince.map(({ certificate }) => certificate.thumbprint),
      ]),
    ).toEqual([['Default Frontend EX02', [oldThumbprint]]]);
  });
});

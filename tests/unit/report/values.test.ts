import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { compareValues, isUnchanged, sameValuesText, shareRows, valuesOf, type Comparison } from '../../../src-main/report/values.ts';
import { edgeServer, overEdge, unreadEdges } from '../rules/edge-sample.ts';
import { hybridServer, organization, outbound, sendConnector } from '../rules/sample.ts';

describe('rows of the report', () => {
  const row = (server: string | null, before: string, after: string, value = 'TlsCertificateName'): Comparison => ({
    server,
    object: server === null ? 'Hybrid Configuration' : `${server}\\Default Frontend ${server}`,
    value,
    before: known(before),
    after: known(after),
  });
  const objects = (rows: readonly Comparison[]): readonly string[] => shareRows(rows).map(({ object }) => object);

  it('are shared by servers with the same values before and after, and by no others', () => {
    expect(objects([row('EX01', 'a', 'b'), row('EX02', 'a', 'c'), row('EX03', 'a', 'b'), row(null, 'a', 'b')])).toEqual([
      'EX01, EX03: Default Frontend',
      'EX02\\Default Frontend EX02',
      'Hybrid Configuration',
    ]);
  });

  it('are not shared by connectors of other names, or other values of one connector', () => {
    const other = { ...row('EX02', 'a', 'b'), object: 'EX02\\Office 365' };
    expect(objects([row('EX01', 'a', 'b'), other, row('EX03', 'a', 'b', 'TlsDomainCapabilities')])).toHaveLength(3);
  });

  it('are shared by the certificates of their own that servers kept, and not where one changed', () => {
    const own = (server: string, before: string, after: string): Comparison => ({
      ...row(server, before, after, 'InternalTransportCertificateThumbprint'),
      object: server,
    });
    expect(shareRows([own('EX01', 'A', 'A'), own('EX02', 'B', 'B'), own('EX03', 'C', 'D')])).toMatchObject([
      { object: 'EX01, EX02', before: 'differs', after: 'differs' },
      { object: 'EX03', before: known('C'), after: known('D') },
    ]);
    expect(shareRows([own('EX01', 'A', 'A'), own('EX02', 'A', 'A')])).toMatchObject([{ object: 'EX01, EX02', before: known('A') }]);
  });
});

describe('two values of the report', () => {
  const unread = unknown('failed', 'RPC');

  it.each([
    [known('a'), known('a'), true],
    [known('a'), known('b'), false],
    [known(null), known(''), true],
    [known(null), known('a'), false],
    [unread, known('a'), false],
    [known(null), unread, false],
    [unread, unread, false],
  ])('%j and %j are the same: %s', (before, after, same) => {
    expect(sameValuesText(before, after)).toBe(same);
  });
});

describe('what one side does not have', () => {
  const unread = unknown('timedOut', '60 s');
  const whole = organization();
  const { exchangeOnline } = whole;
  const compare = (before: Organization, after: Organization) =>
    compareValues(valuesOf(before, 'en'), valuesOf(after, 'en')).filter((row) => !isUnchanged(row));
  const sides = (rows: readonly Comparison[], side: 'before' | 'after') =>
    Object.fromEntries(rows.map((row) => [`${row.object} ${row.value}`, row[side]]));

  it.each<[string, Partial<Organization>, readonly string[]]>([
    [
      'a receive connector',
      { hybridServers: [hybridServer('EX01', { receiveConnectors: unread }), hybridServer('EX02')] },
      ['EX01\\Default Frontend EX01 TlsCertificateName', 'EX01\\Default Frontend EX01 TlsDomainCapabilities'],
    ],
    ['the send connectors', { sendConnectors: unread }, ['Outbound to Office 365 TlsCertificateName']],
    [
      'the inbound connectors',
      { exchangeOnline: { ...exchangeOnline, inboundConnectors: unread } },
      ['Inbound from 1 TlsSenderCertificateName'],
    ],
    [
      'the outbound connectors',
      { exchangeOnline: { ...exchangeOnline, outboundConnectors: unread } },
      ['Outbound to 1 TlsSettings', 'Outbound to 1 TlsDomain'],
    ],
  ])('is unknown, and not missing, where %s could not be read', (_, changes, rows) => {
    const expected = Object.fromEntries(rows.map((row) => [row, unread]));
    expect(sides(compare(whole, organization(changes)), 'after')).toEqual(expected);
    expect(sides(compare(organization(changes), whole), 'before')).toEqual(expected);
  });

  it('is unknown of every server while nobody knows which servers there are', () => {
    const nameless = organization({ hybridConfiguration: unread, hybridServers: [] });
    const [after, before] = [sides(compare(whole, nameless), 'after'), sides(compare(nameless, whole), 'before')];
    expect(Object.keys(after)).toHaveLength(7);
    expect([...Object.values(after), ...Object.values(before)].filter((one) => one === null)).toEqual([]);
  });

  it('is unknown of an Edge server that was first collected afterward', () => {
    const rows = compare(overEdge(unreadEdges), overEdge([edgeServer('EDGE01'), edgeServer('EDGE02')]));
    const before = sides(rows, 'before');
    expect(Object.keys(before).filter((row) => row.includes('receive connector'))).toHaveLength(4);
    expect(new Set(Object.values(before).map((one) => one?.known))).toEqual(new Set([false]));
  });

  it('is not there where the list was read', () => {
    expect(sides(compare(whole, organization({ sendConnectors: known([]) })), 'after')).toEqual({
      'Outbound to Office 365 TlsCertificateName': null,
    });
    const renamed = organization({ sendConnectors: known([sendConnector({ identity: 'Other' })]) });
    expect(sides(compare(whole, renamed), 'before')).toMatchObject({ 'Other TlsCertificateName': null });
    const another = { ...exchangeOnline, outboundConnectors: known([outbound({ identity: 'Other' })]) };
    expect(sides(compare(whole, organization({ exchangeOnline: another })), 'after')).toMatchObject({ 'Outbound to 1 TlsDomain': null });
    expect(sides(compare(whole, organization({ hybridServers: [hybridServer('EX01')] })), 'after')).toMatchObject({
      'EX02 InternalTransportCertificateThumbprint': null,
    });
  });

  it('keeps the row of a list that neither side has rows of', () => {
    const unreadTwice = compare(organization({ sendConnectors: unread }), organization({ sendConnectors: unread }));
    expect(unreadTwice).toMatchObject([{ before: unread, after: unread }]);
    expect(compare(organization({ sendConnectors: unread }), organization({ sendConnectors: known([]) }))).toMatchObject([
      { before: unread, after: null },
    ]);
  });
});

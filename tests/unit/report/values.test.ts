import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../shared/model/known.ts';
import { sameValuesText, shareRows, type Comparison } from '../../../src-main/report/values.ts';

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

import { describe, expect, it } from 'vitest';
import { readHeaders } from '../../../shared/proof/headers.ts';
import { areNewestFirst, hopsOf, type Hop } from '../../../shared/proof/hops.ts';

function hops(...values: readonly string[]): readonly Hop[] {
  const result = readHeaders(values.map((value) => `Received: ${value}\n`).join(''));
  if (!result.ok) throw new Error(result.error);
  return hopsOf(result.value);
}
function hop(value: string): Hop {
  const [one] = hops(value);
  if (one === undefined) throw new Error('no hop');
  return one;
}
const known = (value: unknown) => ({ known: true, value });
const at = '; Sat, 28 Nov 2026 09:10:25 +0000';

describe('a Received line', () => {
  it.each([
    [
      'Exchange Online',
      'from edge.contoso.com (192.0.2.70) by CY4PEPF0000ABCD.mail.protection.outlook.com (10.1.1.1) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.8655.12 via Frontend Transport',
      ['edge.contoso.com', 'CY4PEPF0000ABCD.mail.protection.outlook.com', 'Microsoft SMTP Server'],
      known({ version: 'TLS1_2', cipher: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384' }),
    ],
    [
      'Exchange 2013',
      'from a.contoso.com (2002:10c5:4033::10c5:4033) by EX01.contoso.com (2002:10c1:483c::1) with Microsoft SMTP Server (TLS) id 15.0.1367.3',
      ['a.contoso.com', 'EX01.contoso.com', 'Microsoft SMTP Server'],
      known({ version: '', cipher: '' }),
    ],
    [
      'Exchange, in clear text',
      'from a.contoso.com (16.220.97.129) by EX01.contoso.com (16.197.64.51) with Microsoft SMTP Server id 15.0.1367.3 via Frontend Transport',
      ['a.contoso.com', 'EX01.contoso.com', 'Microsoft SMTP Server'],
      known(null),
    ],
    [
      'a mailbox',
      'from EX01.contoso.com ([fe80::1]) by EX01.contoso.com ([fe80::1%6]) with mapi id 15.02.1544.014',
      ['EX01.contoso.com', 'EX01.contoso.com', 'mapi'],
      { known: false, reason: 'notReturned', evidence: '' },
    ],
    [
      'Postfix',
      'from gw.contoso.com (gw.contoso.com [192.0.2.1]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) (No client certificate requested) by mx.contoso.com (Postfix) with ESMTPS id B2 for <a@contoso.com>',
      ['gw.contoso.com', 'mx.contoso.com', 'ESMTPS'],
      known({ version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' }),
    ],
    [
      'sendmail',
      'from a.contoso.com (a.contoso.com [10.1.1.1]) by gw.contoso.com (8.14.4/8.14.4) with ESMTP id 0AS (version=TLSv1/SSLv3 cipher=AES256-SHA bits=256 verify=OK)',
      ['a.contoso.com', 'gw.contoso.com', 'ESMTP'],
      known({ version: 'TLSv1/SSLv3', cipher: 'AES256-SHA' }),
    ],
    [
      'a device',
      'from a.contoso.com (HELO localhost) ([10.1.1.1]) by gw.contoso.com with ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384',
      ['a.contoso.com', 'gw.contoso.com', 'ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384'],
      known({ version: '', cipher: '' }),
    ],
    [
      'without words of TLS, not Exchange',
      'from tls.contoso.com (tls.contoso.com [1.2.3.4]) by b.contoso.com with ESMTP id 1',
      ['tls.contoso.com', 'b.contoso.com', 'ESMTP'],
      { known: false, reason: 'notReturned', evidence: '' },
    ],
  ] as const)('of %s', (_, value, [from, by, protocol], tls) => {
    expect(hop(value + at)).toMatchObject({ from: known(from), by: known(by), protocol, tls, at: known('2026-11-28T09:10:25.000Z') });
  });

  it.each([
    ['a parenthesis that stays open', 'from a by b (c with d'],
    ['a parenthesis that was not opened', 'from a) by b with d'],
    ['a clause that stands twice', 'from a by b by EX01 with Microsoft SMTP Server'],
  ])('is not read with %s', (_, value) => {
    const { by, from, tls, at: time } = hop(value + at);
    for (const one of [by, from, tls, time]) expect(one).toMatchObject({ known: false, reason: 'unreadable' });
  });

  it('has what it says, and no more', () => {
    expect(hop(`(qmail 1 invoked from network)${at}`)).toMatchObject({ by: { known: false }, from: { known: false }, at: { known: true } });
    expect(hop('by b.contoso.com')).toMatchObject({
      from: { known: false, reason: 'notReturned' },
      at: { known: false, reason: 'notReturned' },
    });
    expect(hop(`from <a>; by b${at}`).from).toMatchObject({ known: false, reason: 'unreadable' });
    expect(hop(`from a by (c \\) d) EX01.contoso.com.${at}`).by).toEqual(known('EX01.contoso.com'));
  });

  it.each([
    ['Sat, 28 Nov 2026 10:10:25 +0100', '2026-11-28T09:10:25.000Z'],
    ['28 Nov 2026 01:10 -0800 (PST)', '2026-11-28T09:10:00.000Z'],
    ['Sat,  5 dec 2026 09:10:25.1234567 GMT', '2026-12-05T09:10:25.000Z'],
    ['Sat, 28 Nov 2026 14:40:25 +0530', '2026-11-28T09:10:25.000Z'],
    ['Sat, 29 Feb 2028 00:00:00 UT', '2028-02-29T00:00:00.000Z'],
  ])('has the time %s', (written, expected) => {
    expect(hop(`by b; ${written}`).at).toEqual(known(expected));
  });

  it.each([
    'Sat, 28 Nov 2026 10:10:25',
    'Sat, 28 Nov 2026 10:10:25 EST',
    '29 Feb 2027 00:00:00 +0000',
    '1 Foo 2026 00:00:00 +0000',
    '1 Nov 2026 24:00:00 +0000',
    '1 Nov 2026 00:60:00 +0000',
    '1 Nov 0026 00:00:00 +0000',
    '2026-11-28T09:10:25Z',
  ])('has no known time: %s', (written) => {
    expect(hop(`by b; ${written}`).at).toMatchObject({ known: false, reason: 'unreadable' });
  });
});

it('the lines are newest first, but for what clocks differ', () => {
  const times = (...minutes: readonly string[]) =>
    hops(...minutes.map((minute) => (minute === '' ? 'by b' : `by b; 28 Nov 2026 09:${minute}:00 +0000`)));
  expect(areNewestFirst(times('20', '10', '', '05'))).toBe(true);
  expect(areNewestFirst(times('10', '15', '05'))).toBe(true);
  expect(areNewestFirst(times('10', '', '16'))).toBe(false);
  expect(areNewestFirst([])).toBe(true);
});

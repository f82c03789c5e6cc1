import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arePrivate, exchangeOnlineCoverage } from '../../../shared/mail-flow/addresses.ts';
import { runs } from '../../properties/seed.ts';

describe('the addresses that a receive connector serves', () => {
  it.each([
    [['0.0.0.0-255.255.255.255'], 'all'],
    [['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255'], 'all'],
    [['0.0.0.0/0'], 'all'],
    [['10.0.0.0/8', '192.168.1.1'], 'none'],
    [[], 'none'],
    [['40.92.0.0/15'], 'partial'],
    [['104.47.58.43'], 'partial'],
    [['104.47.127.255'], 'partial'],
    [['104.47.128.0'], 'none'],
    [['40.91.0.0-40.92.0.0'], 'partial'],
    [['40.94.0.0-40.106.255.255'], 'none'],
    [['52.103.0.0(255.255.0.0)'], 'partial'],
    [['10.0.0.0(255.0.0.0)'], 'none'],
    [['2a01:111:f403::1'], 'partial'],
    [['2a01:111:f400::/48'], 'partial'],
    [['fe80::/10'], 'none'],
    [['40.92.0.0/15', '40.107.0.0/16', '52.100.0.0/14', '104.47.0.0/17'], 'full'],
    [['104.47.64.0/18', '40.92.0.0/15', '52.100.0.0/14', '40.107.0.0/16', '104.47.0.0-104.47.63.255', '10.0.0.0/8'], 'full'],
    [['104.47.64.0/18', '40.92.0.0/15', '52.100.0.0/14', '40.107.0.0/16', '104.47.0.0-104.47.63.254'], 'partial'],
    [['0.0.0.0/1', '128.0.0.0/1'], 'full'],
    // Every IPv6 address alone is not every address: Exchange Online also delivers over IPv4.
    [['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'], 'partial'],
  ] as const)('%j: %s', (ranges, expected) => {
    expect(exchangeOnlineCoverage(ranges)).toBe(expected);
  });

  it.each([
    ['everybody'],
    ['1.2.3'],
    ['1.2.3.256'],
    ['1.2.3.4/33'],
    ['1.2.3.4/x'],
    ['1.2.3.4-'],
    ['2.0.0.0-1.0.0.0'],
    ['1.2.3.4-::1'],
    ['1.2.3.4(255.0.255.0)'],
    ['::1::2'],
    ['1:2:3'],
    ['1:2:3:4:5:6:7:8:9'],
    ['::g'],
  ])('%s is not understood', (range) => {
    expect(exchangeOnlineCoverage(['0.0.0.0-255.255.255.255', range])).toBeUndefined();
  });

  it.each([
    [['10.0.0.0/8', '192.168.1.1', '172.16.0.0-172.31.255.255', '::1', 'fd00::/8'], true],
    [['10.0.0.0/8', '20.141.0.1'], false],
    [['172.16.0.0-172.32.0.0'], false],
    [['everybody'], false],
  ])('%j are private: %s', (ranges, expected) => {
    expect(arePrivate(ranges)).toBe(expected);
  });

  it('are those of a network in whichever form it is written', () => {
    const octet = fc.nat(255);
    fc.assert(
      fc.property(octet, octet, octet, fc.integer({ min: 8, max: 24 }), (a, b, c, prefix) => {
        const mask = (2 ** 32 - 2 ** (32 - prefix)) >>> 0;
        const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
        const low = (((a << 24) | (b << 16) | (c << 8)) & mask) >>> 0;
        const network = `${dotted(low)}/${String(prefix)}`;
        const [asRange, asMask] = [`${dotted(low)}-${dotted((low | ~mask) >>> 0)}`, `${dotted(low)}(${dotted(mask)})`];
        expect([exchangeOnlineCoverage([asRange]), exchangeOnlineCoverage([asMask])]).toEqual([
          exchangeOnlineCoverage([network]),
          exchangeOnlineCoverage([network]),
        ]);
      }),
      { numRuns: runs(1000) },
    );
  });
});

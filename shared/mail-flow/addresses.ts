/**
 * How Exchange Online is known by its addresses and its names, and whether a receive connector serves it: by the addresses of
 * clients for which it is meant (RemoteIPRanges).
 */

/** The addresses from which Exchange Online delivers mail (learn.microsoft.com, Microsoft 365 URLs and IP address ranges, ID 10; worldwide cloud). */
const exchangeOnlineRanges = [
  '40.92.0.0/15',
  '40.107.0.0/16',
  '52.100.0.0/14',
  '104.47.0.0/17',
  '2a01:111:f400::/48',
  '2a01:111:f403::/48',
];

interface AddressRange {
  readonly family: 4 | 6;
  readonly low: bigint;
  readonly high: bigint;
}

/**
 * How a connector's ranges relate to Exchange Online's addresses. `all`: they hold every address of the Internet.
 * `full`: they hold every address of Exchange Online, but not of the Internet. `partial`: only some of those of Exchange Online.
 * `none`: none of them. `undefined`: one of the texts is not understood. For `all` and `full` IPv4 decides: over IPv6 Exchange Online
 * delivers only to a host with such an address. Exchange takes the connector with the narrowest range that holds the address of the
 * client (Microsoft Learn, Receive connectors). The addresses are those of the worldwide cloud.
 */
export function exchangeOnlineCoverage(remoteIPRanges: readonly string[]): 'all' | 'full' | 'partial' | 'none' | undefined {
  const read = understood(remoteIPRanges);
  if (read === undefined) return undefined;
  if (read.some((range) => range.family === 4 && range.low === 0n && range.high === maxAddress[4])) return 'all';
  if (served.every((one) => one.family === 6 || isHeld(one, read))) return 'full';
  return read.some((range) => served.some((one) => overlaps(range, one))) ? 'partial' : 'none';
}

/** Whether no address in them is one of the Internet, so that Exchange Online of no cloud delivers from it. */
export const arePrivate = (remoteIPRanges: readonly string[]): boolean =>
  understood(remoteIPRanges)?.every((range) => privateNetworks.some((one) => isHeld(range, [one]))) ?? false;

function understood(texts: readonly string[]): readonly AddressRange[] | undefined {
  const ranges = texts.map(parseRange).filter((range) => range !== undefined);
  return ranges.length < texts.length ? undefined : ranges;
}

const overlaps = (a: AddressRange, b: AddressRange): boolean => a.family === b.family && a.low <= b.high && b.low <= a.high;

/** Whether the ranges together hold every address of the one. */
function isHeld(one: AddressRange, ranges: readonly AddressRange[]): boolean {
  let next = one.low;
  for (const { low, high } of ranges.filter((range) => overlaps(range, one)).sort((a, b) => (a.low < b.low ? -1 : 1))) {
    if (low > next) return false;
    if (high >= next) next = high + 1n;
  }
  return next > one.high;
}

/** Whether both texts are the same address, however its groups are written. */
export function sameAddress(a: string, b: string): boolean {
  const [one, other] = [parseAddress(a), parseAddress(b)];
  return one !== undefined && one.family === other?.family && one.low === other.low;
}

/** Whether a host name is one of Exchange Online's, in any cloud. Anybody can say such a name. */
export const isExchangeOnlineHost = (host: string): boolean =>
  /(?:^|\.)(?:outlook\.com|office365\.us|partner\.outlook\.cn|outlook\.cn)$/i.test(host);

const bitsOf = { 4: 32, 6: 128 } as const;
const maxAddress = { 4: (1n << 32n) - 1n, 6: (1n << 128n) - 1n } as const;
const served = exchangeOnlineRanges.map(parseRange).filter((range) => range !== undefined);
/** RFC 1918, 4193, 3927, 4291: addresses of networks of one's own, of links, and of the computer itself */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '127.0.0.0/8', 'fc00::/7', 'fe80::/10', '::1']
  .map(parseRange)
  .filter((range) => range !== undefined);

/** A single address, `low-high`, a network `address/24`, or `address(255.255.255.0)`, as Exchange prints an IPRange. */
function parseRange(text: string): AddressRange | undefined {
  const [first = '', second] = text.trim().split(/[-/(]/);
  const low = parseAddress(first);
  if (low === undefined) return undefined;
  if (second === undefined) return { ...low, high: low.low };
  if (text.includes('-')) {
    const high = parseAddress(second);
    return high?.family === low.family && high.low >= low.low ? { ...low, high: high.low } : undefined;
  }
  const hostBits = text.includes('/') ? hostBitsOfPrefix(second, low.family) : hostBitsOfMask(second);
  if (hostBits === undefined) return undefined;
  const start = (low.low >> hostBits) << hostBits;
  return { family: low.family, low: start, high: start + (1n << hostBits) - 1n };
}

function hostBitsOfPrefix(text: string, family: 4 | 6): bigint | undefined {
  const prefix = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return prefix <= bitsOf[family] ? BigInt(bitsOf[family] - prefix) : undefined;
}

function hostBitsOfMask(text: string): bigint | undefined {
  const mask = parseAddress(text.replace(/\)$/, ''));
  if (mask?.family !== 4) return undefined;
  const host = maxAddress[4] - mask.low;
  const bits = host.toString(2).replace(/^0$/, '').length;
  return (host & (host + 1n)) === 0n ? BigInt(bits) : undefined;
}

function parseAddress(text: string): Pick<AddressRange, 'family' | 'low'> | undefined {
  const value = text.includes(':') ? parseIPv6(text) : parseIPv4(text);
  return value === undefined ? undefined : { family: text.includes(':') ? 6 : 4, low: value };
}

function parseIPv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parseIPv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => half.split(':').filter((group) => group !== ''));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

/** Lists of revoked certificates (RFC 5280, section 5). A list may have a million entries: they are never made objects. */
import { bytesOfBitString, childrenOf, expect, membersOf, readElement, readOnly, sameBytes, tags, type DerElement } from './der.ts';
import { extensionValues } from './extension-values.ts';
import { readGeneralName } from './general-name.ts';
import { readTime } from './read-time.ts';
import { reasonOf, type RevocationReason } from './revocation-reason.ts';

export interface RevocationList {
  readonly signed: Uint8Array;
  readonly algorithm: DerElement;
  readonly signature: Uint8Array;
  /** As encoded */
  readonly issuerName: Uint8Array;
  readonly thisUpdate: string;
  readonly nextUpdate: string | null;
  /** The list of entries; `undefined`: nothing is revoked */
  readonly entries: DerElement | undefined;
  readonly scope: ListScope;
  /** It must be understood and is not: a list of changes only, or of other issuers, or a new kind */
  readonly unknownCritical: boolean;
}

/** Which certificates the list is about (section 5.2.5). */
export interface ListScope {
  /** `null`: no place of its own is named, so it is about all */
  readonly urls: readonly string[] | null;
  readonly only: 'leaves' | 'authorities' | null;
  /** Only some reasons, attribute certificates, or entries of other issuers */
  readonly partial: boolean;
}

export interface RevokedEntry {
  readonly revokedAt: string;
  readonly reason: RevocationReason;
}

const issuingDistributionPoint = '2.5.29.28';
const reasonCode = '2.5.29.21';

/** Throws when it is no such list. */
export function readRevocationList(bytes: Uint8Array): RevocationList {
  const [signed, algorithm, signature] = membersOf(readOnly(bytes), tags.sequence);
  const fields = membersOf(signed, tags.sequence);
  if (fields[0]?.tag === tags.integer) fields.shift();
  const [, issuer, thisUpdate, ...optional] = fields;
  const next = optional.find(({ tag }) => tag === 0x17 || tag === 0x18);
  const wrapped = optional.find(({ tag }) => tag === tags.context(0));
  const extensions = extensionValues(wrapped === undefined ? undefined : membersOf(wrapped, tags.context(0))[0]);
  const place = extensions.get(issuingDistributionPoint);
  return {
    signed: expect(signed, tags.sequence).whole,
    algorithm: expect(algorithm, tags.sequence),
    signature: bytesOfBitString(signature),
    issuerName: expect(issuer, tags.sequence).whole,
    thisUpdate: readTime(thisUpdate),
    nextUpdate: next === undefined ? null : readTime(next),
    entries: optional.find(({ tag }) => tag === tags.sequence),
    scope: place === undefined ? { urls: null, only: null, partial: false } : scopeOf(place.value),
    unknownCritical: [...extensions].some(([oid, { critical }]) => critical && oid !== issuingDistributionPoint),
  };
}

function scopeOf(place: DerElement): ListScope {
  const members = membersOf(place, tags.sequence);
  const has = (number: number): boolean => members.some(({ tag, content }) => tag === tags.contextPrimitive(number) && content[0] !== 0);
  const point = members.find(({ tag }) => tag === tags.context(0));
  const names = point === undefined ? undefined : childrenOf(point).find(({ tag }) => tag === tags.context(0));
  return {
    urls:
      point === undefined
        ? null
        : (names === undefined ? [] : childrenOf(names).map(readGeneralName)).flatMap(({ kind, text }) => (kind === 'url' ? [text] : [])),
    only: has(1) ? 'leaves' : has(2) ? 'authorities' : null,
    partial: has(4) || has(5) || members.some(({ tag }) => tag === tags.contextPrimitive(3)),
  };
}

/** The entry of that serial number (its bytes as encoded); `undefined`: it is not in the list. Throws at a damaged list. */
export function entryOf({ entries }: RevocationList, serialNumber: Uint8Array): RevokedEntry | undefined {
  if (entries === undefined) return undefined;
  const { content } = entries;
  for (let at = 0; at < content.length;) {
    if (content[at] !== tags.sequence) throw new Error('An entry is none.');
    const [start, end] = extentAt(content, at);
    const [from, to] = extentAt(content, start);
    if (content[start] !== tags.integer || to > end) throw new Error('An entry has no serial number.');
    if (to - from === serialNumber.length && sameBytes(content.subarray(from, to), serialNumber)) return read(readElement(content, at));
    at = end;
  }
  return undefined;
}

/** Where the content of the element begins and ends, without making an element of it. */
function extentAt(bytes: Uint8Array, at: number): readonly [start: number, end: number] {
  const first = bytes[at + 1] ?? 0x80;
  const size = first < 0x80 ? 0 : first - 0x80;
  if (first === 0x80 || size > 4) throw new Error('A length is absurd, or cut off.');
  let length = size === 0 ? first : 0;
  for (let digit = 0; digit < size; digit += 1) length = length * 256 + (bytes[at + 2 + digit] ?? 0);
  const start = at + 2 + size;
  if (start + length > bytes.length) throw new Error('An element is longer than what holds it.');
  return [start, start + length];
}

/** A critical extension of an entry says that it is about another issuer's certificate, or is of a new kind. */
function read(entry: DerElement): RevokedEntry {
  const [, date, list] = membersOf(entry, tags.sequence);
  const extensions = extensionValues(list);
  if ([...extensions].some(([oid, { critical }]) => critical && oid !== reasonCode)) throw new Error('An entry is not understood.');
  return { revokedAt: readTime(date), reason: reasonOf(extensions.get(reasonCode)?.value) };
}

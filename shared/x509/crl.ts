/**
 * Lists of revoked certificates (RFC 5280, section 5). A list may have a million entries: the walk finds the
 * one that is looked for, and only that entry and the list without its entries become objects of the library.
 */
import {
  AlgorithmIdentifier,
  CRLReason,
  id_ce_cRLReasons,
  id_ce_issuingDistributionPoint,
  IssuingDistributionPoint,
  RevokedCertificate,
  TBSCertList,
} from '@peculiar/asn1-x509';
import {
  assertTimes,
  bytesOfBitString,
  encode,
  expect,
  headerAt,
  membersOf,
  parseAs,
  readElement,
  readOnly,
  sameBytes,
  tags,
  type DerElement,
} from './der.ts';
import { crlUrlsOf, extensionsOf, type Extension } from './extensions.ts';
import { revocationReasonOf, type RevocationReason } from './revocation-reason.ts';

export interface RevocationList {
  readonly signed: Uint8Array;
  readonly algorithm: AlgorithmIdentifier;
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

/** Which certificates the list covers (section 5.2.5). */
interface ListScope {
  /** `null`: no distribution point is named, so it covers all */
  readonly urls: readonly string[] | null;
  readonly only: 'leaves' | 'authorities' | null;
  /** Only some reasons, attribute certificates, or entries of other issuers */
  readonly partial: boolean;
}

interface RevokedEntry {
  readonly revokedAt: string;
  readonly reason: RevocationReason;
}

/** Throws when it is no such list. */
export function readRevocationList(bytes: Uint8Array): RevocationList {
  const [signed, algorithm, signature] = membersOf(readOnly(bytes), tags.sequence);
  const fields = membersOf(signed, tags.sequence);
  const begin = fields[0]?.tag === tags.integer ? 1 : 0;
  const entries = fields.find(({ tag }, index) => tag === tags.sequence && index > begin + 1);
  const wrapped = fields.find(({ tag }) => tag === tags.context(0));
  // The entries would become a million objects: the list is read without them, and its signature is checked with them.
  const withoutEntries = encode(tags.sequence, ...fields.filter((field) => field !== entries).map(({ whole }) => whole));
  assertTimes(readOnly(withoutEntries));
  const { thisUpdate, nextUpdate } = parseAs(withoutEntries, TBSCertList);
  // The library takes a time that it cannot read for an absent one.
  const times = fields.filter(({ tag }) => tag === tags.utcTime || tag === tags.generalizedTime);
  if (times.length !== (nextUpdate === undefined ? 1 : 2)) throw new Error('A time of the list cannot be read.');
  const extensions = extensionsOf(wrapped === undefined ? undefined : membersOf(wrapped, tags.context(0))[0]);
  return {
    signed: expect(signed, tags.sequence).whole,
    algorithm: parseAs(expect(algorithm, tags.sequence).whole, AlgorithmIdentifier),
    signature: bytesOfBitString(signature),
    issuerName: expect(fields[begin + 1], tags.sequence).whole,
    thisUpdate: thisUpdate.getTime().toISOString(),
    nextUpdate: nextUpdate?.getTime().toISOString() ?? null,
    entries,
    scope: scopeOf(extensions.get(id_ce_issuingDistributionPoint)),
    unknownCritical: [...extensions].some(([oid, { critical }]) => critical && oid !== id_ce_issuingDistributionPoint),
  };
}

function scopeOf(extension: Extension | undefined): ListScope {
  if (extension === undefined) return { urls: null, only: null, partial: false };
  const point = readOnly(extension.value);
  const hasName = membersOf(point, tags.sequence).some(({ tag }) => tag === tags.context(0));
  const scope = parseAs(extension.value, IssuingDistributionPoint);
  return {
    urls: hasName ? crlUrlsOf([point]) : null,
    only: scope.onlyContainsUserCerts ? 'leaves' : scope.onlyContainsCACerts ? 'authorities' : null,
    partial: scope.onlySomeReasons !== undefined || scope.indirectCRL || scope.onlyContainsAttributeCerts,
  };
}

/** The entry of that serial number (its bytes as encoded); `undefined`: it is not in the list. Throws at a damaged list. */
export function entryOf({ entries }: RevocationList, serialNumber: Uint8Array): RevokedEntry | undefined {
  if (entries === undefined) return undefined;
  const { content } = entries;
  for (let at = 0; at < content.length;) {
    const entry = extentAt(content, at, content.length, tags.sequence);
    const serial = extentAt(content, entry.start, entry.end, tags.integer);
    if (serial.end - serial.start === serialNumber.length && sameBytes(content.subarray(serial.start, serial.end), serialNumber)) {
      return readEntry(readElement(content, at));
    }
    at = entry.end;
  }
  return undefined;
}

/** Where the content of an element of that type begins and ends. */
function extentAt(bytes: Uint8Array, at: number, limit: number, wanted: number): { readonly start: number; readonly end: number } {
  const { tag, start, end } = headerAt(bytes, at, limit);
  if (tag !== wanted || end === undefined) throw new Error('An entry of the list cannot be read.');
  return { start, end };
}

/** A critical extension of an entry says that it belongs to another issuer's certificate, or is of a new kind. */
function readEntry(entry: DerElement): RevokedEntry {
  assertTimes(entry);
  const { revocationDate, crlEntryExtensions = [] } = parseAs(entry.whole, RevokedCertificate);
  if (crlEntryExtensions.some(({ critical, extnID }) => critical && extnID !== id_ce_cRLReasons))
    throw new Error('An entry is not understood.');
  const reason = crlEntryExtensions.find(({ extnID }) => extnID === id_ce_cRLReasons);
  return {
    revokedAt: revocationDate.getTime().toISOString(),
    reason: revocationReasonOf(reason === undefined ? undefined : parseAs(new Uint8Array(reason.extnValue.buffer), CRLReason)),
  };
}

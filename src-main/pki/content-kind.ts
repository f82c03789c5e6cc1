/** What bytes are, by their own structure: neither the name of a file nor the label of a PEM block can be relied on. */
import { childrenOf, readElement, tags, toDer, type DerElement } from '../../shared/x509/der.ts';
import { refusal } from './refusal.ts';

export type ContentKind = 'certificate' | 'pkcs7' | 'pkcs12' | OtherKind;
/** What administrators choose by mistake: it contains no certificate, and is named as what it is. */
export type OtherKind = 'request' | 'revocationList' | 'privateKey' | 'sshKey' | 'zip';

/**
 * The kind of an element in DER, or in BER for the two containers; `undefined` for any other. Its size, depth and number
 * of elements are checked first. Throws when it is no such encoding.
 */
export function kindOf(bytes: Uint8Array): ContentKind | undefined {
  if (bytes[0] !== tags.sequence) return undefined;
  const members = childrenOf(readElement(toDer(bytes)));
  const [first, second, third] = members;
  switch (first?.tag) {
    case tags.oid:
      return 'pkcs7';
    case tags.integer:
      return kindOfNumbered(members);
    case tags.sequence:
      if (members.length === 2) return second?.tag === tags.octetString ? 'privateKey' : undefined;
      return third?.tag === tags.bitString && members.length === 3 ? kindOfSigned(childrenOf(first)) : 'certificate';
    default:
      return undefined;
  }
}

/** PKCS #12; private keys by PKCS #8 (RFC 5208), SEC 1 (RFC 5915), PKCS #1 (RFC 8017). A public key by PKCS #1 is two numbers. */
function kindOfNumbered([, second, third]: readonly DerElement[]): ContentKind | undefined {
  if (second?.tag === tags.octetString) return 'privateKey';
  if (second?.tag === tags.integer) return third === undefined ? undefined : 'privateKey';
  if (second?.tag !== tags.sequence) return undefined;
  return third?.tag === tags.octetString ? 'privateKey' : 'pkcs12';
}

/**
 * Members of the signed part. A certificate (RFC 5280) has a number, an algorithm, a name and a validity period; a list of
 * revoked certificates has a time after the name; a request (RFC 2986) has a name and a key after the number.
 */
function kindOfSigned(members: readonly DerElement[]): ContentKind {
  const afterVersion = members[0]?.tag === tags.integer ? 1 : 0;
  const [algorithm, issuer, time] = members.slice(afterVersion);
  const isTime = time?.tag === tags.utcTime || time?.tag === tags.generalizedTime;
  if (algorithm?.tag === tags.sequence && issuer?.tag === tags.sequence && isTime) return 'revocationList';
  const [number, name, key, attributes] = members;
  const isNumbered = number?.tag === tags.integer && name?.tag === tags.sequence && key?.tag === tags.sequence;
  return isNumbered && (attributes === undefined || attributes.tag === tags.context(0)) ? 'request' : 'certificate';
}

/** A file in the archive, an archive without files, and the first part of one that was split. */
const zipSignatures = ['PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0007\u0008'];

/** The kind of a file that is neither DER nor PEM, by its first bytes. */
export function kindBySignature(bytes: Uint8Array): OtherKind | undefined {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  if (zipSignatures.some((signature) => start.startsWith(signature))) return 'zip';
  return /^(?:ssh-(?:rsa|dss|ed25519) |ecdsa-sha2-|PuTTY-User-Key-File-)/.test(start) ? 'sshKey' : undefined;
}

const codes = {
  request: 'certificateFile.request',
  revocationList: 'certificateFile.revocationList',
  privateKey: 'certificateFile.privateKeyOnly',
  sshKey: 'certificateFile.sshKey',
  zip: 'certificateFile.zip',
} as const satisfies Readonly<Record<OtherKind, string>>;

/** Of several kinds in one file the first of this order is named: a request and its key are made together. */
const order: readonly OtherKind[] = ['zip', 'request', 'privateKey', 'sshKey', 'revocationList'];

/** The refusal of a file without a certificate. */
export function withoutCertificate(kinds: readonly (ContentKind | undefined)[]): Error {
  const kind = order.find((one) => kinds.includes(one));
  return refusal(kind === undefined ? 'certificateFile.notACertificate' : codes[kind]);
}

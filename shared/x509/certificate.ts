/**
 * What a certificate says: read from its DER, never from text that a server formatted. The walk of der.ts
 * finds the fields; key and extensions are read by the schemas of `@peculiar/asn1-*`.
 */
import { RSAPublicKey } from '@peculiar/asn1-rsa';
import { id_ce_basicConstraints, id_ce_keyUsage, KeyUsage, KeyUsageFlags, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { appError, fail, messageOf, ok, type Result } from '../model/error.ts';
import type { CertificateFacts } from '../model/certificate.ts';
import { printName } from './distinguished-name.ts';
import {
  bytesOfBitString,
  expect,
  hexOf,
  membersOf,
  oidOf,
  parseAs,
  readElement,
  readOnly,
  readTime,
  safeCount,
  sameBytes,
  tags,
  type DerElement,
} from './der.ts';
import { extensionFacts, extensionsOf, readBasicConstraints, readBy, valueOf, type Extensions } from './extensions.ts';
import { readName } from './names.ts';

/** Hundreds of names take some 20 KiB: what is larger than this is no certificate of a server. */
export const maxCertificateBytes = 256 * 1024;

/**
 * The facts of a DER certificate (RFC 5280). `sha1` returns the lower- or upper-case hex digest of bytes
 * (it is passed in, since `shared` has no hash function). Anything that is not exactly one certificate
 * returns `file.damaged`, never an exception; `details.reason` is `tooLarge`, `trailingBytes` or `malformed`.
 */
export function readCertificate(der: Uint8Array, sha1: (bytes: Uint8Array) => string): Result<CertificateFacts> {
  if (der.length > maxCertificateBytes) return damaged('tooLarge', `${String(der.length)} bytes, at most ${String(maxCertificateBytes)}`);
  const thumbprint = sha1(der).toUpperCase();
  const remembered = recent.get(thumbprint);
  if (remembered !== undefined && sameBytes(remembered.der, der)) return ok(remembered.facts);
  try {
    const certificate = readElement(der);
    const trailing = der.length - certificate.whole.length;
    if (trailing > 0) return damaged('trailingBytes', `${String(trailing)} bytes follow the end of the certificate`);
    const facts = Object.freeze(factsOf(certificate, thumbprint));
    remember(der, facts);
    return ok(facts);
  } catch (error) {
    return damaged('malformed', messageOf(error));
  }
}

const damaged = (reason: 'tooLarge' | 'trailingBytes' | 'malformed', message: string): Result<never> =>
  fail(appError('file.damaged', { object: 'certificate', reason, message }));

/**
 * Certificates that were read, by thumbprint: servers of one organization share many of theirs, and the schemas of
 * the library are slow (docs/decisions/0006-peculiar-reads-certificates.md). The bytes are compared too, because
 * two certificates with the same SHA-1 can be made.
 */
const recent = new Map<string, { readonly der: Uint8Array; readonly facts: CertificateFacts }>();
const maxRecent = 2_000;
const maxRecentBytes = 8 * 1024;

function remember(der: Uint8Array, facts: CertificateFacts): void {
  if (der.length > maxRecentBytes) return;
  if (recent.size === maxRecent) recent.clear();
  recent.set(facts.thumbprint, { der: der.slice(), facts });
}

interface Fields {
  readonly serialNumber: DerElement;
  readonly issuer: DerElement;
  readonly validity: DerElement;
  readonly subject: DerElement;
  readonly publicKey: SubjectPublicKeyInfo;
  readonly extensions: Extensions;
}

function fieldsOf(certificate: DerElement): Fields {
  const [signed, algorithm, signature] = membersOf(certificate, tags.sequence);
  expect(algorithm, tags.sequence);
  bytesOfBitString(signature);
  const fields = membersOf(signed, tags.sequence);
  // The version is left out by version 1, which has no extensions either.
  if (fields[0]?.tag === tags.context(0)) fields.shift();
  const [serialNumber, , issuer, validity, subject, key, ...optional] = fields;
  const wrapped = optional.find(({ tag }) => tag === tags.context(3));
  const [list, ...more] = wrapped === undefined ? [] : membersOf(wrapped, tags.context(3));
  if (more.length > 0) throw new Error('There is more than one list of extensions.');
  return {
    serialNumber: expect(serialNumber, tags.integer),
    issuer: expect(issuer, tags.sequence),
    validity: expect(validity, tags.sequence),
    subject: expect(subject, tags.sequence),
    publicKey: parseAs(expect(key, tags.sequence).whole, SubjectPublicKeyInfo),
    extensions: extensionsOf(list),
  };
}

/** Identifiers of the algorithms of a certificate: of its own key, and of the signature that its issuer made. */
export function readAlgorithms(der: Uint8Array): { readonly key: string; readonly signature: string } {
  const certificate = readOnly(der);
  const [, algorithm] = membersOf(certificate, tags.sequence);
  const [signature] = membersOf(algorithm, tags.sequence);
  return { key: fieldsOf(certificate).publicKey.algorithm.algorithm, signature: oidOf(signature) };
}

/** RSASSA-PSS, of a key and of a signature (RFC 4055) */
export const rsassaPss = '1.2.840.113549.1.1.10';

function factsOf(certificate: DerElement, thumbprint: string): CertificateFacts {
  const { serialNumber, issuer, validity, subject, publicKey, extensions } = fieldsOf(certificate);
  const [notBefore, notAfter] = membersOf(validity, tags.sequence);
  return {
    thumbprint,
    subject: printName(readName(subject)),
    issuer: printName(readName(issuer)),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    // All bytes as they are encoded: a zero before a high bit stays, a negative number begins with a high bit.
    serialNumber: hexOf(serialNumber.content),
    ...keyFacts(publicKey),
    ...extensionFacts(extensions),
    selfSigned: sameBytes(subject.whole, issuer.whole),
  };
}

/** rsaEncryption, RSASSA-PSS (RFC 3279, RFC 4055) */
const rsa: readonly string[] = ['1.2.840.113549.1.1.1', rsassaPss];
const ellipticCurve = '1.2.840.10045.2.1';
/** The object identifier of P-521, encoded: 521 bits are no whole bytes, so its points do not show its size. */
const p521 = '06052B81040023';

/** Size in bits; 0 for kinds that are not known here. */
function keyFacts({ algorithm, subjectPublicKey }: SubjectPublicKeyInfo): Pick<CertificateFacts, 'keyAlgorithm' | 'keySize'> {
  const key = new Uint8Array(subjectPublicKey);
  if (rsa.includes(algorithm.algorithm)) {
    return { keyAlgorithm: 'RSA', keySize: bitsOf(new Uint8Array(parseAs(key, RSAPublicKey).modulus)) };
  }
  if (algorithm.algorithm !== ellipticCurve) return { keyAlgorithm: 'other', keySize: 0 };
  const isP521 = hexOf(new Uint8Array(algorithm.parameters ?? [])) === p521;
  // A point is 4 with both coordinates, or 2 or 3 with one (SEC 1).
  return { keyAlgorithm: 'ECDSA', keySize: isP521 ? 521 : (key[0] === 4 ? (key.length - 1) / 2 : key.length - 1) * 8 };
}

function bitsOf(number: Uint8Array): number {
  const first = number.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (number.length - first) * 8 - Math.clz32(number[first] ?? 0) + 24;
}

/** What a certificate says of issuing, and how names and key are encoded in it: what its facts leave out. */
export interface Issuing {
  /** As encoded: what requests and lists of revoked certificates compare */
  readonly subjectName: Uint8Array;
  readonly issuerName: Uint8Array;
  /** The bytes of the key alone, without its algorithm */
  readonly publicKey: Uint8Array;
  /** How many authorities may stand between it and a leaf; `null`: any number (RFC 5280, section 4.2.1.9) */
  readonly pathLength: number | null;
  /** `true` where the extension is absent: then every use is allowed (section 4.2.1.3) */
  readonly maySignCertificates: boolean;
  readonly maySignLists: boolean;
}

const readKeyUsage = readBy(KeyUsage);

/** Reads a certificate in DER. Throws when it is none. */
export function readIssuing(der: Uint8Array): Issuing {
  const { subject, issuer, publicKey, extensions } = fieldsOf(readOnly(der));
  const pathLength = valueOf(extensions, id_ce_basicConstraints, readBasicConstraints)?.pathLenConstraint;
  const uses = valueOf(extensions, id_ce_keyUsage, readKeyUsage)?.toNumber();
  return {
    subjectName: subject.whole,
    issuerName: issuer.whole,
    publicKey: new Uint8Array(publicKey.subjectPublicKey),
    pathLength: pathLength === undefined ? null : safeCount(pathLength),
    maySignCertificates: uses === undefined || (uses & KeyUsageFlags.keyCertSign) !== 0,
    maySignLists: uses === undefined || (uses & KeyUsageFlags.cRLSign) !== 0,
  };
}

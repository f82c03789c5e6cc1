/** Kind and size of the key that a certificate is about (RFC 3279, RFC 5480). */
import type { CertificateFacts } from '../model/certificate.ts';
import { bytesOfBitString, membersOf, oidOf, readOnly, tags, type DerElement } from './der.ts';

/** rsaEncryption, RSASSA-PSS */
const rsa: readonly string[] = ['1.2.840.113549.1.1.1', '1.2.840.113549.1.1.10'];
const ellipticCurve = '1.2.840.10045.2.1';
/** Bits of curves whose points do not tell them */
const p521 = '1.3.132.0.35';

/** Size in bits; 0 for kinds that are not known here. */
export function keyOf(subjectPublicKeyInfo: DerElement | undefined): Pick<CertificateFacts, 'keyAlgorithm' | 'keySize'> {
  const [algorithm, key] = membersOf(subjectPublicKeyInfo, tags.sequence);
  const [identifier, parameters] = membersOf(algorithm, tags.sequence);
  const kind = oidOf(identifier);
  if (rsa.includes(kind)) {
    const [modulus] = membersOf(readOnly(bytesOfBitString(key)), tags.sequence);
    return { keyAlgorithm: 'RSA', keySize: modulus?.tag === tags.integer ? bitsOf(modulus.content) : 0 };
  }
  if (kind === ellipticCurve) {
    const named = parameters?.tag === tags.oid ? oidOf(parameters) : undefined;
    return { keyAlgorithm: 'ECDSA', keySize: named === p521 ? 521 : fieldOf(bytesOfBitString(key)) };
  }
  return { keyAlgorithm: 'other', keySize: 0 };
}

function bitsOf(number: Uint8Array): number {
  const first = number.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (number.length - first) * 8 - Math.clz32(number[first] ?? 0) + 24;
}

/** A point is 4 with both coordinates, or 2 or 3 with one (SEC 1). */
const fieldOf = (point: Uint8Array): number => (point[0] === 4 ? (point.length - 1) / 2 : point.length - 1) * 8;

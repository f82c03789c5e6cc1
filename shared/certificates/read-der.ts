/** What a certificate says of itself: read from its DER, never from text that a server formatted. */
import { appError, fail, ok, type Result } from '../model/error.ts';
import type { CertificateFacts } from '../model/certificate.ts';
import { printName } from '../x509/distinguished-name.ts';
import { bytesOfBitString, expect, hexOf, membersOf, readElement, sameBytes, tags, type DerElement } from './der.ts';
import { extensionFacts } from './extensions.ts';
import { keyOf } from './public-key.ts';
import { readName } from './read-name.ts';
import { readTime } from './read-time.ts';

/** Hundreds of names take some 20 KiB: what is larger than this is no certificate of a server. */
export const maxCertificateBytes = 256 * 1024;

/**
 * The facts of a DER certificate (RFC 5280). `sha1` gives the lower- or upper-case hex digest of bytes
 * (it is passed in, since no hash is at hand without Node or a browser). Anything that is not exactly
 * one certificate gives `file.damaged`, never an exception; `details.reason` is `tooLarge`,
 * `trailingBytes` or `malformed`.
 */
export function readCertificate(der: Uint8Array, sha1: (bytes: Uint8Array) => string): Result<CertificateFacts> {
  if (der.length > maxCertificateBytes) return damaged('tooLarge', `${String(der.length)} bytes, at most ${String(maxCertificateBytes)}`);
  try {
    const certificate = readElement(der);
    const trailing = der.length - certificate.whole.length;
    if (trailing > 0) return damaged('trailingBytes', `${String(trailing)} bytes behind the end of the certificate`);
    return ok(factsOf(certificate, sha1(der).toUpperCase()));
  } catch (error) {
    return damaged('malformed', error instanceof Error ? error.message : String(error));
  }
}

const damaged = (reason: 'tooLarge' | 'trailingBytes' | 'malformed', message: string): Result<never> =>
  fail(appError('file.damaged', { object: 'certificate', reason, message }));

function factsOf(certificate: DerElement, thumbprint: string): CertificateFacts {
  const [signed, algorithm, signature] = membersOf(certificate, tags.sequence);
  expect(algorithm, tags.sequence);
  bytesOfBitString(signature);
  const fields = membersOf(signed, tags.sequence);
  // The version is left out by version 1, which has no extensions either.
  if (fields[0]?.tag === tags.context(0)) fields.shift();
  const [serialNumber, , issuer, validity, subject, key, ...optional] = fields;
  const [notBefore, notAfter] = membersOf(validity, tags.sequence);
  return {
    thumbprint,
    subject: printName(readName(subject)),
    issuer: printName(readName(issuer)),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    // All bytes as they are encoded: a zero before a high bit stays, a negative number begins with a high bit.
    serialNumber: hexOf(expect(serialNumber, tags.integer).content),
    ...keyOf(key),
    ...extensionFacts(optional.find(({ tag }) => tag === tags.context(3))),
    selfSigned: subject !== undefined && issuer !== undefined && sameBytes(subject.whole, issuer.whole),
  };
}

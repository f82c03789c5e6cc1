/** What a certificate says of itself: read from its DER, never from text that a server formatted. */
import 'reflect-metadata';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, Name as AsnName, type AttributeValue } from '@peculiar/asn1-x509';
import { ExtendedKeyUsageExtension, SubjectAlternativeNameExtension, X509Certificate } from '@peculiar/x509';
import { appError, fail, ok, type Result } from '../errors.ts';
import type { CertificateFacts } from '../model/certificate.ts';
import { labelOfOid, printName, type DistinguishedName } from '../names/distinguished-name.ts';

/**
 * The facts of a DER certificate. `sha1` gives the lower- or upper-case hex digest of bytes (it is
 * passed in, since no hash is at hand without Node or a browser). Anything that cannot be parsed
 * gives `file.damaged` with the parser's words, never an exception.
 */
export function readCertificate(der: Uint8Array, sha1: (bytes: Uint8Array) => string): Result<CertificateFacts> {
  try {
    return ok(factsOf(Uint8Array.from(der), sha1));
  } catch (error) {
    return fail(appError('file.damaged', { object: 'certificate', message: error instanceof Error ? error.message : String(error) }));
  }
}

function factsOf(der: Uint8Array<ArrayBuffer>, sha1: (bytes: Uint8Array) => string): CertificateFacts {
  const certificate = new X509Certificate(der);
  const { tbsCertificate } = AsnConvert.parse(der, Certificate);
  const usage = certificate.getExtension(ExtendedKeyUsageExtension);
  return {
    thumbprint: sha1(der).toUpperCase(),
    subject: printName(nameOf(tbsCertificate.subject)),
    issuer: printName(nameOf(tbsCertificate.issuer)),
    names: alternativeNames(certificate),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    serialNumber: certificate.serialNumber.toUpperCase(),
    ...keyOf(certificate),
    extendedKeyUsage: usage === null ? null : usage.usages.map(String),
    selfSigned: sameBytes(AsnConvert.serialize(tbsCertificate.subject), AsnConvert.serialize(tbsCertificate.issuer)),
  };
}

/** Windows prints relative names in reverse of the encoded order, attributes of one in encoded order. */
const nameOf = (name: AsnName): DistinguishedName =>
  [...name].reverse().map((relative) => [...relative].map(({ type, value }) => ({ type: labelOfOid(type), value: textOf(value) })));

const textOf = (value: AttributeValue): string => value.toString();

const alternativeNames = (certificate: X509Certificate): string[] =>
  certificate.getExtension(SubjectAlternativeNameExtension)?.names.items.flatMap(({ type, value }) => (type === 'dns' ? [value] : [])) ??
  [];

function keyOf({ publicKey }: X509Certificate): Pick<CertificateFacts, 'keyAlgorithm' | 'keySize'> {
  const algorithm = publicKey.algorithm as { readonly name: string; readonly modulusLength?: number; readonly namedCurve?: string };
  if (algorithm.name.startsWith('RSA')) return { keyAlgorithm: 'RSA', keySize: algorithm.modulusLength ?? 0 };
  if (algorithm.name.startsWith('EC')) return { keyAlgorithm: 'ECDSA', keySize: Number(/\d+/.exec(algorithm.namedCurve ?? '')?.[0] ?? 0) };
  return { keyAlgorithm: 'other', keySize: 0 };
}

function sameBytes(a: ArrayBuffer, b: ArrayBuffer): boolean {
  const [left, right] = [new Uint8Array(a), new Uint8Array(b)];
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

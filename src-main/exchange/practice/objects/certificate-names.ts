/** What a sample certificate says of itself, in the words of Windows. */
import 'reflect-metadata';
import { SubjectAlternativeNameExtension, X509Certificate, type Name } from '@peculiar/x509';

export interface SampleCertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  /** ISO 8601, UTC */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly names: readonly string[];
  readonly keySize: number;
}

export function readSampleCertificate(rawData: Uint8Array<ArrayBuffer>): SampleCertificateFacts {
  const certificate = new X509Certificate(rawData);
  const alternative = certificate.getExtension(SubjectAlternativeNameExtension);
  return {
    subject: windowsText(certificate.subjectName),
    issuer: windowsText(certificate.issuerName),
    serialNumber: certificate.serialNumber.toUpperCase(),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    names: alternative?.names.items.filter((name) => name.type === 'dns').map((name) => name.value) ?? [],
    keySize: 2048,
  };
}

const windowsText = (name: Name): string =>
  name
    .toJSON()
    .reverse()
    .flatMap((rdn) => Object.entries(rdn).map(([type, values]) => `${type === 'ST' ? 'S' : type}=${quoted(values.join(', '))}`))
    .join(', ');

const quoted = (value: string): string => (/^$|^\s|\s$|[,+="\n<>#;]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

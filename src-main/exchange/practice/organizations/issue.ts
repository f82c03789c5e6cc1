/** Makes the certificates of the sample organizations: real DER, the same bytes for the same day. */
import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { practiceAuthorityPrivateKey, practiceAuthorityPublicKey, practiceSubjectPublicKey } from './keys.ts';

/** Relative distinguished names in the order of the encoding: the reverse of what Windows prints. */
export type SampleName = readonly (readonly ['C' | 'ST' | 'L' | 'O' | 'OU' | 'CN', string])[];

export interface SampleIssue {
  readonly subject: SampleName;
  /** Absent: the certificate is self-signed */
  readonly issuer?: SampleName;
  /** DNS names of the subject alternative name */
  readonly names: readonly string[];
  /** Hexadecimal, fixed for each sample */
  readonly serialNumber: string;
  /** First and last day in whole days from `now` (negative: before) */
  readonly fromDay: number;
  readonly toDay: number;
}

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;

/**
 * The certificate as DER, base64. Its validity begins and ends at midnight UTC of the days counted
 * from `now`; a PKCS #1 v1.5 signature has no randomness, so equal days give equal bytes.
 */
export async function issueSampleCertificate(issue: SampleIssue, now: Date): Promise<string> {
  const selfSigned = issue.issuer === undefined;
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: issue.serialNumber,
    subject: encodedName(issue.subject),
    issuer: encodedName(issue.issuer ?? issue.subject),
    notBefore: new Date(today + issue.fromDay * dayMs),
    notAfter: new Date(today + issue.toDay * dayMs),
    signingAlgorithm: algorithm,
    // Only the authority's key can sign here, so a self-signed certificate is about that key.
    publicKey: await publicKey(selfSigned ? practiceAuthorityPublicKey : practiceSubjectPublicKey),
    signingKey: await crypto.subtle.importKey('pkcs8', Buffer.from(practiceAuthorityPrivateKey, 'base64'), algorithm, false, ['sign']),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth], false),
      ...(issue.names.length === 0
        ? []
        : [
            new SubjectAlternativeNameExtension(
              issue.names.map((value) => ({ type: 'dns' as const, value })),
              issue.subject.length === 0,
            ),
          ]),
    ],
  });
  return Buffer.from(certificate.rawData).toString('base64');
}

const encodedName = (name: SampleName): Name =>
  new Name(name.map(([type, value]) => ({ [type]: [type === 'C' ? { printableString: value } : { utf8String: value }] })));

const publicKey = (spki: string): ReturnType<typeof crypto.subtle.importKey> =>
  crypto.subtle.importKey('spki', Buffer.from(spki, 'base64'), algorithm, true, ['verify']);

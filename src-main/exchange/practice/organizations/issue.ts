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

// Keys for the certificates of the sample organizations. They are published with the product and
// protect nothing; no real certificate may ever be issued for them. PKCS #8 and SubjectPublicKeyInfo, DER, base64.

/** Signs every sample certificate, whatever the name of its issuer. RSA, 2048 bits. */
const practiceAuthorityPrivateKey = [
  'MIIEvwIBADANBgkqhkiG9w0BAQEFAASCBKkwggSlAgEAAoIBAQC2rvLMQK0BSf5TJ9x675yYtd2qQFdk4Ru+Ol8mdNh8nr50mBDASCXXzyi/GTOv2vJxzceR',
  'ClQlfQQ+qIPshZzUE9zx5/w2Oy6L5ZtW5uXGv/fL9MKzzZ8NarGtpBeZb4YDfl0/lIhkPx494cG3TXfyxVK0AL7xZcunYxL5xiyWGH/1FpZoUtvWolEfn/2l',
  'hCRAaR2WI8TF+tsfK6c3SIUD97JBf61Dh8Uu51Kxpb25je6B7y7gHlg1mK42OplPZDaFQwAdJBOX1OJDg9y/+D3thvFiy68yjhWE54+v+4g05LHOl8abxj8s',
  '/WI/ZcNrcCBefslOv9jhckrNPyfiRkenAgMBAAECggEAJ6aMQ2HsSwHU5haaR8KXIhwjKw9BCL/FRkIkIdQtosrPur3AsQNX12H6zZN6QPqMMcBAxw3PWr2q',
  'PLFVxPHxKqTPCWBZQSoSPcINt8xw5fUHoyiSU/VWxtI4E2Cw0JhApaR5N9IU0nFSrorAAXmahcJnY3Nf/kQickfSOA1X4xG7UWBLLvXS/8m17arx05GLsuMt',
  'QYECEWymELqMzIysfcIOJ1aIpRp9ZQgOKlMA088g6OVhU6QysxY1XGmEG9C9YqdyHeyaP1/6PXjYNcnFHZA2I1P7tnWgeuMJrtSXMgwlG2CZtlCe4JLSJbKd',
  'xUsqcw4dpn8zOq6FLim7EaiYbQKBgQDf4BfRbILh/gWkkqLsktJlCGzSLrkjq02rwksYABvF71ZO8xhPu+GbkgC108zlXBole+31cGw4Wdmru3/XExjDDUvk',
  '4t6NPpoOMQdwTu3EXdpUXt5J9svtvlc9TZf3MC0X4l0wiut3uxRoxcCJ2cn6pXkJsLvvf5MoMT1e/fOpLQKBgQDQ5bJe4aT7SK0g5THX5VykjFTNQkihp4JQ',
  '6WDsYoMoqXKfvhTd6zmF4jxSC7WtE4xEMf5XP4asW1RQkRWLeSw2o+iDyxA9wfElaT1XJgnNO5qV6i4l+X70iaAMz1IQVigyjAM1G56xNwwCzB8XyjusCk4l',
  'r5VJzdKlzhqCM4HQowKBgQCTU21ZLAeVoQ0lmDoPZS9/vWOfjY/YoUqj1WCFksy0HSS3H9LH5eQ59ILzJUaZSVsLf9rAwhL1omtUUDd42eBZu85N+d5rJN9M',
  'p4c1qTtfFkQvcZ7nHbpl4fSXKxDuYo3KQfUBlOoQCNUNfdWO4fvBLlPQxLVojpPQx1aTxJssoQKBgQDKHhSxfP2WLEFm3JuXWtKCW00JtKJ11o9eHhCrZr2k',
  'sB65tL6X4aosgjL+51mG9qz2prCCVnLFfTBdK6N+6WUAESM9sVIrjuT135d8JM/DBXKSrpysHXTawfZbrpSmPdZy4cmQrwKiULKMWleTOxb1ZJssF3EIkd7I',
  'klxPsepepQKBgQCiREPWyR7pUIGhl2bWnT9oxJ3WXCFMDoPjBDJJbKrWA2trS1S4Tuz9x9CnZwRhOopH3YR6tw29H5ytcwHuqC00VydyX/nZJUu2vSvhPD/n',
  '4XT1JpV6NShUKxa1KaarFVQsnhmUurogy5Tc4+YaQNr3Q2+l7TONsME/Vo653GYYCw==',
].join('');

const practiceAuthorityPublicKey = [
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtq7yzECtAUn+Uyfceu+cmLXdqkBXZOEbvjpfJnTYfJ6+dJgQwEgl188ovxkzr9rycc3HkQpUJX0E',
  'PqiD7IWc1BPc8ef8Njsui+WbVublxr/3y/TCs82fDWqxraQXmW+GA35dP5SIZD8ePeHBt0138sVStAC+8WXLp2MS+cYslhh/9RaWaFLb1qJRH5/9pYQkQGkd',
  'liPExfrbHyunN0iFA/eyQX+tQ4fFLudSsaW9uY3uge8u4B5YNZiuNjqZT2Q2hUMAHSQTl9TiQ4Pcv/g97YbxYsuvMo4VhOePr/uINOSxzpfGm8Y/LP1iP2XD',
  'a3AgXn7JTr/Y4XJKzT8n4kZHpwIDAQAB',
].join('');

/** The key of every sample certificate that is not self-signed. Nobody has its private half. */
const practiceSubjectPublicKey = [
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7JumGCXh+BrwI+Q/bSlnpos+QnOpGJSPUyP5iGoybwPTOXaOV7jNdL3ZnrcdYsdWH7tfdeGpHvy+',
  'X+C2PnLFiXeYYwyNeYfwgZnc9oj6S8lEDV1LB4mllYQxk5OTqdCHCNjGkJ4RrU8g73kEWTb/Ama3F6A+3z7jEC6x8WItpY0ErOnZK4XIjU2XuY3TONM0vs1Q',
  'GIWlnIwhAcJDX2RJWwAA4pS4aPkDzixcQu1dXWH+7br2+J3F7I1J018eiDgXDYdr61sKTCiAVySEXiTmFdlR7c6x+71+KxsdnAnBoz6C5QD3cYr59HPkGwec',
  'jhbkRcZT1BWDqpdP27IVH3K/mQIDAQAB',
].join('');

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

/** Certificates out of bytes that anybody may have sent. */
import { createHash } from 'node:crypto';
import { readCertificate } from '../../shared/certificates/read-der.ts';
import type { CertificateBrief } from '../../shared/certificates/verification.ts';
import type { CertificateFacts } from '../../shared/model/certificate.ts';
import type { Certificate } from '../certificate-file/chain.ts';

/** `undefined` for what is no certificate. */
export function certificateOf(bytes: Uint8Array): Certificate | undefined {
  const facts = readCertificate(bytes, (of) => createHash('sha1').update(of).digest('hex'));
  return facts.ok ? { der: bytes, facts: facts.value } : undefined;
}

export const briefOf = ({ thumbprint, subject, issuer, notBefore, notAfter }: CertificateFacts): CertificateBrief => ({
  thumbprint,
  subject,
  issuer,
  notBefore,
  notAfter,
});

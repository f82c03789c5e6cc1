/** Issuer and subject, from which the certificate name `<I>…<S>…` is built. */
import type { CertificateFacts } from '../../model/certificate.ts';
import type { Finding } from '../../model/finding.ts';
import { formatCertificateName } from '../../names/certificate-name.ts';
import { commonNameOf } from '../../names/distinguished-name.ts';
import { finding, type Ground } from '../finding.ts';

/** Article requirement B: TlsCertificateName cannot be built from a subject without CN. */
export function commonName({ thumbprint, subject }: CertificateFacts): Finding {
  const ground: Ground = { rule: 'certificate.commonName', subject: thumbprint, source: 'article' };
  if (subject === '') return finding(ground, 'block', { variant: 'emptySubject' });
  const name = commonNameOf(subject);
  return name === undefined ? finding(ground, 'block', { subject }) : finding(ground, 'ok', { commonName: name });
}

/** More than this many characters break EdgeSync, whose AD LDS attribute ends there (KB 4052493). */
const longest = 256;

export function nameLength({ thumbprint, issuer, subject }: CertificateFacts): Finding {
  const ground: Ground = { rule: 'certificate.nameLength', subject: thumbprint, source: 'KB4052493' };
  const { length } = formatCertificateName({ issuer, subject });
  return finding(ground, length > longest ? 'warn' : 'ok', { length: String(length) });
}

/** Key and permitted uses. */
import type { CertificateFacts } from '../../model/certificate.ts';
import type { Finding } from '../../model/finding.ts';
import { finding, type Ground } from '../finding.ts';

const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';
const anyUse = '2.5.29.37.0';

/** RSA with at least 2048 bits. Source: HealthChecker. */
export function key({ thumbprint, keyAlgorithm, keySize }: CertificateFacts): Finding {
  const ground: Ground = { rule: 'certificate.key', subject: thumbprint, source: 'healthChecker' };
  const bits = String(keySize);
  if (keyAlgorithm !== 'RSA') return finding(ground, 'warn', { algorithm: keyAlgorithm, bits });
  return finding(ground, keySize < 2048 ? 'block' : 'ok', { bits });
}

/**
 * serverAuth is needed. Whether Exchange Online accepts mail from a certificate without clientAuth
 * is not confirmed by Microsoft: information only. No extension at all permits every use.
 */
export function serverAuthentication(facts: CertificateFacts): Finding[] {
  const ground: Ground = { rule: 'certificate.serverAuthentication', subject: facts.thumbprint, source: 'requirements' };
  if (!permits(facts, serverAuth)) return [finding(ground, 'block')];
  return [permitsClientAuthentication(facts) ? finding(ground, 'ok') : finding(ground, 'info')];
}

type Uses = Pick<CertificateFacts, 'extendedKeyUsage'>;

const permits = ({ extendedKeyUsage: uses }: Uses, use: string): boolean => uses === null || uses.includes(use) || uses.includes(anyUse);

export const permitsClientAuthentication = (facts: Uses): boolean => permits(facts, clientAuth);

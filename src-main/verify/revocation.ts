/** Whether a certificate was revoked: its responder is asked first, then its list, until one of them tells. */
import type { Address, FailedAddress, Revocation } from '../../shared/certificates/verification.ts';
import type { CertificateFacts } from '../../shared/model/certificate.ts';
import { askList } from './crl.ts';
import { askResponder } from './ocsp.ts';
import type { Question } from './revocation-answer.ts';

/** A certificate of a hostile server may name thousands. */
const maxAddresses = 8;

/** Where its revocation can be asked for, in the order in which that is done. */
export const addressesOf = ({ ocspUrls, crlUrls }: CertificateFacts): readonly Address[] =>
  [...ocspUrls.map((url) => ({ kind: 'ocsp' as const, url })), ...crlUrls.map((url) => ({ kind: 'crl' as const, url }))].slice(
    0,
    maxAddresses,
  );

/**
 * Connects only to addresses that the certificate itself names. What is not known for sure is `unknown`,
 * never good. Never throws.
 */
export async function checkRevocation(question: Question): Promise<Revocation> {
  const failed: FailedAddress[] = [];
  for (const { kind, url } of addressesOf(question.subject)) {
    const told = await (kind === 'ocsp' ? askResponder : askList)(url, question);
    if (!told.ok) {
      failed.push({ url, ...told.error });
      continue;
    }
    const { thisUpdate, nextUpdate, revoked } = told.value;
    const common = { by: kind === 'ocsp' ? kind : 'crl', url, thisUpdate, nextUpdate, failed } as const;
    return revoked === null ? { ...common, state: 'good' } : { ...common, ...revoked, state: 'revoked' };
  }
  return { state: 'unknown', failed: failed.length === 0 ? [{ url: '', fault: 'noAddress', detail: '' }] : failed };
}

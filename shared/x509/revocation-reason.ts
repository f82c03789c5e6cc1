/** Why a certificate was revoked (RFC 5280, section 5.3.1). */
import { CRLReasons, type CRLReason } from '@peculiar/asn1-x509';

export type RevocationReason = keyof typeof CRLReasons;

/** `unspecified` where none is given, and for 7, which is not used. Throws at a number that is no reason. */
export function revocationReasonOf(given: CRLReason | undefined): RevocationReason {
  const number: number = given?.reason ?? CRLReasons.unspecified;
  const reason = number === 7 ? 'unspecified' : (CRLReasons as Readonly<Record<number, RevocationReason | undefined>>)[number];
  if (reason === undefined) throw new Error('The reason of a revocation is unknown.');
  return reason;
}

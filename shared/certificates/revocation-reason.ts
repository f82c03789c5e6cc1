/** Why a certificate was revoked (RFC 5280, section 5.3.1). */
import type { DerElement } from './der.ts';

/** Each at the place of its number; 7 is not used. */
const reasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'unspecified',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;
export type RevocationReason = (typeof reasons)[number];

const enumerated = 0x0a;

/** Of an ENUMERATED; `unspecified` where none is given. Throws at what is no reason. */
export function reasonOf(element: DerElement | undefined): RevocationReason {
  if (element === undefined) return 'unspecified';
  const reason = element.tag === enumerated && element.content.length === 1 ? reasons[element.content[0] ?? -1] : undefined;
  if (reason === undefined) throw new Error('No reason of a revocation.');
  return reason;
}

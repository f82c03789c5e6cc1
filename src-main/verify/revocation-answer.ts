/** What responder and list have in common: what is asked, and when an answer still counts. */
import type { RevocationReason } from '../../shared/certificates/revocation-reason.ts';
import type { RevocationFault } from '../../shared/certificates/verification.ts';
import { fail, type Result } from '../../shared/model/error.ts';
import type { CertificateFacts } from '../../shared/model/certificate.ts';
import type { Certificate } from '../certificate-file/chain.ts';
import type { FetchFault } from './fetch.ts';

export interface Question {
  /** Only its serial number and its addresses count, so that it may be asked about before its bytes are here */
  readonly subject: CertificateFacts;
  readonly issuer: Certificate;
  readonly now: Date;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly thisUpdate: string;
  readonly nextUpdate: string | null;
  readonly revoked: { readonly revokedAt: string; readonly reason: RevocationReason } | null;
}
export type Told = Result<Answer, FetchFault>;

export const faulty = (fault: RevocationFault, detail = ''): { readonly ok: false; readonly error: FetchFault } => fail({ fault, detail });

/** Clocks differ by that much, and nothing is wrong. */
const toleranceMs = 5 * 60_000;
/** What names no end counts for so long. */
const withoutEndMs = 24 * 60 * 60_000;

/** Why it does not count at that moment; `undefined` when it does. */
export function currentness(
  { thisUpdate, nextUpdate }: Pick<Answer, 'thisUpdate' | 'nextUpdate'>,
  now: Date,
): ReturnType<typeof faulty> | undefined {
  const begin = Date.parse(thisUpdate);
  const end = nextUpdate === null ? begin + withoutEndMs : Date.parse(nextUpdate);
  if (now.getTime() < begin - toleranceMs) return faulty('notYetValid', thisUpdate);
  return now.getTime() > end + toleranceMs ? faulty('outOfDate', new Date(end).toISOString()) : undefined;
}

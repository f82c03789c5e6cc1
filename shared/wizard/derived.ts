/** What follows from what was read. Computed once for each organisation, since it is asked at every transition. */
import { judgeCertificates, type JudgedCertificate } from '../checks/judge-certificates.ts';
import type { Organisation } from '../model/organisation.ts';

const cache = new WeakMap<Organisation, readonly JudgedCertificate[]>();

/** The judgement of every certificate of the hybrid servers; none while nothing was read. */
export function judged(organisation: Organisation | null): readonly JudgedCertificate[] {
  if (organisation === null) return [];
  const existing = cache.get(organisation);
  if (existing !== undefined) return existing;
  const fresh = judgeCertificates(organisation);
  cache.set(organisation, fresh);
  return fresh;
}

/** The judgement of the chosen certificate. */
export const chosenCertificate = (organisation: Organisation | null, thumbprint: string | null): JudgedCertificate | undefined =>
  judged(organisation).find((certificate) => certificate.thumbprint === thumbprint);

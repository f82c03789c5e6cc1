/** Would a certificate renew the one in use? */
import type { InstalledFacts } from '../model/certificate.ts';
import { partition, type Unknown } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { about, couldNotCheck, finding, type Finding } from './finding.ts';
import { predictPresented } from './presented.ts';

interface PresentedByName extends Pick<InstalledFacts, 'thumbprint' | 'notAfter'> {
  /** One that does not qualify has to be replaced, whenever it expires */
  readonly qualifies: boolean;
}

/** The certificates that connectors present now by their names. */
export interface CertificatesInUse {
  readonly presented: readonly PresentedByName[];
  /** Why there may be others */
  readonly unread: readonly Unknown[];
  /** Whether a connector has no certificate name: what the FQDN selects there is not what a renewal replaces */
  readonly byFqdn: boolean;
}

/** An empty name: it selects no certificate, so that only the current state is looked at. */
const noName = { issuer: '', subject: '' };

/** `qualifies`: by its thumbprint, whether nothing rules a certificate out. */
export function certificatesInUse(organization: Organization, qualifies: (thumbprint: string) => boolean): CertificatesInUse {
  const { known: read, unknown: unread } = partition(predictPresented(organization, noName), ({ now }) => now);
  const presented = read.flatMap(({ value }) => (value.kind === 'certificate' ? [[value.thumbprint, value] as const] : []));
  return {
    presented: [...new Map(presented).values()].map(({ thumbprint, notAfter }) => ({
      thumbprint,
      notAfter,
      qualifies: qualifies(thumbprint),
    })),
    unread: unread.map(({ why }) => why),
    byFqdn: read.some(({ value }) => value.kind === 'byFqdn' || value.kind === 'noneByFqdn'),
  };
}

/**
 * A certificate that is in use, or that expires before one in use that qualifies, renews nothing. One that only some connectors present is the
 * end of a renewal that is incomplete, and may be chosen to complete it.
 */
export function renews({ thumbprint, notAfter }: InstalledFacts, { presented, unread, byFqdn }: CertificatesInUse): Finding {
  const context = about('certificate.renewal', thumbprint);
  const later = presented.filter((one) => Date.parse(one.notAfter) > Date.parse(notAfter));
  const comparison = (one: PresentedByName): Readonly<Record<string, string>> => ({
    notAfter: notAfter.slice(0, 10),
    inUse: one.thumbprint,
    inUseUntil: one.notAfter.slice(0, 10),
  });
  const better = later.find(({ qualifies }) => qualifies);
  if (better !== undefined) return finding(context, 'endsEarlier', comparison(better));
  const [first, ...others] = presented;
  if (first?.thumbprint === thumbprint && others.length === 0) return finding(context, 'inUse', { notAfter: notAfter.slice(0, 10) });
  if (unread[0] !== undefined) return couldNotCheck(context, unread[0]);
  const [unqualified] = later;
  if (unqualified !== undefined) return finding(context, 'replaces', comparison(unqualified));
  return finding(context, byFqdn ? 'byFqdn' : 'ok');
}

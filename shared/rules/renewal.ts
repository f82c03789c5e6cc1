/** Would a certificate renew the one in use? */
import type { InstalledFacts } from '../model/certificate.ts';
import { partition, type Unknown } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { about, couldNotCheck, finding, type Finding } from './finding.ts';
import { predictPresented } from './presented.ts';

/** The certificates that connectors present now by their names. */
export interface CertificatesInUse {
  readonly presented: readonly Pick<InstalledFacts, 'thumbprint' | 'notAfter'>[];
  /** Why there may be others */
  readonly unread: readonly Unknown[];
  /** Whether a connector has no certificate name: what the FQDN selects there is not what a renewal replaces */
  readonly byFqdn: boolean;
}

/** An empty name: it selects no certificate, so that only the current state is looked at. */
const noName = { issuer: '', subject: '' };

export function certificatesInUse(organization: Organization): CertificatesInUse {
  const { known: read, unknown: unread } = partition(predictPresented(organization, noName), ({ now }) => now);
  const presented = read.flatMap(({ value }) => (value.kind === 'certificate' ? [[value.thumbprint, value] as const] : []));
  return {
    presented: [...new Map(presented).values()],
    unread: unread.map(({ why }) => why),
    byFqdn: read.some(({ value }) => value.kind === 'byFqdn' || value.kind === 'noneByFqdn'),
  };
}

/**
 * A certificate that is in use, or that expires before one in use, renews nothing. One that only some connectors present is the
 * end of a renewal that is incomplete, and may be chosen to complete it.
 */
export function renews({ thumbprint, notAfter }: InstalledFacts, { presented, unread, byFqdn }: CertificatesInUse): Finding {
  const context = about('certificate.renewal', thumbprint);
  const later = presented.find((one) => Date.parse(one.notAfter) > Date.parse(notAfter));
  if (later !== undefined) {
    return finding(context, 'endsEarlier', {
      notAfter: notAfter.slice(0, 10),
      inUse: later.thumbprint,
      inUseUntil: later.notAfter.slice(0, 10),
    });
  }
  const [first, ...others] = presented;
  if (first?.thumbprint === thumbprint && others.length === 0) return finding(context, 'inUse', { notAfter: notAfter.slice(0, 10) });
  if (unread[0] !== undefined) return couldNotCheck(context, unread[0]);
  return finding(context, byFqdn ? 'byFqdn' : 'ok');
}

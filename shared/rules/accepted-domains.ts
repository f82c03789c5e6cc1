/**
 * How Exchange Online attributes mail from on-premises to the tenant: by a domain of the certificate that is an accepted domain.
 * Source: KB 4019940; Office 365 Message Attribution and its FAQ (docs/domain.md, "Attribution").
 */
import { and, flatMap, known, or, partition, some, type Known } from '../model/known.ts';
import type { InstalledFacts } from '../model/certificate.ts';
import type { AcceptedDomain, Organization } from '../model/organization.ts';
import { parentDomain, plainHostName } from '../x509/host-name.ts';
import { covered, subjectNamesOf } from './certificate-names.ts';
import { about, couldNotCheck, finding, type Finding } from './finding.ts';

/**
 * Whether a name of a certificate belongs to an accepted domain: the name itself or its direct parent is one. An accepted
 * domain with MatchSubDomains covers every name below it. `host.sub.contoso.com` does not belong to `contoso.com` without
 * it; this is KB 4019940's own example.
 */
export const belongsToAcceptedDomain = (name: string, accepted: readonly AcceptedDomain[]): Known<boolean> =>
  or(isAccepted(name, accepted), isAccepted(parentDomain(name), accepted));

function isAccepted(name: string, accepted: readonly AcceptedDomain[]): Known<boolean> {
  const domain = plainHostName(name);
  return some(accepted, (one) => {
    const ofTenant = plainHostName(one.name);
    if (ofTenant === '') return known(false);
    return domain.endsWith(`.${ofTenant}`) ? one.matchSubDomains : known(domain === ofTenant);
  });
}

/**
 * One of the names, subject or subject alternative name, belongs to an accepted domain of the tenant (KB 4019940; MC1226222).
 * Otherwise relayed mail and senders of other domains are refused with `550 5.7.64 … ATTR36`, and mail to the tenant's own
 * recipients counts as untrusted. The HCW only warns.
 */
export function acceptedDomain(facts: InstalledFacts, { exchangeOnline }: Organization): Finding {
  const context = about('certificate.acceptedDomain', facts.thumbprint);
  const { acceptedDomains } = exchangeOnline;
  if (!acceptedDomains.known) return couldNotCheck(context, acceptedDomains);
  const own = subjectNamesOf(facts);
  if (own.length === 0) return finding(context, 'noNames');
  const { known: read, unknown: unread } = partition(own, (name) => belongsToAcceptedDomain(name, acceptedDomains.value));
  const belonging = read.find(({ value }) => value);
  if (belonging !== undefined) return finding(context, 'ok', { name: belonging.item });
  return unread[0] === undefined ? finding(context, 'block', { names: own.join(', ') }) : couldNotCheck(context, unread[0].why);
}

/**
 * Whether a TlsSenderCertificateName is right for a certificate with these names: one of them matches it, and without `*.`
 * it is an accepted domain. Otherwise mail from on-premises is refused with `550 5.7.51`.
 */
export const identifiesSender = (value: string, names: readonly string[], accepted: Known<readonly AcceptedDomain[]>): Known<boolean> =>
  and(
    known(covered(names, value)),
    flatMap(accepted, (domains) => isAccepted(value.replace(/^\*\./, ''), domains)),
  );

/**
 * The TlsSenderCertificateName that the HCW writes: the CN when that itself is an accepted domain, else `*.` and its parent when
 * that is one (Message Attribution FAQ 6a). `names`: the CN first, then the other names, which are tried in the same way.
 * Known `undefined`: no value would be right.
 */
export function senderNameFor(names: readonly string[], accepted: readonly AcceptedDomain[]): Known<string | undefined> {
  const candidates = names.flatMap((name) => [
    ...(name.startsWith('*.') ? [] : [{ value: name, domain: name }]),
    { value: `*.${parentDomain(name)}`, domain: parentDomain(name) },
  ]);
  const domains = new Set(accepted.map(({ name }) => plainHostName(name)));
  // A domain that is accepted by its own name comes first: it is right whatever MatchSubDomains is.
  const listed = candidates.find(({ domain }) => domain !== '' && domains.has(plainHostName(domain)));
  if (listed !== undefined) return known(listed.value);
  const { known: read, unknown: unread } = partition(candidates, ({ domain }) => isAccepted(domain, accepted));
  const covering = read.find(({ value }) => value);
  return covering === undefined ? (unread[0]?.why ?? known(undefined)) : known(covering.item.value);
}

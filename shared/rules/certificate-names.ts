/** Do the certificate's names fit what Exchange Online connects to and accepts mail for? */
import type { CertificateFacts } from '../model/certificate.ts';
import type { OutboundConnector } from '../model/connector.ts';
import type { Finding } from '../model/finding.ts';
import { known, unknown, type Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { commonNameOf } from '../x509/distinguished-name.ts';
import { isUnderAcceptedDomain, matchesHostName } from '../x509/host-name.ts';
import { couldNotCheck, finding, type Ground } from './finding.ts';
import { hybridOutboundConnectors } from './hybrid-connectors.ts';

/** The names of the certificate that TLS compares: the DNS names, or the CN where there are none. */
export function hostNamesOf({ names, subject }: Pick<CertificateFacts, 'names' | 'subject'>): readonly string[] {
  const cn = commonNameOf(subject);
  return names.length > 0 || cn === undefined ? names : [cn];
}

/** Whether any of the names covers the host. A TlsDomain may itself be a wildcard, which a name below it meets. */
export const covered = (names: readonly string[], host: string): boolean =>
  names.some((name) => matchesHostName(name, host) || (host.startsWith('*.') && matchesHostName(host, name)));

/**
 * Smart hosts and TlsDomain of the outbound connectors, else the smart host of the hybrid
 * configuration, must be among the names. Not covered warns and does not block: the HCW writes both
 * anew when the name is to change. Source: docs/domain.md, "Requirements for a certificate".
 */
export function names(facts: CertificateFacts, organization: Organization): Finding[] {
  const ground: Ground = { rule: 'certificate.names', subject: facts.thumbprint, source: 'requirements' };
  const hosts = hostsToCover(organization);
  if (!hosts.known) return [couldNotCheck(ground, hosts)];
  const own = hostNamesOf(facts);
  const open = hosts.value.filter((host) => !covered(own, host));
  if (open.length === 0) return [finding(ground, 'ok', { hosts: hosts.value.join(', ') })];
  if (own.length === 0) return [finding(ground, 'warn', { variant: 'noNames', hosts: open.join(', ') })];
  return [finding(ground, 'warn', { hosts: open.join(', '), names: own.join(', ') })];
}

function hostsToCover(organization: Organization): Known<readonly string[]> {
  const outbound = hybridOutboundConnectors(organization);
  const hosts = outbound.known ? hostsOf(outbound.value) : known([]);
  if (!hosts.known || hosts.value.length > 0) return hosts;
  const configuration = organization.hybridConfiguration;
  if (!configuration.known) return configuration;
  const smartHost = configuration.value?.onPremisesSmartHost ?? known(null);
  if (!smartHost.known) return smartHost;
  if (smartHost.value !== null) return known([smartHost.value.toLowerCase()]);
  return outbound.known ? unknown('notReturned', 'OnPremisesSmartHost') : outbound;
}

function hostsOf(connectors: readonly OutboundConnector[]): Known<readonly string[]> {
  const hosts: string[] = [];
  for (const { smartHosts, tlsDomain } of connectors) {
    if (!smartHosts.known) return smartHosts;
    if (!tlsDomain.known) return tlsDomain;
    hosts.push(...smartHosts.value.filter((host) => !isAddress(host)), ...(tlsDomain.value === null ? [] : [tlsDomain.value]));
  }
  return known([...new Set(hosts.map((host) => host.toLowerCase()))]);
}

const isAddress = (host: string): boolean => /^\[|^\d+(\.\d+){3}$/.test(host);

/**
 * The domain of the CN, or a parent of it, is an accepted domain of the tenant; else mail is refused
 * with `550 5.7.64 … ATTR36` (KB 4019940). That another name of the certificate is enough is not
 * confirmed by Microsoft, so it only warns.
 */
export function acceptedDomain(facts: CertificateFacts, organization: Organization): Finding[] {
  const ground: Ground = { rule: 'certificate.acceptedDomain', subject: facts.thumbprint, source: 'KB4019940' };
  const { acceptedDomains } = organization.exchangeOnline;
  if (!acceptedDomains.known) return [couldNotCheck(ground, acceptedDomains)];
  const cn = commonNameOf(facts.subject);
  if (cn !== undefined && isUnderAcceptedDomain(cn, acceptedDomains.value)) return [finding(ground, 'ok', { name: cn })];
  const other = facts.names.find((name) => isUnderAcceptedDomain(name, acceptedDomains.value));
  if (other !== undefined) return [finding(ground, 'warn', { name: other })];
  const all = [...new Set([...(cn === undefined ? [] : [cn]), ...facts.names])];
  return [finding(ground, 'block', all.length === 0 ? { variant: 'noNames' } : { names: all.join(', ') })];
}

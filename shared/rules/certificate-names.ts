/** Do the certificate's names fit what Exchange Online connects to? */
import type { InstalledFacts } from '../model/certificate.ts';
import type { OutboundConnector } from '../model/connector.ts';
import { all, flatMap, known, map, unknown, type Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { commonNameOf } from '../x509/distinguished-name.ts';
import { matchesHostName } from '../x509/host-name.ts';
import { about, couldNotCheck, finding, type Finding } from './finding.ts';
import { hybridOutboundConnectors } from './hybrid-connectors.ts';

/** The names of the certificate that TLS compares: the DNS names, or the CN where there are none. */
export function hostNamesOf({ names, subject }: Pick<InstalledFacts, 'names' | 'subject'>): readonly string[] {
  const cn = commonNameOf(subject);
  return names.length > 0 || cn === undefined ? names : [cn];
}

/** The CN and the DNS names, each once: what may stand in a TlsSenderCertificateName. */
export const subjectNamesOf = ({ names, subject }: Pick<InstalledFacts, 'names' | 'subject'>): readonly string[] =>
  [...new Set([commonNameOf(subject), ...names])].filter((name) => name !== undefined);

/** Whether any of the names covers the host. A TlsDomain may itself be a wildcard, which a name below it meets. */
export const covered = (names: readonly string[], host: string): boolean =>
  names.some((name) => matchesHostName(name, host) || (host.startsWith('*.') && matchesHostName(host, name)));

/**
 * Smart hosts and TlsDomain of the outbound connectors, else the smart host of the hybrid
 * configuration, must be among the names. Not covered warns and does not block: the HCW writes both
 * again when the name is to change. While the outbound connectors are not known, the smart host
 * of the hybrid configuration can only show that something is not covered.
 * Source: certificate requirements; Exchange Team Blog 4420592.
 */
export function names(facts: InstalledFacts, organization: Organization): Finding {
  const context = about('certificate.names', facts.thumbprint);
  const hosts = hostsOf(organization);
  if (!hosts.known) return couldNotCheck(context, hosts);
  const own = hostNamesOf(facts);
  const open = hosts.value.filter((host) => !covered(own, host));
  if (open.length > 0) {
    return own.length === 0
      ? finding(context, 'noNames', { hosts: open.join(', ') })
      : finding(context, 'warn', { hosts: open.join(', '), names: own.join(', ') });
  }
  const outbound = hybridOutboundConnectors(organization);
  return outbound.known ? finding(context, 'ok', { hosts: hosts.value.join(', ') }) : couldNotCheck(context, outbound);
}

/** The hosts to which Exchange Online connects. */
function hostsOf(organization: Organization): Known<readonly string[]> {
  const outbound = hybridOutboundConnectors(organization);
  const smartHost: Known<string | null> = flatMap(
    organization.hybridConfiguration,
    (configuration) => configuration?.onPremisesSmartHost ?? known(null),
  );
  const ofConfiguration: Known<readonly string[]> = flatMap(smartHost, (host) =>
    host === null ? unknown('notReturned', 'OnPremisesSmartHost') : known([host.toLowerCase()]),
  );
  if (!outbound.known) return ofConfiguration.known ? ofConfiguration : outbound;
  return flatMap(hostsOfConnectors(outbound.value), (hosts) => (hosts.length > 0 ? known(hosts) : ofConfiguration));
}

const hostsOfConnectors = (connectors: readonly OutboundConnector[]): Known<readonly string[]> =>
  map(all(connectors.map(({ smartHosts, tlsDomain }) => all([smartHosts, tlsDomain]))), (values) => {
    const hosts = values.flatMap(([smartHosts, tlsDomain]) => [
      ...smartHosts.filter((host) => !isAddress(host)),
      ...(tlsDomain === null ? [] : [tlsDomain]),
    ]);
    return [...new Set(hosts.map((host) => host.toLowerCase()))];
  });

const isAddress = (host: string): boolean => /^\[|^[\d.]+$/.test(host);

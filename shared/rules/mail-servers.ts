/** The servers that a check of chain and revocation connects to. */
import { map } from '../model/known.ts';
import { mailServers, type Organization } from '../model/organization.ts';
import { sameServer } from '../model/server-name.ts';
import type { MailServer } from '../x509/verification.ts';
import { edgeServersOf } from './hybrid-connectors.ts';

/** The hybrid servers and the Edge servers, each by the full name that the organization gives it. */
export function mailServersOf(organization: Organization): readonly MailServer[] {
  const names = [...mailServers(organization).map(({ name }) => name), ...edgeServersOf(organization).found.map(({ server }) => server)];
  return [...new Set(names)].map((server) => {
    const fullName = map(
      organization.servers,
      (listed) => listed.find(({ name, fqdn }) => sameServer(name, server) || sameServer(fqdn, server))?.fqdn,
    );
    // Where the full name is not known, the name in the hybrid configuration is tried: DNS may know it.
    return { server, host: fullName.known ? (fullName.value ?? server) : server };
  });
}

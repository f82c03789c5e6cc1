/** The servers that a check of chain and revocation connects to. */
import type { Organization } from '../model/organization.ts';
import type { MailServer } from '../x509/verification.ts';
import { edgeServersOf } from './edge-servers.ts';
import { sameServer } from './hybrid-connectors.ts';

/** The hybrid servers and the Edge servers, each by the full name that the organization gives it. */
export function mailServersOf(organization: Organization): readonly MailServer[] {
  const listed = organization.servers.known ? organization.servers.value : [];
  const names = [...organization.hybridServers.map(({ name }) => name), ...edgeServersOf(organization).found.map(({ server }) => server)];
  return [...new Set(names)].map((server) => ({
    server,
    host: listed.find(({ name, fqdn }) => sameServer(name, server) || sameServer(fqdn, server))?.fqdn ?? server,
  }));
}

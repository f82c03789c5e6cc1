/** Does a server that the hybrid configuration names still exist? */
import type { Finding } from '../../model/finding.ts';
import type { Known } from '../../model/known.ts';
import { known } from '../../model/known.ts';
import type { ExchangeServer, HybridServer, Organization } from '../../model/organization.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';
import { sameServer } from '../hybrid-connectors.ts';

/** The server as Get-ExchangeServer lists it; known `undefined` when it is not listed. */
export function listedServer({ name }: HybridServer, { servers }: Organization): Known<ExchangeServer | undefined> {
  return servers.known ? known(servers.value.find((server) => sameServer(server.name, name) || sameServer(server.fqdn, name))) : servers;
}

export function serverListed(server: HybridServer, organization: Organization): Finding[] {
  const ground: Ground = { rule: 'server.listed', subject: server.name, source: 'requirements' };
  const listed = listedServer(server, organization);
  if (!listed.known) return [couldNotCheck(ground, listed, { server: server.name })];
  return [finding(ground, listed.value === undefined ? 'warn' : 'ok', { server: server.name })];
}

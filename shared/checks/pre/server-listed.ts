/** Does a server that the hybrid configuration names still exist? */
import type { Finding } from '../../model/finding.ts';
import type { Known } from '../../model/known.ts';
import { known } from '../../model/known.ts';
import type { ExchangeServer, HybridServer, Organisation } from '../../model/organisation.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';
import { sameServer } from '../hybrid-connectors.ts';

/** The server as Get-ExchangeServer lists it; known `undefined` when it is not listed. */
export function listedServer({ name }: HybridServer, { servers }: Organisation): Known<ExchangeServer | undefined> {
  return servers.known ? known(servers.value.find((server) => sameServer(server.name, name) || sameServer(server.fqdn, name))) : servers;
}

export function serverListed(server: HybridServer, organisation: Organisation): Finding[] {
  const ground: Ground = { rule: 'server.listed', subject: server.name, source: 'requirements' };
  const listed = listedServer(server, organisation);
  if (!listed.known) return [couldNotCheck(ground, listed, { server: server.name })];
  return [finding(ground, listed.value === undefined ? 'warn' : 'ok', { server: server.name })];
}

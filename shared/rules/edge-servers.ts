/** Edge Transport servers of the hybrid deployment. */
import type { Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { sameServer } from './hybrid-connectors.ts';

export interface EdgeServers {
  readonly found: readonly {
    readonly server: string;
    /** The hybrid configuration names it; otherwise it is only subscribed to the organization */
    readonly named: boolean;
  }[];
  /** Why there may be others; `null` when all are found */
  readonly unread: Extract<Known<never>, { readonly known: false }> | null;
}

/**
 * Those that the hybrid configuration names, then the others that the organization lists
 * (Get-ExchangeServer lists an Edge server once it is subscribed).
 */
export function edgeServersOf({ hybridConfiguration: configuration, servers }: Organization): EdgeServers {
  const names = configuration.known ? (configuration.value?.edgeTransportServers ?? []) : [];
  const listed = servers.known ? servers.value : [];
  const others = listed.filter(({ name, fqdn }) => !names.some((one) => sameServer(one, name) || sameServer(one, fqdn)));
  const subscribed = others.filter(({ serverRole }) => serverRole.known && /\bEdge\b/i.test(serverRole.value));
  const unread = [configuration, servers, ...others.map(({ serverRole }) => serverRole)].find((value) => !value.known);
  return {
    found: [...names.map((server) => ({ server, named: true })), ...subscribed.map(({ name }) => ({ server: name, named: false }))],
    unread: unread?.known === false ? unread : null,
  };
}

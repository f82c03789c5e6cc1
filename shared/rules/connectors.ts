/** Are the connectors of the hybrid deployment there, found by their properties? */
import type { SendConnector } from '../model/connector.ts';
import type { Finding } from '../model/finding.ts';
import { known, type Known } from '../model/known.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
import { edgeServersOf } from './edge-servers.ts';
import { couldNotCheck, finding, type Ground } from './finding.ts';
import {
  chooseFrontendConnector,
  hasNameOfSetup,
  hybridInboundConnectors,
  hybridOutboundConnectors,
  hybridSendConnectors,
  identitiesOf,
} from './hybrid-connectors.ts';

/**
 * Without it the HCW fails with 8010 (KB 3087159); of several the wizard resets none. It is found by
 * its properties, so another name than setup gives, or that it is disabled, is said and does no harm here.
 */
export function receiveConnector(server: HybridServer): Finding[] {
  const ground: Ground = { rule: 'connector.receive', subject: server.name, source: 'KB3087159' };
  const choice = chooseFrontendConnector(server);
  switch (choice.kind) {
    case 'found': {
      const { identity, enabled } = choice.connector;
      const evidence = { server: server.name, connector: identity };
      return [
        hasNameOfSetup(choice.connector, server.name)
          ? finding(ground, 'ok', evidence)
          : finding(ground, 'info', { variant: 'renamed', ...evidence }),
        ...(enabled.known && !enabled.value ? [finding(ground, 'warn', { variant: 'disabled', ...evidence })] : []),
      ];
    }
    case 'missing':
      return [finding(ground, 'block', { server: server.name })];
    case 'ambiguous':
      return [finding(ground, 'warn', { server: server.name, connectors: identitiesOf(choice.connectors) })];
    case 'unknown':
      return [couldNotCheck(ground, choice.why, { server: server.name })];
  }
}

/** What the HCW looks for and writes. */
const usualBindings: readonly string[] = ['[::]:25', '0.0.0.0:25'];

/**
 * The default receive connector with other bindings stops the HCW with 8010 (KB 3087159). No port 25
 * at all warns; another set of addresses on port 25 is said. Nothing where the connector is not found.
 */
export function receiveBindings(server: HybridServer): Finding[] {
  const ground: Ground = { rule: 'connector.bindings', subject: server.name, source: 'KB3087159' };
  const choice = chooseFrontendConnector(server);
  if (choice.kind !== 'found') return [];
  const { identity: connector, bindings } = choice.connector;
  if (!bindings.known) return [couldNotCheck(ground, bindings, { connector })];
  const evidence = { connector, bindings: bindings.value.join(', ') };
  if (!bindings.value.some((binding) => binding.endsWith(':25'))) return [finding(ground, 'warn', { variant: 'otherPort', ...evidence })];
  const isUsual = bindings.value.length === usualBindings.length && usualBindings.every((binding) => bindings.value.includes(binding));
  return [isUsual ? finding(ground, 'ok', evidence) : finding(ground, 'info', { variant: 'otherAddresses', ...evidence })];
}

/** Several are permitted, but not for one address space: then the HCW stops with 8011 (KB 3087161). */
export function hybridSend(organization: Organization): Finding {
  const ground: Ground = { rule: 'connector.send', subject: '', source: 'blog-4420592' };
  const connectors = hybridSendConnectors(organization);
  if (!connectors.known || connectors.value.length < 2) return presence(ground, connectors);
  const several: Ground = { ...ground, source: 'KB3087161' };
  const evidence = { connectors: identitiesOf(connectors.value) };
  const shared = sharedAddressSpace(connectors.value);
  if (!shared.known) return couldNotCheck(several, shared, { variant: 'spacesUnread', ...evidence });
  return shared.value === undefined
    ? finding(several, 'info', evidence)
    : finding(several, 'warn', { variant: 'sameSpace', ...evidence, space: shared.value });
}

/** The first address space that two connectors have; type and cost aside (`smtp:contoso.com;1`). */
function sharedAddressSpace(connectors: readonly SendConnector[]): Known<string | undefined> {
  const seen = new Set<string>();
  for (const { addressSpaces } of connectors) {
    if (!addressSpaces.known) return addressSpaces;
    const spaces = new Set(
      addressSpaces.value.map((space) =>
        space
          .toLowerCase()
          .replace(/^smtp:/, '')
          .replace(/;\d+$/, ''),
      ),
    );
    const shared = [...spaces].find((space) => seen.has(space));
    if (shared !== undefined) return known(shared);
    for (const space of spaces) seen.add(space);
  }
  return known(undefined);
}

/** Names that the HCW gives; the wizard finds a connector of another name all the same. Source: docs/domain.md, "Terms". */
const nameOfHcw = /^Outbound to Office 365(?: - [0-9a-f-]{36})?$/i;

export function hybridSendNames(organization: Organization): Finding[] {
  const connectors = hybridSendConnectors(organization);
  if (!connectors.known) return [];
  return connectors.value.map(({ identity, name }) => {
    const ground: Ground = { rule: 'connector.sendName', subject: identity, source: 'blog-4420592' };
    return finding(ground, nameOfHcw.test(name) ? 'ok' : 'info', { connector: identity });
  });
}

export const hybridInbound = (organization: Organization): Finding =>
  presence({ rule: 'connector.inbound', subject: '', source: 'blog-4420592' }, hybridInboundConnectors(organization));

export const hybridOutbound = (organization: Organization): Finding =>
  presence({ rule: 'connector.outbound', subject: '', source: 'blog-4420592' }, hybridOutboundConnectors(organization));

/**
 * What stays to be done by hand on each Edge server, since the HCW does not set their receive
 * connectors (docs/domain.md, "Edge servers"): import, set the name there, Start-EdgeSynchronization.
 */
export function edgeServers(organization: Organization): Finding[] {
  const ground: Ground = { rule: 'connector.edge', subject: '', source: 'blog-4420592' };
  const edges = edgeServersOf(organization);
  return [
    ...(edges.unread === null ? [] : [couldNotCheck(ground, edges.unread)]),
    ...edges.found.map(({ server, named }) =>
      finding({ ...ground, subject: server }, 'info', named ? { server } : { variant: 'subscribedOnly', server }),
    ),
  ];
}

function presence(ground: Ground, connectors: Known<readonly { readonly identity: string }[]>): Finding {
  if (!connectors.known) return couldNotCheck(ground, connectors);
  return connectors.value.length === 0 ? finding(ground, 'warn') : finding(ground, 'ok', { connectors: identitiesOf(connectors.value) });
}

/** Are the connectors of the hybrid deployment there, found by their properties? */
import type { Finding } from '../../model/finding.ts';
import type { Known } from '../../model/known.ts';
import type { HybridServer, Organisation } from '../../model/organisation.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';
import {
  chooseFrontendConnector,
  hybridInboundConnectors,
  hybridOutboundConnectors,
  hybridSendConnectors,
  identitiesOf,
} from '../hybrid-connectors.ts';

/** Without it the HCW fails with 8010 (KB 3087159); of several the wizard resets none. */
export function receiveConnector(server: HybridServer): Finding {
  const ground: Ground = { rule: 'connector.receive', subject: server.name, source: 'KB3087159' };
  const choice = chooseFrontendConnector(server);
  switch (choice.kind) {
    case 'found':
      return finding(ground, 'ok', { server: server.name, connector: choice.connector.identity });
    case 'missing':
      return finding(ground, 'block', { server: server.name });
    case 'ambiguous':
      return finding(ground, 'warn', { server: server.name, connectors: identitiesOf(choice.connectors) });
    case 'unknown':
      return couldNotCheck(ground, choice.why, { server: server.name });
  }
}

/** Several are permitted, but not for one address space (HCW 8011, KB 3087161). */
export function hybridSend(organisation: Organisation): Finding {
  const ground: Ground = { rule: 'connector.send', subject: '', source: 'blog-4420592' };
  const connectors = hybridSendConnectors(organisation);
  if (connectors.known && connectors.value.length > 1) {
    return finding({ ...ground, source: 'KB3087161' }, 'info', { connectors: identitiesOf(connectors.value) });
  }
  return presence(ground, connectors);
}

export const hybridInbound = (organisation: Organisation): Finding =>
  presence({ rule: 'connector.inbound', subject: '', source: 'blog-4420592' }, hybridInboundConnectors(organisation));

export const hybridOutbound = (organisation: Organisation): Finding =>
  presence({ rule: 'connector.outbound', subject: '', source: 'blog-4420592' }, hybridOutboundConnectors(organisation));

/** The HCW does not set the receive connectors of Edge servers. Source: Blog. */
export function edgeServers({ hybridConfiguration }: Organisation): Finding[] {
  if (!hybridConfiguration.known || hybridConfiguration.value === null) return [];
  return hybridConfiguration.value.edgeTransportServers.map((server) =>
    finding({ rule: 'connector.edge', subject: server, source: 'blog-4420592' }, 'info', { server }),
  );
}

function presence(ground: Ground, connectors: Known<readonly { readonly identity: string }[]>): Finding {
  if (!connectors.known) return couldNotCheck(ground, connectors);
  return connectors.value.length === 0 ? finding(ground, 'warn') : finding(ground, 'ok', { connectors: identitiesOf(connectors.value) });
}

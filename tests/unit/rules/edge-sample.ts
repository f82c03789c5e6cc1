/** An organization whose hybrid mail goes over two Edge servers, as it is in order after the renewal. */
import { known } from '../../../shared/model/known.ts';
import type { ReceiveConnector } from '../../../shared/model/connector.ts';
import { unreadEdgeServer, type HybridServer, type Organization } from '../../../shared/model/organization.ts';
import { hybridConfiguration, hybridServer, newName, organization, receiveConnector, sendConnector } from './sample.ts';

export const edgeConnector = (server: string, changes: Partial<ReceiveConnector> = {}): ReceiveConnector =>
  receiveConnector(server, {
    identity: `${server}\\Default internal receive connector ${server}`,
    name: `Default internal receive connector ${server}`,
    transportRole: known('HubTransport'),
    bindings: known(['0.0.0.0:25']),
    fqdn: known(`${server.toLowerCase()}.contoso.com`),
    tlsCertificateName: known(newName),
    ...changes,
  });

/** An Edge server that was collected on it. */
export const edgeServer = (name: string, changes: Partial<HybridServer> = {}): HybridServer =>
  hybridServer(name, { role: 'edge', receiveConnectors: known([edgeConnector(name)]), ...changes });

/** As setup made its connector: the HCW leaves it alone. */
const mailboxServer = hybridServer('EX01', {
  role: 'reference',
  receiveConnectors: known([receiveConnector('EX01', { tlsCertificateName: known(null), tlsDomainCapabilities: known([]) })]),
});

/** `edges`: the two Edge servers, in order unless given. */
export const overEdge = (
  edges: readonly HybridServer[] = [edgeServer('EDGE01'), edgeServer('EDGE02')],
  changes: Partial<Organization> = {},
): Organization =>
  organization({
    hybridConfiguration: known({
      ...hybridConfiguration(newName),
      sendingTransportServers: [],
      receivingTransportServers: [],
      edgeTransportServers: ['EDGE01', 'EDGE02'],
    }),
    hybridServers: [mailboxServer, ...edges],
    sendConnectors: known([sendConnector({ tlsCertificateName: known(newName), sourceTransportServers: known(['EDGE01', 'EDGE02']) })]),
    ...changes,
  });

export const unreadEdges: readonly HybridServer[] = [unreadEdgeServer('EDGE01'), unreadEdgeServer('EDGE02')];

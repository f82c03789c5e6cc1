/** Is the organisation ready for the reset and the HCW? */
import type { BuildTable } from '../builds/builds.ts';
import type { Finding } from '../model/finding.ts';
import type { HybridServer, Organisation } from '../model/organisation.ts';
import { buildTableAge, serverVersion } from './pre/server-version.ts';
import {
  edgeServers,
  hybridInbound,
  hybridOutbound,
  hybridSend,
  hybridSendNames,
  receiveBindings,
  receiveConnector,
} from './pre/connectors.ts';
import { certificateDetails } from './pre/certificate-details.ts';
import { hybridConfigurationRight, resetRight } from './pre/rights.ts';
import { serverListed } from './pre/server-listed.ts';

/** Every rule, in the order of the page: servers, rights, connectors. */
export const preChecks = (organisation: Organisation, builds: BuildTable): Finding[] => [
  ...forEachServer(organisation, (server) => serverListed(server, organisation)),
  ...forEachServer(organisation, (server) => serverVersion(server, organisation, builds)),
  buildTableAge(organisation, builds),
  resetRight(organisation),
  hybridConfigurationRight(organisation),
  ...forEachServer(organisation, certificateDetails),
  ...forEachServer(organisation, receiveConnector),
  ...forEachServer(organisation, receiveBindings),
  hybridSend(organisation),
  ...hybridSendNames(organisation),
  hybridInbound(organisation),
  hybridOutbound(organisation),
  ...edgeServers(organisation),
];

const forEachServer = (organisation: Organisation, rule: (server: HybridServer) => readonly Finding[]): readonly Finding[] =>
  organisation.hybridServers.flatMap(rule);

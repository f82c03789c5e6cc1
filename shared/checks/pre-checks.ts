/** Is the organization ready for the reset and the HCW? */
import type { BuildTable } from '../builds/builds.ts';
import type { Finding } from '../model/finding.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
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
export const preChecks = (organization: Organization, builds: BuildTable): Finding[] => [
  ...forEachServer(organization, (server) => serverListed(server, organization)),
  ...forEachServer(organization, (server) => serverVersion(server, organization, builds)),
  buildTableAge(organization, builds),
  resetRight(organization),
  hybridConfigurationRight(organization),
  ...forEachServer(organization, certificateDetails),
  ...forEachServer(organization, receiveConnector),
  ...forEachServer(organization, receiveBindings),
  hybridSend(organization),
  ...hybridSendNames(organization),
  hybridInbound(organization),
  hybridOutbound(organization),
  ...edgeServers(organization),
];

const forEachServer = (organization: Organization, rule: (server: HybridServer) => readonly Finding[]): readonly Finding[] =>
  organization.hybridServers.flatMap(rule);

/** The cmdlets that only read. */

import { psObject, psString, type PsObject, propertyOf, psNull } from '../../../shared/clixml/value.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { cmdletTable, type CmdletName } from '../../../shared/commands/table.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import {
  atController,
  errorOnly,
  objectsOnly,
  textParameter,
  type Cmdlet,
  type CmdletAnswer,
  certificateNotFound,
  commandNotFound,
  objectNotFound,
  isHidden,
  notReached,
} from './answer.ts';
import {
  acceptedDomain,
  authConfig,
  onlineAcceptedDomain,
  exchangeServer,
  hybridConfiguration,
  organizationConfig,
  transportService,
} from './objects/directory.ts';
import { thumbprintOf } from './objects/certificate.ts';
import { edgeSynchronization } from './objects/edge-synchronization.ts';
import { serviceHealth } from './objects/service-health.ts';
import { inboundConnector, outboundConnector, receiveConnector, receiveConnectorIdentity, sendConnector } from './objects/connectors.ts';
import { arrivedCertificate, selectableCertificate } from './certificate-payload/payload.ts';
import { sameText } from '../../../shared/model/same-text.ts';

type Server = OrganizationFile['servers'][number];

export const readCmdlets = {
  'Get-ExchangeServer': (organization, call) =>
    byIdentity(
      organization,
      organization.servers,
      textParameter(call, 'Identity'),
      isServer,
      (server) => exchangeServer(organization, server),
      call,
    ),

  'Get-HybridConfiguration': atController((organization) =>
    objectsOnly(organization.hybridConfiguration === null ? [] : [hybridConfiguration(organization, organization.hybridConfiguration)]),
  ),

  'Get-OrganizationConfig': (organization) => objectsOnly([organizationConfig(organization)]),

  'Get-AcceptedDomain': (organization, call) =>
    objectsOnly(
      call.side === 'onPremises'
        ? organization.acceptedDomains.map((name, index) => acceptedDomain(organization, name, index))
        : organization.exchangeOnline.acceptedDomains.map(onlineAcceptedDomain),
    ),

  'Get-ReceiveConnector': atController((organization, call) => {
    const name = textParameter(call, 'Server');
    const server = name === undefined ? undefined : organization.servers.find((candidate) => isServer(candidate, name));
    if (name !== undefined && server === undefined) return errorOnly(objectNotFound(organization, name, call));
    const connectors = organization.receiveConnectors.filter(
      // Those of an Edge server are in its own directory.
      (connector) => !isEdgeServer(organization, connector.server) && (server === undefined || sameText(connector.server, server.name)),
    );
    return byIdentity(
      organization,
      connectors,
      textParameter(call, 'Identity'),
      isReceiveConnector,
      (connector) => receiveConnector(organization, connector),
      call,
    );
  }),

  'Get-SendConnector': atController((organization, call) =>
    byIdentity(
      organization,
      organization.sendConnectors,
      textParameter(call, 'Identity'),
      hasName,
      (connector) => sendConnector(organization, connector),
      call,
    ),
  ),

  'Get-ExchangeCertificate': (organization, call) => {
    const name = textParameter(call, 'Server');
    const server = organization.servers.find((candidate) => name === undefined || isServer(candidate, name));
    if (server === undefined) return name === undefined ? objectsOnly([]) : errorOnly(objectNotFound(organization, name, call));
    if (isEdgeServer(organization, server.name)) return errorOnly(notReached(server.name, call));
    const thumbprint = textParameter(call, 'Thumbprint');
    const wanted = server.certificates.filter((certificate) => thumbprint === undefined || sameText(thumbprintOf(certificate), thumbprint));
    if (thumbprint !== undefined && wanted.length === 0) return errorOnly(certificateNotFound(thumbprint, call));
    const render = call.select === undefined ? arrivedCertificate : selectableCertificate;
    return objectsOnly(wanted.map((certificate) => render(server, certificate)));
  },

  'Get-TransportService': (organization, call) =>
    byIdentity(
      organization,
      organization.servers,
      textParameter(call, 'Identity'),
      isServer,
      (server) => transportService(organization, server),
      call,
    ),

  'Get-AuthConfig': (organization) =>
    objectsOnly(organization.authConfig === null ? [] : [authConfig(organization, organization.authConfig)]),

  'Test-ServiceHealth': (organization, call) => {
    const name = textParameter(call, 'Server');
    const server = organization.servers.find((candidate) => name === undefined || isServer(candidate, name));
    if (server === undefined) return name === undefined ? objectsOnly([]) : errorOnly(objectNotFound(organization, name, call));
    return isEdgeServer(organization, server.name) ? errorOnly(notReached(server.name, call)) : objectsOnly(serviceHealth(server));
  },

  'Test-EdgeSynchronization': atController((organization, call) => {
    const { servers, sendConnectors, edgeSendConnectors } = organization;
    const target = textParameter(call, 'TargetServer');
    const edges = servers.filter(({ name }) => isEdgeServer(organization, name) && (target === undefined || sameText(name, target)));
    return objectsOnly(
      edges.map(({ name }) => {
        const isSame = JSON.stringify(edgeSendConnectors?.[name]) === JSON.stringify(sendConnectors);
        const compared = isSame ? 'Synchronized' : 'NotSynchronized';
        return edgeSynchronization(name, call.parameters['FullCompareMode'] === true ? compared : 'Skipped');
      }),
    );
  }),

  'Get-InboundConnector': (organization, call) =>
    byIdentity(
      organization,
      organization.exchangeOnline.inboundConnectors,
      textParameter(call, 'Identity'),
      hasName,
      inboundConnector,
      call,
    ),

  'Get-OutboundConnector': (organization, call) =>
    byIdentity(
      organization,
      organization.exchangeOnline.outboundConnectors,
      textParameter(call, 'Identity'),
      hasName,
      outboundConnector,
      call,
    ),

  'Get-Command': (organization, call) => {
    const wanted = call.parameters['Name'];
    const available = namesOf(cmdletTable).filter(
      (name) => cmdletTable[name].sides.some((side) => side === call.side) && !isHidden(organization, name),
    );
    if (!Array.isArray(wanted)) return objectsOnly(available.map(commandInfo));
    const found = wanted.map((name: string) => ({ name, match: available.find((candidate) => sameText(candidate, name)) }));
    return {
      objects: found.flatMap(({ match }) => (match === undefined ? [] : [commandInfo(match)])),
      errors: found
        .filter(({ match }) => match === undefined)
        .map(({ name }) => ({
          ...commandNotFound(name),
          id: 'CommandNotFoundException,Microsoft.PowerShell.Commands.GetCommandCommand',
          terminating: false,
        })),
      warnings: [],
    };
  },
} as const satisfies Partial<Record<CmdletName, Cmdlet>>;

/** All objects, or the one that `identity` names, or Exchange's error that there is none. */
function byIdentity<T>(
  organization: OrganizationFile,
  candidates: readonly T[],
  identity: string | undefined,
  matches: (candidate: T, identity: string) => boolean,
  render: (candidate: T) => PsObject,
  call: CmdletCall,
): CmdletAnswer {
  if (identity === undefined) return objectsOnly(candidates.map(render));
  const found = candidates.filter((candidate) => matches(candidate, identity));
  return found.length === 0 ? errorOnly(objectNotFound(organization, identity, call)) : objectsOnly(found.map(render));
}

/** Whether the server has the role of an Edge server: other servers do not reach it. */
export const isEdgeServer = ({ servers }: OrganizationFile, name: string): boolean =>
  servers.some((server) => sameText(server.name, name) && server.serverRole.includes('Edge'));

export const isServer = (server: Server, identity: string): boolean => sameText(server.name, identity) || sameText(server.fqdn, identity);
const hasName = (connector: { readonly name: string }, identity: string): boolean => sameText(connector.name, identity);

/** A receive connector is named by `SERVER\name`. */
export const isReceiveConnector = (connector: OrganizationFile['receiveConnectors'][number], identity: string): boolean =>
  sameText(receiveConnectorIdentity(connector), identity);

// Object.keys forgets that the keys are those of the record.
const namesOf = <K extends string>(record: Readonly<Record<K, unknown>>): K[] => Object.keys(record) as K[];

const commandInfo = (name: string): PsObject =>
  psObject(
    { Name: psString(name), CommandType: psString('Function') },
    [
      'Deserialized.System.Management.Automation.FunctionInfo',
      'Deserialized.System.Management.Automation.CommandInfo',
      'Deserialized.System.Object',
    ],
    name,
  );

// `Select-Object -Property` behind a cmdlet, on the server.

/** A row with the wanted properties, in that order; `$null` where the object has none of that name. */
export const selectObject = (object: PsObject, names: readonly string[]): PsObject => ({
  ...psObject({}, [
    `Deserialized.Selected.${object.typeNames[0]?.replace(/^Deserialized\./, '') ?? 'System.Object'}`,
    'Deserialized.System.Management.Automation.PSCustomObject',
    'Deserialized.System.Object',
  ]),
  members: new Map(names.map((name) => [name, propertyOf(object, name) ?? psNull])),
});

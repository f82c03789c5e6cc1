/** The cmdlets that only read. */
import { psObject, psString, type PsObject } from '../../../shared/clixml/value.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { cmdletTable, type CmdletName } from '../../../shared/commands/table.ts';
import type { OrganisationFile } from '../../../shared/model/organisation-file.ts';
import { errorOnly, objectsOnly, textParameter, type Cmdlet, type CmdletAnswer } from './answer.ts';
import { certificateNotFound, commandNotFound, objectNotFound } from './errors.ts';
import { isHidden, sameText } from './faults.ts';
import { acceptedDomain, onlineAcceptedDomain } from './objects/accepted-domain.ts';
import { thumbprintOf } from './objects/certificate.ts';
import { exchangeServer } from './objects/exchange-server.ts';
import { hybridConfiguration } from './objects/hybrid-configuration.ts';
import { inboundConnector, outboundConnector } from './objects/online-connectors.ts';
import { organizationConfig } from './objects/organization-config.ts';
import { receiveConnector, receiveConnectorIdentity } from './objects/receive-connector.ts';
import { sendConnector } from './objects/send-connector.ts';
import { arrivedCertificate, selectableCertificate } from './objects/sent-certificate.ts';
import { transportService } from './objects/transport-service.ts';

type Server = OrganisationFile['servers'][number];

export const readCmdlets = {
  'Get-ExchangeServer': (organisation, call) =>
    byIdentity(
      organisation,
      organisation.servers,
      textParameter(call, 'Identity'),
      isServer,
      (server) => exchangeServer(organisation, server),
      call,
    ),

  'Get-HybridConfiguration': (organisation) =>
    objectsOnly(organisation.hybridConfiguration === null ? [] : [hybridConfiguration(organisation, organisation.hybridConfiguration)]),

  'Get-OrganizationConfig': (organisation) => objectsOnly([organizationConfig(organisation)]),

  'Get-AcceptedDomain': (organisation, call) =>
    objectsOnly(
      call.side === 'onPremises'
        ? organisation.acceptedDomains.map((name, index) => acceptedDomain(organisation, name, index))
        : organisation.exchangeOnline.acceptedDomains.map(onlineAcceptedDomain),
    ),

  'Get-ReceiveConnector': (organisation, call) => {
    const name = textParameter(call, 'Server');
    const server = name === undefined ? undefined : organisation.servers.find((candidate) => isServer(candidate, name));
    if (name !== undefined && server === undefined) return errorOnly(objectNotFound(organisation, name, call));
    const connectors = organisation.receiveConnectors.filter(
      (connector) => server === undefined || sameText(connector.server, server.name),
    );
    return byIdentity(
      organisation,
      connectors,
      textParameter(call, 'Identity'),
      isReceiveConnector,
      (connector) => receiveConnector(organisation, connector),
      call,
    );
  },

  'Get-SendConnector': (organisation, call) =>
    byIdentity(
      organisation,
      organisation.sendConnectors,
      textParameter(call, 'Identity'),
      hasName,
      (connector) => sendConnector(organisation, connector),
      call,
    ),

  'Get-ExchangeCertificate': (organisation, call) => {
    const name = textParameter(call, 'Server');
    const server = organisation.servers.find((candidate) => name === undefined || isServer(candidate, name));
    if (server === undefined) return name === undefined ? objectsOnly([]) : errorOnly(objectNotFound(organisation, name, call));
    const thumbprint = textParameter(call, 'Thumbprint');
    const wanted = server.certificates.filter((certificate) => thumbprint === undefined || sameText(thumbprintOf(certificate), thumbprint));
    if (thumbprint !== undefined && wanted.length === 0) return errorOnly(certificateNotFound(thumbprint, call));
    const render = call.select === undefined ? arrivedCertificate : selectableCertificate;
    return objectsOnly(wanted.map((certificate) => render(server, certificate)));
  },

  'Get-TransportService': (organisation, call) =>
    byIdentity(
      organisation,
      organisation.servers,
      textParameter(call, 'Identity'),
      isServer,
      (server) => transportService(organisation, server),
      call,
    ),

  'Get-InboundConnector': (organisation, call) =>
    byIdentity(
      organisation,
      organisation.exchangeOnline.inboundConnectors,
      textParameter(call, 'Identity'),
      hasName,
      inboundConnector,
      call,
    ),

  'Get-OutboundConnector': (organisation, call) =>
    byIdentity(
      organisation,
      organisation.exchangeOnline.outboundConnectors,
      textParameter(call, 'Identity'),
      hasName,
      outboundConnector,
      call,
    ),

  'Get-Command': (organisation, call) => {
    const wanted = call.parameters['Name'];
    const available = namesOf(cmdletTable).filter(
      (name) => cmdletTable[name].sides.some((side) => side === call.side) && !isHidden(organisation, name),
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
  organisation: OrganisationFile,
  candidates: readonly T[],
  identity: string | undefined,
  matches: (candidate: T, identity: string) => boolean,
  render: (candidate: T) => PsObject,
  call: CmdletCall,
): CmdletAnswer {
  if (identity === undefined) return objectsOnly(candidates.map(render));
  const found = candidates.filter((candidate) => matches(candidate, identity));
  return found.length === 0 ? errorOnly(objectNotFound(organisation, identity, call)) : objectsOnly(found.map(render));
}

const isServer = (server: Server, identity: string): boolean => sameText(server.name, identity) || sameText(server.fqdn, identity);
const hasName = (connector: { readonly name: string }, identity: string): boolean => sameText(connector.name, identity);

/** A receive connector is named by `SERVER\name`. */
export const isReceiveConnector = (connector: OrganisationFile['receiveConnectors'][number], identity: string): boolean =>
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

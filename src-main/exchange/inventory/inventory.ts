/** Reads everything of an organization that the renewal needs. Changes nothing. */
import { cmdletTable, type CmdletName, type Side } from '../../../shared/commands/table.ts';
import type { CallOutcome } from '../../../shared/commands/call.ts';
import { fail, ok, type Result } from '../../../shared/model/error.ts';
import { known, partition, unknown, type Known } from '../../../shared/model/known.ts';
import type { HybridConfiguration, HybridServer, Organization } from '../../../shared/model/organization.ts';
import {
  readAcceptedDomain,
  readExchangeServer,
  readHybridConfiguration,
  changeCmdlets,
  readRights,
  readSendConnector,
  sendConnectorProperties,
} from '../../../shared/read/on-premises.ts';
import { readInboundConnector, readOutboundConnector } from '../../../shared/read/exchange-online.ts';
import { readAll } from '../../../shared/read/property.ts';
import type { ExchangeReader } from '../port.ts';
import { inventoryReader, listOf, readObjects, type InventoryReader, type ReaderOptions } from './inventory-reader.ts';
import { serverCallCount, transportServiceCallCount, readServer, readTransportServices } from './hybrid-server.ts';

export interface InventoryOptions extends ReaderOptions {
  readonly now: () => Date;
  /** Whether Exchange Online is read, if it is connected; true unless said otherwise */
  readonly online?: boolean;
}

type ReadCmdlet = { [Name in CmdletName]: (typeof cmdletTable)[Name]['effect'] extends 'read' ? Name : never }[CmdletName];

const get = (cmdlet: ReadCmdlet, side: Side = 'onPremises') => ({ side, cmdlet, parameters: {} }) as const;

/** The hybrid configuration, and the four calls of `readOnPremises` */
const organizationCallCount = 5;
const exchangeOnlineCallCount = 3;

/**
 * Reads the organization and all hybrid servers: first the hybrid configuration, since it names the servers,
 * then everything else of both sides at the same time. What cannot be read becomes unknown with its reason;
 * only a lost session, the end of PowerShell, or a cancellation is a failure.
 */
export async function collectOrganization(exchange: ExchangeReader, options: InventoryOptions): Promise<Result<Organization>> {
  const reader = inventoryReader(exchange, options);
  const gatheredAt = options.now().toISOString();
  const online = (options.online ?? true) && exchange.sides.has('exchangeOnline');
  reader.addToTotal(organizationCallCount + (online ? exchangeOnlineCallCount : 0));

  const hybridConfiguration = hybridConfigurationOf(await reader.query('hybridConfiguration', '', get('Get-HybridConfiguration')));
  // While the configuration is unknown no server can be named; the organization says why.
  const names = partition([hybridConfiguration], (one) => one).known.flatMap(({ value }) => hybridServerNames(value));
  reader.addToTotal(names.length * serverCallCount + transportServiceCallCount(names));

  const [onPremises, servers, thumbprints, exchangeOnline] = await Promise.all([
    readOnPremises(reader),
    Promise.all(names.map((name) => readServer(reader, name))),
    readTransportServices(reader, names),
    online ? readExchangeOnline(reader) : notConnected,
  ]);
  const hybridServers = servers.map((server, index) => withTransportService(server, thumbprints[index]));

  const sessionError = reader.sessionError();
  return sessionError === undefined
    ? ok({ gatheredAt, hybridConfiguration, ...onPremises, hybridServers, exchangeOnline })
    : fail(sessionError);
}

/** Reads one hybrid server alone, as `collectOrganization` does. */
export async function collectServer(exchange: ExchangeReader, name: string, options: ReaderOptions): Promise<Result<HybridServer>> {
  const reader = inventoryReader(exchange, options);
  reader.addToTotal(serverCallCount + transportServiceCallCount([name]));
  const [server, [thumbprint]] = await Promise.all([readServer(reader, name), readTransportServices(reader, [name])]);
  const sessionError = reader.sessionError();
  return sessionError === undefined ? ok(withTransportService(server, thumbprint)) : fail(sessionError);
}

const withTransportService = (
  server: Omit<HybridServer, 'internalTransportCertificateThumbprint'>,
  thumbprint: HybridServer['internalTransportCertificateThumbprint'] = unknown('notReturned', 'Get-TransportService'),
): HybridServer => ({ ...server, internalTransportCertificateThumbprint: thumbprint });

/** The servers that send or receive, without duplicates (names are compared without case; the first spelling stays). */
function hybridServerNames(configuration: HybridConfiguration | null): readonly string[] {
  if (configuration === null) return [];
  const names = new Map<string, string>();
  for (const name of [...configuration.receivingTransportServers, ...configuration.sendingTransportServers]) {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}

/** Known null: the HCW never configured this organization, so the cmdlet returns nothing or reports that it found none. */
function hybridConfigurationOf(outcome: Known<CallOutcome>): Organization['hybridConfiguration'] {
  if (!outcome.known) return outcome.reason === 'notReturned' ? known(null) : outcome;
  return readObjects(outcome, (objects) => {
    const all = readAll(objects, readHybridConfiguration);
    return all.ok ? ok(all.value[0] ?? null) : all;
  });
}

/** What belongs to the organization as a whole. Rights: which of the changing cmdlets Get-Command finds. */
async function readOnPremises(
  reader: InventoryReader,
): Promise<Pick<Organization, 'servers' | 'sendConnectors' | 'acceptedDomains' | 'rights'>> {
  const [servers, sendConnectors, acceptedDomains, rights] = await Promise.all([
    reader.query('servers', '', get('Get-ExchangeServer')),
    reader.query('sendConnectors', '', { ...get('Get-SendConnector'), select: sendConnectorProperties }),
    reader.query('acceptedDomains', '', get('Get-AcceptedDomain')),
    reader.query('rights', '', { ...get('Get-Command'), parameters: { Name: changeCmdlets } }),
  ]);
  return {
    servers: listOf(servers, readExchangeServer),
    sendConnectors: listOf(sendConnectors, readSendConnector),
    acceptedDomains: listOf(acceptedDomains, readAcceptedDomain),
    rights: rightsOf(rights),
  };
}

function rightsOf(outcome: Known<CallOutcome>): Organization['rights'] {
  if (!outcome.known) return outcome;
  const rights = readRights(outcome.value.objects, outcome.value.errors);
  return rights.ok ? known(rights.value) : unknown('unreadable', 'Get-Command');
}

async function readExchangeOnline(reader: InventoryReader): Promise<Organization['exchangeOnline']> {
  const [inboundConnectors, outboundConnectors, acceptedDomains] = await Promise.all([
    reader.query('inboundConnectors', '', get('Get-InboundConnector', 'exchangeOnline')),
    reader.query('outboundConnectors', '', get('Get-OutboundConnector', 'exchangeOnline')),
    reader.query('onlineAcceptedDomains', '', get('Get-AcceptedDomain', 'exchangeOnline')),
  ]);
  return {
    inboundConnectors: listOf(inboundConnectors, readInboundConnector),
    outboundConnectors: listOf(outboundConnectors, readOutboundConnector),
    acceptedDomains: listOf(acceptedDomains, readAcceptedDomain),
  };
}

const notConnected: Organization['exchangeOnline'] = {
  acceptedDomains: unknown('notConnected'),
  inboundConnectors: unknown('notConnected'),
  outboundConnectors: unknown('notConnected'),
};

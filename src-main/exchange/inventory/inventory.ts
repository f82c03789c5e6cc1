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
import { callsOfServer, callsOfTransportServices, readServer, readTransportServices } from './hybrid-server.ts';

export interface InventoryOptions extends ReaderOptions {
  readonly now: () => Date;
  /** Whether Exchange Online is read, where it is open */
  readonly online?: boolean;
}

type ReadCmdlet = { [Name in CmdletName]: (typeof cmdletTable)[Name]['effect'] extends 'read' ? Name : never }[CmdletName];

const get = (cmdlet: ReadCmdlet, side: Side = 'onPremises') => ({ side, cmdlet, parameters: {} }) as const;

/** The hybrid configuration, and the four of `readOwn` */
const callsOfOrganization = 5;
const callsOfExchangeOnline = 3;

/**
 * Reads the organization and all hybrid servers, both sides at the same time. What cannot be read
 * becomes unknown with its reason; only a lost session, the end of PowerShell, or a cancellation is
 * a failure. The hybrid configuration is read first, since it names the servers: the total of the
 * progress grows once, after the first call.
 */
export async function collectOrganization(exchange: ExchangeReader, options: InventoryOptions): Promise<Result<Organization>> {
  const reader = inventoryReader(exchange, options);
  const gatheredAt = options.now().toISOString();
  const online = (options.online ?? true) && exchange.sides.has('exchangeOnline');
  reader.expect(callsOfOrganization + (online ? callsOfExchangeOnline : 0));

  const hybridConfiguration = hybridConfigurationOf(await reader.query('hybridConfiguration', '', get('Get-HybridConfiguration')));
  const names = partition([hybridConfiguration], (one) => one).known.flatMap(({ value }) => hybridServerNames(value));
  reader.expect(names.length * callsOfServer + callsOfTransportServices(names));

  const [own, servers, thumbprints, exchangeOnline] = await Promise.all([
    readOwn(reader),
    Promise.all(names.map((name) => readServer(reader, name))),
    readTransportServices(reader, names),
    online ? readExchangeOnline(reader) : notConnected,
  ]);
  const hybridServers = servers.map((server, index) => withTransportService(server, thumbprints[index]));

  const ended = reader.ended();
  return ended === undefined ? ok({ gatheredAt, hybridConfiguration, ...own, hybridServers, exchangeOnline }) : fail(ended);
}

/** Reads one hybrid server alone, as `collectOrganization` does. */
export async function collectServer(exchange: ExchangeReader, name: string, options: ReaderOptions): Promise<Result<HybridServer>> {
  const reader = inventoryReader(exchange, options);
  reader.expect(callsOfServer + callsOfTransportServices([name]));
  const [server, [thumbprint]] = await Promise.all([readServer(reader, name), readTransportServices(reader, [name])]);
  const ended = reader.ended();
  return ended === undefined ? ok(withTransportService(server, thumbprint)) : fail(ended);
}

const withTransportService = (
  server: Omit<HybridServer, 'internalTransportCertificateThumbprint'>,
  thumbprint: HybridServer['internalTransportCertificateThumbprint'] = unknown('notReturned', 'Get-TransportService'),
): HybridServer => ({ ...server, internalTransportCertificateThumbprint: thumbprint });

/** Hybrid servers: those that send or receive, each once, as first written. */
function hybridServerNames(configuration: HybridConfiguration | null): readonly string[] {
  if (configuration === null) return [];
  const names = new Map<string, string>();
  for (const name of [...configuration.receivingTransportServers, ...configuration.sendingTransportServers]) {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}

/** An organization that the HCW never configured has none: nothing comes back, or it is not found. */
function hybridConfigurationOf(outcome: Known<CallOutcome>): Organization['hybridConfiguration'] {
  if (!outcome.known) return outcome.reason === 'notReturned' ? known(null) : outcome;
  return readObjects(outcome, (objects) => {
    const all = readAll(objects, readHybridConfiguration);
    return all.ok ? ok(all.value[0] ?? null) : all;
  });
}

/** What belongs to the organization; its rights are what Get-Command finds of the cmdlets that change something. */
async function readOwn(reader: InventoryReader): Promise<Pick<Organization, 'servers' | 'sendConnectors' | 'acceptedDomains' | 'rights'>> {
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

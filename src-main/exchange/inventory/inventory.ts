/** Reads everything of an organization that the renewal needs. Changes nothing. */
import { cmdletTable, type CmdletName, type Side } from '../../../shared/commands/table.ts';
import type { CallOutcome } from '../../../shared/commands/call.ts';
import { fail, ok, type Result } from '../../../shared/model/error.ts';
import { flatMap, known, partition, unknown, type Known } from '../../../shared/model/known.ts';
import type { ExchangeServer, HybridServer, Organization } from '../../../shared/model/organization.ts';
import {
  readAcceptedDomain,
  readAuthConfig,
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
import { completeObjects, inventoryReader, listOf, readObjects, type InventoryReader, type ReaderOptions } from './inventory-reader.ts';
import {
  readEdgeServer,
  readServer,
  readTransportServices,
  serverCallCount,
  transportServiceCallCount,
  type ReadServer,
} from './hybrid-server.ts';

export interface InventoryOptions extends ReaderOptions {
  readonly now: () => Date;
  /** Whether Exchange Online is read, if it is connected; true unless said otherwise */
  readonly online?: boolean;
  /** What was collected on the Edge servers; asked for only where there are any */
  readonly collectedOnEdge?: () => Promise<Result<ExchangeReader>>;
}

type ReadCmdlet = { [Name in CmdletName]: (typeof cmdletTable)[Name]['effect'] extends 'read' ? Name : never }[CmdletName];

const get = (cmdlet: ReadCmdlet, side: Side = 'onPremises') => ({ side, cmdlet, parameters: {} }) as const;

/** The hybrid configuration, and the five calls of `readOnPremises` */
const organizationCallCount = 6;
const exchangeOnlineCallCount = 3;

/**
 * Reads the organization and all servers of the hybrid deployment: first the hybrid configuration, since it names them,
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
  const [{ value: configuration } = { value: null }] = partition([hybridConfiguration], (one) => one).known;
  const transport = distinct([...(configuration?.receivingTransportServers ?? []), ...(configuration?.sendingTransportServers ?? [])]);
  const edge = distinct(configuration?.edgeTransportServers ?? []);
  const listed = readListed(reader);
  // The list of servers is needed first where it names the reference servers.
  const reference = edge.length === 0 || transport.length > 0 ? [] : mailboxServers(await listed);
  const reachable = [...transport, ...reference];
  reader.addToTotal(reachable.length * serverCallCount + transportServiceCallCount(reachable));

  const [onPremises, servers, thumbprints, edgeServers, exchangeOnline] = await Promise.all([
    readOnPremises(reader, listed),
    Promise.all(reachable.map((name) => readServer(reader, name))),
    readTransportServices(reader, reachable),
    readEdgeServers(edge, options),
    online ? readExchangeOnline(reader) : notConnected,
  ]);
  if (!edgeServers.ok) return edgeServers;
  const hybridServers = [
    ...servers.map((server, index) => ({
      ...withTransportService(server, thumbprints[index]),
      role: index < transport.length ? ('transport' as const) : ('reference' as const),
    })),
    ...edgeServers.value,
  ];

  const sessionError = reader.sessionError();
  return sessionError === undefined
    ? ok({ gatheredAt, hybridConfiguration, ...onPremises, hybridServers, exchangeOnline })
    : fail(sessionError);
}

/** Reads one server alone, as `collectOrganization` does. */
export async function collectServer(
  exchange: ExchangeReader,
  { name, role }: Pick<HybridServer, 'name' | 'role'>,
  options: ReaderOptions,
): Promise<Result<HybridServer>> {
  const reader = inventoryReader(exchange, options);
  reader.addToTotal(serverCallCount + transportServiceCallCount([name]));
  const [server, [thumbprint]] = await Promise.all([readServer(reader, name), readTransportServices(reader, [name])]);
  const sessionError = reader.sessionError();
  return sessionError === undefined ? ok({ ...withTransportService(server, thumbprint), role }) : fail(sessionError);
}

/** Edge servers as they were collected on them. */
export async function readEdgeServers(
  names: readonly string[],
  { collectedOnEdge }: Pick<InventoryOptions, 'collectedOnEdge'>,
): Promise<Result<readonly HybridServer[]>> {
  if (names.length === 0) return ok([]);
  const collected = await collectedOnEdge?.();
  if (collected?.ok === false) return collected;
  return ok(await Promise.all(names.map((name) => readEdgeServer(collected?.value, name))));
}

const withTransportService = (
  server: ReadServer,
  thumbprint: HybridServer['internalTransportCertificateThumbprint'] = unknown('notReturned', 'Get-TransportService'),
): Omit<HybridServer, 'role'> => ({ ...server, internalTransportCertificateThumbprint: thumbprint });

/** Without duplicates (names are compared without case; the first spelling stays). */
const distinct = (names: readonly string[]): readonly string[] =>
  names.filter((name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === index);

/** Those among which the HCW looks for the certificate. Of a server whose role is not known that cannot be said. */
const mailboxServers = (listed: Known<readonly ExchangeServer[]>): readonly string[] =>
  partition([listed], (list) => list).known.flatMap(({ value }) =>
    partition(value, ({ serverRole }) => serverRole)
      .known.filter(({ value: role }) => /\bMailbox\b/i.test(role))
      .map(({ item }) => item.name),
  );

const readListed = async (reader: InventoryReader): Promise<Organization['servers']> =>
  listOf(await reader.query('servers', '', get('Get-ExchangeServer')), readExchangeServer);

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
  listed: Promise<Organization['servers']>,
): Promise<Pick<Organization, 'servers' | 'sendConnectors' | 'acceptedDomains' | 'rights' | 'authConfig'>> {
  const [servers, sendConnectors, acceptedDomains, rights, authConfig] = await Promise.all([
    listed,
    reader.query('sendConnectors', '', { ...get('Get-SendConnector'), select: sendConnectorProperties }),
    reader.query('acceptedDomains', '', get('Get-AcceptedDomain')),
    reader.query('rights', '', { ...get('Get-Command'), parameters: { Name: changeCmdlets } }),
    reader.query('authConfig', '', get('Get-AuthConfig')),
  ]);
  return {
    servers,
    sendConnectors: listOf(sendConnectors, readSendConnector),
    acceptedDomains: listOf(acceptedDomains, readAcceptedDomain),
    rights: rightsOf(rights),
    authConfig: authConfigOf(authConfig),
  };
}

function authConfigOf(outcome: Known<CallOutcome>): Organization['authConfig'] {
  return flatMap(completeObjects(outcome), ([object]): Organization['authConfig'] =>
    object === undefined ? unknown('notReturned', 'Get-AuthConfig') : known(readAuthConfig(object)),
  );
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

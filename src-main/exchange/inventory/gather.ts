/** Reads everything of an organization that the renewal needs. Changes nothing. */
import { cmdletTable, type CmdletName, type Side } from '../../../shared/commands/table.ts';
import type { CmdletCall, CallOutcome } from '../../../shared/commands/call.ts';
import { fail, ok, type Result } from '../../../shared/model/error.ts';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
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
import type { ExchangeGateway } from '../port.ts';
import { listOf, readObjects } from './answers.ts';
import { createAsker, type Asker, type AskOptions } from './asker.ts';
import { callsOf, callsOfHybridServer, readHybridServer, transportServiceOf } from './hybrid-server.ts';
import { transportServices } from './transport-services.ts';

export interface GatherOptions extends AskOptions {
  readonly now: () => Date;
}

type ReadCmdlet = { [Name in CmdletName]: (typeof cmdletTable)[Name]['effect'] extends 'read' ? Name : never }[CmdletName];

const read = (cmdlet: ReadCmdlet, side: Side = 'onPremises') => ({ side, cmdlet, parameters: {} }) as const;

/** The rights are what Get-Command finds of the cmdlets that change something. */
const ownCalls = {
  servers: read('Get-ExchangeServer'),
  sendConnectors: { ...read('Get-SendConnector'), select: sendConnectorProperties },
  acceptedDomains: read('Get-AcceptedDomain'),
  rights: { side: 'onPremises', cmdlet: 'Get-Command', parameters: { Name: changeCmdlets } },
} as const satisfies Readonly<Record<string, CmdletCall>>;
/** With the hybrid configuration */
const callsOfOrganization = 1 + Object.keys(ownCalls).length;
const callsOfExchangeOnline = 3;

/**
 * Asks what is of the whole organization and of all hybrid servers, both sides at once. What cannot be read becomes
 * unknown with its reason and the gathering goes on; only the loss of the session, the end of PowerShell or a cancellation ends it.
 * The hybrid configuration is asked first, since it tells how many servers have to be asked: the
 * total of the progress grows once, after the first call.
 */
export async function gatherOrganization(gateway: ExchangeGateway, options: GatherOptions): Promise<Result<Organization>> {
  const asker = createAsker(gateway, options);
  const gatheredAt = options.now().toISOString();
  const online = gateway.sides.has('exchangeOnline');
  asker.expect(callsOfOrganization + (online ? callsOfExchangeOnline : 0));

  const hybridConfiguration = hybridConfigurationOf(await asker.ask('hybridConfiguration', '', read('Get-HybridConfiguration')));
  const names = hybridConfiguration.known ? hybridServerNames(hybridConfiguration.value) : [];
  const transport = transportServices(asker, names);
  asker.expect(names.length * callsOfHybridServer + transport.calls);

  const batch = asker.batch();
  const readingOwn = batch.add('', ownCalls);
  const readingServers = names.map(async (name) => readHybridServer(name, await batch.add(name, callsOf(name))));
  const readingTransport = transport.add(batch);
  const [exchangeOnline] = await Promise.all([online ? gatherExchangeOnline(asker) : notConnected, batch.ask()]);
  const own = await readingOwn;
  const servers = listOf(own.servers, readExchangeServer);
  const sendConnectors = listOf(own.sendConnectors, readSendConnector);
  const acceptedDomains = listOf(own.acceptedDomains, readAcceptedDomain);
  const rights = rightsOf(own.rights);
  const services = await readingTransport();
  const hybridServers = (await Promise.all(readingServers)).map((server, index) => server(services[index] ?? unknown('notReturned')));

  const stopped = asker.stopped();
  if (stopped !== undefined) return fail(stopped);
  return ok({ gatheredAt, servers, hybridConfiguration, hybridServers, sendConnectors, acceptedDomains, rights, exchangeOnline });
}

/** Asks one hybrid server alone, as `gatherOrganization` asks it. */
export async function gatherServer(gateway: ExchangeGateway, name: string, options: AskOptions): Promise<Result<HybridServer>> {
  const asker = createAsker(gateway, options);
  asker.expect(callsOfHybridServer + 1);
  const batch = asker.batch();
  const reading = batch.add(name, callsOf(name));
  const readingTransport = batch.add(name, transportServiceOf(name));
  await batch.ask();
  const server = readHybridServer(name, await reading)((await readingTransport).transportService);
  const stopped = asker.stopped();
  return stopped === undefined ? ok(server) : fail(stopped);
}

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

function rightsOf(outcome: Known<CallOutcome>): Organization['rights'] {
  if (!outcome.known) return outcome;
  const rights = readRights(outcome.value.objects, outcome.value.errors);
  return rights.ok ? known(rights.value) : unknown('unreadable', 'Get-Command');
}

const unasked = unknown('notConnected');
const notConnected: Organization['exchangeOnline'] = {
  acceptedDomains: unasked,
  inboundConnectors: unasked,
  outboundConnectors: unasked,
};

const gatherExchangeOnline = async (asker: Asker): Promise<Organization['exchangeOnline']> => ({
  inboundConnectors: listOf(await asker.ask('inboundConnectors', '', read('Get-InboundConnector', 'exchangeOnline')), readInboundConnector),
  outboundConnectors: listOf(
    await asker.ask('outboundConnectors', '', read('Get-OutboundConnector', 'exchangeOnline')),
    readOutboundConnector,
  ),
  acceptedDomains: listOf(await asker.ask('onlineAcceptedDomains', '', read('Get-AcceptedDomain', 'exchangeOnline')), readAcceptedDomain),
});

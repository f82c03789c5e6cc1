/** Reads everything of an organisation that the renewal needs. Changes nothing. */
import { cmdletTable, type CmdletName, type Side } from '../../../shared/commands/table.ts';
import type { CallOutcome } from '../../../shared/commands/outcome.ts';
import { appError, fail, ok, type Result } from '../../../shared/errors.ts';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import type { HybridConfiguration, HybridServer, Organisation } from '../../../shared/model/organisation.ts';
import { readAcceptedDomain } from '../../../shared/read/accepted-domain.ts';
import { readExchangeServer } from '../../../shared/read/exchange-server.ts';
import { readHybridConfiguration } from '../../../shared/read/hybrid-configuration.ts';
import { readInboundConnector, readOutboundConnector } from '../../../shared/read/online-connectors.ts';
import { changeCmdlets, readRights } from '../../../shared/read/rights.ts';
import { readAll } from '../../../shared/read/required.ts';
import { readSendConnector, sendConnectorProperties } from '../../../shared/read/send-connector.ts';
import type { ExchangeGateway } from '../gateway.ts';
import { listOf, readObjects } from './answers.ts';
import { createAsker, type Asker, type AskOptions } from './asker.ts';
import { callsOfHybridServer, gatherHybridServers } from './hybrid-server.ts';

export interface GatherOptions extends AskOptions {
  readonly now: () => Date;
}

const callsOfOrganisation = 5;
const callsOfExchangeOnline = 3;

/**
 * Asks what is of the whole organisation, then all hybrid servers at once. What cannot be read becomes
 * unknown with its reason and the gathering goes on; only the loss of the session, the end of PowerShell or a cancellation ends it.
 * The hybrid configuration is asked first, since it tells how many servers have to be asked: the
 * total of the progress grows once, after the first call.
 */
export async function gatherOrganisation(gateway: ExchangeGateway, options: GatherOptions): Promise<Result<Organisation>> {
  const asker = createAsker(gateway, options);
  const gatheredAt = options.now().toISOString();
  const online = gateway.sides.has('exchangeOnline');
  asker.expect(callsOfOrganisation + (online ? callsOfExchangeOnline : 0));

  const hybridConfiguration = hybridConfigurationOf(await asker.ask('hybridConfiguration', '', read('Get-HybridConfiguration')));
  const names = hybridConfiguration.known ? hybridServerNames(hybridConfiguration.value) : [];
  asker.expect(names.length * callsOfHybridServer);

  const servers = listOf(await asker.ask('servers', '', read('Get-ExchangeServer')), readExchangeServer);
  const sendConnectors = listOf(
    await asker.ask('sendConnectors', '', { ...read('Get-SendConnector'), select: sendConnectorProperties }),
    readSendConnector,
  );
  const acceptedDomains = listOf(await asker.ask('acceptedDomains', '', read('Get-AcceptedDomain')), readAcceptedDomain);
  const rights = rightsOf(
    await asker.ask('rights', '', { side: 'onPremises', cmdlet: 'Get-Command', parameters: { Name: changeCmdlets } }),
  );
  const hybridServers = await gatherHybridServers(names, asker);
  const exchangeOnline = online ? await gatherExchangeOnline(asker) : notConnected;

  const stopped = asker.stopped();
  if (stopped !== undefined) return fail(stopped);
  return ok({ gatheredAt, servers, hybridConfiguration, hybridServers, sendConnectors, acceptedDomains, rights, exchangeOnline });
}

/** Asks one hybrid server alone, as `gatherOrganisation` asks it. */
export async function gatherServer(gateway: ExchangeGateway, name: string, options: AskOptions): Promise<Result<HybridServer>> {
  const asker = createAsker(gateway, options);
  asker.expect(callsOfHybridServer);
  const [server] = await gatherHybridServers([name], asker);
  const stopped = asker.stopped();
  if (stopped !== undefined) return fail(stopped);
  return server === undefined ? fail(appError('organisation.noHybridServers')) : ok(server);
}

type ReadCmdlet = { [Name in CmdletName]: (typeof cmdletTable)[Name]['effect'] extends 'read' ? Name : never }[CmdletName];

const read = (cmdlet: ReadCmdlet, side: Side = 'onPremises') => ({ side, cmdlet, parameters: {} }) as const;

/** Hybrid servers: those that send or receive, each once, as first written. */
function hybridServerNames(configuration: HybridConfiguration | null): readonly string[] {
  if (configuration === null) return [];
  const names = new Map<string, string>();
  for (const name of [...configuration.receivingTransportServers, ...configuration.sendingTransportServers]) {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}

/** An organisation that the HCW never configured has none: nothing comes back, or it is not found. */
function hybridConfigurationOf(outcome: Known<CallOutcome>): Organisation['hybridConfiguration'] {
  if (!outcome.known) return outcome.reason === 'notReturned' ? known(null) : outcome;
  return readObjects(outcome, (objects) => {
    const all = readAll(objects, readHybridConfiguration);
    return all.ok ? ok(all.value[0] ?? null) : all;
  });
}

function rightsOf(outcome: Known<CallOutcome>): Organisation['rights'] {
  if (!outcome.known) return outcome;
  const rights = readRights(outcome.value.objects, outcome.value.errors);
  return rights.ok ? known(rights.value) : unknown('unreadable', 'Get-Command');
}

const unasked = unknown('notConnected');
const notConnected: Organisation['exchangeOnline'] = {
  acceptedDomains: unasked,
  inboundConnectors: unasked,
  outboundConnectors: unasked,
};

const gatherExchangeOnline = async (asker: Asker): Promise<Organisation['exchangeOnline']> => ({
  inboundConnectors: listOf(await asker.ask('inboundConnectors', '', read('Get-InboundConnector', 'exchangeOnline')), readInboundConnector),
  outboundConnectors: listOf(
    await asker.ask('outboundConnectors', '', read('Get-OutboundConnector', 'exchangeOnline')),
    readOutboundConnector,
  ),
  acceptedDomains: listOf(await asker.ask('onlineAcceptedDomains', '', read('Get-AcceptedDomain', 'exchangeOnline')), readAcceptedDomain),
});

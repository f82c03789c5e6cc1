/** Is the organization ready for the reset and the HCW? */
import type { CmdletName } from '../commands/table.ts';
import { all, flatMap, isKnownTrue, known, map, partition, type Known } from '../model/known.ts';
import { mayRun, transportServers, type ExchangeServer, type HybridServer, type Organization } from '../model/organization.ts';
import { sameServer, shortName } from '../model/server-name.ts';
import {
  alreadyReset,
  edgeServers,
  hybridInbound,
  hybridOutbound,
  hybridSend,
  hybridSendNames,
  receiveBindings,
  receiveConnector,
} from './connectors.ts';
import { isUnreadEdge } from './hybrid-connectors.ts';
import { newestCumulativeUpdate, type BuildTable, type CumulativeUpdates } from './exchange-builds.ts';
import { about, couldNotCheck, finding, type Context, type Finding } from './finding.ts';
import { rulesOn, type RuleOn } from './rules.ts';

/** Every rule, in the order of the page. */
export const preChecks = (organization: Organization, builds: BuildTable): Finding[] =>
  rulesOn('preChecks').flatMap((rule) => check[rule](organization, builds));

const check: Readonly<Record<RuleOn<'preChecks'>, (organization: Organization, builds: BuildTable) => Finding | readonly Finding[]>> = {
  'server.listed': serversListed,
  'server.version': serverVersions,
  'server.buildTable': buildTableAge,
  'rights.reset': (organization) =>
    // Receive connectors of Edge servers are set on these, with the rights of a local administrator.
    transportServers(organization).length === 0 ? [] : right(about('rights.reset'), organization, 'Set-ReceiveConnector', 'block'),
  'rights.hybridConfiguration': (organization) =>
    right(about('rights.hybridConfiguration'), organization, 'Set-HybridConfiguration', 'warn'),
  'server.certificateDetails': ({ hybridServers }) => hybridServers.filter((server) => !isUnreadEdge(server)).flatMap(certificateDetails),
  'connector.receive': (organization) => transportServers(organization).flatMap(receiveConnector),
  'connector.alreadyReset': (organization) => transportServers(organization).flatMap(alreadyReset),
  'connector.bindings': (organization) => transportServers(organization).flatMap(receiveBindings),
  'connector.send': hybridSend,
  'connector.sendName': hybridSendNames,
  'connector.inbound': hybridInbound,
  'connector.outbound': hybridOutbound,
  'connector.edge': edgeServers,
};

interface HybridServerListing {
  readonly server: string;
  /** As Get-ExchangeServer lists it; known `undefined` when it is not listed */
  readonly listed: Known<ExchangeServer | undefined>;
}

/** Not of Edge servers: the organization lists the version that an Edge server had when it was subscribed, and lists it only while it is. */
function listingsOf({ hybridServers, servers }: Organization): readonly HybridServerListing[] {
  const byShortName = map(servers, groupedByShortName);
  return hybridServers
    .filter(({ role }) => role !== 'edge')
    .map(({ name: server }) => ({
      server,
      listed: map(byShortName, (groups) =>
        groups.get(keyOfShortName(server))?.find(({ name, fqdn }) => sameServer(name, server) || sameServer(fqdn, server)),
      ),
    }));
}

/** All names of a server have the same short name, so looking it up finds every server that can be meant. */
function groupedByShortName(servers: readonly ExchangeServer[]): ReadonlyMap<string, readonly ExchangeServer[]> {
  const groups = new Map<string, ExchangeServer[]>();
  for (const server of servers) {
    for (const key of new Set([server.name, server.fqdn].map(keyOfShortName))) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [server]);
      else group.push(server);
    }
  }
  return groups;
}

// Stryker disable next-line MethodExpression: any one case will do
const keyOfShortName = (name: string): string => shortName(name).toLowerCase();

/** Does a server that the hybrid configuration names still exist? */
function serversListed(organization: Organization): Finding[] {
  return listingsOf(organization).map(({ server, listed }) => {
    const context = about('server.listed', server);
    if (!listed.known) return couldNotCheck(context, listed, { server });
    return finding(context, listed.value === undefined ? 'warn' : 'ok', { server });
  });
}

/**
 * An old cumulative update can make the HCW fail at CheckPrereqs (KB 2988229, about Exchange 2013). Microsoft supports the
 * newest one and the one before it. AdminDisplayVersion does not show security updates. Nothing of a server that is not listed: `server.listed` says so.
 */
function serverVersions(organization: Organization, builds: BuildTable): Finding[] {
  // Many servers share a version, so each version is looked up once.
  const found = new Map<string, CumulativeUpdates | undefined>();
  const updatesOf = (version: string): CumulativeUpdates | undefined => {
    // Stryker disable next-line ConditionalExpression: asked again, the table gives the same answer
    if (!found.has(version)) found.set(version, newestCumulativeUpdate(version, builds));
    return found.get(version);
  };
  return listingsOf(organization).flatMap(({ server, listed }) => {
    const version = flatMap(listed, (one) => one?.version ?? known(undefined));
    if (!version.known) return [couldNotCheck(about('server.version', server), version, { server })];
    if (version.value === undefined) return [];
    return serverVersion(server, version.value, updatesOf(version.value), {
      gatheredAt: organization.gatheredAt,
      tableDate: builds.newest,
    });
  });
}

function serverVersion(
  server: string,
  version: string,
  updates: CumulativeUpdates | undefined,
  { gatheredAt, tableDate }: { readonly gatheredAt: string; readonly tableDate: string },
): Finding[] {
  const context = about('server.version', server);
  if (updates === undefined) return [finding(context, 'notInTable', { server, version, tableDate })];
  const { product, installed, newest, newer, endOfSupport } = updates;
  const compared = { server, installed: installed.name, newest: newest.name, kb: newest.kb, tableDate };
  const update =
    newer === 0
      ? finding(context, 'ok', { server, installed: installed.name, tableDate })
      : finding(context, newer === 1 ? 'previous' : 'warn', compared);
  // Stryker disable next-line ConditionalExpression: nothing is later than undefined
  const hasEnded = endOfSupport !== undefined && gatheredAt >= endOfSupport;
  return hasEnded ? [update, finding(context, 'endOfSupport', { server, product, date: endOfSupport })] : [update];
}

const millisecondsOfDay = 86_400_000;

/** A table older than 90 days may lack the newest cumulative update. */
function buildTableAge({ gatheredAt }: Organization, { newest }: BuildTable): Finding {
  const context = about('server.buildTable');
  const days = Math.floor((Date.parse(gatheredAt) - Date.parse(newest)) / millisecondsOfDay);
  return days > 90 ? finding(context, 'warn', { date: newest, days: String(days) }) : finding(context, 'ok', { date: newest });
}

/**
 * With signing of serialization payloads on and an expired Auth certificate, Get-ExchangeCertificate
 * returns certificates without their details (HealthChecker, CSS-Exchange pull request 1448): then
 * services, status and root are not known, and the Auth certificate is the likely cause.
 */
function certificateDetails({ name: server, certificates }: HybridServer): Finding[] {
  const context = about('server.certificateDetails', server);
  if (!certificates.known) return [couldNotCheck(context, certificates, { server })];
  if (certificates.value.length === 0) return [];
  const hasDetails = certificates.value.some(({ sources }) => sources.length > 0);
  return [finding(context, hasDetails ? 'ok' : 'rawOnly', { server })];
}

/**
 * Whether the session offers a change cmdlet to the signed-in user. Without Set-ReceiveConnector step 1 of the
 * article cannot be done; Set-HybridConfiguration is needed only when the HCW does not select the certificate.
 */
function right(
  context: Context<'rights.reset' | 'rights.hybridConfiguration'>,
  organization: Organization,
  cmdlet: CmdletName,
  withoutIt: 'block' | 'warn',
): Finding {
  const offered = mayRun(organization, cmdlet);
  if (!offered.known) return couldNotCheck(context, offered, { cmdlet });
  return finding(context, offered.value ? 'ok' : withoutIt, { cmdlet });
}

/**
 * Whether something of the server is unknown that could be known when it is read again: a list, or
 * what only the server says of its certificates because it could not be reached then.
 */
export function isIncomplete({ certificates, receiveConnectors, internalTransportCertificateThumbprint }: HybridServer): boolean {
  const lists = all([certificates, receiveConnectors, internalTransportCertificateThumbprint]);
  const isComplete = map(
    lists,
    ([read]) => !partition(read, ({ status }) => status).unknown.some(({ why }) => why.reason === 'failed' || why.reason === 'timedOut'),
  );
  return !isKnownTrue(isComplete);
}

/** Is the organization ready for the reset and the HCW? */

import { type BuildTable, newestCumulativeUpdate, sameUpdate } from './exchange-builds.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { HybridServer, Organization, ExchangeServer } from '../model/organization.ts';
import {
  edgeServers,
  hybridInbound,
  hybridOutbound,
  hybridSend,
  hybridSendNames,
  receiveBindings,
  receiveConnector,
} from './connectors.ts';
import { couldNotCheck, finding, type Ground } from './finding.ts';
import type { CmdletName } from '../commands/table.ts';
import { type Known, known } from '../model/known.ts';
import { sameServer } from './hybrid-connectors.ts';

// Does a server that the hybrid configuration names still exist?

/** The server as Get-ExchangeServer lists it; known `undefined` when it is not listed. */
function listedServer({ name }: HybridServer, { servers }: Organization): Known<ExchangeServer | undefined> {
  return servers.known ? known(servers.value.find((server) => sameServer(server.name, name) || sameServer(server.fqdn, name))) : servers;
}

function serverListed(server: HybridServer, organization: Organization): Finding[] {
  const ground: Ground = { rule: 'server.listed', subject: server.name, source: 'requirements' };
  const listed = listedServer(server, organization);
  if (!listed.known) return [couldNotCheck(ground, listed, { server: server.name })];
  return [finding(ground, listed.value === undefined ? 'warn' : 'ok', { server: server.name })];
}

// Cumulative update of each hybrid server: an old one makes the HCW fail at CheckPrereqs (KB 2988229).

/** Tells the cumulative update only: AdminDisplayVersion does not show security updates. Nothing of a server that is not listed. */
function serverVersion(server: HybridServer, organization: Organization, builds: BuildTable): Finding[] {
  const ground: Ground = { rule: 'server.version', subject: server.name, source: 'KB2988229' };
  const listed = listedServer(server, organization);
  if (!listed.known) return [couldNotCheck(ground, listed, { server: server.name })];
  if (listed.value === undefined) return [];
  const { version } = listed.value;
  if (!version.known) return [couldNotCheck(ground, version, { server: server.name })];
  const updates = newestCumulativeUpdate(version.value, builds);
  if (updates === undefined) {
    return [finding(ground, 'unknown', { variant: 'notInTable', server: server.name, version: version.value, tableDate: builds.newest })];
  }
  const { product, installed, newest, endOfSupport } = updates;
  const current = sameUpdate(installed.version, newest.version);
  const update = current
    ? finding(ground, 'ok', { server: server.name, installed: installed.name })
    : finding(ground, 'warn', { server: server.name, installed: installed.name, newest: newest.name, kb: newest.kb });
  const ended = endOfSupport !== undefined && organization.gatheredAt.slice(0, 10) >= endOfSupport;
  return ended
    ? [
        update,
        finding({ ...ground, source: 'support' }, 'warn', { variant: 'endOfSupport', server: server.name, product, date: endOfSupport }),
      ]
    : [update];
}

const millisecondsOfDay = 86_400_000;

/** A table older than 90 days may lack the newest cumulative update. */
function buildTableAge({ gatheredAt }: Organization, { newest }: BuildTable): Finding {
  const ground: Ground = { rule: 'server.buildTable', subject: '', source: 'KB2988229' };
  const days = Math.floor((Date.parse(gatheredAt) - Date.parse(newest)) / millisecondsOfDay);
  return days > 90 ? finding(ground, 'warn', { date: newest, days: String(days) }) : finding(ground, 'ok', { date: newest });
}

// Does a server tell more of its certificates than the certificates themselves?

/**
 * With signing of serialization payloads on and an expired Auth certificate, Get-ExchangeCertificate
 * returns certificates without their details (HealthChecker, CSS-Exchange pull request 1448): then
 * services, status and root are not known, and the Auth certificate is the likely cause.
 */
function certificateDetails({ name: server, certificates }: HybridServer): Finding[] {
  const ground: Ground = { rule: 'server.certificateDetails', subject: server, source: 'healthChecker' };
  if (!certificates.known) return [couldNotCheck(ground, certificates, { server })];
  if (certificates.value.length === 0) return [];
  const isBare = certificates.value.every(({ sources }) => sources.length === 0);
  return [isBare ? finding(ground, 'unknown', { variant: 'rawOnly', server }) : finding(ground, 'ok', { server })];
}

// Does the session offer the change cmdlets to the signed-in user?

/** The reset cannot be done without it. */
const resetRight = (organization: Organization): Finding =>
  right(organization, { rule: 'rights.reset', subject: '', source: 'article' }, 'Set-ReceiveConnector', 'block');

/** Needed only when the certificate is not selected in the HCW. */
const hybridConfigurationRight = (organization: Organization): Finding =>
  right(organization, { rule: 'rights.hybridConfiguration', subject: '', source: 'article' }, 'Set-HybridConfiguration', 'warn');

function right({ rights }: Organization, ground: Ground, cmdlet: CmdletName, withoutIt: Severity): Finding {
  if (!rights.known) return couldNotCheck(ground, rights, { cmdlet });
  const offered = rights.value[cmdlet];
  if (offered === undefined) return couldNotCheck(ground, { reason: 'notReturned', evidence: cmdlet }, { cmdlet });
  return finding(ground, offered ? 'ok' : withoutIt, { cmdlet });
}

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

// Which servers are worth another reading.

/**
 * Whether something of the server is unknown that could be known when it is asked again: a list, or
 * what only the server tells of its certificates because it was not reached then.
 */
export function isIncomplete({ certificates, receiveConnectors, internalTransportCertificateThumbprint: internal }: HybridServer): boolean {
  if (!certificates.known || !receiveConnectors.known || !internal.known) return true;
  return certificates.value.some(({ status }) => !status.known && (status.reason === 'failed' || status.reason === 'timedOut'));
}

/** Are the connectors of the hybrid deployment there, and as the HCW expects them? */
import type { SendConnector } from '../model/connector.ts';
import { and, known, map, partition, type Known } from '../model/known.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
import { about, couldNotCheck, couldNotCheckAs, finding, type Context, type Finding } from './finding.ts';
import {
  chooseFrontendConnector,
  edgeServersOf,
  hasNameOfSetup,
  hybridInboundConnectors,
  hybridOutboundConnectors,
  hybridSendConnectors,
  identitiesOf,
  isPort25,
  plainSpace,
} from './hybrid-connectors.ts';

/**
 * Without it the HCW fails with 8010 (KB 3087159); of several the wizard resets none. It is found by
 * its properties, so a name that setup did not give is only information.
 */
export function receiveConnector(server: HybridServer): Finding[] {
  const context = about('connector.receive', server.name);
  const choice = chooseFrontendConnector(server);
  switch (choice.kind) {
    case 'found': {
      const { identity, enabled } = choice.value;
      const evidence = { server: server.name, connector: identity };
      const named = finding(context, hasNameOfSetup(choice.value, server) ? 'ok' : 'renamed', evidence);
      if (!enabled.known) return [named, couldNotCheckAs(context, 'enabledUnread', enabled, evidence)];
      return enabled.value ? [named] : [named, finding(context, 'disabled', evidence)];
    }
    case 'none':
      return [finding(context, 'block', { server: server.name })];
    case 'several':
      return [finding(context, 'warn', { server: server.name, connectors: identitiesOf(choice.values) })];
    case 'unknown':
      return [couldNotCheck(context, choice.why, { server: server.name })];
  }
}

/** What the HCW looks for and writes. */
const usualBindings: readonly string[] = ['[::]:25', '0.0.0.0:25'];

/**
 * The connector as a reset leaves it: without a certificate name and TlsDomainCapabilities, before this wizard has changed anything.
 * Nothing of a server without such a connector, or with several: `connector.receive` says so.
 */
export function alreadyReset(server: HybridServer): Finding[] {
  const context = about('connector.alreadyReset', server.name);
  const choice = chooseFrontendConnector(server);
  if (choice.kind === 'unknown') return [couldNotCheck(context, choice.why, { connector: server.name })];
  if (choice.kind !== 'found') return [];
  const { identity: connector, tlsCertificateName, tlsDomainCapabilities } = choice.value;
  const isReset = and(
    map(tlsCertificateName, (name) => name === null || name.trim() === ''),
    map(tlsDomainCapabilities, (capabilities) => capabilities.length === 0),
  );
  if (!isReset.known) return [couldNotCheck(context, isReset, { connector })];
  return isReset.value ? [finding(context, 'warn', { connector })] : [];
}

/**
 * The default receive connector with other bindings stops the HCW with 8010 (KB 3087159). No port 25
 * at all warns; another set of addresses on port 25 is information. Nothing where there is no connector, or more than
 * one: `connector.receive` says so.
 */
export function receiveBindings(server: HybridServer): Finding[] {
  const context = about('connector.bindings', server.name);
  const choice = chooseFrontendConnector(server);
  if (choice.kind === 'unknown') return [couldNotCheck(context, choice.why, { connector: server.name })];
  if (choice.kind !== 'found') return [];
  const { identity: connector, bindings } = choice.value;
  if (!bindings.known) return [couldNotCheck(context, bindings, { connector })];
  const evidence = { connector, bindings: bindings.value.join(', ') };
  if (!bindings.value.some(isPort25)) return [finding(context, 'otherPort', evidence)];
  const isUsual = bindings.value.length === usualBindings.length && usualBindings.every((binding) => bindings.value.includes(binding));
  return [finding(context, isUsual ? 'ok' : 'otherAddresses', evidence)];
}

/** Several are permitted, but not for one address space: then the HCW stops with 8011 (KB 3087161). */
export function hybridSend(organization: Organization): Finding {
  const context = about('connector.send');
  const connectors = hybridSendConnectors(organization);
  if (!connectors.known) return couldNotCheck(context, connectors);
  if (connectors.value.length < 2) return presence(context, connectors);
  const evidence = { connectors: identitiesOf(connectors.value) };
  const shared = sharedAddressSpace(connectors.value);
  if (!shared.known) return couldNotCheckAs(context, 'spacesUnread', shared, evidence);
  return shared.value === undefined
    ? finding(context, 'info', evidence)
    : finding(context, 'sameSpace', { ...evidence, space: shared.value });
}

/** The first address space that two connectors have; type and cost aside (`smtp:contoso.com;1`). */
function sharedAddressSpace(connectors: readonly SendConnector[]): Known<string | undefined> {
  const { known: read, unknown: unread } = partition(connectors, ({ addressSpaces }) => addressSpaces);
  const spaces = read.flatMap(({ value }) => [...new Set(value.map(plainSpace))]);
  const shared = spaces.find((space, index) => spaces.indexOf(space) !== index);
  return shared === undefined ? (unread[0]?.why ?? known(undefined)) : known(shared);
}

/** Names that the HCW gives; the wizard finds a connector of another name all the same. Source: Exchange Team Blog 4420592. */
const nameOfHcw = /^Outbound to Office 365(?: - [0-9a-f-]{36})?$/i;

/** Information only, so nothing where the connectors are not known: `connector.send` says so. */
export function hybridSendNames(organization: Organization): Finding[] {
  const connectors = hybridSendConnectors(organization);
  // eslint-disable-next-line no-restricted-syntax -- `connector.send` already reports that the list is unknown.
  if (!connectors.known) return [];
  return connectors.value.map(({ identity, name }) =>
    finding(about('connector.sendName', identity), nameOfHcw.test(name) ? 'ok' : 'info', { connector: identity }),
  );
}

export const hybridInbound = (organization: Organization): Finding =>
  presence(about('connector.inbound'), hybridInboundConnectors(organization));

export const hybridOutbound = (organization: Organization): Finding =>
  presence(about('connector.outbound'), hybridOutboundConnectors(organization));

function presence(
  context: Context<'connector.send' | 'connector.inbound' | 'connector.outbound'>,
  connectors: Known<readonly { readonly identity: string }[]>,
): Finding {
  if (!connectors.known) return couldNotCheck(context, connectors);
  return connectors.value.length === 0 ? finding(context, 'warn') : finding(context, 'ok', { connectors: identitiesOf(connectors.value) });
}

/**
 * What has to be done by hand on each Edge server, since the HCW does not set their receive
 * connectors (Exchange Team Blog 4420592): import, set the name there, Start-EdgeSynchronization.
 */
export function edgeServers(organization: Organization): Finding[] {
  const { found, unread } = edgeServersOf(organization);
  return [
    ...unread.slice(0, 1).map((why) => couldNotCheck(about('connector.edge'), why)),
    ...found.map(({ server, named }) => {
      const context = about('connector.edge', server);
      // What has to be done is the same where it is not known whether the hybrid configuration names it.
      if (!named.known) return finding(context, 'info', { server });
      return finding(context, named.value ? 'info' : 'subscribedOnly', { server });
    }),
  ];
}

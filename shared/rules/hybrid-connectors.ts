/** Finds the connectors and Edge servers of the hybrid deployment by their properties: administrators rename connectors. */
import type { InboundConnector, OutboundConnector, ReceiveConnector, SendConnector } from '../model/connector.ts';
import {
  and,
  choose,
  filter,
  flatMap,
  isKnownTrue,
  known,
  map,
  not,
  or,
  partition,
  unknown,
  type Choice,
  type Known,
  type Unknown,
} from '../model/known.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
import { sameServer, shortName } from '../model/server-name.ts';

/**
 * The receive connector of a server that serves Exchange Online: the one whose
 * TlsDomainCapabilities hold AcceptCloudServicesMail; where none does (it was reset), the
 * FrontendTransport one bound to port 25, on an Edge server the one bound to port 25. Relay connectors share that port, so among several the
 * one with the name that setup gives decides. A connector of which this is not known makes the
 * choice unknown: it may be the one, and a reset of another would stop mail.
 * Source: KB 3087159; docs/domain.md, "Terms".
 */
export function chooseFrontendConnector(server: HybridServer): Choice<ReceiveConnector> {
  const connectors = map(server.receiveConnectors, (list) => list.filter((connector) => sameServer(connector.server, server.name)));
  const trusting = choose(connectors, acceptsCloudServicesMail);
  const candidates = trusting.kind === 'none' ? choose(connectors, isFrontendOnPort25(server)) : trusting;
  if (candidates.kind !== 'several') return candidates;
  const several = known(candidates.values);
  const named = choose(several, (connector) => known(hasNameOfSetup(connector, server)));
  const narrowed = named.kind === 'none' ? choose(several, isFrontendOnPort25(server)) : named;
  return narrowed.kind === 'found' || narrowed.kind === 'unknown' ? narrowed : candidates;
}

/** As `chooseFrontendConnector`; none and several are unknown, with the names that were looked for or found as evidence. */
export function defaultFrontendConnector(server: HybridServer): Known<ReceiveConnector> {
  const choice = chooseFrontendConnector(server);
  switch (choice.kind) {
    case 'found':
      return known(choice.value);
    case 'none':
      return unknown('notReturned', identityOfSetup(server));
    case 'several':
      return unknown('unreadable', identitiesOf(choice.values));
    case 'unknown':
      return choice.why;
  }
}

export const identitiesOf = (connectors: readonly { readonly identity: string }[]): string =>
  connectors.map(({ identity }) => identity).join(', ');

/** The identity of the connector that setup makes for port 25. */
export const identityOfSetup = (server: Pick<HybridServer, 'name' | 'role'>): string => `${server.name}\\${nameOfSetup(server)}`;

/** The name that setup gives to the connector for port 25 (Microsoft Learn, Receive connectors). */
const nameOfSetup = ({ name, role }: Pick<HybridServer, 'name' | 'role'>): string =>
  `${role === 'edge' ? 'Default internal receive connector' : 'Default Frontend'} ${shortName(name)}`;

export const hasNameOfSetup = (connector: ReceiveConnector, server: Pick<HybridServer, 'name' | 'role'>): boolean =>
  connector.name.toLowerCase() === nameOfSetup(server).toLowerCase();

const acceptsCloudServicesMail = ({ tlsDomainCapabilities }: ReceiveConnector): Known<boolean> =>
  map(tlsDomainCapabilities, (capabilities) => capabilities.some((capability) => acceptsCloudMail.test(capability)));

const acceptsCloudMail = /AcceptCloudServicesMail/i;
/** Until 2013 CU8 the HCW wrote a certificate name here, which has had no effect since 2016-04-15 (KB 3156771). */
const isOldForm = (capability: string): boolean => /<I>.*<S>/i.test(capability);

/**
 * Those with AcceptCloudServicesMail. `accepting`: for any domain, in any form. `effective`: of today's form (`domain:capability`) for a
 * domain of Exchange Online, so that they make its mail internal. `otherDomain`: of today's form for another domain.
 */
export function cloudCapabilities(capabilities: readonly string[]): {
  readonly accepting: readonly string[];
  readonly effective: readonly string[];
  readonly otherDomain: readonly string[];
} {
  const accepting = capabilities.filter((capability) => acceptsCloudMail.test(capability));
  const ofToday = accepting.filter((capability) => !isOldForm(capability));
  const isForExchangeOnline = (capability: string): boolean => isProtectionDomain(capability.split(':')[0] ?? '');
  return {
    accepting,
    effective: ofToday.filter(isForExchangeOnline),
    otherDomain: ofToday.filter((capability) => !isForExchangeOnline(capability)),
  };
}

export const isPort25 = (binding: string): boolean => binding.endsWith(':25');

/** On an Edge server there is no front end service: every connector is one of the transport service. */
export const isFrontendOnPort25 =
  (server: Pick<HybridServer, 'role'>) =>
  ({ transportRole, bindings }: ReceiveConnector): Known<boolean> =>
    and(
      server.role === 'edge' ? known(true) : map(transportRole, (role) => role === 'FrontendTransport'),
      map(bindings, (list) => list.some(isPort25)),
    );

/**
 * Domains of TlsDomain and smart hosts by cloud: worldwide, GCC High and DoD, China. That of China is inferred.
 * Source: docs/domain.md, "Clouds".
 */
const protectionDomains = ['mail.protection.outlook.com', 'mail.protection.office365.us', 'mail.protection.partner.outlook.cn'];

/** The tenant's routing domain, e.g. `contoso.mail.onmicrosoft.com`; `.us` and `.cn` in other clouds */
const routingDomain = /\.mail\.onmicrosoft\.(?:com|us|cn)$/;

/**
 * Send connectors to Exchange Online: CloudServicesMailEnabled, a TlsDomain of any cloud, or the address space of the tenant. So a
 * connector is found whose CloudServicesMailEnabled has been lost; that loss is a fault of its own (`mail.send`).
 */
export const hybridSendConnectors = ({ sendConnectors }: Organization): Known<SendConnector[]> =>
  flatMap(sendConnectors, (list) =>
    filter(list, ({ cloudServicesMailEnabled, tlsDomain, addressSpaces }) =>
      or(
        cloudServicesMailEnabled,
        map(tlsDomain, (domain) => domain !== null && isProtectionDomain(domain)),
        map(addressSpaces, (spaces) => spaces.some((space) => routingDomain.test(plainSpace(space)))),
      ),
    ),
  );

/**
 * Those that carry mail: without the disabled ones that are left over beside an enabled one. Where none is enabled, all of them.
 */
export const hybridSendConnectorsInUse = (organization: Organization): Known<SendConnector[]> =>
  map(hybridSendConnectors(organization), (connectors) => {
    const inUse = connectors.filter(({ enabled }) => !isKnownTrue(not(enabled)));
    return inUse.length === 0 ? connectors : inUse;
  });

/** The TlsDomain of the cloud to which the send connectors lead; the worldwide one where they do not say it. */
export function cloudDomain(organization: Organization): string {
  const domains = partition([hybridSendConnectors(organization)], (list) => list).known.flatMap(({ value }) =>
    partition(value, ({ tlsDomain }) => tlsDomain).known.map((one) => one.value?.toLowerCase() ?? ''),
  );
  return protectionDomains.find((one) => domains.includes(one)) ?? 'mail.protection.outlook.com';
}

/** The TlsDomainCapabilities that make mail from that cloud internal. */
export const cloudCapability = (organization: Organization): string => `${cloudDomain(organization)}:AcceptCloudServicesMail`;

/**
 * Whether the send connectors lead to the worldwide cloud, by TlsDomain and the address space of the tenant; one that leads to another
 * cloud is enough for false. Unknown where none of them says it.
 */
export function isWorldwideCloud(organization: Organization): Known<boolean> {
  const names = partition([hybridSendConnectors(organization)], (list) => list).known.flatMap(({ value }) =>
    value.flatMap(({ tlsDomain, addressSpaces }) => [
      ...partition([tlsDomain], (one) => one).known.flatMap((one) => one.value?.trim().toLowerCase() ?? []),
      ...partition([addressSpaces], (one) => one).known.flatMap((one) => one.value.map(plainSpace)),
    ]),
  );
  const naming = names.filter((name) => isProtectionDomain(name) || routingDomain.test(name));
  if (naming.length === 0) return unknown('notReturned', 'TlsDomain');
  return known(naming.every((name) => name.endsWith('.com')));
}

/** Whether it is the domain of Exchange Online in any cloud, or a name below it. */
export const isProtectionDomain = (domain: string): boolean =>
  protectionDomains.some((one) => `.${domain.trim().toLowerCase()}`.endsWith(`.${one}`));

/** An address space without type and cost: `contoso.com` of `smtp:contoso.com;1`. */
export const plainSpace = (space: string): string =>
  space
    .toLowerCase()
    .replace(/^smtp:/, '')
    .replace(/;\d+$/, '');

/** Inbound connectors of the hybrid deployment: CloudServicesMailEnabled and of type OnPremises. */
export const hybridInboundConnectors = ({ exchangeOnline }: Organization): Known<InboundConnector[]> =>
  flatMap(exchangeOnline.inboundConnectors, (list) => filter(list, isHybridOnline));

/** Outbound connectors of the hybrid deployment: CloudServicesMailEnabled and of type OnPremises. */
export const hybridOutboundConnectors = ({ exchangeOnline }: Organization): Known<OutboundConnector[]> =>
  flatMap(exchangeOnline.outboundConnectors, (list) => filter(list, isHybridOnline));

const isHybridOnline = ({ cloudServicesMailEnabled, connectorType }: InboundConnector | OutboundConnector): Known<boolean> =>
  and(
    cloudServicesMailEnabled,
    map(connectorType, (type) => type.toLowerCase() === 'onpremises'),
  );

/** An Edge server whose connectors were not collected on it. */
export const isUnreadEdge = ({ role, receiveConnectors }: HybridServer): boolean =>
  role === 'edge' && partition([receiveConnectors], (list) => list).unknown.some(({ why }) => why.reason === 'notConnected');

/** Edge Transport servers. What is in `unread` may name or list others. */
export interface EdgeServers {
  readonly found: readonly {
    readonly server: string;
    /** Whether the hybrid configuration names it; otherwise it is only subscribed to the organization */
    readonly named: Known<boolean>;
  }[];
  readonly unread: readonly Unknown[];
}

/**
 * Those that the hybrid configuration names, then the others that the organization lists
 * (Get-ExchangeServer lists an Edge server once it is subscribed).
 */
export function edgeServersOf({ hybridConfiguration, servers }: Organization): EdgeServers {
  const configured = partition([hybridConfiguration], (configuration) => map(configuration, (one) => one?.edgeTransportServers ?? []));
  const names = configured.known.flatMap(({ value }) => value);
  const listed = partition([servers], (list) => list);
  const others = listed.known
    .flatMap(({ value }) => value)
    .filter(({ name, fqdn }) => !names.some((one) => sameServer(one, name) || sameServer(one, fqdn)));
  const roles = partition(others, ({ serverRole }) => serverRole);
  const subscribed = roles.known.filter(({ value }) => /\bEdge\b/i.test(value));
  const isNamed = map(hybridConfiguration, () => false);
  return {
    found: [
      ...names.map((server) => ({ server, named: known(true) })),
      ...subscribed.map(({ item }) => ({ server: item.name, named: isNamed })),
    ],
    unread: [...configured.unknown, ...listed.unknown, ...roles.unknown].map(({ why }) => why),
  };
}

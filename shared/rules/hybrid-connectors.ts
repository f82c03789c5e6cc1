/** Finding the connectors of the hybrid deployment by their properties: names are changed in the field. */
import type { InboundConnector, OutboundConnector, ReceiveConnector, SendConnector } from '../model/connector.ts';
import { known, unknown, type Known } from '../model/known.ts';
import type { HybridServer, Organization } from '../model/organization.ts';

/** The receive connector that serves Exchange Online, or why it cannot be told. */
export type FrontendChoice =
  | { readonly kind: 'found'; readonly connector: ReceiveConnector }
  | { readonly kind: 'missing' }
  | { readonly kind: 'ambiguous'; readonly connectors: readonly ReceiveConnector[] }
  | { readonly kind: 'unknown'; readonly why: Extract<Known<never>, { readonly known: false }> };

/**
 * The receive connector of a hybrid server that serves Exchange Online: the one whose
 * TlsDomainCapabilities hold AcceptCloudServicesMail; where none does (it was reset), the
 * FrontendTransport one bound to port 25. Relay connectors share that port, so among several the
 * one with the name that setup gives decides, and only among those.
 * Source: KB 3087159; docs/domain.md, "Terms".
 */
export function chooseFrontendConnector(server: HybridServer): FrontendChoice {
  if (!server.receiveConnectors.known) return { kind: 'unknown', why: server.receiveConnectors };
  const connectors = server.receiveConnectors.value.filter((connector) => sameServer(connector.server, server.name));
  const trusting = connectors.filter(acceptsCloudServicesMail);
  const onPort25 = connectors.filter(isFrontendOnPort25);
  const candidates = trusting.length > 0 ? trusting : onPort25;
  const [only, ...others] = candidates;
  if (only === undefined) {
    const why = connectors.flatMap((connector) => decidingValues(connector)).find((value) => !value.known);
    return why === undefined ? { kind: 'missing' } : { kind: 'unknown', why };
  }
  if (others.length === 0) return { kind: 'found', connector: only };
  const named = candidates.filter((connector) => hasNameOfSetup(connector, server.name));
  const [one, ...more] = named.length > 0 ? named : candidates.filter(isFrontendOnPort25);
  return one !== undefined && more.length === 0 ? { kind: 'found', connector: one } : { kind: 'ambiguous', connectors: candidates };
}

/** As `chooseFrontendConnector`; missing and ambiguous are unknown, with the names found as evidence. */
export function defaultFrontendConnector(server: HybridServer): Known<ReceiveConnector> {
  const choice = chooseFrontendConnector(server);
  switch (choice.kind) {
    case 'found':
      return known(choice.connector);
    case 'missing':
      return unknown('notReturned', `${server.name}\\Default Frontend ${server.name}`);
    case 'ambiguous':
      return unknown('unreadable', identitiesOf(choice.connectors));
    case 'unknown':
      return choice.why;
  }
}

export const identitiesOf = (connectors: readonly { readonly identity: string }[]): string =>
  connectors.map(({ identity }) => identity).join(', ');

/** Send connectors to Exchange Online: CloudServicesMailEnabled, or TlsDomain mail.protection.outlook.* of any cloud. */
export const hybridSendConnectors = (organization: Organization): Known<SendConnector[]> =>
  filtered(organization.sendConnectors, ({ cloudServicesMailEnabled, tlsDomain }) =>
    either(
      cloudServicesMailEnabled,
      tlsDomain.known ? known(/(^|\.)mail\.protection\.outlook\.[a-z.]+$/i.test(tlsDomain.value ?? '')) : tlsDomain,
    ),
  );

/** Inbound connectors of the hybrid deployment: CloudServicesMailEnabled and of type OnPremises. */
export const hybridInboundConnectors = (organization: Organization): Known<InboundConnector[]> =>
  filtered(organization.exchangeOnline.inboundConnectors, isHybridOnline);

/** Outbound connectors of the hybrid deployment: CloudServicesMailEnabled and of type OnPremises. */
export const hybridOutboundConnectors = (organization: Organization): Known<OutboundConnector[]> =>
  filtered(organization.exchangeOnline.outboundConnectors, isHybridOnline);

/** Whether two names are the same server's: compared without case, short name against FQDN too. */
export function sameServer(a: string, b: string): boolean {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left === right || left.startsWith(`${right}.`) || right.startsWith(`${left}.`);
}

const isHybridOnline = ({ cloudServicesMailEnabled, connectorType }: InboundConnector | OutboundConnector): Known<boolean> =>
  both(cloudServicesMailEnabled, connectorType.known ? known(connectorType.value.toLowerCase() === 'onpremises') : connectorType);

/** `true` when one is true, whatever the other; unknown when that hangs on an unknown one. */
const either = (a: Known<boolean>, b: Known<boolean>): Known<boolean> => {
  if ((a.known && a.value) || (b.known && b.value)) return known(true);
  return !a.known ? a : b;
};

const both = (a: Known<boolean>, b: Known<boolean>): Known<boolean> => {
  if ((a.known && !a.value) || (b.known && !b.value)) return known(false);
  return !a.known ? a : b;
};

/** Those of which it is true; unknown as a whole when that cannot be told of one of them. */
function filtered<T>(list: Known<T[]>, test: (item: T) => Known<boolean>): Known<T[]> {
  if (!list.known) return list;
  const chosen: T[] = [];
  for (const item of list.value) {
    const result = test(item);
    if (!result.known) return result;
    if (result.value) chosen.push(item);
  }
  return known(chosen);
}

const acceptsCloudServicesMail = ({ tlsDomainCapabilities }: ReceiveConnector): boolean =>
  tlsDomainCapabilities.known && tlsDomainCapabilities.value.some((capability) => /AcceptCloudServicesMail/i.test(capability));

const isFrontendOnPort25 = ({ transportRole, bindings }: ReceiveConnector): boolean =>
  transportRole.known &&
  transportRole.value === 'FrontendTransport' &&
  bindings.known &&
  bindings.value.some((binding) => binding.endsWith(':25'));

/** Whether it has the name that setup gives: `Default Frontend SERVER`. */
export const hasNameOfSetup = (connector: ReceiveConnector, server: string): boolean =>
  connector.name.toLowerCase() === `default frontend ${server.split('.')[0] ?? server}`.toLowerCase();

const decidingValues = ({ transportRole, bindings, tlsDomainCapabilities }: ReceiveConnector): readonly Known<unknown>[] => [
  transportRole,
  bindings,
  tlsDomainCapabilities,
];

/** Whom Exchange Online connects to, and who connects to it: for each of them mail flow has to be proven. */
import { isKnownTrue, map, partition } from '../model/known.ts';
import { edgeServers, type Organization } from '../model/organization.ts';
import type { Direction, DirectionFlow, MailFlow } from '../mail-flow/verdict.ts';
import { sameServer } from '../model/server-name.ts';
import { hybridOutboundConnectors } from '../rules/hybrid-connectors.ts';
import { mailServersOf } from '../rules/mail-servers.ts';
import type { MailServer } from '../x509/verification.ts';

export interface ProofTargets {
  /** That take mail from Exchange Online: each server, then each smart host of the outbound connectors that is none of them */
  readonly receiving: readonly MailServer[];
  /** Whether every smart host is known */
  readonly areSmartHostsKnown: boolean;
  /** The servers that send to Exchange Online */
  readonly sending: readonly string[];
  /** The connectors over which that mail goes, without their servers, by direction */
  readonly connectors: Readonly<Record<Direction, readonly string[]>>;
  /** Every server with queues that another one can read; a message may take any of them */
  readonly transport: readonly string[];
  /** Edge servers: their queues can be read only there */
  readonly edge: readonly string[];
  /** The outbound connectors of Exchange Online that it can validate; empty when they are not known */
  readonly outbound: readonly OutboundTarget[];
}

export interface OutboundTarget {
  readonly name: string;
  /** The domains to which it sends; `null`: not known */
  readonly domains: readonly string[] | null;
}

/**
 * By what was read. A smart host may be an address that is shared by several servers, or a device in front of them, so it is asked besides
 * the servers behind it.
 */
export function proofTargets(organization: Organization, flow: MailFlow): ProofTargets {
  const known = mailServersOf(organization);
  // A server has a flow for each connector that Exchange Online may reach.
  const servers = [...new Set(flow.toOnPremises.servers.map(({ server }) => server))].map((server) => ({
    server,
    host: known.find((one) => sameServer(one.server, server))?.host ?? server,
  }));
  const connectors = partition([hybridOutboundConnectors(organization)], (one) => one);
  const hosts = partition(
    connectors.known.flatMap(({ value }) => value),
    ({ smartHosts }) => map(smartHosts, (names) => names.map(withoutBrackets)),
  );
  const names = [...new Set(hosts.known.flatMap(({ value }) => value))];
  return {
    receiving: [
      ...servers,
      ...names
        .filter((name) => !servers.some(({ server, host }) => sameServer(server, name) || sameServer(host, name)))
        .map((name) => ({ server: name, host: name })),
    ],
    areSmartHostsKnown: connectors.unknown.length === 0 && hosts.unknown.length === 0,
    ...transportOf(organization),
    outbound: connectors.known.flatMap(({ value }) =>
      value.map(({ name, recipientDomains }) => ({
        name,
        domains: partition([recipientDomains], (one) => one).known[0]?.value ?? null,
      })),
    ),
    sending: [...new Set(flow.toExchangeOnline.servers.map(({ server }) => server))],
    connectors: { toOnPremises: connectorsOf(flow.toOnPremises), toExchangeOnline: connectorsOf(flow.toExchangeOnline) },
  };
}

/** By the list of all servers; where it was not read, those that take part. A server whose role is not known may have queues. */
function transportOf(organization: Organization): Pick<ProofTargets, 'transport' | 'edge'> {
  const [listed] = partition([organization.servers], (one) => one).known;
  const edge = edgeServers(organization).map(({ name }) => name);
  const isEdge = (name: string): boolean => edge.some((one) => sameServer(one, name));
  const others =
    listed === undefined
      ? organization.hybridServers.map(({ name }) => name)
      : listed.value.filter(({ serverRole }) => !isKnownTrue(map(serverRole, isWithoutTransport))).map(({ name }) => name);
  return { transport: others.filter((name) => !isEdge(name)), edge };
}

/** Names of roles as Exchange prints them: an Edge server, and of Exchange 2013 and older one that only serves clients. */
const isWithoutTransport = (role: string): boolean =>
  /Edge/i.test(role) || /^(?:None|ClientAccess|UnifiedMessaging|Cafe|FrontendTransport|[,\s])+$/i.test(role);

/** Without the server, and without those that are not known. */
const connectorsOf = ({ servers }: DirectionFlow): readonly string[] => [
  ...new Set(servers.flatMap(({ connector }) => (connector === '' ? [] : [connector.slice(connector.indexOf('\\') + 1)]))),
];

/** Exchange writes an address as `[203.0.113.10]`. */
const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

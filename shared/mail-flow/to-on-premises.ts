/** Mail from Exchange Online to the on-premises servers. */
import type { ServerCertificate } from '../model/certificate.ts';
import type { OutboundConnector, ReceiveConnector } from '../model/connector.ts';
import { choose, filter, flatMap, isKnownTrue, known, map, partition, unknown, type Known, type Unknown } from '../model/known.ts';
import { edgeServers, transportServers, unreadEdgeServer, type HybridServer, type Organization } from '../model/organization.ts';
import { sameServer } from '../model/server-name.ts';
import { serverSetText } from '../model/server-set.ts';
import { covered, hostNamesOf } from '../rules/certificate-names.ts';
import { about, couldNotCheck, couldNotCheckAs, finding } from '../rules/finding.ts';
import {
  cloudCapabilities,
  hasNameOfSetup,
  identitiesOf,
  isFrontendOnPort25,
  isUnreadEdge,
  isWorldwideCloud,
} from '../rules/hybrid-connectors.ts';
import { arePrivate, exchangeOnlineCoverage } from './addresses.ts';
import { isWithinDates } from '../rules/validity.ts';
import { presentedOn, type Presented } from './presented.ts';
import { reasonsOfChoice } from './uncertain-choice.ts';
import { hybridConnectors, type HybridConnectors } from './exchange-online-connectors.ts';
import { remembering } from './remember.ts';
import { directionOf, verdictOf, type DirectionFlow, type Reason, type ServerFlow } from './verdict.ts';

/**
 * Each server that receives (hybrid configuration, ReceivingTransportServers or EdgeTransportServers): the connector that serves Exchange
 * Online, whether it offers STARTTLS with which certificate, whether the outbound connectors of Exchange Online accept
 * that certificate, and whether the mail then counts as internal.
 * Source: docs/domain.md, "What mail flow depends on"; Microsoft Learn, Selection of inbound STARTTLS certificates; Exchange Team Blog 4420592.
 */
export function toOnPremises(organization: Organization): DirectionFlow {
  const outbound = outboundConnectors(organization);
  const { exchangeOnline, servers, gatheredAt } = organization;
  const isWorldwide = isKnownTrue(isWorldwideCloud(organization));
  const receiving = receivingServers(organization).flatMap((server) =>
    rememberedReceiving(server, '', [exchangeOnline, servers, gatheredAt, isWorldwide], () =>
      receiveFlows(server, organization, outbound.active, isWorldwide),
    ),
  );
  return directionOf(
    receiving.map(({ flow }) => flow),
    [...outbound.reasons, ...differingCapabilities(receiving)],
  );
}

interface Receiving {
  readonly flow: ServerFlow;
  /** What the connector trusts, in a form that is the same for the same capabilities; `undefined` when it is not known */
  readonly capabilities: string | undefined;
}

const rememberedReceiving = remembering<readonly Receiving[]>();

function receivingServers(organization: Organization): readonly HybridServer[] {
  const { hybridConfiguration } = organization;
  const configurations = partition([hybridConfiguration], (one) => one).known;
  const names = configurations.flatMap(({ value }) => value?.receivingTransportServers ?? []);
  const exact = new Set(names);
  const named = transportServers(organization).filter(({ name }) => exact.has(name) || names.some((one) => sameServer(one, name)));
  const edges = edgeServers(organization);
  // State that was stored before Edge servers were read has only their names.
  const onlyNamed = configurations
    .flatMap(({ value }) => value?.edgeTransportServers ?? [])
    .filter((name) => !edges.some((edge) => sameServer(edge.name, name)));
  return [...named, ...edges, ...onlyNamed.map(unreadEdgeServer)];
}

/** The outbound connectors to the organization, and what they demand. */
function outboundConnectors({ exchangeOnline }: Organization): HybridConnectors<OutboundConnector> {
  const { outboundConnectors: connectors } = exchangeOnline;
  if (!connectors.known)
    return { active: [], reasons: [{ finding: couldNotCheck(about('mail.outbound'), connectors), effect: 'unknown' }] };
  const { active, reasons } = hybridConnectors('mail.outbound', connectors.value);
  return { active, reasons: [...reasons, ...active.flatMap(demandsTls)] };
}

/** What Exchange Online demands of the server: with less than DomainValidation, any certificate will do. */
function demandsTls({ identity, tlsSettings }: OutboundConnector): Reason[] {
  const context = about('mail.outbound', identity);
  if (!tlsSettings.known)
    return [{ finding: couldNotCheckAs(context, 'connectorUnknown', tlsSettings, { connector: identity }), effect: 'unknown' }];
  switch (tlsSettings.value?.toLowerCase()) {
    case 'domainvalidation':
    case 'certificatevalidation':
      return [];
    case 'encryptiononly':
      return [{ finding: finding(context, 'encryptionOnly', { connector: identity }), effect: null }];
    default:
      return [{ finding: finding(context, 'tlsNotRequired', { connector: identity }), effect: 'external' }];
  }
}

/** One flow, or two where one connector takes only a part of the mail. */
function receiveFlows(
  server: HybridServer,
  organization: Organization,
  outbound: readonly OutboundConnector[],
  isWorldwide: boolean,
): readonly Receiving[] {
  if (isUnreadEdge(server)) {
    const { name } = server;
    const reasons: Reason[] = [{ finding: finding(about('mail.edge', name), 'receive', { server: name }), effect: 'unknown' }];
    const presented = unknown('notConnected', name);
    return [{ flow: { server: name, connector: '', presented, verdict: 'unknown', reasons }, capabilities: undefined }];
  }
  return servingConnectors(server, isWorldwide).map((serving) => receiveFlow(serving, server, organization, outbound));
}

function receiveFlow(
  serving: Serving,
  server: HybridServer,
  organization: Organization,
  outbound: readonly OutboundConnector[],
): Receiving {
  if (!serving.connector.known) {
    const { connector: presented, reasons } = serving;
    return { flow: { server: server.name, connector: '', presented, verdict: verdictOf(reasons), reasons }, capabilities: undefined };
  }
  const connector = serving.connector.value;
  const presented = presentedOn(organization, server.name, connector, server.certificates);
  const reasons = [
    ...serving.reasons,
    ...startTls(server, connector),
    ...presentedReasons(server, connector, presented, organization, outbound),
    ...capabilities(connector),
  ];
  const [trusted] = partition([connector.tlsDomainCapabilities], (list) => list).known.map(({ value }) =>
    [...value].sort().join(', ').toLowerCase(),
  );
  return {
    flow: { server: server.name, connector: connector.identity, presented, verdict: verdictOf(reasons), reasons },
    capabilities: trusted,
  };
}

interface Serving {
  readonly connector: Known<ReceiveConnector>;
  readonly reasons: readonly Reason[];
}

/**
 * The connector that takes mail from Exchange Online on port 25: of those that are enabled and serve its addresses,
 * one whose RemoteIPRanges are narrower than the whole Internet goes first. Where it holds only a part of the addresses of Exchange
 * Online, the one that serves the whole Internet takes the rest.
 */
function servingConnectors(server: HybridServer, isWorldwide: boolean): readonly Serving[] {
  const evidence = { server: server.name };
  const context = about('mail.receive', server.name);
  const stop = (reason: Reason, why: Known<never>): readonly Serving[] => [{ connector: why, reasons: [reason] }];
  const unread = (why: Unknown): Reason => ({ finding: couldNotCheck(context, why, evidence), effect: 'unknown' });
  const frontends = flatMap(server.receiveConnectors, (list) => frontendsOnPort25(list, server));
  if (!frontends.known) return stop(unread(frontends), frontends);
  const none = unknown('notReturned', `${server.name}:25`);
  if (frontends.value.length === 0) return stop({ finding: finding(context, 'none', evidence), effect: 'fails' }, none);
  const enabled = choose(frontends, ({ enabled: is }) => is);
  if (enabled.kind === 'unknown') return stop(unread(enabled.why), enabled.why);
  if (enabled.kind === 'none') {
    const connectors = identitiesOf(frontends.value);
    return stop({ finding: finding(context, 'disabled', { ...evidence, connector: connectors }), effect: 'fails' }, none);
  }
  const candidates = enabled.kind === 'found' ? [enabled.value] : enabled.values;
  const { known: ranged, unknown: unranged } = partition(candidates, coverageOf);
  const [undecided] = unranged;
  if (undecided !== undefined) {
    return [{ connector: candidates.length === 1 ? known(undecided.item) : undecided.why, reasons: [unread(undecided.why)] }];
  }
  const [elsewhere, ...further] = isWorldwide
    ? []
    : ranged.filter(({ item, value }) => value !== 'all' && !isKnownTrue(map(item.remoteIPRanges, arePrivate))).map(({ item }) => item);
  if (elsewhere !== undefined) {
    const connectors = identitiesOf([elsewhere, ...further]);
    const reason: Reason = { finding: finding(context, 'otherCloud', { ...evidence, connectors }), effect: 'unknown' };
    return [{ connector: candidates.length === 1 ? known(elsewhere) : unknown('unreadable', connectors), reasons: [reason] }];
  }
  const narrow = ranged.filter(({ value }) => value === 'full' || value === 'partial');
  const wide = ranged.filter(({ value }) => value === 'all').map(({ item }) => item);
  const only = (first: readonly ReceiveConnector[], reasons: readonly Reason[]): readonly Serving[] => {
    const [connector, ...others] = first;
    if (connector !== undefined && others.length === 0) return [{ connector: known(connector), reasons }];
    const connectors = identitiesOf(first);
    const several: Reason = { finding: finding(context, 'several', { ...evidence, connectors }), effect: 'unknown' };
    return stop(several, unknown('unreadable', connectors));
  };
  const [first, ...rivals] = narrow;
  if (first === undefined) {
    if (wide.length > 0) return only(wide, []);
    const connectors = identitiesOf(candidates);
    return stop({ finding: finding(context, 'noneForExchangeOnline', { ...evidence, connectors }), effect: 'fails' }, none);
  }
  if (rivals.length > 0)
    return only(
      narrow.map(({ item }) => item),
      [],
    );
  const place = { ...evidence, connector: first.item.identity };
  if (first.value === 'full') {
    const isOther = !hasNameOfSetup(first.item, server);
    return only([first.item], isOther ? [{ finding: finding(context, 'takenOver', place), effect: null }] : []);
  }
  if (wide.length === 0) return only([first.item], [{ finding: finding(context, 'onlyPart', place), effect: 'unknown' }]);
  const shared: Reason = { finding: finding(context, 'takesPart', { ...place, others: identitiesOf(wide) }), effect: null };
  return [...only([first.item], [shared]), ...only(wide, [])];
}

/** Connectors that take mail from outside on port 25; unknown as a whole while one connector cannot be judged. */
const frontendsOnPort25 = (connectors: readonly ReceiveConnector[], server: HybridServer): Known<readonly ReceiveConnector[]> =>
  filter(connectors, isFrontendOnPort25(server));

const coverageOf = ({ remoteIPRanges, identity }: ReceiveConnector): Known<'all' | 'full' | 'partial' | 'none'> =>
  flatMap(remoteIPRanges, (ranges) => {
    const coverage = exchangeOnlineCoverage(ranges);
    return coverage === undefined ? unknown('unreadable', `${identity}: RemoteIPRanges`) : known(coverage);
  });

/** Without `Tls` in AuthMechanism STARTTLS is not offered, and Exchange Online demands it. */
function startTls(server: HybridServer, { identity, authMechanism }: ReceiveConnector): Reason[] {
  const context = about('mail.startTls', identity);
  const evidence = { server: server.name, connector: identity };
  if (!authMechanism.known) return [{ finding: couldNotCheck(context, authMechanism, evidence), effect: 'unknown' }];
  return authMechanism.value.includes('Tls') ? [] : [{ finding: finding(context, 'missing', evidence), effect: 'waits' }];
}

function presentedReasons(
  server: HybridServer,
  { identity }: ReceiveConnector,
  presented: Known<Presented>,
  organization: Organization,
  outbound: readonly OutboundConnector[],
): readonly Reason[] {
  const context = about('mail.presented', identity);
  const evidence = { server: server.name, connector: identity };
  if (!presented.known) return [{ finding: couldNotCheck(context, presented, evidence), effect: 'unknown' }];
  const { value } = presented;
  if (value.certificate === null) {
    return [{ finding: finding(context, value.reason, { ...evidence, name: value.text }), effect: 'waits' }];
  }
  return reasonsOfChoice(value, context, evidence, (certificate) =>
    outbound.flatMap((connector) => acceptance(certificate, connector, organization, evidence)),
  );
}

/** Whether Exchange Online accepts the certificate: trusted and in time, and with DomainValidation its names cover TlsDomain. */
function acceptance(
  { facts, rootCAType, status }: ServerCertificate,
  { identity: outbound, tlsSettings, tlsDomain }: OutboundConnector,
  { gatheredAt }: Organization,
  place: { readonly server: string; readonly connector: string },
): Reason[] {
  const context = about('mail.accepted', place.connector);
  const evidence = { ...place, outbound, thumbprint: facts.thumbprint, subject: facts.subject };
  const validation = map(tlsSettings, (text) => text?.toLowerCase());
  // `demandsTls` says that it is not known, or that nothing is demanded.
  const [demand] = partition([validation], (one) => one).known.map(({ value }) => value);
  if (demand !== 'domainvalidation' && demand !== 'certificatevalidation') return [];
  if (facts.selfSigned) return [{ finding: finding(context, 'selfSigned', evidence), effect: 'waits' }];
  const reasons: Reason[] = [];
  if (!isWithinDates(facts, gatheredAt)) reasons.push({ finding: finding(context, 'notInTime', evidence), effect: 'waits' });
  else reasons.push(...validity(status, context, evidence));
  reasons.push(...trust(rootCAType, context, evidence));
  if (demand === 'domainvalidation') reasons.push(...domainMatch(hostNamesOf(facts), tlsDomain, context, evidence));
  return reasons;
}

type Accepted = ReturnType<typeof about<'mail.accepted'>>;

/** The server finds it invalid, e.g. revoked, or with an expired chain: whether Exchange Online takes it is not known. */
function validity(status: ServerCertificate['status'], context: Accepted, evidence: Readonly<Record<string, string>>): Reason[] {
  if (!status.known) return [{ finding: couldNotCheck(context, status, evidence), effect: 'unknown' }];
  return status.value === 'Valid'
    ? []
    : [{ finding: finding(context, 'statusNotValid', { ...evidence, status: status.value }), effect: 'unknown' }];
}

/** A root that Windows distributes is trusted by Exchange Online too; of another root that is not known. */
function trust(rootCAType: ServerCertificate['rootCAType'], context: Accepted, evidence: Readonly<Record<string, string>>): Reason[] {
  if (!rootCAType.known) return [{ finding: couldNotCheck(context, rootCAType, evidence), effect: 'unknown' }];
  if (rootCAType.value === 'ThirdParty') return [];
  const root = { ...evidence, rootCAType: rootCAType.value };
  return rootCAType.value === 'Enterprise'
    ? [{ finding: finding(context, 'privateRoot', root), effect: 'waits' }]
    : [{ finding: finding(context, 'rootElsewhere', root), effect: 'unknown' }];
}

function domainMatch(
  names: readonly string[],
  tlsDomain: OutboundConnector['tlsDomain'],
  context: Accepted,
  evidence: Readonly<Record<string, string>>,
): Reason[] {
  if (!tlsDomain.known) return [{ finding: couldNotCheck(context, tlsDomain, evidence), effect: 'unknown' }];
  if (tlsDomain.value === null) return [{ finding: finding(context, 'tlsDomainEmpty', evidence), effect: 'unknown' }];
  if (covered(names, tlsDomain.value)) return [];
  return [
    { finding: finding(context, 'subjectMismatch', { ...evidence, wanted: tlsDomain.value, names: names.join(', ') }), effect: 'waits' },
  ];
}

/** Without AcceptCloudServicesMail for a domain of Exchange Online, its mail counts as mail from the Internet. */
function capabilities({ identity, server, tlsDomainCapabilities }: ReceiveConnector): Reason[] {
  const context = about('mail.capabilities', identity);
  const evidence = { server, connector: identity };
  if (!tlsDomainCapabilities.known) return [{ finding: couldNotCheck(context, tlsDomainCapabilities, evidence), effect: 'unknown' }];
  const { accepting, effective, otherDomain } = cloudCapabilities(tlsDomainCapabilities.value);
  if (accepting.length === 0) {
    return [{ finding: finding(context, 'empty', { ...evidence, found: tlsDomainCapabilities.value.join(', ') }), effect: 'external' }];
  }
  if (effective.length > 0) return [];
  if (otherDomain.length > 0) {
    return [{ finding: finding(context, 'otherDomain', { ...evidence, found: otherDomain.join(', ') }), effect: 'unknown' }];
  }
  return [{ finding: finding(context, 'oldForm', { ...evidence, found: accepting.join(', ') }), effect: 'external' }];
}

/** Servers of one organization carry the same capabilities; a difference is worth saying beside what it does on each server. */
function differingCapabilities(receiving: readonly Receiving[]): Reason[] {
  const serversOf = new Map<string, string[]>();
  for (const { flow, capabilities: trusted } of receiving) {
    if (trusted === undefined) continue;
    const servers = serversOf.get(trusted);
    if (servers === undefined) serversOf.set(trusted, [flow.server]);
    else servers.push(flow.server);
  }
  if (serversOf.size < 2) return [];
  const groups = [...serversOf.values()].map(serverSetText).join(' | ');
  return [{ finding: finding(about('mail.capabilities'), 'differ', { groups }), effect: null }];
}

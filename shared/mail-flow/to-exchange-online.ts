/** Mail from the on-premises servers to Exchange Online. */
import type { ServerCertificate } from '../model/certificate.ts';
import type { InboundConnector, SendConnector } from '../model/connector.ts';
import { isKnownTrue, map, partition, some, type Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { identifiesSender } from '../rules/accepted-domains.ts';
import { covered, subjectNamesOf } from '../rules/certificate-names.ts';
import { about, couldNotCheck, couldNotCheckAs, finding, type Context } from '../rules/finding.ts';
import { hybridSendConnectors, isProtectionDomain } from '../rules/hybrid-connectors.ts';
import { hybridConnectors, type HybridConnectors } from './exchange-online-connectors.ts';
import { isWithinDates } from '../rules/validity.ts';
import { presentedOn, type Presented } from './presented.ts';
import { reasonsOfChoice } from './uncertain-choice.ts';
import { remembering } from './remember.ts';
import { directionOf, verdictOf, type DirectionFlow, type Reason, type ServerFlow } from './verdict.ts';

/**
 * Each enabled hybrid send connector on each of its source servers: the certificate with which it identifies itself,
 * and whether an inbound connector of Exchange Online recognizes the organization by it.
 * Source: docs/domain.md, "What mail flow depends on"; Microsoft, Office 365 Message Attribution; Exchange Team Blog 4420592.
 */
export function toExchangeOnline(organization: Organization): DirectionFlow {
  const { sendConnectors: connectors, exchangeOnline, servers, gatheredAt, hybridServers } = organization;
  const parts: unknown[] = [exchangeOnline, servers, gatheredAt];
  for (const { name, certificates } of hybridServers) parts.push(name, certificates);
  return remembered(connectors, '', parts, () => computed(organization));
}

const remembered = remembering<DirectionFlow>();

function computed(organization: Organization): DirectionFlow {
  const inbound = inboundConnectors(organization);
  const sending = sendConnectors(organization);
  const servers = sending.active.flatMap((connector) => sendFlows(connector, organization, inbound.active));
  return directionOf(servers, [...sending.reasons, ...inbound.reasons]);
}

interface Sending {
  readonly active: readonly SendConnector[];
  readonly reasons: readonly Reason[];
}

function sendConnectors(organization: Organization): Sending {
  const connectors = hybridSendConnectors(organization);
  const context = about('mail.send');
  if (!connectors.known) return { active: [], reasons: [{ finding: couldNotCheck(context, connectors), effect: 'unknown' }] };
  const states = partition(connectors.value, ({ enabled }) => enabled);
  const active = states.known.filter(({ value }) => value).map(({ item }) => item);
  const disabled = states.known.filter(({ value }) => !value).map(({ item }) => item);
  const reasons: Reason[] = states.unknown.map(({ item: { identity }, why }) => ({
    finding: couldNotCheckAs(about('mail.send', identity), 'connectorUnknown', why, { connector: identity }),
    effect: 'unknown',
  }));
  if (active.length > 0 || reasons.length > 0) {
    reasons.push(
      ...disabled.map(({ identity }): Reason => ({
        finding: finding(about('mail.send', identity), 'leftOver', { connector: identity }),
        effect: null,
      })),
      ...active.flatMap(settingsOf),
    );
    return { active, reasons };
  }
  const connector = disabled.map(({ identity }) => identity).join(', ');
  const none = disabled.length > 0 ? finding(about('mail.send', connector), 'disabled', { connector }) : finding(context, 'missing');
  return { active: [], reasons: [{ finding: none, effect: 'external' }] };
}

/** What the connector itself has to demand, so that the mail is encrypted, authenticated and internal. */
function settingsOf(connector: SendConnector): Reason[] {
  const { identity, cloudServicesMailEnabled, ignoreStartTls, requireTls, tlsAuthLevel, tlsDomain } = connector;
  const context = about('mail.send', identity);
  const evidence = { connector: identity };
  const level = map(tlsAuthLevel, (text) => text?.toLowerCase() ?? '');
  // With the other levels TlsDomain is not used.
  const validated = is(level, 'domainvalidation') ? [tlsDomain] : [];
  const needed: readonly Known<unknown>[] = [cloudServicesMailEnabled, ignoreStartTls, requireTls, tlsAuthLevel, ...validated];
  const unread = partition(needed, (one) => one);
  const reasons: Reason[] = unread.unknown
    .slice(0, 1)
    .map(({ why }) => ({ finding: couldNotCheckAs(context, 'connectorUnknown', why, evidence), effect: 'unknown' }));
  if (is(cloudServicesMailEnabled, false)) reasons.push({ finding: finding(context, 'notCloudEnabled', evidence), effect: 'external' });
  if (is(ignoreStartTls, true)) reasons.push({ finding: finding(context, 'ignoresStartTls', evidence), effect: 'external' });
  for (const { value: domain } of partition(validated, (one) => one).known)
    reasons.push(...validatedDomain(domain ?? '', context, evidence));
  if (is(requireTls, false) || is(level, '')) reasons.push({ finding: finding(context, 'tlsNotRequired', evidence), effect: null });
  else if (is(level, 'encryptiononly')) reasons.push({ finding: finding(context, 'encryptionOnly', evidence), effect: null });
  return reasons;
}

/** With DomainValidation the certificate of Exchange Online has to carry TlsDomain; without one, the domain of the recipient, which it does not carry. */
function validatedDomain(domain: string, context: Context<'mail.send'>, evidence: Readonly<Record<string, string>>): Reason[] {
  if (domain.trim() === '') return [{ finding: finding(context, 'tlsDomainEmpty', evidence), effect: 'waits' }];
  if (isProtectionDomain(domain)) return [];
  return [{ finding: finding(context, 'tlsDomainElsewhere', { ...evidence, found: domain }), effect: 'waits' }];
}

const is = <T>(value: Known<T>, wanted: T): boolean => isKnownTrue(map(value, (one) => one === wanted));

function inboundConnectors({ exchangeOnline }: Organization): HybridConnectors<InboundConnector> {
  const { inboundConnectors: connectors } = exchangeOnline;
  if (!connectors.known) return { active: [], reasons: [{ finding: couldNotCheck(about('mail.inbound'), connectors), effect: 'unknown' }] };
  const { active, reasons } = hybridConnectors('mail.inbound', connectors.value);
  return { active, reasons: [...reasons, ...active.flatMap(demandsTls)] };
}

function demandsTls({ identity, requireTls }: InboundConnector): Reason[] {
  const context = about('mail.inbound', identity);
  if (!requireTls.known)
    return [{ finding: couldNotCheckAs(context, 'connectorUnknown', requireTls, { connector: identity }), effect: 'unknown' }];
  return requireTls.value ? [] : [{ finding: finding(context, 'tlsNotRequired', { connector: identity }), effect: null }];
}

function sendFlows(connector: SendConnector, organization: Organization, inbound: readonly InboundConnector[]): ServerFlow[] {
  const { identity, sourceTransportServers: sources } = connector;
  if (!sources.known) {
    const reasons: Reason[] = [
      {
        finding: couldNotCheckAs(about('mail.sendCertificate', identity), 'sourcesUnknown', sources, { connector: identity }),
        effect: 'unknown',
      },
    ];
    return [{ server: '', connector: identity, presented: sources, verdict: 'unknown', reasons }];
  }
  return sources.value.map((server) => {
    const presented = presentedOn(organization, server, connector);
    const reasons = sendReasons(server, identity, presented, organization, inbound);
    return { server, connector: identity, presented, verdict: verdictOf(reasons), reasons };
  });
}

/** A send connector whose certificate is missing or invalid keeps its mail in the queue with 454 4.7.5. */
function sendReasons(
  server: string,
  connector: string,
  presented: Known<Presented>,
  organization: Organization,
  inbound: readonly InboundConnector[],
): readonly Reason[] {
  const context = about('mail.sendCertificate', connector);
  const evidence = { server, connector };
  if (!presented.known && presented.reason === 'notConnected')
    return [{ finding: finding(about('mail.edge', server), 'send', { server }), effect: 'unknown' }];
  if (!presented.known) return [{ finding: couldNotCheck(context, presented, evidence), effect: 'unknown' }];
  const { value } = presented;
  if (value.certificate === null) {
    const effect = value.reason === 'noneForFqdn' ? 'external' : 'waits';
    return [{ finding: finding(context, value.reason, { ...evidence, name: value.text }), effect }];
  }
  return reasonsOfChoice(value, context, evidence, (certificate) => certificateReasons(certificate, organization, inbound, evidence));
}

function certificateReasons(
  certificate: ServerCertificate,
  organization: Organization,
  inbound: readonly InboundConnector[],
  evidence: { readonly server: string; readonly connector: string },
): readonly Reason[] {
  const context = about('mail.sendCertificate', evidence.connector);
  const { facts, status, rootCAType } = certificate;
  if (!isWithinDates(facts, organization.gatheredAt)) {
    return [{ finding: finding(context, 'notInTime', { ...evidence, thumbprint: facts.thumbprint }), effect: 'waits' }];
  }
  if (facts.selfSigned) return [{ finding: finding(context, 'selfSigned', { ...evidence, subject: facts.subject }), effect: 'external' }];
  const reasons: Reason[] = partition([status, rootCAType] as readonly Known<unknown>[], (one) => one).unknown.map(({ why }) => ({
    finding: couldNotCheck(context, why, evidence),
    effect: 'unknown',
  }));
  const own = { ...evidence, thumbprint: facts.thumbprint };
  // The server finds it invalid, or its root is not one that Windows distributes: what Exchange Online makes of it is not known.
  for (const { value: found } of partition([status], (one) => one).known)
    if (found !== 'Valid') reasons.push({ finding: finding(context, 'statusNotValid', { ...own, status: found }), effect: 'unknown' });
  for (const { value: root } of partition([rootCAType], (one) => one).known)
    if (root !== 'ThirdParty')
      reasons.push({ finding: finding(context, 'rootElsewhere', { ...own, rootCAType: root }), effect: 'unknown' });
  // Where there is no active inbound connector, the reasons of the direction say what follows.
  return inbound.length === 0 ? reasons : [...reasons, ...attribution(certificate, inbound, organization, evidence)];
}

/**
 * Exchange Online recognizes the organization by an inbound connector whose TlsSenderCertificateName a name of the
 * certificate matches, and whose domain is an accepted domain; otherwise it refuses with 550 5.7.51.
 */
function attribution(
  { facts }: ServerCertificate,
  inbound: readonly InboundConnector[],
  organization: Organization,
  place: { readonly server: string; readonly connector: string },
): Reason[] {
  const context = about('mail.attribution', place.connector);
  const names = subjectNamesOf(facts);
  const senders = partition(inbound, ({ tlsSenderCertificateName }) => tlsSenderCertificateName);
  const given = senders.known.flatMap(({ value }) => (value === null ? [] : [value]));
  const matching = given.filter((sender) => covered(names, sender));
  const evidence = { ...place, names: names.join(', ') };
  if (matching.length > 0) {
    const { acceptedDomains } = organization.exchangeOnline;
    const accepted = some(matching, (sender) => identifiesSender(sender, names, acceptedDomains));
    if (!accepted.known) return [{ finding: couldNotCheck(context, accepted, evidence), effect: 'unknown' }];
    return accepted.value
      ? []
      : [{ finding: finding(context, 'domainNotAccepted', { ...evidence, wanted: matching.join(', ') }), effect: 'fails' }];
  }
  const [unread] = senders.unknown;
  if (unread !== undefined) return [{ finding: couldNotCheck(context, unread.why, evidence), effect: 'unknown' }];
  if (given.length < senders.known.length) return [{ finding: finding(context, 'noSenderName', evidence), effect: 'unknown' }];
  return [{ finding: finding(context, 'senderMismatch', { ...evidence, wanted: given.join(', ') }), effect: 'fails' }];
}

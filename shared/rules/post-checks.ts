/** Do both sides carry the new certificate name, and is everything else as it was? */
import type { InstalledFacts } from '../model/certificate.ts';
import type { OutboundConnector, ReceiveConnector } from '../model/connector.ts';
import { flatMap, isKnownTrue, known, map, partition, unknown, type Known } from '../model/known.ts';
import { mailServers, transportServers, type HybridServer, type Organization } from '../model/organization.ts';
import { sameServer } from '../model/server-name.ts';
import { formatCertificateName, parseCertificateName, sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { identifiesSender, senderNameFor } from './accepted-domains.ts';
import { covered, hostNamesOf, subjectNamesOf } from './certificate-names.ts';
import { about, couldNotCheck, couldNotCheckAs, finding, type Context, type Finding } from './finding.ts';
import {
  defaultFrontendConnector,
  hybridInboundConnectors,
  hybridOutboundConnectors,
  hybridSendConnectorsInUse,
  isUnreadEdge,
} from './hybrid-connectors.ts';
import { rulesOn, type RuleOn } from './rules.ts';

export interface PostCheckInput {
  /** The organization before the first change, with the values to compare with */
  readonly before: Organization;
  readonly after: Organization;
  readonly certificate: { readonly name: CertificateName; readonly facts: InstalledFacts };
  /** The internal transport certificates by the snapshot of the run; without a run those that were collected before count */
  readonly saved?: readonly SavedTransportCertificate[];
  /** What the run knows of EdgeSync; nothing without a run, or without Edge servers */
  readonly edgeSync?: readonly EdgeSynchronization[];
}

/** Whether an Edge server has the send connectors of the organization. */
export interface EdgeSynchronization {
  readonly server: string;
  readonly isSynchronized: Known<boolean>;
}

/** The internal transport certificate of a server before the change. */
export interface SavedTransportCertificate {
  readonly server: string;
  readonly thumbprint: HybridServer['internalTransportCertificateThumbprint'];
}

/** Every finding has `expected` and `found` in its evidence where there is something to compare ('' is empty). */
export const postChecks = (input: PostCheckInput): Finding[] => rulesOn('postChecks').flatMap((rule) => check[rule](input));

const check: Readonly<Record<RuleOn<'postChecks'>, (input: PostCheckInput) => Finding | readonly Finding[]>> = {
  'post.receiveName': (input) => serversToCheck(input).map((server) => receiveName(server, input)),
  'post.receiveCapabilities': (input) => serversToCheck(input).flatMap((server) => receiveCapabilities(server, input)),
  'post.sendName': sendNames,
  'post.hybridName': ({ after, certificate }) => hybridName(after, certificate.name),
  'post.inboundSender': inboundSender,
  'post.outboundTls': outboundTls,
  'post.outboundDomain': outboundDomain,
  'post.internalTransport': ({ before, after, saved = [] }) =>
    transportServers(before).flatMap(({ name: server, internalTransportCertificateThumbprint: thumbprint }) => {
      const [own = { server, thumbprint }] = saved.filter((one) => sameServer(one.server, server));
      return internalTransport([own], after);
    }),
  'post.edgeSync': ({ edgeSync = [] }) => edgeSync.map(synchronization),
};

/** The servers of before whose connectors carry hybrid mail, and those that the HCW has added since. */
const serversToCheck = ({ before, after }: PostCheckInput): readonly HybridServer[] => [
  // An Edge server that was not collected before the change is judged by what was collected after it.
  ...mailServers(before).map((server) => (isUnreadEdge(server) ? (serverIn(after, server) ?? server) : server)),
  ...mailServers(after).filter((server) => serverIn(before, server) === undefined),
];

const serverIn = ({ hybridServers }: Organization, { name }: HybridServer): HybridServer | undefined =>
  hybridServers.find((server) => sameServer(server.name, name));

/** The connector as it was chosen before the change, and the same one now; `undefined` when it is gone. */
interface Pair {
  readonly before: ReceiveConnector;
  readonly after: Known<ReceiveConnector | undefined>;
}

function receivePair(server: HybridServer, after: Organization): Known<Pair> {
  return map(defaultFrontendConnector(server), (connector) => {
    const now = serverIn(after, server)?.receiveConnectors ?? unknown('notReturned', server.name);
    const isSame = ({ identity }: ReceiveConnector): boolean => identity.toLowerCase() === connector.identity.toLowerCase();
    return { before: connector, after: map(now, (connectors) => connectors.find(isSame)) };
  });
}

/** The connector that served Exchange Online before the change carries the new name. */
function receiveName(server: HybridServer, { after, certificate }: PostCheckInput): Finding {
  const pair = receivePair(server, after);
  if (!pair.known) return couldNotCheck(about('post.receiveName', server.name), pair, { connector: server.name });
  const { identity } = pair.value.before;
  const context = about('post.receiveName', identity);
  const now = pair.value.after;
  if (!now.known) return couldNotCheck(context, now, { connector: identity });
  if (now.value === undefined) return finding(context, 'missing', { connector: identity });
  return carriesName(context, identity, now.value.tlsCertificateName, certificate.name);
}

/**
 * TlsDomainCapabilities are those that were saved, never a fixed value: it differs by cloud and by age of the
 * deployment. Nothing of a connector that is gone: `post.receiveName` says so.
 */
function receiveCapabilities(server: HybridServer, { before, after }: PostCheckInput): Finding[] {
  const pair = receivePair(server, after);
  if (!pair.known) return [couldNotCheck(about('post.receiveCapabilities', server.name), pair, { connector: server.name })];
  const connector = pair.value.before.identity;
  const context = about('post.receiveCapabilities', connector);
  const now = map(pair.value.after, (found) => found?.tlsDomainCapabilities ?? null);
  if (!now.known) return [couldNotCheck(context, now, { connector })];
  if (now.value === null) return [];
  // Of a server that was added since, nothing was saved.
  const saved = before.hybridServers.includes(server) ? pair.value.before.tlsDomainCapabilities : known([]);
  return [capabilities(context, connector, saved, now.value)];
}

function capabilities(
  context: Context<'post.receiveCapabilities'>,
  connector: string,
  saved: Known<readonly string[]>,
  now: Known<readonly string[]>,
): Finding {
  // Stryker disable next-line ConditionalExpression,ObjectLiteral: a connector is only chosen where they are known
  if (!saved.known) return couldNotCheck(context, saved, { connector });
  if (!now.known) return couldNotCheck(context, now, { connector });
  const sides = { connector, expected: saved.value.join(', '), found: now.value.join(', ') };
  if (saved.value.length > 0) return finding(context, sameSet(saved.value, now.value) ? 'ok' : 'block', sides);
  // It was empty when the wizard first read it, or the server is new: there is no value to expect.
  return now.value.length > 0
    ? finding(context, 'nothingSaved', { connector, found: sides.found })
    : finding(context, 'stillEmpty', { connector, found: '' });
}

/** The cmdlet may be missing in the session, or reach no server that can test it: then nobody says that EdgeSync is done. */
function synchronization({ server, isSynchronized }: EdgeSynchronization): Finding {
  const context = about('post.edgeSync', server);
  if (!isSynchronized.known) return couldNotCheck(context, isSynchronized, { server });
  return finding(context, isSynchronized.value ? 'ok' : 'notSynchronized', { server });
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].map((text) => text.toLowerCase()).sort()) === JSON.stringify([...b].map((text) => text.toLowerCase()).sort());

/** Every hybrid send connector carries the new name. */
function sendNames({ after, certificate }: PostCheckInput): Finding[] {
  const connectors = hybridSendConnectorsInUse(after);
  if (!connectors.known) return [couldNotCheckAs(about('post.sendName'), 'connectorsUnknown', connectors)];
  if (connectors.value.length === 0) return [finding(about('post.sendName'), 'missing')];
  return connectors.value.map(({ identity, tlsCertificateName }) =>
    carriesName(about('post.sendName', identity), identity, tlsCertificateName, certificate.name),
  );
}

/** The hybrid configuration carries the new name. */
export function hybridName({ hybridConfiguration }: Organization, name: CertificateName): Finding {
  const connector = 'Hybrid Configuration';
  const context = about('post.hybridName', connector);
  if (!hybridConfiguration.known) return couldNotCheck(context, hybridConfiguration, { connector });
  if (hybridConfiguration.value === null) return finding(context, 'missing');
  return carriesName(context, connector, hybridConfiguration.value.tlsCertificateName, name);
}

function carriesName(
  context: Context<'post.receiveName' | 'post.sendName' | 'post.hybridName'>,
  connector: string,
  value: Known<string | null>,
  name: CertificateName,
): Finding {
  if (!value.known) return couldNotCheck(context, value, { connector });
  const found = value.value === null ? undefined : parseCertificateName(value.value);
  const isSame = found !== undefined && sameCertificateName(found, name);
  return finding(context, isSame ? 'ok' : 'block', { connector, expected: formatCertificateName(name), found: value.value ?? '' });
}

/** A name of the new certificate matches TlsSenderCertificateName, which is an accepted domain. Source: Office 365 Message Attribution. */
function inboundSender({ after, certificate: { facts } }: PostCheckInput): Finding[] {
  const connectors = hybridInboundConnectors(after);
  if (!connectors.known) return [couldNotCheckAs(about('post.inboundSender'), 'connectorsUnknown', connectors)];
  if (connectors.value.length === 0) return [finding(about('post.inboundSender'), 'missing')];
  const names = subjectNamesOf(facts);
  const accepted = after.exchangeOnline.acceptedDomains;
  const [toSet] = partition([flatMap(accepted, (domains) => senderNameFor(names, domains))], (value) => value).known;
  // Without a value that would be right, or while the accepted domains are not known, the names say what could match.
  const expected = toSet?.value ?? names.join(', ');
  return connectors.value.map(({ identity, tlsSenderCertificateName: sender }) => {
    const context = about('post.inboundSender', identity);
    if (!sender.known) return couldNotCheck(context, sender, { connector: identity });
    const found = sender.value ?? '';
    const isRight = identifiesSender(found, names, accepted);
    if (!isRight.known) return couldNotCheck(context, isRight, { connector: identity });
    const variant = isRight.value ? 'ok' : covered(names, found) ? 'notAccepted' : 'block';
    return finding(context, variant, { connector: identity, expected, found });
  });
}

/** TlsSettings that always use TLS, weakest first. */
const encryptingSettings = ['encryptiononly', 'certificatevalidation', 'domainvalidation'];

/** Every hybrid outbound connector always uses TLS; DomainValidation is what the HCW sets. */
function outboundTls({ after }: PostCheckInput): Finding[] {
  const connectors = hybridOutboundConnectors(after);
  if (!connectors.known) return [couldNotCheckAs(about('post.outboundTls'), 'connectorsUnknown', connectors)];
  if (connectors.value.length === 0) return [finding(about('post.outboundTls'), 'missing')];
  return connectors.value.map(({ identity, tlsSettings }) => {
    const context = about('post.outboundTls', identity);
    if (!tlsSettings.known) return couldNotCheck(context, tlsSettings, { connector: identity });
    const found = tlsSettings.value ?? '';
    const isValidated = found.toLowerCase() === 'domainvalidation';
    const isEncrypted = encryptingSettings.includes(found.toLowerCase());
    return finding(context, isValidated ? 'ok' : isEncrypted ? 'info' : 'block', {
      connector: identity,
      expected: 'DomainValidation',
      found,
    });
  });
}

/** The new certificate covers the TlsDomain of every hybrid outbound connector. Nothing where there is none: `post.outboundTls` says so. */
function outboundDomain({ after, certificate: { facts } }: PostCheckInput): Finding[] {
  const connectors = hybridOutboundConnectors(after);
  if (!connectors.known) return [couldNotCheckAs(about('post.outboundDomain'), 'connectorsUnknown', connectors)];
  return connectors.value.map((connector) => domainOf(connector, hostNamesOf(facts)));
}

function domainOf({ identity, tlsSettings, tlsDomain }: OutboundConnector, names: readonly string[]): Finding {
  const context = about('post.outboundDomain', identity);
  if (!tlsDomain.known) return couldNotCheck(context, tlsDomain, { connector: identity });
  const sides = { connector: identity, expected: names.join(', '), found: tlsDomain.value ?? '' };
  if (tlsDomain.value !== null) return finding(context, covered(names, tlsDomain.value) ? 'ok' : 'block', sides);
  // Only DomainValidation looks at TlsDomain.
  if (!tlsSettings.known) return couldNotCheck(context, tlsSettings, { connector: identity });
  return finding(context, tlsSettings.value?.toLowerCase() === 'domainvalidation' ? 'empty' : 'notUsed', sides);
}

/**
 * The renewal does not touch the internal transport certificate, which is the default SMTP certificate of its server: with Edge a new
 * one means subscribing again. Source: docs/domain.md, "Methods of changing".
 */
export const internalTransport = (saved: readonly SavedTransportCertificate[], after: Organization): Finding[] =>
  saved.map(({ server, thumbprint }) => {
    const context = about('post.internalTransport', server);
    if (!thumbprint.known) return couldNotCheck(context, thumbprint, { server });
    const { internalTransportCertificateThumbprint: now, certificates } = after.hybridServers.find(({ name }) =>
      sameServer(name, server),
    ) ?? { internalTransportCertificateThumbprint: unknown('notReturned', server), certificates: unknown('notReturned', server) };
    if (!now.known) return couldNotCheck(context, now, { server });
    const [expected, found] = [thumbprint.value ?? '', now.value ?? ''];
    const evidence = { server, expected, found };
    if (expected.toUpperCase() === found.toUpperCase()) return finding(context, 'ok', evidence);
    if (expected === '') return finding(context, 'noneBefore', evidence);
    const isGone = map(certificates, (store) => !store.some(({ facts }) => facts.thumbprint.toUpperCase() === expected.toUpperCase()));
    return finding(context, isKnownTrue(isGone) ? 'gone' : 'changed', evidence);
  });

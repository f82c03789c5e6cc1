/** Do both sides carry the new certificate name, and is everything else as it was? */

import type { CertificateFacts } from '../model/certificate.ts';
import type { Finding } from '../model/finding.ts';
import type { Organization, HybridServer } from '../model/organization.ts';
import { type CertificateName, formatCertificateName, parseCertificateName, sameCertificateName } from '../x509/certificate-name.ts';
import type { ReceiveConnector, OutboundConnector } from '../model/connector.ts';
import { unknown, known, type Known } from '../model/known.ts';
import { couldNotCheck, finding, type Ground } from './finding.ts';
import {
  defaultFrontendConnector,
  hybridSendConnectors,
  sameServer,
  hybridInboundConnectors,
  hybridOutboundConnectors,
} from './hybrid-connectors.ts';
import { commonNameOf } from '../x509/distinguished-name.ts';
import { covered, hostNamesOf } from './certificate-names.ts';

// Post-checks of the Exchange Online side: sender verified by certificate subject, TLS always.

/** TlsSenderCertificateName is the CN of the new certificate, or a name or wildcard that one of its names meets. */
function inboundSender(after: Organization, facts: CertificateFacts): Finding[] {
  const ground: Ground = { rule: 'post.inboundSender', subject: '', source: 'blog-4420592' };
  const connectors = hybridInboundConnectors(after);
  if (!connectors.known) return [couldNotCheck(ground, connectors, { variant: 'connectorsUnknown' })];
  if (connectors.value.length === 0) return [finding(ground, 'block', { variant: 'missing' })];
  const cn = commonNameOf(facts.subject);
  const names = [...new Set([...(cn === undefined ? [] : [cn]), ...facts.names])];
  return connectors.value.map(({ identity, tlsSenderCertificateName: sender }) => {
    const own: Ground = { ...ground, subject: identity };
    if (!sender.known) return couldNotCheck(own, sender, { connector: identity });
    const found = sender.value ?? '';
    return finding(own, covered(names, found) ? 'ok' : 'block', { connector: identity, expected: cn ?? names.join(', '), found });
  });
}

/** TlsSettings and TlsDomain of every hybrid outbound connector. */
function outbound(after: Organization, facts: CertificateFacts): Finding[] {
  const tls: Ground = { rule: 'post.outboundTls', subject: '', source: 'blog-4420592' };
  const domain: Ground = { rule: 'post.outboundDomain', subject: '', source: 'blog-4420592' };
  const connectors = hybridOutboundConnectors(after);
  if (!connectors.known) {
    return [tls, domain].map((ground) => couldNotCheck(ground, connectors, { variant: 'connectorsUnknown' }));
  }
  if (connectors.value.length === 0) return [finding(tls, 'block', { variant: 'missing' })];
  return connectors.value.flatMap((connector) => [
    outboundTls({ ...tls, subject: connector.identity }, connector),
    outboundDomain({ ...domain, subject: connector.identity }, connector, hostNamesOf(facts)),
  ]);
}

/** What always uses TLS, weakest first. */
const encrypting = ['encryptiononly', 'certificatevalidation', 'domainvalidation'];

function outboundTls(ground: Ground, { identity, tlsSettings }: OutboundConnector): Finding {
  if (!tlsSettings.known) return couldNotCheck(ground, tlsSettings, { connector: identity });
  const found = tlsSettings.value ?? '';
  const sides = { connector: identity, expected: 'DomainValidation', found };
  if (found.toLowerCase() === 'domainvalidation') return finding(ground, 'ok', sides);
  return finding(ground, encrypting.includes(found.toLowerCase()) ? 'info' : 'block', sides);
}

function outboundDomain(ground: Ground, { identity, tlsSettings, tlsDomain }: OutboundConnector, names: readonly string[]): Finding {
  if (!tlsDomain.known) return couldNotCheck(ground, tlsDomain, { connector: identity });
  const sides = { connector: identity, expected: names.join(', '), found: tlsDomain.value ?? '' };
  if (tlsDomain.value !== null) return finding(ground, covered(names, tlsDomain.value) ? 'ok' : 'block', sides);
  // Only DomainValidation looks at TlsDomain.
  if (!tlsSettings.known) return couldNotCheck(ground, tlsSettings, { connector: identity });
  const isUsed = tlsSettings.value?.toLowerCase() === 'domainvalidation';
  return finding(ground, isUsed ? 'block' : 'info', { ...sides, variant: isUsed ? 'empty' : 'notUsed' });
}

// Post-checks of the on-premises side.

/** The hybrid servers of before, and those that the HCW has added since. */
const serversToCheck = (before: Organization, after: Organization): readonly HybridServer[] => [
  ...before.hybridServers,
  ...after.hybridServers.filter((server) => !before.hybridServers.some(({ name }) => sameServer(name, server.name))),
];

/** Name and TlsDomainCapabilities of the connector that was found before the change; of an added server nothing was saved. */
function receiveConnector(server: HybridServer, before: Organization, after: Organization, name: CertificateName): Finding[] {
  const chosen = defaultFrontendConnector(server);
  if (!chosen.known) return uncheckedConnector(server.name, chosen);
  const { identity, tlsDomainCapabilities } = chosen.value;
  const found = sameConnector(chosen.value, server, after);
  if (!found.known) return uncheckedConnector(identity, found);
  const ground: Ground = { rule: 'post.receiveName', subject: identity, source: 'article' };
  if (found.value === undefined) return [finding(ground, 'block', { variant: 'missing', connector: identity })];
  const saved = before.hybridServers.includes(server) ? tlsDomainCapabilities : known([]);
  return [
    carriesName(ground, identity, found.value.tlsCertificateName, name),
    capabilities(capabilitiesOf(identity), identity, saved, found.value.tlsDomainCapabilities),
  ];
}

const capabilitiesOf = (subject: string): Ground => ({ rule: 'post.receiveCapabilities', subject, source: 'blog-4420592' });

const uncheckedConnector = (connector: string, why: Parameters<typeof couldNotCheck>[1]): Finding[] => [
  couldNotCheck({ rule: 'post.receiveName', subject: connector, source: 'article' }, why, { connector }),
  couldNotCheck(capabilitiesOf(connector), why, { connector }),
];

function sameConnector(connector: ReceiveConnector, server: HybridServer, after: Organization): Known<ReceiveConnector | undefined> {
  const now = after.hybridServers.find(({ name }) => sameServer(name, server.name));
  if (now === undefined) return unknown('notReturned', server.name);
  if (!now.receiveConnectors.known) return now.receiveConnectors;
  return known(now.receiveConnectors.value.find(({ identity }) => identity.toLowerCase() === connector.identity.toLowerCase()));
}

/** The saved value counts, never a fixed one: it differs by cloud and by age of the deployment. */
function capabilities(ground: Ground, connector: string, saved: Known<readonly string[]>, now: Known<readonly string[]>): Finding {
  if (!saved.known) return couldNotCheck(ground, saved, { connector });
  if (!now.known) return couldNotCheck(ground, now, { connector });
  const sides = { connector, expected: saved.value.join(', '), found: now.value.join(', ') };
  if (saved.value.length > 0) return finding(ground, sameSet(saved.value, now.value) ? 'ok' : 'block', sides);
  // It was empty when the wizard first read it, or the server is new: there is no value to expect.
  return now.value.length > 0
    ? finding(ground, 'info', { variant: 'nothingSaved', connector, found: sides.found })
    : finding(ground, 'warn', { variant: 'stillEmpty', connector, found: '' });
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].map((text) => text.toLowerCase()).sort()) === JSON.stringify([...b].map((text) => text.toLowerCase()).sort());

/** Every hybrid send connector carries the new name. */
function sendNames(after: Organization, name: CertificateName): Finding[] {
  const ground: Ground = { rule: 'post.sendName', subject: '', source: 'article' };
  const connectors = hybridSendConnectors(after);
  if (!connectors.known) return [couldNotCheck(ground, connectors, { variant: 'connectorsUnknown' })];
  if (connectors.value.length === 0) return [finding(ground, 'block', { variant: 'missing' })];
  return connectors.value.map(({ identity, tlsCertificateName }) =>
    carriesName({ ...ground, subject: identity }, identity, tlsCertificateName, name),
  );
}

/** The hybrid configuration carries the new name. */
export function hybridName({ hybridConfiguration }: Organization, name: CertificateName): Finding {
  const ground: Ground = { rule: 'post.hybridName', subject: 'Hybrid Configuration', source: 'article' };
  if (!hybridConfiguration.known) return couldNotCheck(ground, hybridConfiguration, { connector: ground.subject });
  if (hybridConfiguration.value === null) return finding(ground, 'block', { variant: 'missing' });
  return carriesName(ground, ground.subject, hybridConfiguration.value.tlsCertificateName, name);
}

function carriesName(ground: Ground, connector: string, value: Known<string | null>, name: CertificateName): Finding {
  if (!value.known) return couldNotCheck(ground, value, { connector });
  const found = parseCertificateName(value.value ?? '');
  const same = found !== undefined && sameCertificateName(found, name);
  return finding(ground, same ? 'ok' : 'block', { connector, expected: formatCertificateName(name), found: value.value ?? '' });
}

/** The renewal does not touch the internal transport certificate; with Edge a new one means subscribing again. */
function internalTransport(server: HybridServer, after: Organization): Finding {
  const ground: Ground = { rule: 'post.internalTransport', subject: server.name, source: 'blog-4420592' };
  const saved = server.internalTransportCertificateThumbprint;
  if (!saved.known) return couldNotCheck(ground, saved, { server: server.name });
  const now =
    after.hybridServers.find(({ name }) => sameServer(name, server.name))?.internalTransportCertificateThumbprint ??
    unknown('notReturned', server.name);
  if (!now.known) return couldNotCheck(ground, now, { server: server.name });
  const [expected, found] = [saved.value ?? '', now.value ?? ''];
  return finding(ground, expected.toUpperCase() === found.toUpperCase() ? 'ok' : 'warn', { server: server.name, expected, found });
}

export interface PostCheckInput {
  /** The organization before the first change: whose saved values count */
  readonly before: Organization;
  readonly after: Organization;
  readonly certificate: { readonly name: CertificateName; readonly facts: CertificateFacts };
}

/** Every finding has `expected` and `found` in its evidence where there is something to compare ('' is empty). */
export const postChecks = ({ before, after, certificate }: PostCheckInput): Finding[] => [
  ...serversToCheck(before, after).flatMap((server) => receiveConnector(server, before, after, certificate.name)),
  ...sendNames(after, certificate.name),
  hybridName(after, certificate.name),
  ...inboundSender(after, certificate.facts),
  ...outbound(after, certificate.facts),
  ...before.hybridServers.map((server) => internalTransport(server, after)),
];

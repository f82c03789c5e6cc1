/** Post-checks of the on-premises side. */
import type { ReceiveConnector } from '../../model/connector.ts';
import type { Finding } from '../../model/finding.ts';
import { unknown, known, type Known } from '../../model/known.ts';
import type { HybridServer, Organization } from '../../model/organization.ts';
import { formatCertificateName, parseCertificateName, sameCertificateName, type CertificateName } from '../../names/certificate-name.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';
import { defaultFrontendConnector, hybridSendConnectors, sameServer } from '../hybrid-connectors.ts';

/** The hybrid servers of before, and those that the HCW has added since. */
export const serversToCheck = (before: Organization, after: Organization): readonly HybridServer[] => [
  ...before.hybridServers,
  ...after.hybridServers.filter((server) => !before.hybridServers.some(({ name }) => sameServer(name, server.name))),
];

/** Name and TlsDomainCapabilities of the connector that was found before the change; of an added server nothing was saved. */
export function receiveConnector(server: HybridServer, before: Organization, after: Organization, name: CertificateName): Finding[] {
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
export function sendNames(after: Organization, name: CertificateName): Finding[] {
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
export function internalTransport(server: HybridServer, after: Organization): Finding {
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

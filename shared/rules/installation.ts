/** Is it on every hybrid server, with its private key and enabled for SMTP? */
import type { ServerCertificate } from '../model/certificate.ts';
import { flatMap, known, map, partition, type Known, type Unknown } from '../model/known.ts';
import { edgeServers, type Organization } from '../model/organization.ts';
import { unreadOn } from './certificate.ts';
import { about, couldNotCheck, finding, type Finding } from './finding.ts';
import { byServer, serversOf, type InstalledCertificate } from './installed-certificates.ts';
import { isRenewalDue } from './validity.ts';

/** HasPrivateKey on every server that has it. Source: Exchange Team Blog 4420592. */
export function privateKey(installed: InstalledCertificate): Finding[] {
  const context = about('certificate.privateKey', installed.facts.thumbprint);
  const { read, unread } = byServer(installed, ({ hasPrivateKey }) => hasPrivateKey);
  const without = read.filter(({ value }) => !value);
  const findings = [
    ...(without.length > 0 ? [finding(context, 'block', { servers: serversOf(without) })] : []),
    ...unreadOn(context, unread),
  ];
  return findings.length > 0 ? findings : [finding(context, 'ok')];
}

/**
 * The same issuer and subject on every hybrid server, in practice the same certificate. A server
 * that has another certificate of that name only warns, as long as the renewal of that one is not due. With Edge servers one
 * Mailbox server that has it is enough for the HCW.
 * Source: certificate requirements for hybrid deployments.
 */
export function everyServer(installed: InstalledCertificate, others: readonly InstalledCertificate[], at: string): Finding[] {
  const { facts, missingOn, unread, copies, oneServerIsEnough } = installed;
  const context = about('certificate.everyServer', facts.thumbprint);
  if (oneServerIsEnough) return [finding(context, 'ok', { servers: serversOf(copies) })];
  const withSibling = serversWith(
    others.filter(({ facts: other }) => Date.parse(other.notBefore) <= Date.parse(at) && !isRenewalDue(other, at)),
  );
  const siblings = missingOn.filter((server) => withSibling.has(server));
  const missing = missingOn.filter((server) => !withSibling.has(server));
  const findings = [
    ...(missing.length > 0 ? [finding(context, 'block', { servers: missing.join(', ') })] : []),
    ...unreadOn(context, unread),
    ...(siblings.length > 0 ? [finding(context, 'warn', { servers: siblings.join(', ') })] : []),
  ];
  return findings.length > 0 ? findings : [finding(context, 'ok', { servers: serversOf(copies) })];
}

const serversWith = (certificates: readonly InstalledCertificate[]): ReadonlySet<string> =>
  new Set(certificates.flatMap(({ copies }) => copies.map(({ server }) => server)));

/**
 * On each Edge server too: it presents the certificate to Exchange Online, and sends with it. The HCW does not look there, so it
 * can still be imported. Nothing in an organization without Edge servers. Source: certificate requirements for hybrid deployments.
 */
export function onEdgeServers({ facts: { thumbprint } }: InstalledCertificate, organization: Organization): Finding[] {
  const servers = edgeServers(organization);
  if (servers.length === 0) return [];
  const context = about('certificate.edge', thumbprint);
  const states = partition(servers, ({ certificates }) => flatMap(certificates, (store) => stateIn(store, thumbprint)));
  const names = (wanted: EdgeState): string =>
    states.known
      .filter(({ value }) => value === wanted)
      .map(({ item }) => item.name)
      .join(', ');
  // Nobody asked yet is not the same as an answer that could not be read.
  const isNotCollected = ({ why }: { readonly why: Unknown }): boolean => why.reason === 'notConnected';
  const notCollected = states.unknown.filter(isNotCollected);
  const unread = states.unknown.filter((one) => !isNotCollected(one));
  const serversIn = (rows: typeof states.unknown): string => rows.map(({ item }) => item.name).join(', ');
  const findings = [
    ...(['missing', 'noKey', 'noSmtp'] as const).flatMap((state) =>
      names(state) === '' ? [] : [finding(context, state, { servers: names(state) })],
    ),
    ...(notCollected.length > 0 ? [finding(context, 'notCollected', { servers: serversIn(notCollected) })] : []),
    ...unread.slice(0, 1).map(({ why }) => couldNotCheck(context, why, { servers: serversIn(unread) })),
  ];
  return findings.length > 0 ? findings : [finding(context, 'ok', { servers: names('ok') })];
}

type EdgeState = 'ok' | 'missing' | 'noKey' | 'noSmtp';

function stateIn(store: readonly ServerCertificate[], thumbprint: string): Known<EdgeState> {
  const copy = store.find(({ facts }) => facts.thumbprint === thumbprint);
  if (copy === undefined) return known('missing');
  return flatMap(copy.hasPrivateKey, (hasKey): Known<EdgeState> =>
    hasKey ? map(copy.services, (services) => (services.includes('SMTP') ? 'ok' : 'noSmtp')) : known('noKey'),
  );
}

/** SMTP everywhere, else the HCW fails at CheckPrereqs after the selection (KB 3058190); IIS belongs to the client side. */
export function services(installed: InstalledCertificate): Finding[] {
  const context = about('certificate.services', installed.facts.thumbprint);
  const { read, unread } = byServer(installed, (certificate) => certificate.services);
  const withoutSmtp = read.filter(({ value }) => !value.includes('SMTP'));
  const withoutIis = read.filter(({ value }) => value.includes('SMTP') && !value.includes('IIS'));
  const findings = [
    ...(withoutSmtp.length > 0 ? [finding(context, 'block', { servers: serversOf(withoutSmtp) })] : []),
    ...unreadOn(context, unread),
    ...(withoutIis.length > 0 ? [finding(context, 'withoutIis', { servers: serversOf(withoutIis) })] : []),
  ];
  return findings.length > 0 ? findings : [finding(context, 'ok')];
}

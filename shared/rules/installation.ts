/** Is it on every hybrid server, with its private key and enabled for SMTP? */
import type { Finding } from '../model/finding.ts';
import { couldNotCheck, finding, type Ground } from './finding.ts';
import { daysLeft } from './certificate.ts';
import { byServer, serversOf, type InstalledCertificate } from './installed-certificates.ts';

/** HasPrivateKey on every server that has it. Source: Exchange Team Blog 4420592. */
export function privateKey(installed: InstalledCertificate): Finding[] {
  const ground: Ground = { rule: 'certificate.privateKey', subject: installed.facts.thumbprint, source: 'blog-4420592' };
  const { told, untold } = byServer(installed, ({ hasPrivateKey }) => hasPrivateKey);
  const without = told.filter(({ value }) => !value);
  const [first] = untold;
  const findings = [
    ...(without.length > 0 ? [finding(ground, 'block', { servers: serversOf(without) })] : []),
    ...(first === undefined ? [] : [couldNotCheck(ground, first, { servers: serversOf(untold) })]),
  ];
  return findings.length > 0 ? findings : [finding(ground, 'ok')];
}

/**
 * The same issuer and subject on every hybrid server, in practice the same certificate. A server
 * that has another certificate of that name which stays valid for at least 30 days only warns.
 * Source: certificate requirements for hybrid deployments.
 */
export function everyServer(installed: InstalledCertificate, others: readonly InstalledCertificate[], at: string): Finding[] {
  const { facts, missingOn, unread, copies } = installed;
  const ground: Ground = { rule: 'certificate.everyServer', subject: facts.thumbprint, source: 'requirements' };
  const withSibling = serversWith(
    others.filter(({ facts: other }) => Date.parse(other.notBefore) <= Date.parse(at) && daysLeft(other, at) >= 30),
  );
  const siblings = missingOn.filter((server) => withSibling.has(server));
  const missing = missingOn.filter((server) => !withSibling.has(server));
  const [first] = unread;
  const findings = [
    ...(missing.length > 0 ? [finding(ground, 'block', { servers: missing.join(', ') })] : []),
    ...(first === undefined ? [] : [couldNotCheck(ground, first, { servers: serversOf(unread) })]),
    ...(siblings.length > 0 ? [finding(ground, 'warn', { servers: siblings.join(', ') })] : []),
  ];
  return findings.length > 0 ? findings : [finding(ground, 'ok', { servers: serversOf(copies) })];
}

const serversWith = (certificates: readonly InstalledCertificate[]): ReadonlySet<string> =>
  new Set(certificates.flatMap(({ copies }) => copies.map(({ server }) => server)));

/** SMTP everywhere, else the HCW does not list it (KB 3058190, KB 3064938); IIS belongs to the client side. */
export function services(installed: InstalledCertificate): Finding[] {
  const ground: Ground = { rule: 'certificate.services', subject: installed.facts.thumbprint, source: 'KB3058190' };
  const { told, untold } = byServer(installed, (certificate) => certificate.services);
  const withoutSmtp = told.filter(({ value }) => !value.includes('SMTP'));
  const withoutIis = told.filter(({ value }) => value.includes('SMTP') && !value.includes('IIS'));
  const [first] = untold;
  const findings = [
    ...(withoutSmtp.length > 0 ? [finding(ground, 'block', { servers: serversOf(withoutSmtp) })] : []),
    ...(first === undefined ? [] : [couldNotCheck(ground, first, { servers: serversOf(untold) })]),
    ...(withoutIis.length > 0
      ? [finding({ ...ground, source: 'KB3064938' }, 'info', { variant: 'withoutIis', servers: serversOf(withoutIis) })]
      : []),
  ];
  return findings.length > 0 ? findings : [finding(ground, 'ok')];
}

/** Which provider of Windows holds the private key. */
import type { ServerCertificate } from '../../model/certificate.ts';
import type { Finding } from '../../model/finding.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';
import { byServer, serversOf, type InstalledCertificate } from './installed.ts';

/**
 * A key of a CNG provider (KSP) is unsupported for Outlook on the web and the Exchange admin center
 * (HealthChecker; Microsoft support); its effect on SMTP is not confirmed by Microsoft, so it warns.
 * No provider at all is a certificate without a key on that server. A provider proves that a key is
 * linked, not that its file is intact.
 */
export function keyProvider(installed: InstalledCertificate): Finding[] {
  const ground: Ground = { rule: 'certificate.keyProvider', subject: installed.facts.thumbprint, source: 'healthChecker' };
  const { told, untold } = byServer(installed, (certificate: ServerCertificate) => certificate.keyProvider);
  const none = told.filter(({ value }) => value.kind === 'none');
  const cng = told.filter(({ value }) => value.kind === 'CNG');
  const [first] = untold;
  const findings = [
    ...(none.length > 0 ? [finding({ ...ground, source: 'blog-4420592' }, 'block', { variant: 'noKey', servers: serversOf(none) })] : []),
    ...(first === undefined ? [] : [couldNotCheck(ground, first, { servers: serversOf(untold) })]),
    ...(cng.length > 0 ? [finding(ground, 'warn', { variant: 'cng', servers: serversOf(cng), providers: providersOf(cng) })] : []),
  ];
  return findings.length > 0 ? findings : [finding(ground, 'ok', { providers: providersOf(told) })];
}

type Told = readonly { readonly value: Extract<ServerCertificate['keyProvider'], { readonly known: true }>['value'] }[];

const providersOf = (told: Told): string =>
  [
    ...new Set(told.flatMap(({ value }) => (value.kind === 'none' ? [] : [value.providerName || `${value.kind} ${value.providerType}`]))),
  ].join(', ');

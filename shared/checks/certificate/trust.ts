/** Is it from a trusted third-party authority? Article requirement A; KB 3064938, KB 2879262. */
import type { Finding } from '../../model/finding.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';
import { byServer, serversOf, type InstalledCertificate } from './installed.ts';

export function selfSigned({ facts }: InstalledCertificate): Finding {
  const ground: Ground = { rule: 'certificate.selfSigned', subject: facts.thumbprint, source: 'KB3064938' };
  return facts.selfSigned ? finding(ground, 'block') : finding(ground, 'ok', { issuer: facts.issuer });
}

/** RootCAType must be ThirdParty; with Registry or GroupPolicy the root was put into Trusted Root by hand. */
export function thirdParty(installed: InstalledCertificate): Finding[] {
  const ground: Ground = { rule: 'certificate.thirdParty', subject: installed.facts.thumbprint, source: 'KB3064938' };
  const { told, untold } = byServer(installed, ({ rootCAType }) => rootCAType);
  const findings: Finding[] = [];
  for (const [rootCAType, servers] of grouped(told)) {
    if (rootCAType === 'ThirdParty') continue;
    if (rootCAType === 'Unknown')
      findings.push(couldNotCheck(ground, { reason: 'notReturned', evidence: 'RootCAType: Unknown' }, { servers }));
    else if (rootCAType === 'Registry' || rootCAType === 'GroupPolicy') {
      findings.push(finding({ ...ground, source: 'KB2879262' }, 'block', { variant: 'rootElsewhere', rootCAType, servers }));
    } else findings.push(finding(ground, 'block', { variant: 'notThirdParty', rootCAType, servers }));
  }
  const [first] = untold;
  if (first !== undefined) findings.push(couldNotCheck(ground, first, { servers: serversOf(untold) }));
  return findings.length > 0 ? findings : [finding(ground, 'ok')];
}

/** What the server says of its validity: Status. */
export function status(installed: InstalledCertificate): Finding[] {
  const ground: Ground = { rule: 'certificate.status', subject: installed.facts.thumbprint, source: 'KB3064938' };
  const { told, untold } = byServer(installed, (certificate) => certificate.status);
  const findings: Finding[] = [];
  for (const [value, servers] of grouped(told)) {
    if (value === 'Valid') continue;
    if (value === 'Unknown') findings.push(couldNotCheck(ground, { reason: 'notReturned', evidence: 'Status: Unknown' }, { servers }));
    else findings.push(finding(ground, value === 'RevocationCheckFailure' ? 'warn' : 'block', { status: value, servers }));
  }
  const [first] = untold;
  if (first !== undefined) findings.push(couldNotCheck(ground, first, { servers: serversOf(untold) }));
  return findings.length > 0 ? findings : [finding(ground, 'ok')];
}

/** The servers of each value, as text. */
function grouped<T>(told: readonly { readonly server: string; readonly value: T }[]): ReadonlyMap<T, string> {
  const groups = new Map<T, string>();
  for (const { server, value } of told) groups.set(value, [groups.get(value), server].filter((part) => part !== undefined).join(', '));
  return groups;
}

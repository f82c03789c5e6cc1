/** Is it from a trusted third-party authority? Article requirement A; KB 3064938, KB 2879262. */
import type { CertificateFacts } from '../../model/certificate.ts';
import type { Finding } from '../../model/finding.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';
import { byServer, serversOf, type InstalledCertificate } from './installed.ts';

/**
 * IsSelfSigned must be False. Where no server tells, the names decide: with another issuer than
 * subject a certificate is not self-signed.
 */
export function selfSigned(installed: InstalledCertificate): Finding {
  const { told } = byServer(installed, ({ isSelfSigned }) => isSelfSigned);
  return selfSignedFinding(installed.facts, told.length > 0 ? told.some(({ value }) => value) : installed.facts.selfSigned);
}

export function selfSignedFinding({ thumbprint, issuer }: CertificateFacts, isSelfSigned: boolean): Finding {
  const ground: Ground = { rule: 'certificate.selfSigned', subject: thumbprint, source: 'KB3064938' };
  return isSelfSigned ? finding(ground, 'block') : finding(ground, 'ok', { issuer });
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

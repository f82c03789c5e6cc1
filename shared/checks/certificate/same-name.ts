/** Other certificates with the same issuer and subject: the name alone does not tell them apart. */
import type { CertificateFacts } from '../../model/certificate.ts';
import type { Finding } from '../../model/finding.ts';
import type { Organisation } from '../../model/organisation.ts';
import { sameCertificateName } from '../../names/certificate-name.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';
import { serversOf, type InstalledCertificate } from './installed.ts';

/**
 * Of several certificates of one name in the store of a server the one that expires last is
 * presented (Blog). `newer`: another one expires later, so this one is not presented where both are.
 * `older`: all others expire before it.
 */
export function sameName(installed: InstalledCertificate, { hybridServers }: Organisation): Finding[] {
  const { facts, unread } = installed;
  const ground: Ground = { rule: 'certificate.sameName', subject: facts.thumbprint, source: 'blog-4420592' };
  const others = new Map<string, { readonly facts: CertificateFacts; readonly servers: string[] }>();
  for (const { name, certificates } of hybridServers) {
    if (!certificates.known) continue;
    for (const { facts: other } of certificates.value) {
      if (other.thumbprint === facts.thumbprint || !sameCertificateName(other, facts)) continue;
      const entry = others.get(other.thumbprint);
      if (entry === undefined) others.set(other.thumbprint, { facts: other, servers: [name] });
      else entry.servers.push(name);
    }
  }
  const [first] = unread;
  const findings = [
    ...(first === undefined ? [] : [couldNotCheck(ground, first, { servers: serversOf(unread) })]),
    ...[...others.values()].map(({ facts: other, servers }) => {
      const isNewer = Date.parse(other.notAfter) > Date.parse(facts.notAfter);
      const evidence = { thumbprint: other.thumbprint, servers: servers.join(', '), notAfter: other.notAfter.slice(0, 10) };
      return finding(ground, isNewer ? 'warn' : 'info', { variant: isNewer ? 'newer' : 'older', ...evidence });
    }),
  ];
  return findings.length > 0 ? findings : [finding(ground, 'ok')];
}

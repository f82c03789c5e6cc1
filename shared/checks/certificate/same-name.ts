/** Other certificates with the same issuer and subject: the name alone does not tell them apart. */
import type { Finding } from '../../model/finding.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';
import { serversOf, type InstalledCertificate } from './installed.ts';

/**
 * Of several certificates of one name in the store of a server the one that expires last is
 * presented (Blog). `newer`: another one expires later, so this one is not presented where both are.
 * `older`: all others expire before it.
 */
export function sameName(installed: InstalledCertificate, others: readonly InstalledCertificate[]): Finding[] {
  const { facts, unread } = installed;
  const ground: Ground = { rule: 'certificate.sameName', subject: facts.thumbprint, source: 'blog-4420592' };
  const [first] = unread;
  const findings = [
    ...(first === undefined ? [] : [couldNotCheck(ground, first, { servers: serversOf(unread) })]),
    ...others.map(({ facts: other, copies }) => {
      const isNewer = Date.parse(other.notAfter) > Date.parse(facts.notAfter);
      const evidence = { thumbprint: other.thumbprint, servers: serversOf(copies), notAfter: other.notAfter.slice(0, 10) };
      return finding(ground, isNewer ? 'warn' : 'info', { variant: isNewer ? 'newer' : 'older', ...evidence });
    }),
  ];
  return findings.length > 0 ? findings : [finding(ground, 'ok')];
}

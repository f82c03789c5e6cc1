/** Post-checks of the Exchange Online side: sender verified by certificate subject, TLS always. */
import type { CertificateFacts } from '../../model/certificate.ts';
import type { OutboundConnector } from '../../model/connector.ts';
import type { Finding } from '../../model/finding.ts';
import type { Organization } from '../../model/organization.ts';
import { commonNameOf } from '../../names/distinguished-name.ts';
import { covered, hostNamesOf } from '../certificate/domain-names.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';
import { hybridInboundConnectors, hybridOutboundConnectors } from '../hybrid-connectors.ts';

/** TlsSenderCertificateName is the CN of the new certificate, or a name or wildcard that one of its names meets. */
export function inboundSender(after: Organization, facts: CertificateFacts): Finding[] {
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
export function outbound(after: Organization, facts: CertificateFacts): Finding[] {
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

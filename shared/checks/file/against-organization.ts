/** A certificate file compared with the organization into which it will be imported. */
import type { CertificateFacts } from '../../model/certificate.ts';
import type { Finding } from '../../model/finding.ts';
import type { Organization } from '../../model/organization.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';
import { compareNames } from '../name-change.ts';

/**
 * With issuer and subject of the name in use it goes live when it is imported (Blog). Otherwise
 * inbound mail may stop until the connectors name it (KB 2989382).
 */
export function nameOfFile(facts: CertificateFacts, organization: Organization): Finding {
  const ground: Ground = { rule: 'file.name', subject: facts.thumbprint, source: 'KB2989382' };
  const { old, issuerChanged, subjectChanged } = compareNames(organization, facts);
  if (old === undefined) {
    const { hybridConfiguration: configuration, sendConnectors } = organization;
    const unread = [configuration, sendConnectors, ...organization.hybridServers.map(({ receiveConnectors }) => receiveConnectors)].find(
      (value) => !value.known,
    );
    return unread?.known === false ? couldNotCheck(ground, unread) : finding(ground, 'info', { variant: 'noneInUse' });
  }
  if (issuerChanged && subjectChanged) return finding(ground, 'warn', { variant: 'bothChanged' });
  if (issuerChanged) return finding(ground, 'warn', { variant: 'issuerChanged' });
  if (subjectChanged) return finding(ground, 'warn', { variant: 'subjectChanged' });
  return finding({ ...ground, source: 'blog-4420592' }, 'info', { variant: 'liveOnImport' });
}

/** Which servers have it already. */
export function installedOn({ thumbprint }: CertificateFacts, { hybridServers }: Organization): Finding[] {
  const ground: Ground = { rule: 'file.installed', subject: thumbprint, source: 'requirements' };
  const has = hybridServers.filter(
    ({ certificates }) => certificates.known && certificates.value.some(({ facts }) => facts.thumbprint === thumbprint),
  );
  const findings: Finding[] = has.length > 0 ? [finding(ground, 'info', { servers: has.map(({ name }) => name).join(', ') })] : [];
  for (const { name: server, certificates } of hybridServers) {
    if (!certificates.known) findings.push(couldNotCheck({ ...ground, subject: server }, certificates, { servers: server }));
  }
  return findings;
}

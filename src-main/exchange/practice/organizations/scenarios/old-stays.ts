/**
 * Two send connectors carry the name that the old and the new certificate share: Exchange refuses to remove either of them. The new one has
 * taken IIS over.
 */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { internetSendConnector } from '../build.ts';
import { expiring, renewed } from '../certificates.ts';
import { authority2026, mailSubject } from '../names.ts';
import { sameName } from './same-name.ts';
import { withCopies } from './with-copies.ts';

export async function oldStays(now: Date): Promise<OrganizationFile> {
  const withOld = withCopies(await sameName(now), await expiring(now, mailSubject, authority2026), (copy) => ({
    ...copy,
    services: 'SMTP',
  }));
  const organization = withCopies(withOld, await renewed(now), (copy) => ({ ...copy, services: 'IIS, SMTP' }));
  const partner: OrganizationFile['sendConnectors'][number] = {
    ...internetSendConnector(organization.servers.map(({ name }) => name)),
    name: 'Mail to Fabrikam',
    addressSpaces: ['SMTP:fabrikam.com;1'],
    smartHosts: ['mail.fabrikam.com'],
    requireTls: true,
    tlsCertificateName: organization.hybridConfiguration?.tlsCertificateName ?? null,
  };
  return { ...organization, sendConnectors: [...organization.sendConnectors, partner] };
}

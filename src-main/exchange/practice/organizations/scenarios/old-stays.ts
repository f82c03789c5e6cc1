/** Two send connectors carry the name that the old and the new certificate share: Exchange refuses to remove either of them. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { internetSendConnector } from '../build.ts';
import { sameName } from './same-name.ts';

export async function oldStays(now: Date): Promise<OrganizationFile> {
  const organization = await sameName(now);
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

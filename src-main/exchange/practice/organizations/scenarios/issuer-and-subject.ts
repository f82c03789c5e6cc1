/** What the issuer and the subject of the new certificate mean for the change. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { internetSendConnector } from '../build.ts';
import { expiring, renewed } from '../certificates.ts';
import { contoso } from '../contoso.ts';
import { authority2026, hybridSubject, mailSubject } from '../names.ts';
import { withCopies } from './differences.ts';

/** The old and the new certificate have the same issuer and subject: a name fits both. */
export const sameName = (now: Date): Promise<OrganizationFile> => contoso(now, { issuer: authority2026, subject: mailSubject });

const requiredName = 'hybrid.contoso.com';

/** The new certificate has another subject and one name less: the one that Exchange Online requires. */
export async function newSubject(now: Date): Promise<OrganizationFile> {
  const names = [requiredName, 'mail.contoso.com', 'autodiscover.contoso.com'];
  const organization = await contoso(now, { issuer: authority2026, subject: hybridSubject, names });
  const { exchangeOnline } = organization;
  return {
    ...organization,
    exchangeOnline: {
      ...exchangeOnline,
      outboundConnectors: exchangeOnline.outboundConnectors.map((connector) => ({ ...connector, tlsDomain: requiredName })),
    },
  };
}

/**
 * Two send connectors carry the name that the old and the new certificate share: Exchange refuses to remove either of them. The new one has
 * taken IIS over.
 */
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

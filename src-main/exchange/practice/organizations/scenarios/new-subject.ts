/** The new certificate has another subject and one name less: the one that Exchange Online requires. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { contoso } from '../contoso.ts';
import { authority2026, hybridSubject } from '../names.ts';

const required = 'hybrid.contoso.com';

export async function newSubject(now: Date): Promise<OrganizationFile> {
  const names = [required, 'mail.contoso.com', 'autodiscover.contoso.com'];
  const organization = await contoso(now, { issuer: authority2026, subject: hybridSubject, names });
  const { exchangeOnline } = organization;
  return {
    ...organization,
    exchangeOnline: {
      ...exchangeOnline,
      outboundConnectors: exchangeOnline.outboundConnectors.map((connector) => ({ ...connector, tlsDomain: required })),
    },
  };
}

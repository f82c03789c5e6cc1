/** The hybrid configuration names no certificate: the HCW lists the new one, and selects none. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { contoso } from '../contoso.ts';

export async function notSelected(now: Date): Promise<OrganizationFile> {
  const organization = await contoso(now);
  const { hybridConfiguration } = organization;
  return {
    ...organization,
    hybridConfiguration: hybridConfiguration === null ? null : { ...hybridConfiguration, tlsCertificateName: null },
  };
}

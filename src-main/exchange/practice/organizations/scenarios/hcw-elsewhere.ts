/** Somebody runs the HCW with the new certificate after the plan was reviewed, before its first command. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { thumbprintOf } from '../../objects/certificate.ts';
import { renewed } from '../certificates.ts';
import { contoso } from '../contoso.ts';

export const hcwElsewhere = async (now: Date): Promise<OrganizationFile> => ({
  ...(await contoso(now)),
  events: [
    {
      kind: 'hcwRun',
      // The first call of a run; the one before it was that of the collection.
      before: { cmdlet: 'Get-HybridConfiguration', after: 1 },
      thumbprint: thumbprintOf(await renewed(now)),
    },
  ],
});

/** What can happen while the HCW runs, or keep it from the new certificate. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { thumbprintOf } from '../../objects/certificate.ts';
import { setService } from '../../on-server.ts';
import { renewed } from '../certificates.ts';
import { contoso } from '../contoso.ts';
import { withCopies } from './differences.ts';
import { newSubject } from './issuer-and-subject.ts';

/** The hybrid configuration names no certificate: the HCW lists the new one, and selects none. */
export async function notSelected(now: Date): Promise<OrganizationFile> {
  const organization = await contoso(now);
  const { hybridConfiguration } = organization;
  return {
    ...organization,
    hybridConfiguration: hybridConfiguration === null ? null : { ...hybridConfiguration, tlsCertificateName: null },
  };
}

/** The root of the new certificate was put into Trusted Root by hand on every server: the HCW lists only what has one in Third-Party Root. */
export const notListed = async (now: Date): Promise<OrganizationFile> =>
  withCopies(await contoso(now), await renewed(now), (copy) => ({ ...copy, rootCAType: 'Registry' }));

/** Microsoft Exchange Service Host has stopped on EX02: the HCW lists no certificate at all (KB 2964920). */
export const serviceHost = async (now: Date): Promise<OrganizationFile> =>
  setService(await contoso(now), 'EX02', 'MSExchangeServiceHost', false);

/** The HCW fails between the on-premises values and those of Exchange Online, once. */
export const hcwFails = async (now: Date): Promise<OrganizationFile> => ({
  ...(await newSubject(now)),
  events: [{ kind: 'hcwFails' }],
});

/** Somebody runs the HCW with the new certificate after the plan was reviewed, before its first command. */
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

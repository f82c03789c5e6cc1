/** The root of the new certificate was put into Trusted Root by hand on every server: the HCW lists only what has one in Third-Party Root. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { renewed } from '../certificates.ts';
import { contoso } from '../contoso.ts';
import { withCopies } from './with-copies.ts';

export const notListed = async (now: Date): Promise<OrganizationFile> =>
  withCopies(await contoso(now), await renewed(now), (copy) => ({ ...copy, rootCAType: 'Registry' }));

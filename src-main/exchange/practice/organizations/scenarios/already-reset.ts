/** Somebody has reset the receive connectors, and the HCW has not run since. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { contoso } from '../contoso.ts';
import { withoutNames } from './without-names.ts';

export const alreadyReset = async (now: Date): Promise<OrganizationFile> => withoutNames(await contoso(now));

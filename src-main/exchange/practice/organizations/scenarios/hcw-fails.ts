/** The HCW fails between the on-premises values and those of Exchange Online, once. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { newSubject } from './new-subject.ts';

export const hcwFails = async (now: Date): Promise<OrganizationFile> => ({
  ...(await newSubject(now)),
  events: [{ kind: 'hcwFails' }],
});

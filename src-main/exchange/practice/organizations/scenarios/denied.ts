/** The signed-in user has no right to Set-ReceiveConnector. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { contoso } from '../contoso.ts';

export const denied = async (now: Date): Promise<OrganizationFile> => ({
  ...(await contoso(now)),
  faults: [{ cmdlet: 'Set-ReceiveConnector', after: 0, fault: { kind: 'hidden' } }],
});

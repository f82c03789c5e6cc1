/** The session ends while EX02 is changed, after the change took effect. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { contoso } from '../contoso.ts';

export const sessionLost = async (now: Date): Promise<OrganizationFile> => ({
  ...(await contoso(now)),
  faults: [
    {
      cmdlet: 'Set-ReceiveConnector',
      match: { parameter: 'Identity', value: 'EX02\\Default Frontend EX02' },
      after: 0,
      fault: { kind: 'sessionLost', effect: true },
    },
  ],
});

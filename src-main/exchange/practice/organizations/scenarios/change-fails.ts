/** Three servers, one of which cannot be changed: its object in Active Directory does not inherit the rights of Exchange. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { contoso } from '../contoso.ts';

export const changeFails = async (now: Date): Promise<OrganizationFile> => ({
  ...(await contoso(now)),
  faults: [
    {
      cmdlet: 'Set-ReceiveConnector',
      match: { parameter: 'Identity', value: 'EX02\\Default Frontend EX02' },
      after: 0,
      fault: {
        kind: 'error',
        // As Exchange is reported to word it; not confirmed by a capture.
        message:
          'Active Directory operation failed on dc01.contoso.com. This error is not retriable. Additional information: Insufficient access rights to perform the operation. Active directory response: 00002098: SecErr: DSID-03150F94, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0',
        category: 'NotSpecified',
        id: 'Microsoft.Exchange.Management.SystemConfigurationTasks.SetReceiveConnector',
        terminating: false,
      },
    },
  ],
});

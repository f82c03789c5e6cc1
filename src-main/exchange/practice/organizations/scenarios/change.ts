/** What can be met when a change is carried out. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { contoso } from '../contoso.ts';
import { certificateName, mailSubject, ownAuthority } from '../names.ts';
import { withoutNames } from './differences.ts';

const connectorOfEx02 = 'EX02\\Default Frontend EX02';

/** Somebody has reset the receive connectors, and the HCW has not run since. */
export const alreadyReset = async (now: Date): Promise<OrganizationFile> => withoutNames(await contoso(now));

/** Three servers, one of which cannot be changed: its object in Active Directory does not inherit the rights of Exchange. */
export const changeFails = async (now: Date): Promise<OrganizationFile> => ({
  ...(await contoso(now)),
  faults: [
    {
      cmdlet: 'Set-ReceiveConnector',
      match: { parameter: 'Identity', value: connectorOfEx02 },
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

/** Somebody gives EX02 another certificate after the plan was reviewed. */
export const changedMeanwhile = async (now: Date): Promise<OrganizationFile> => ({
  ...(await contoso(now)),
  events: [
    {
      kind: 'connectorChanged',
      // Only a change reads a single connector.
      before: { cmdlet: 'Get-ReceiveConnector', match: { parameter: 'Identity', value: connectorOfEx02 }, after: 0 },
      connector: connectorOfEx02,
      tlsCertificateName: certificateName(ownAuthority, mailSubject),
    },
  ],
});

/** The session ends while EX02 is changed, after the change took effect. */
export const sessionLost = async (now: Date): Promise<OrganizationFile> => ({
  ...(await contoso(now)),
  faults: [
    {
      cmdlet: 'Set-ReceiveConnector',
      match: { parameter: 'Identity', value: connectorOfEx02 },
      after: 0,
      fault: { kind: 'sessionLost', effect: true },
    },
  ],
});

/** The signed-in user has no right to Set-ReceiveConnector. */
export const denied = async (now: Date): Promise<OrganizationFile> => ({
  ...(await contoso(now)),
  faults: [{ cmdlet: 'Set-ReceiveConnector', after: 0, fault: { kind: 'hidden' } }],
});

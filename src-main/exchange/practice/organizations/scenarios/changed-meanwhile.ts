/** Somebody gives EX02 another certificate after the plan was reviewed. */
import type { OrganizationFile } from '../../../../../shared/model/sample-organization.ts';
import { contoso } from '../contoso.ts';
import { certificateName, mailSubject, ownAuthority } from '../names.ts';

const connector = 'EX02\\Default Frontend EX02';

export const changedMeanwhile = async (now: Date): Promise<OrganizationFile> => ({
  ...(await contoso(now)),
  events: [
    {
      kind: 'connectorChanged',
      // Only a change reads a single connector.
      before: { cmdlet: 'Get-ReceiveConnector', match: { parameter: 'Identity', value: connector }, after: 0 },
      connector,
      tlsCertificateName: certificateName(ownAuthority, mailSubject),
    },
  ],
});

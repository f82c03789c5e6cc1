/** Does the session offer the change cmdlets to the signed-in user? */
import type { CmdletName } from '../../commands/table.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import type { Organization } from '../../model/organization.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';

/** Article step 1 cannot be done without it. */
export const resetRight = (organization: Organization): Finding =>
  right(organization, { rule: 'rights.reset', subject: '', source: 'article' }, 'Set-ReceiveConnector', 'block');

/** Needed only when the certificate is not selected in the HCW. */
export const hybridConfigurationRight = (organization: Organization): Finding =>
  right(organization, { rule: 'rights.hybridConfiguration', subject: '', source: 'article' }, 'Set-HybridConfiguration', 'warn');

function right({ rights }: Organization, ground: Ground, cmdlet: CmdletName, withoutIt: Severity): Finding {
  if (!rights.known) return couldNotCheck(ground, rights, { cmdlet });
  const offered = rights.value[cmdlet];
  if (offered === undefined) return couldNotCheck(ground, { reason: 'notReturned', evidence: cmdlet }, { cmdlet });
  return finding(ground, offered ? 'ok' : withoutIt, { cmdlet });
}

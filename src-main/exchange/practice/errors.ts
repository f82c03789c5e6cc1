/** Errors as Exchange and PowerShell word them. */
import type { CmdletError } from '../../../shared/commands/outcome.ts';
import type { OrganisationFile } from '../../../shared/model/organisation-file.ts';

const tasks = 'Microsoft.Exchange.Management.SystemConfigurationTasks';

/** The object that `-Identity` or `-Server` names does not exist. `task`: the cmdlet's class in Exchange. */
export const objectNotFound = (organisation: OrganisationFile, identity: string, task: string): CmdletError => ({
  message: `The operation couldn't be performed because object '${identity}' couldn't be found on '${organisation.domainController}'.`,
  category: 'NotSpecified',
  id: `${tasks}.${task}`,
  terminating: false,
});

/** `Get-ExchangeCertificate -Thumbprint` of a certificate that the server does not have. */
export const certificateNotFound = (thumbprint: string): CmdletError => ({
  message: `The certificate with thumbprint ${thumbprint} was not found.`,
  category: 'InvalidArgument',
  id: `${tasks}.GetExchangeCertificate`,
  terminating: false,
});

/** The session does not have the command: the user has no right to it. */
export const commandNotFound = (cmdlet: string): CmdletError => ({
  message: `The term '${cmdlet}' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.`,
  category: 'ObjectNotFound',
  id: 'CommandNotFoundException',
  terminating: true,
});

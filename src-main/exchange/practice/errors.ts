/** Errors as Exchange and PowerShell word them. */
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { CmdletError } from '../../../shared/commands/outcome.ts';
import type { OrganizationFile, SampleFault } from '../../../shared/model/organization-file.ts';

/** The object that `-Identity` or `-Server` names does not exist. */
export const objectNotFound = (organization: OrganizationFile, identity: string, call: CmdletCall): CmdletError => ({
  message: `The operation couldn't be performed because object '${identity}' couldn't be found on '${organization.domainController}'.`,
  category: 'NotSpecified',
  id: classOf(call),
  terminating: false,
});

/** `Get-ExchangeCertificate -Thumbprint` of a certificate that the server does not have. */
export const certificateNotFound = (thumbprint: string, call: CmdletCall): CmdletError => ({
  message: `The certificate with thumbprint ${thumbprint} was not found.`,
  category: 'InvalidArgument',
  id: classOf(call),
  terminating: false,
});

/** `-TlsCertificateName` takes only the text of a certificate name; a thumbprint is none. */
export const notACertificateName = (text: string, call: CmdletCall): CmdletError => ({
  message: `Cannot process argument transformation on parameter 'TlsCertificateName'. Cannot convert value "${text}" to type "Microsoft.Exchange.Data.SmtpX509Identifier". Error: ""${text}" isn't a valid X.509 certificate identifier. The format is "<I>Issuer<S>Subject"."`,
  category: 'InvalidData',
  id: `ParameterArgumentTransformationError,${classOf(call)}`,
  terminating: true,
});

/** The session does not have the command: the user has no right to it. */
export const commandNotFound = (cmdlet: string): CmdletError => ({
  message: `The term '${cmdlet}' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.`,
  category: 'ObjectNotFound',
  id: 'CommandNotFoundException',
  terminating: true,
});

/** What a fault reports. PowerShell adds the class of the cmdlet to the id by itself. */
export const faultError = (fault: Extract<SampleFault['fault'], { readonly kind: 'error' }>, call: CmdletCall): CmdletError => ({
  message: fault.message,
  category: fault.category,
  id: fault.id === classOf(call) ? fault.id : `${fault.id},${classOf(call)}`,
  terminating: fault.terminating,
});

/** The cmdlet's class in Exchange. */
const classOf = (call: CmdletCall): string => `Microsoft.Exchange.Management.SystemConfigurationTasks.${call.cmdlet.replace('-', '')}`;

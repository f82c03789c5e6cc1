/** What a cmdlet says to a call, before it is put into the shape of the port. */

import type { PsObject } from '../../../shared/clixml/value.ts';
import type { CmdletCall, CmdletError } from '../../../shared/commands/call.ts';
import type { OrganizationFile, SampleFault } from '../../../shared/model/sample-organization.ts';
import { sameText } from '../../../shared/model/same-text.ts';

export interface CmdletAnswer {
  readonly objects: readonly PsObject[];
  readonly errors: readonly CmdletError[];
  readonly warnings: readonly string[];
  /** The organization after a change */
  readonly changed?: OrganizationFile;
}

/** Answers a call about an organization. The call has passed the closed table. */
export type Cmdlet = (organization: OrganizationFile, call: CmdletCall) => CmdletAnswer;

export const objectsOnly = (objects: readonly PsObject[]): CmdletAnswer => ({ objects, errors: [], warnings: [] });
export const errorOnly = (error: CmdletError): CmdletAnswer => ({ objects: [], errors: [error], warnings: [] });

/** The parameter's text, or `undefined` when it was not given. */
export function textParameter(call: CmdletCall, name: string): string | undefined {
  const value = call.parameters[name];
  return typeof value === 'string' ? value : undefined;
}

// Which of an organization's faults strikes a call.

/** A fault that strikes a single call; a hidden cmdlet is missing from the whole session. */
export type StrikingFault = Exclude<SampleFault['fault'], { readonly kind: 'hidden' }>;

export interface Faults {
  /** The fault that this call meets, if any; counts the call. */
  meet(call: CmdletCall, organization: OrganizationFile): StrikingFault | undefined;
}

/** Counts calls for `after`, from the moment at which a session is opened. */
export function countedFaults(): Faults {
  const calls = new Map<string, number>();
  return {
    meet(call, organization) {
      let met: StrikingFault | undefined;
      for (const fault of organization.faults) {
        if (fault.fault.kind === 'hidden' || !concerns(fault, call)) continue;
        const key = JSON.stringify(fault);
        const before = calls.get(key) ?? 0;
        calls.set(key, before + 1);
        if (before >= fault.after) met ??= fault.fault;
      }
      return met;
    },
  };
}

/** Whether the signed-in user has no right to the cmdlet: it does not exist in the session. */
export const isHidden = (organization: OrganizationFile, cmdlet: string): boolean =>
  organization.faults.some((fault) => fault.fault.kind === 'hidden' && sameText(fault.cmdlet, cmdlet));

/** PowerShell and Exchange compare names without case. */
/** Whether it is a call of that cmdlet, with that value of the parameter. */
export function concerns({ cmdlet, match }: Pick<SampleFault, 'cmdlet' | 'match'>, call: CmdletCall): boolean {
  if (!sameText(cmdlet, call.cmdlet)) return false;
  if (match === undefined) return true;
  const value = Object.hasOwn(call.parameters, match.parameter) ? call.parameters[match.parameter] : undefined;
  return typeof value === 'string' && sameText(value, match.value);
}

// Errors as Exchange and PowerShell word them.

/** The object that `-Identity` or `-Server` names does not exist. */
export const objectNotFound = (organization: OrganizationFile, identity: string, call: CmdletCall): CmdletError => ({
  message: `The operation couldn't be performed because object '${identity}' couldn't be found on '${organization.domainController}'.`,
  category: 'NotSpecified',
  id: classOf(call),
  terminating: false,
});

/** `cmdlet`, which takes `-DomainController`: one that is not the organization's own cannot be reached. */
export const atController =
  (cmdlet: Cmdlet): Cmdlet =>
  (organization, call) => {
    const controller = textParameter(call, 'DomainController');
    return controller === undefined || sameText(controller, organization.domainController)
      ? cmdlet(organization, call)
      : errorOnly(controllerNotReached(controller, call));
  };

/** Text and category are not confirmed by a capture: they are what Exchange is reported to say of a controller that does not answer. */
const controllerNotReached = (controller: string, call: CmdletCall): CmdletError => ({
  message: `An Active Directory error 0x51 occurred when trying to check the suitability of server '${controller}'. Error: 'Active directory response: The LDAP server is unavailable.'`,
  category: 'NotSpecified',
  id: classOf(call),
  terminating: false,
});

/** The server does not answer its management calls. */
export const notReached = (server: string, call: CmdletCall): CmdletError => ({
  message: `The Microsoft Exchange server "${server}" couldn't be contacted. The RPC server is unavailable.`,
  category: 'ResourceUnavailable',
  id: classOf(call),
  terminating: false,
});

/**
 * Why Remove-ExchangeCertificate refuses: text, category and id as Exchange 2013 to 2019 report them (Microsoft Learn, "Can't remove a
 * certificate that's installed in Exchange Server"; published output of the refusal for the internal transport certificate).
 */
export const removalRefused = (server: string, reason: string, call: CmdletCall): CmdletError => ({
  message: `A special Rpc error occurs on server ${server}: ${reason}`,
  category: 'InvalidArgument',
  id: classOf(call),
  terminating: false,
});

/** `-Thumbprint` of a certificate that the server does not have. */
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

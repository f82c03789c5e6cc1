/** Which of an organisation's faults strikes a call. */
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { OrganisationFile, SampleFault } from '../../../shared/model/organisation-file.ts';

export interface Faults {
  /** The fault that this call meets, if any; counts the call. */
  meet(call: CmdletCall, organisation: OrganisationFile): SampleFault | undefined;
}

/** Counts calls for `after`, from the moment at which a session is opened. */
export function countedFaults(): Faults {
  const calls = new Map<string, number>();
  return {
    meet(call, organisation) {
      return organisation.faults.filter((fault) => concerns(fault, call)).find((fault) => {
        const key = JSON.stringify(fault);
        const before = calls.get(key) ?? 0;
        calls.set(key, before + 1);
        return before >= fault.after;
      });
    },
  };
}

/** Whether the signed-in user has no right to the cmdlet: it does not exist in the session. */
export const isHidden = (organisation: OrganisationFile, cmdlet: string): boolean =>
  organisation.faults.some((fault) => fault.fault.kind === 'hidden' && sameText(fault.cmdlet, cmdlet));

/** PowerShell and Exchange compare names without case. */
export const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function concerns(fault: SampleFault, call: CmdletCall): boolean {
  if (!sameText(fault.cmdlet, call.cmdlet)) return false;
  if (fault.match === undefined) return true;
  const value = Object.hasOwn(call.parameters, fault.match.parameter) ? call.parameters[fault.match.parameter] : undefined;
  return typeof value === 'string' && sameText(value, fault.match.value);
}

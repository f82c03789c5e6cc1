/** Which of an organization's faults strikes a call. */
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { OrganizationFile, SampleFault } from '../../../shared/model/organization-file.ts';

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
export const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function concerns(fault: SampleFault, call: CmdletCall): boolean {
  if (!sameText(fault.cmdlet, call.cmdlet)) return false;
  if (fault.match === undefined) return true;
  const value = Object.hasOwn(call.parameters, fault.match.parameter) ? call.parameters[fault.match.parameter] : undefined;
  return typeof value === 'string' && sameText(value, fault.match.value);
}

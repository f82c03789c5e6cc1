/** What a cmdlet says to a call, before it is put into the shape of the port. */
import type { PsObject } from '../../../shared/clixml/value.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { CmdletError } from '../../../shared/commands/outcome.ts';
import type { OrganizationFile } from '../../../shared/model/organization-file.ts';

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

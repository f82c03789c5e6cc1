/** `Get-Command -Name …`: which change cmdlets the session offers to the signed-in user. */
import type { PsValue } from '../clixml/value.ts';
import type { CmdletError } from '../commands/outcome.ts';
import { cmdletTable, type CmdletName } from '../commands/table.ts';
import { ok, type Result } from '../errors.ts';
import { readText } from './property.ts';
import { readAll, required } from './required.ts';

/** The cmdlets with which the wizard changes something on-premises. */
export const changeCmdlets: readonly CmdletName[] = Object.entries(cmdletTable)
  .filter(([, entry]) => entry.effect === 'change' && entry.sides.includes('onPremises'))
  // Object.entries forgets that the keys are those of the table.
  .map(([name]) => name as CmdletName);

/**
 * `true` for a cmdlet that came back, `false` for one that an error names as not found. One that is
 * in neither is left out: it is not known.
 */
export function readRights(objects: readonly PsValue[], errors: readonly CmdletError[]): Result<Record<string, boolean>> {
  const names = readAll(objects, (object) => required('command', 'Name', readText(object, 'Name')));
  if (!names.ok) return names;
  const offered = new Set(names.value.map((name) => name.toLowerCase()));
  const rights: Record<string, boolean> = {};
  for (const cmdlet of changeCmdlets) {
    if (offered.has(cmdlet.toLowerCase())) rights[cmdlet] = true;
    else if (errors.some((error) => isNotFound(error, cmdlet))) rights[cmdlet] = false;
  }
  return ok(rights);
}

const isNotFound = (error: CmdletError, cmdlet: string): boolean =>
  (error.category === 'ObjectNotFound' || error.id.startsWith('CommandNotFoundException')) &&
  error.message.toLowerCase().includes(cmdlet.toLowerCase());

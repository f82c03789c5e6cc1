/** Calls as arguments of a request. */
import { psBoolean, psHashtable, psInt32, psList, psNull, psString, type PsValue } from '../../shared/clixml/value.ts';
import type { CmdletCall, ParameterValue } from '../../shared/commands/call.ts';

/** A call as the module takes it. */
export const callArguments = (call: CmdletCall): Readonly<Record<string, PsValue>> => ({
  Side: psString(call.side),
  Cmdlet: psString(call.cmdlet),
  Parameters: psHashtable(Object.fromEntries(Object.entries(call.parameters).map(([name, value]) => [name, valueOf(value)]))),
  Select: call.select === undefined ? psNull : psList(call.select.map(psString)),
});

/** The first parameter with U+FFFE or U+FFFF in it: no serializer of PowerShell takes them, so no server would get them. */
export function parameterNotCarried({ parameters, select }: CmdletCall): string | undefined {
  const texts = { ...parameters, Property: select ?? null };
  return Object.entries(texts).find(([, value]) => /[\ufffe\uffff]/.test([value].flat().join('')))?.[0];
}

function valueOf(value: ParameterValue): PsValue {
  if (value === null) return psNull;
  if (typeof value === 'string') return psString(value);
  if (typeof value === 'boolean') return psBoolean(value);
  if (typeof value === 'number') return psInt32(value);
  return psList(value.map(psString));
}

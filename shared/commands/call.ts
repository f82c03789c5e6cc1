/** A cmdlet call as data: shown as text, executed, written to the journal; always the same value. */
import * as v from 'valibot';
import { appError, fail, ok, type Result } from '../errors.ts';
import { cmdletTable, type CmdletEntry, type CmdletName, type ParameterKind, type Side } from './table.ts';

/** A parameter's value: `true` for a switch, `null` for `$null`. */
const parameterValueSchema = v.union([
  v.string(),
  v.boolean(),
  v.pipe(v.number(), v.safeInteger()),
  v.null(),
  v.pipe(v.array(v.string()), v.readonly()),
]);
export type ParameterValue = v.InferOutput<typeof parameterValueSchema>;

const cmdletNames = Object.keys(cmdletTable) as [CmdletName, ...CmdletName[]];

export const cmdletCallSchema = v.object({
  side: v.picklist(['onPremises', 'exchangeOnline']),
  cmdlet: v.picklist(cmdletNames),
  parameters: v.record(v.string(), parameterValueSchema),
  /** Names of the properties wanted: a `Select-Object -Property …` behind the cmdlet, on the server. */
  select: v.optional(v.pipe(v.array(v.string()), v.readonly())),
});
export interface CmdletCall {
  readonly side: Side;
  readonly cmdlet: CmdletName;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly select?: readonly string[] | undefined;
}

const accepts: Record<ParameterKind, (value: ParameterValue) => boolean> = {
  string: (value) => typeof value === 'string',
  nullableString: (value) => value === null || typeof value === 'string',
  strings: (value) => Array.isArray(value),
  nullableStrings: (value) => value === null || Array.isArray(value),
  switch: (value) => value === true,
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => typeof value === 'number',
};

/** Checks a call against the closed table. Error `call.refused` names the cmdlet or parameter that is not in it. */
export function checkCall(call: CmdletCall): Result<CmdletCall> {
  const entry: CmdletEntry | undefined = Object.hasOwn(cmdletTable, call.cmdlet) ? cmdletTable[call.cmdlet] : undefined;
  if (entry?.sides.includes(call.side) !== true) {
    return fail(appError('call.refused', { cmdlet: call.cmdlet, side: call.side }));
  }
  for (const [parameter, value] of Object.entries(call.parameters)) {
    const kind = Object.hasOwn(entry.parameters, parameter) ? entry.parameters[parameter] : undefined;
    if (kind === undefined || !accepts[kind](value)) {
      return fail(appError('call.refused', { cmdlet: call.cmdlet, side: call.side, parameter }));
    }
  }
  return ok(call);
}

/** Whether the call changes something. */
export const changes = (call: CmdletCall): boolean => cmdletTable[call.cmdlet].effect === 'change';

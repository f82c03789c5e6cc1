/** A cmdlet call as data: shown as text, executed, written to the journal; always the same value. */

import * as v from 'valibot';
import { appError, fail, ok, type Result } from '../model/error.ts';
import { cmdletTable, type CmdletEntry, type CmdletName, type ParameterKind, type Side } from './table.ts';
import type { PsValue } from '../clixml/value.ts';

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

/** A call that the table has: what was kept may have been changed since by another hand. */
export const cmdletCallSchema = v.pipe(
  v.object({
    side: v.picklist(['onPremises', 'exchangeOnline']),
    cmdlet: v.picklist(cmdletNames),
    parameters: v.record(v.string(), parameterValueSchema),
    /** Names of the properties wanted: a `Select-Object -Property …` behind the cmdlet, on the server. */
    select: v.optional(v.pipe(v.array(v.string()), v.readonly())),
  }),
  v.check((call) => checkCall(call).ok),
);
export interface CmdletCall {
  readonly side: Side;
  readonly cmdlet: CmdletName;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly select?: readonly string[] | undefined;
}

/** Whether a parameter of that kind takes the value. */
export const accepts: Readonly<Record<ParameterKind, (value: ParameterValue) => boolean>> = {
  string: (value) => typeof value === 'string',
  nullableString: (value) => value === null || typeof value === 'string',
  strings: (value) => Array.isArray(value),
  nullableStrings: (value) => value === null || Array.isArray(value),
  switch: (value) => value === true,
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => typeof value === 'number',
  moment: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?Z$/.test(value),
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

/** Whether the call only reads. What does not is sent by itself, after its text was shown. */
export const reads = (call: CmdletCall): boolean => cmdletTable[call.cmdlet].effect === 'read';
/** Whether the call changes a setting. */
export const changes = (call: CmdletCall): boolean => cmdletTable[call.cmdlet].effect === 'change';

// FullyQualifiedErrorId without what differs from call to call.

/**
 * Exchange puts `[Server=EX01,RequestId=…,TimeStamp=…] [FailureCategory=…] 7B2C9A1D,` before the
 * class of the cmdlet; the rest identifies the error (docs/domain.md, "Remote PowerShell").
 */
export const stableErrorId = (id: string): string => id.replace(/^(?:\[[^\]]*\]\s*)+(?:[0-9A-F]{1,8},)?/i, '');

// What a cmdlet call gave: the same for a connected, a guided and a practice organization.

/**
 * An error as PowerShell reports it. `id` is the FullyQualifiedErrorId without the volatile
 * `[Server=…,RequestId=…] [FailureCategory=…] <hash>` prefix that Exchange puts before it.
 */
export interface CmdletError {
  readonly message: string;
  readonly category: string;
  readonly id: string;
  readonly terminating: boolean;
}

export interface CallOutcome {
  readonly objects: readonly PsValue[];
  /** Non-terminating errors: the cmdlet went on. A terminating one is a failed `Result`. */
  readonly errors: readonly CmdletError[];
  readonly warnings: readonly string[];
  readonly verbose: readonly string[];
}

// A command that was run: for the report and for the administrator's ticket.

export const commandRecordSchema = v.object({
  /** ISO 8601, UTC */
  at: v.string(),
  durationMs: v.number(),
  call: cmdletCallSchema,
  /** Error code, or `null` when it succeeded */
  error: v.nullable(v.string()),
  /** The server's own words of the error or of the first non-terminating error, else '' */
  message: v.string(),
});
export type CommandRecord = v.InferOutput<typeof commandRecordSchema>;

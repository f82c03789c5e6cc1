/** A command that was run: for the report and for the administrator's ticket. */
import * as v from 'valibot';
import { cmdletCallSchema } from '../commands/call.ts';

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

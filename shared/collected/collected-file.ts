/** What the administrator collected by hand and opened in the wizard, in guided mode. */
import * as v from 'valibot';
import { appErrorSchema } from '../model/error.ts';
import { sides } from '../commands/table.ts';

/** One cmdlet's output in a collected file. */
const collectedPartSchema = v.object({
  side: v.picklist(sides),
  cmdlet: v.string(),
  /** The server that was asked, or '' */
  subject: v.string(),
  objects: v.number(),
  /** ISO 8601, by the clock of the machine that collected; `null` where the file does not say */
  collectedAt: v.nullable(v.string()),
});
export type CollectedPart = v.InferOutput<typeof collectedPartSchema>;

export const collectedFileSchema = v.object({
  /** A result file of the collection script, a folder of `Export-Clixml` files, or pasted text (saved as a file) */
  kind: v.picklist(['file', 'folder', 'pasted']),
  path: v.string(),
  /** ISO 8601, UTC, by the clock of this machine */
  addedAt: v.string(),
  /** SHA-256 of the content: the same content again is refused, and so is a file that has changed since */
  digest: v.string(),
  parts: v.array(collectedPartSchema),
  /** Parts that are not used, and why: a file of a folder, a block of a text */
  unused: v.array(v.object({ path: v.string(), line: v.number(), error: appErrorSchema })),
});
export type CollectedFile = v.InferOutput<typeof collectedFileSchema>;

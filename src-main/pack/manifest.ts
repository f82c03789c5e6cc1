/** `manifest.json` of a pack: what the pack is of, and size and SHA-256 of every other file in it. */
import * as v from 'valibot';
import { redactionCategories } from '../../shared/redaction/categories.ts';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import { digestOf } from '../files/digest.ts';
import { readFormat } from '../files/persisted-file.ts';
import type { PackedFile } from './zip.ts';

export const packFormat = 1;
export const manifestName = 'manifest.json';

/** No path, and nothing that a system reads as one. */
const fileName = v.pipe(v.string(), v.regex(/^[A-Za-z\d][\w-]{0,40}\.[a-z\d]{1,8}$/), v.notValue(manifestName));
const sha256 = v.pipe(v.string(), v.regex(/^[\da-f]{64}$/));

const common = {
  format: v.literal(packFormat),
  /** Name and version of the program that made the pack */
  program: v.string(),
  /** What was replaced by tokens for sharing; empty: the files are as they were */
  redacted: v.pipe(v.array(v.picklist(redactionCategories)), v.readonly()),
  files: v.pipe(
    v.array(v.object({ name: fileName, size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)), sha256 })),
    v.minLength(1),
    v.check((files) => new Set(files.map(({ name }) => name)).size === files.length, 'A name occurs twice.'),
  ),
  /** Of the rest of the manifest, so that a change of it is seen too */
  own: sha256,
} as const;

export const manifestSchema = v.variant('of', [
  v.object({
    of: v.literal('run'),
    ...common,
    /** The name of the folder of the run */
    run: v.string(),
    /** When the last entry of its journal was written: ISO 8601, UTC */
    time: v.string(),
  }),
  v.object({
    of: v.literal('changeRequest'),
    ...common,
    /** The id of the plan */
    plan: v.string(),
    /** When the request was made: ISO 8601, UTC */
    time: v.string(),
  }),
]);
export type Manifest = v.InferOutput<typeof manifestSchema>;

/** What a pack is of. */
export type PackSubject =
  | Pick<Extract<Manifest, { of: 'run' }>, 'of' | 'program' | 'redacted' | 'run' | 'time'>
  | Pick<Extract<Manifest, { of: 'changeRequest' }>, 'of' | 'program' | 'redacted' | 'plan' | 'time'>;

export const entryOf = ({ name, bytes }: PackedFile): Manifest['files'][number] => ({
  name,
  size: bytes.length,
  sha256: digestOf(bytes),
});

export function manifestText(about: PackSubject & Pick<Manifest, 'files'>): string {
  const { program, redacted, time, files } = about;
  const subject = about.of === 'run' ? { of: about.of, run: about.run } : { of: about.of, plan: about.plan };
  const content = { format: packFormat, program, ...subject, time, redacted, files };
  return `${JSON.stringify({ ...content, own: digestOf(JSON.stringify(content)) }, null, 2)}\n`;
}

/**
 * The manifest, and whether it is as it was written, to the byte. `pack.notAPack` when it cannot be used, `pack.newer` when a newer
 * version of the program wrote it.
 */
export function readManifest(bytes: Uint8Array): Result<{ readonly manifest: Manifest; readonly isWhole: boolean }> {
  const read = readFormat(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), {
    current: packFormat,
    migrations: {},
    schema: manifestSchema,
  });
  switch (read.state) {
    case 'read':
      return ok({ manifest: read.value, isWhole: Buffer.from(manifestText(read.value)).equals(bytes) });
    case 'newer':
      return fail(appError('pack.newer', { file: manifestName, format: String(read.format) }));
    case 'unreadable':
      return fail(appError('pack.notAPack', { file: manifestName, message: read.reason }));
  }
}

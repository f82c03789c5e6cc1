/** `manifest.json` of a ticket pack: what the pack is of, and size and SHA-256 of every other file in it. */
import * as v from 'valibot';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import { digestOf } from '../files/digest.ts';
import { readFormat } from '../files/persisted-file.ts';
import type { PackedFile } from './zip.ts';

const packFormat = 1;
export const manifestName = 'manifest.json';

/** No path, and nothing that a system reads as one. */
const fileName = v.pipe(v.string(), v.regex(/^[A-Za-z\d][\w-]{0,40}\.[a-z\d]{1,8}$/), v.notValue(manifestName));
const sha256 = v.pipe(v.string(), v.regex(/^[\da-f]{64}$/));

const manifestSchema = v.object({
  format: v.literal(packFormat),
  /** Name and version of the program that made the pack */
  program: v.string(),
  /** The name of the folder of the run */
  run: v.string(),
  /** When the last entry of its journal was written: ISO 8601, UTC */
  time: v.string(),
  files: v.pipe(
    v.array(v.object({ name: fileName, size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)), sha256 })),
    v.minLength(1),
    v.check((files) => new Set(files.map(({ name }) => name)).size === files.length, 'A name occurs twice.'),
  ),
  /** Of the rest of the manifest, so that a change of it is seen too */
  own: sha256,
});
export type Manifest = v.InferOutput<typeof manifestSchema>;

export const entryOf = ({ name, bytes }: PackedFile): Manifest['files'][number] => ({
  name,
  size: bytes.length,
  sha256: digestOf(bytes),
});

export function manifestText({ program, run, time, files }: Pick<Manifest, 'program' | 'run' | 'time' | 'files'>): string {
  const content = { format: packFormat, program, run, time, files };
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

/** Whether a ticket pack is as it was made: every file against the manifest. Reads only. */
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';
import { digestOf } from '../files/digest.ts';
import { readWholeFile } from '../files/regular-file.ts';
import { manifestName, readManifest, type Manifest } from './manifest.ts';
import { packLimits, readZip, type ZipEntry } from './zip.ts';

/** `besides`: the manifest does not name it. */
export type FileFault = 'differs' | 'missing' | 'besides';

export interface PackCheck {
  readonly manifest: Manifest;
  /** SHA-256 of the whole pack */
  readonly sha256: string;
  /** Every file that is not as the manifest says; none when the pack is whole */
  readonly faults: readonly { readonly name: string; readonly fault: FileFault }[];
}

/** `file.unreadable`, `pack.tooLarge`, `pack.notAPack` or `pack.newer`. */
export async function verifyPackFile(path: string): Promise<Result<PackCheck>> {
  const bytes = await readPack(path);
  return bytes.ok ? verifyPack(bytes.value) : bytes;
}

async function readPack(path: string): Promise<Result<Uint8Array>> {
  const read = await readWholeFile(path, packLimits.bytes);
  switch (read.kind) {
    case 'read':
      return ok(read.bytes);
    case 'tooLarge':
      return fail(appError('pack.tooLarge', { message: `${String(read.size)} > ${String(packLimits.bytes)} bytes` }));
    case 'unreadable':
      return fail(appError('file.unreadable', { file: path, message: messageOf(read.error) }));
  }
}

export function verifyPack(bytes: Uint8Array): Result<PackCheck> {
  const entries = readZip(bytes);
  if (!entries.ok) return entries;
  const named = (name: string): readonly ZipEntry[] => entries.value.filter((entry) => entry.name === name);
  const [entry, second] = named(manifestName);
  if (entry === undefined) return fail(appError('pack.notAPack', { file: manifestName, message: 'missing' }));
  const written = entry.bytes();
  if (written === undefined) return fail(appError('pack.notAPack', { file: manifestName, message: 'cannot be unpacked' }));
  const read = readManifest(written);
  if (!read.ok) return read;
  const { manifest, isWhole } = read.value;
  const listed = new Set([manifestName, ...manifest.files.map(({ name }) => name)]);
  const besides = new Set(entries.value.flatMap(({ name }) => (listed.has(name) ? [] : [name])));
  return ok({
    manifest,
    sha256: digestOf(bytes),
    faults: [
      ...(isWhole && second === undefined ? [] : [{ name: manifestName, fault: 'differs' as const }]),
      ...manifest.files.flatMap((file) => {
        const fault = faultOf(file, named(file.name));
        return fault === undefined ? [] : [{ name: file.name, fault }];
      }),
      ...[...besides].map((name) => ({ name, fault: 'besides' as const })),
    ],
  });
}

/** A name that occurs twice stands for no single content. */
function faultOf({ size, sha256 }: Manifest['files'][number], [entry, second]: readonly ZipEntry[]): FileFault | undefined {
  if (entry === undefined) return 'missing';
  const bytes = second === undefined ? entry.bytes() : undefined;
  return bytes?.length === size && digestOf(bytes) === sha256 ? undefined : 'differs';
}

/** ZIP archives: written so that the same files give the same bytes, and read within bounds. Nothing is unpacked to the disk. */
// The build for Node.js has the same functions, but a `require` of its own that cannot be bundled.
import { unzipSync, zipSync, type UnzipFileInfo } from 'fflate/browser';
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';

export interface PackedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The earliest time that the format knows. It is local time there, so it is made as local time: the same bytes in every time zone. */
const fixedTime = (): Date => new Date(1980, 0, 1);

export const writeZip = (files: readonly PackedFile[]): Uint8Array =>
  zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])), { level: 9, mtime: fixedTime() });

/** More than a run of forty servers ever needs. */
export const packLimits = { bytes: 256 * 1024 * 1024, entries: 64, unpackedBytes: 512 * 1024 * 1024 } as const;

export interface ZipEntry {
  readonly name: string;
  /** `undefined`: its data cannot be unpacked */
  readonly bytes: () => Uint8Array | undefined;
}

/** The entries by the directory of the archive. `pack.notAPack` for what is no archive; `pack.tooLarge` before anything is unpacked. */
export function readZip(bytes: Uint8Array): Result<readonly ZipEntry[]> {
  const found: UnzipFileInfo[] = [];
  let excess: string | undefined;
  let unpacked = 0;
  try {
    unzipSync(bytes, {
      filter: (entry) => {
        found.push(entry);
        unpacked += entry.originalSize;
        if (found.length > packLimits.entries) excess = `> ${String(packLimits.entries)} files`;
        if (unpacked > packLimits.unpackedBytes) excess = `> ${String(packLimits.unpackedBytes)} bytes`;
        // The directory may claim any number of entries: reading it ends here.
        if (excess !== undefined) throw new Error(excess);
        return false;
      },
    });
  } catch (error) {
    return fail(
      excess === undefined ? appError('pack.notAPack', { message: messageOf(error) }) : appError('pack.tooLarge', { message: excess }),
    );
  }
  return ok(found.map(({ name }, index) => ({ name, bytes: () => unpackEntry(bytes, name, index) })));
}

/** By its place in the directory: a name may occur twice. */
function unpackEntry(bytes: Uint8Array, name: string, index: number): Uint8Array | undefined {
  let at = -1;
  try {
    return unzipSync(bytes, { filter: () => (at += 1) === index })[name];
  } catch {
    return undefined;
  }
}

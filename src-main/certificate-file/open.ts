/** Reads a file that somebody chose, no further than it may be long. */
import { open, stat } from 'node:fs/promises';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import { maxFileBytes } from './limits.ts';

/** Its bytes; `file.unreadable` when it cannot be read or is no file, `certificateFile.tooLarge` when it is too long. */
export async function readCertificateFile(path: string): Promise<Result<Uint8Array>> {
  try {
    // Asked before it is opened: what is no file, e.g. a pipe, may never end, nor even begin.
    const { size } = await stat(path).then((found) => (found.isFile() ? found : Promise.reject(new Error('Not a file.'))));
    if (size > maxFileBytes) return fail(appError('certificateFile.tooLarge', { bytes: String(size), limit: String(maxFileBytes) }));
    const file = await open(path);
    try {
      const buffer = Buffer.alloc(size);
      let length = 0;
      for (let last = 1; last > 0 && length < size; length += last) {
        last = (await file.read(buffer, length, size - length)).bytesRead;
      }
      return ok(buffer.subarray(0, length));
    } finally {
      await file.close();
    }
  } catch (error) {
    return fail(appError('file.unreadable', { file: path, message: error instanceof Error ? error.message : String(error) }));
  }
}

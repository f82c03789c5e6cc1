/** A digest of a file or folder, to detect that it has changed. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';

/** SHA-256 of a file's bytes, or of the names and bytes of all files of a folder. `file.unreadable` with the path. */
export async function digestOf(path: string): Promise<Result<string>> {
  try {
    const hash = createHash('sha256');
    if ((await stat(path)).isDirectory()) {
      const entries = await readdir(path, { withFileTypes: true });
      const names = entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
      for (const name of names) {
        hash.update(`\0${name}\0`);
        await add(hash, join(path, name));
      }
    } else await add(hash, path);
    return ok(hash.digest('hex'));
  } catch (error) {
    return fail(appError('file.unreadable', { path, message: messageOf(error) }));
  }
}

async function add(hash: Hash, path: string): Promise<void> {
  for await (const bytes of createReadStream(path)) hash.update(bytes as Uint8Array);
}

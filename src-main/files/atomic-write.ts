/** Writing a file so that it is either the old one or the new one, whatever happens meanwhile. */
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { appError, fail, ok, type Result } from '../../shared/errors.ts';

/** Writes to a neighbour, flushes it, and renames. `file.notWritten` (effect `none`): the old file stands. */
export async function atomicWrite(path: string, text: string): Promise<Result<null>> {
  const neighbour = `${path}.new`;
  try {
    const handle = await open(neighbour, 'w', 0o600);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(neighbour, path);
    await flushFolder(dirname(path));
    return ok(null);
  } catch (error) {
    await rm(neighbour, { force: true }).catch(() => undefined);
    return fail(appError('file.notWritten', { path, message: error instanceof Error ? error.message : String(error) }));
  }
}

/** The rename itself is on the disk only then. Windows flushes folders by itself and cannot open them. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

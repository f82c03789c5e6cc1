/** The folder for what is fetched or built once: outside of the project, readable for the ordinary user that tests run as. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export const isRoot = process.getuid?.() === 0;

/** Root's own folder cannot be read by others, so root keeps the cache where system caches are. */
export const cacheFolder = isRoot
  ? '/var/cache/hybrid-certificate-wizard'
  : join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'hybrid-certificate-wizard');

/**
 * The path of the folder `name` in the cache. If it does not exist, `make` fills a temporary folder, which is then
 * renamed: no process ever sees half of it. When two processes make it at once, the second one discards its own.
 * `make` throws when it fails, and nothing is kept.
 */
export async function provideFolder(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const wanted = join(cacheFolder, name);
  if (await exists(wanted)) return wanted;
  await mkdir(cacheFolder, { recursive: true });
  const work = await mkdtemp(join(cacheFolder, 'making-'));
  try {
    const folder = join(work, 'result');
    await mkdir(folder);
    await make(folder);
    await chmod(folder, 0o755);
    await rename(folder, wanted).catch(async (error: unknown) => {
      if (!(await exists(wanted))) throw error;
    });
    return wanted;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Throws when the file does not have the pinned hash. */
export async function mustMatch(path: string, algorithm: string, encoding: 'base64' | 'hex', expected: string): Promise<void> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  const found = hash.digest(encoding);
  if (found !== expected) throw new Error(`${path} has the ${algorithm} ${found}, not the pinned ${expected}.`);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

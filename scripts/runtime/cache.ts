/** Where things are kept that are fetched or built once: outside of the project, readable for the ordinary user that tests run as. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export const isRoot = process.getuid?.() === 0;

/** Root's own folder cannot be read by others, so root keeps the cache where system caches are. */
export const cacheFolder = isRoot
  ? '/var/cache/hybrid-certificate-wizard'
  : join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'hybrid-certificate-wizard');

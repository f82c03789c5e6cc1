/** Where Chromium puts its caches: apart from what the wizard keeps, and in no profile that Windows copies between computers. */
import type { PlatformPath } from 'node:path';

export interface Folders {
  /** Folder of everything that the wizard keeps */
  readonly data: string;
  /** Windows: %APPDATA% and %LOCALAPPDATA% */
  readonly roaming: string | undefined;
  readonly local: string | undefined;
}

/** Below %LOCALAPPDATA% when the data are below %APPDATA%; elsewhere, and for data of another place, a folder of its own within them. */
export function cacheFolder({ data, roaming, local }: Folders, path: PlatformPath): string {
  if (roaming !== undefined && local !== undefined && path.isAbsolute(local)) {
    const name = path.relative(roaming, data);
    if (name !== '' && !name.startsWith('..') && !path.isAbsolute(name)) return path.join(local, name, 'Chromium');
  }
  return path.join(data, 'Chromium');
}

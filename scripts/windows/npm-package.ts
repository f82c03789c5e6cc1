/** Packages of npm that are made for Windows: `npm ci` does not install them on Linux. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { root } from '../root.ts';
import { mustMatch, provideFolder } from '../runtime/cache.ts';

const run = promisify(execFile);

/** The one file that an exact version of a package is. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** SHA-512, as npm writes it */
  readonly integrity: string;
}

const fileName = ({ name, version }: PinnedPackage): string => `${name.replace('@', '').replace('/', '-')}-${version}`;

/** Folder with the contents of the package. Throws when the registry cannot be reached, or gives another file than the pinned one. */
export const providePackage = (pinned: PinnedPackage): Promise<string> =>
  provideFolder(fileName(pinned), (folder) => unpackInto(folder, pinned));

async function unpackInto(folder: string, pinned: PinnedPackage): Promise<void> {
  await mkdir(folder, { recursive: true });
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder, `${pinned.name}@${pinned.version}`];
  await run('npm', args, { cwd: folder });
  const archive = join(folder, `${fileName(pinned)}.tgz`);
  await mustMatch(archive, 'sha512', 'base64', pinned.integrity.slice('sha512-'.length));
  await run('tar', ['-xzf', archive, '-C', folder, '--strip-components=1']);
  await rm(archive);
}

const lockSchema = v.object({
  packages: v.record(
    v.string(),
    v.object({
      version: v.optional(v.string()),
      integrity: v.optional(v.string()),
      os: v.optional(v.array(v.string())),
      cpu: v.optional(v.array(v.string())),
    }),
  ),
});

/** Folder with a `node_modules` that has the packages of the lock file that are for Windows x64 alone. */
export async function provideLockedForWindows(): Promise<string> {
  const { packages } = v.parse(lockSchema, JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const wanted = Object.entries(packages).flatMap(([path, { version = '', integrity = '', os, cpu }]) =>
    os?.includes('win32') === true && cpu?.includes('x64') === true
      ? [{ path, name: path.slice('node_modules/'.length), version, integrity }]
      : [],
  );
  const versions = createHash('sha256').update(wanted.map(fileName).join()).digest('hex').slice(0, 16);
  return provideFolder(`windows-modules-${versions}`, async (folder) => {
    for (const pinned of wanted) await unpackInto(join(folder, pinned.path), pinned);
  });
}

/** Makes a package of the built wizard, as electron-builder.yml says. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Arch, build, Platform, type Configuration } from 'electron-builder';
import { buildApp } from './build.ts';
import { officialSums, runtimeToPackage, type RuntimeWish } from './package-runtime.ts';
import { root } from './root.ts';

export interface PackageWish extends RuntimeWish {
  /** The program in a folder, without an installer */
  readonly unpacked: boolean;
  readonly out: string;
}

export const notForUse = 'NOT-FOR-USE.txt';

/** Paths of what was made; none when it is the folder alone. Throws when the runtime may not be packaged. */
export async function packageWizard(wish: PackageWish, say: (line: string) => void): Promise<readonly string[]> {
  const runtime = await runtimeToPackage(wish, say);
  await buildApp();
  const config: Configuration = {
    directories: { output: wish.out },
    electronVersion: runtime.version,
    ...(runtime.electronDist === undefined
      ? { electronDownload: { mirrorOptions: {}, checksums: { ...officialSums() } } }
      : { electronDist: runtime.electronDist }),
    beforePack: ({ appOutDir }) => rm(appOutDir, { recursive: true, force: true }),
    afterExtract: async ({ appOutDir }) => {
      // What starts a path that is given on the command line is no part of a program of its own.
      await rm(join(appOutDir, 'resources/default_app.asar'), { recursive: true, force: true });
      await rm(join(appOutDir, 'version'), { force: true });
    },
    ...(runtime.official
      ? {}
      : {
          nsis: { artifactName: 'NOT-FOR-USE.${ext}' },
          afterPack: ({ appOutDir }) => writeFile(join(appOutDir, notForUse), warning),
        }),
  };
  const target = wish.unpacked ? 'dir' : wish.platform === 'win32' ? 'nsis' : undefined;
  return build({
    projectDir: root,
    targets: Platform.fromString(wish.platform).createTarget(target, Arch.x64),
    publish: 'never',
    config,
  });
}

const warning = `NOT FOR USE

This folder was made with --prove. It proves how the package is made up, with a runtime that is
not the official Electron, or with none at all. Do not hand it out and do not install it.
`;

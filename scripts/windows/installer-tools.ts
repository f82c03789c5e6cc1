/**
 * What electron-builder makes the installer with, where it cannot download its own: NSIS and a compiler of this machine, 7-Zip out of npm,
 * stand-ins for the plug-ins of NSIS, and the Wine that writes the uninstaller.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../root.ts';
import type { Ground } from './ground.ts';
import { providePackage } from './npm-package.ts';
import { commandLine, surroundings } from './wine.ts';

const run = promisify(execFile);
const sources = join(root, 'tests/windows/nsis-plugins');
const compiler = 'i686-w64-mingw32-gcc';

const sevenZip = {
  name: '7zip-bin',
  version: '5.2.0',
  integrity: 'sha512-ukTPVhqG4jNzMro2qA9HSCSSVJN3aN7tlb+hfqYCt3ER0yWroeA2VR38MNrOHLQ/cVj+DaIMad0kFCtWWowh/A==',
} as const;

export interface InstallerTools {
  /** For `scripts/package.ts` */
  readonly env: NodeJS.ProcessEnv;
  /** Folder with `7za.exe` */
  readonly sevenZipForWindows: string;
}

/** `out`: the folder of the package, which Wine must see under the same path. Throws one sentence that says what is missing. */
export async function provideInstallerTools({ system, work }: Ground, out: string): Promise<InstallerTools> {
  for (const [program, name] of Object.entries({ makensis: 'nsis', [compiler]: 'gcc-mingw-w64-i686-win32' }))
    await run('which', [program]).catch((error: unknown) => {
      throw new Error(`There is no ${program}. On Debian: apt-get install --no-install-recommends ${name}`, { cause: error });
    });
  const [bin, plugins] = [join(work, 'tools/bin'), join(work, 'tools/resources/plugins/x86-unicode')];
  for (const folder of [bin, plugins]) await mkdir(folder, { recursive: true });
  for (const source of (await readdir(sources)).filter((name) => name.endsWith('.c'))) {
    const library = join(plugins, source.replace(/c$/, 'dll'));
    await run(compiler, ['-Os', '-s', '-shared', '-Wl,--kill-at', '-o', library, join(sources, source), '-luser32', '-lshell32']);
  }
  const variables = Object.entries(surroundings).map(([name, value]) => `${name}=${value}`);
  const wine = ['env', '-i', ...variables, ...commandLine(system, work, [{ from: out, to: out }], '/')];
  await writeProgram(join(bin, 'wine'), `exec ${wine.map(quoted).join(' ')} "$@"`);
  // electron-builder looks for it in a folder of its own.
  await writeProgram(join(work, 'tools/makensis'), 'exec makensis "$@"');
  const unpacked = await providePackage(sevenZip);
  await chmod(join(unpacked, 'linux/x64/7za'), 0o755);
  return {
    env: {
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      ELECTRON_BUILDER_7ZIP_PATH: join(unpacked, 'linux/x64/7za'),
      ELECTRON_BUILDER_NSIS_DIR: join(work, 'tools'),
      ELECTRON_BUILDER_NSIS_RESOURCES_DIR: join(work, 'tools/resources'),
    },
    sevenZipForWindows: join(unpacked, 'win/x64'),
  };
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

async function writeProgram(path: string, command: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${command}\n`);
  await chmod(path, 0o755);
}

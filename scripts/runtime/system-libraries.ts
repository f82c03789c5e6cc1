/** What the operating system must have for a real window: found out before, installed or named. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { isRoot } from './cache.ts';

const run = promisify(execFile);

/** A Debian package, and how its presence is seen. */
interface Need {
  readonly package: string;
  readonly present: () => boolean;
}

const library = (name: string) => (): boolean => spawnSync('sh', ['-c', `ldconfig -p | grep -q '${name}'`]).status === 0;
const file = (path: string) => (): boolean => existsSync(path);

const windowNeeds: readonly Need[] = [
  { package: 'libgtk-3-0', present: library('libgtk-3.so.0') },
  { package: 'libnss3', present: library('libnss3.so') },
  { package: 'libasound2', present: library('libasound.so.2') },
  { package: 'libgbm1', present: library('libgbm.so.1') },
];

const displayNeeds: readonly Need[] = [
  { package: 'xvfb', present: file('/usr/bin/Xvfb') },
  { package: 'fonts-noto-cjk', present: file('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc') },
  { package: 'fonts-open-sans', present: file('/usr/share/fonts/truetype/open-sans') },
];

/** Names of the Debian packages that a window lacks; with `display`, of those for a virtual display too. */
function missingPackages(display: boolean): string[] {
  if (process.platform !== 'linux') return [];
  return [...windowNeeds, ...(display ? displayNeeds : [])].filter(({ present }) => !present()).map((need) => need.package);
}

const isDebian = (): boolean =>
  existsSync('/etc/os-release') && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));

/**
 * Installs what is missing, after saying so, as root on Debian or Ubuntu; otherwise throws with the
 * one command that installs it.
 */
export async function provideSystemLibraries(display: boolean, say: (line: string) => void): Promise<void> {
  const missing = missingPackages(display);
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!isRoot || !isDebian()) throw new Error(`This machine lacks ${missing.join(', ')}. Install with: sudo ${command}`);
  say(`Installing what a window needs on this machine: ${missing.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env, maxBuffer: 64 * 1024 * 1024 });
}

/** Whether Windows programs can run here, and what the parts run them with. */
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../root.ts';
import { isRoot } from '../runtime/cache.ts';
import { nodeOnWindows, type RunNode } from './node.ts';
import { wineIn, type RunOnWindows, type WindowsResult } from './wine.ts';

/** Names the root folder of the Linux system with Wine. */
const variable = 'HCW_WINDOWS';
/** Wine 8 runs neither Node 24 nor PowerShell 7.6. */
const oldestWine = 10;

export interface Ground {
  readonly run: RunOnWindows;
  readonly runNode: RunNode;
  readonly system: string;
  /** Folder for what the parts make, in the project's `out` */
  readonly work: string;
}

/** Throws one sentence that says why nothing can be run here. */
export async function prepareGround(say: (line: string) => void): Promise<Ground> {
  const system = process.env[variable] ?? '';
  const see = 'See CONTRIBUTING.md, "Windows programs on Linux".';
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('Wine is run on Linux x64 only.');
  if (!isRoot) throw new Error('Mounts and chroot need root.');
  if (system === '') throw new Error(`${variable} names no Linux system with Wine. ${see}`);
  if (!existsSync(join(system, 'usr/bin'))) throw new Error(`There is no Linux system in ${system}, which ${variable} names. ${see}`);
  const work = join(root, 'out/windows');
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const run = wineIn(system, work);
  const start = (program: string, ...args: readonly string[]): Promise<WindowsResult> =>
    run({ program, args, mounts: [], folder: '/', timeoutMs: 10 * 60_000 });

  const { out, err } = await start('--version');
  const [, major = ''] = /^wine-(\d+)/.exec(out) ?? [];
  if (major === '') throw new Error(`Wine does not run: ${err.trim()}`);
  if (Number(major) < oldestWine) throw new Error(`${out.trim()} is too old: Wine ${String(oldestWine)} or newer is needed.`);
  say(`${out.trim()}: making its Windows`);
  await start('wineboot', '--init');
  // The installer is a program of 32 bits.
  for (const folder of ['system32', 'syswow64']) {
    const { code } = await start(`C:\\windows\\${folder}\\cmd.exe`, '/c', 'exit 7');
    if (code !== 7) throw new Error(`Wine runs no program out of ${folder}: wine64 and wine32 must be there before its Windows is made.`);
  }
  return { run, runNode: await nodeOnWindows(run), system, work };
}

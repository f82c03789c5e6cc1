/**
 * Which Electron goes into a package. For users that is the official one only: by the sums that the locked
 * `electron` package carries. Any other proves the configuration, and its package says that it is not for use.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import { root } from './root.ts';
import { findRuntime } from './runtime/electron-runtime.ts';

export interface RuntimeToPackage {
  /** Zip or folder; `undefined`: electron-builder downloads the official zip */
  readonly electronDist: string | undefined;
  readonly version: string;
  readonly official: boolean;
}

export interface RuntimeWish {
  readonly platform: NodeJS.Platform;
  /** Zip or folder that the caller names */
  readonly named: string | undefined;
  /** Any runtime will do: the package only proves the configuration */
  readonly prove: boolean;
}

const packageFolder = join(root, 'node_modules/electron');
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** Names of the official downloads with their SHA-256. */
export const officialSums = (): Readonly<Record<string, string>> =>
  v.parse(v.record(v.string(), v.string()), readJson(join(packageFolder, 'checksums.json')));

const lockedVersion = (): string => v.parse(v.object({ version: v.string() }), readJson(join(packageFolder, 'package.json'))).version;

/** Throws one sentence when there is no runtime that may be packaged as it is wished. */
export async function runtimeToPackage(wish: RuntimeWish, say: (line: string) => void): Promise<RuntimeToPackage> {
  const runtime = await runtimeFor(wish, say);
  if (runtime.official || wish.prove) return runtime;
  throw new Error(
    `${runtime.electronDist ?? 'This runtime'} is not the official Electron ${lockedVersion()}, so no package for use is made of it. ` +
      'Name the official zip with --electron, or add --prove for a package that only proves the configuration.',
  );
}

async function runtimeFor({ platform, named }: RuntimeWish, say: (line: string) => void): Promise<RuntimeToPackage> {
  const version = lockedVersion();
  if (named !== undefined) {
    if (!existsSync(named)) throw new Error(`There is no ${named}.`);
    if (statSync(named).isDirectory()) return { electronDist: named, version: versionIn(named) ?? version, official: false };
    const official = (await sha256Of(named)) === officialSums()[`electron-v${version}-${platform}-x64.zip`];
    return { electronDist: named, version, official };
  }
  if (platform !== process.platform) return { electronDist: undefined, version, official: true };
  const found = await findRuntime(say);
  // Electron's own installer has put it there, and has checked the sum of its download.
  const installed = found.kind === 'installed' || found.kind === 'downloaded';
  const foundVersion = versionIn(found.folder);
  return { electronDist: found.folder, version: foundVersion ?? version, official: installed && foundVersion === version };
}

const versionIn = (folder: string): string | undefined => {
  const file = join(folder, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : undefined;
};

async function sha256Of(path: string): Promise<string> {
  if (!path.endsWith('.zip')) throw new Error(`${basename(path)} is neither a zip nor a folder.`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

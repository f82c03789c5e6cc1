/** Files that only their owner may read, written whole or not at all, and the few operations that this takes. */
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { appError, fail, messageOf, ok, type AppError, type Result } from '../../shared/model/error.ts';
import { readWholeFile } from './regular-file.ts';
import { systemCode } from './system-code.ts';

/** What is asked of the system. Tests put another in place, which fails at a chosen point or loses what was not flushed. */
export interface FileSystem {
  readonly platform: NodeJS.Platform;
  open(path: string, flags: 'wx' | 'a' | 'r', mode?: number): Promise<OpenFile>;
  /** For its owner alone. Fails with `EEXIST` when the name is taken. */
  makeFolder(path: string): Promise<void>;
  /** Of a regular file */
  readFile(path: string): Promise<Uint8Array>;
  readFolder(path: string): Promise<readonly string[]>;
  rename(from: string, to: string): Promise<void>;
  /** A file; never a folder, which may be somebody else's. No failure when it is not there. */
  remove(path: string): Promise<void>;
  /** A folder with all that is in it. No failure when it is not there. */
  removeFolder(path: string): Promise<void>;
  pause(milliseconds: number): Promise<void>;
}
export interface OpenFile {
  writeFile(content: string | Uint8Array, encoding: 'utf8'): Promise<void>;
  appendFile(text: string, encoding: 'utf8'): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Many times what a run of the largest organization takes. */
const mostBytes = 256 * 1024 * 1024;

export const nodeFileSystem: FileSystem = {
  platform: process.platform,
  open,
  makeFolder: (path) => mkdir(path, { mode: 0o700 }),
  readFile: async (path) => {
    const read = await readWholeFile(path, mostBytes);
    if (read.kind === 'unreadable') throw read.error;
    if (read.kind === 'tooLarge') throw new Error(`${String(read.size)} > ${String(mostBytes)} bytes`);
    return read.bytes;
  },
  readFolder: (path) => readdir(path),
  rename,
  remove: (path) => rm(path, { force: true }),
  removeFolder: (path) => rm(path, { force: true, recursive: true }),
  pause: (milliseconds) => pause(milliseconds),
};

/** Where a file is written first: a name that nobody else gives. */
export const neighborOf = (path: string): string => `${path}.hcw-new`;

/**
 * Writes to a neighbor in the same folder, flushes it, and renames it; only its owner may read it.
 * `file.notWritten` (effect `none`) with the path and the system's reason: the file that was there
 * still is, or, when only the flush of the folder failed, the new one is there but may not outlive
 * a power failure. One write to a path at a time.
 */
export async function atomicWrite(path: string, content: string | Uint8Array, files: FileSystem = nodeFileSystem): Promise<Result<null>> {
  const neighbor = neighborOf(path);
  try {
    // What an earlier crash left there is removed, never written through: it may be a link, or have other rights.
    await files.remove(neighbor);
    await writeNew(neighbor, content, files);
    await renameWhenFree(neighbor, path, files);
    await flushFolder(dirname(path), files);
    return ok(null);
  } catch (error) {
    await files.remove(neighbor).catch(() => undefined);
    return fail(notWritten(path, error));
  }
}

/** Creates a file and flushes it; its name is on the disk when its folder has been flushed. Throws when the name is taken. */
export const writeNew = async (path: string, content: string | Uint8Array, files: FileSystem): Promise<void> =>
  withOpen(await files.open(path, 'wx', 0o600), async (file) => {
    await file.writeFile(content, 'utf8');
    await file.sync();
  });

/** The error of a file that could not be written: which, and what the system said. */
export const notWritten = (path: string, error: unknown): AppError => appError('file.notWritten', { path, message: messageOf(error) });

async function withOpen(file: OpenFile, work: (file: OpenFile) => Promise<void>): Promise<void> {
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

const lockedOnWindows: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);
const pausesInMilliseconds = [10, 20, 40, 80, 160, 320];

/** Virus scanners and indexers hold a file that was just written for a moment; Windows then refuses to replace it. */
export async function renameWhenFree(from: string, to: string, files: FileSystem): Promise<void> {
  for (const milliseconds of files.platform === 'win32' ? pausesInMilliseconds : []) {
    try {
      await files.rename(from, to);
      return;
    } catch (error) {
      if (!lockedOnWindows.has(systemCode(error))) throw error;
      await files.pause(milliseconds);
    }
  }
  await files.rename(from, to);
}

/** What was created, renamed and removed in the folder is on the disk only then. Windows flushes folders by itself and cannot open them. */
export async function flushFolder(folder: string, files: FileSystem): Promise<void> {
  if (files.platform === 'win32') return;
  await withOpen(await files.open(folder, 'r'), (file) => file.sync());
}

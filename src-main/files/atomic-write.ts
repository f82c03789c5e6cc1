/** Files that only their owner may read: written whole or not at all, or appended line by line, each flushed to the disk. */
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { appError, fail, messageOf, ok, type AppError, type Result } from '../../shared/model/error.ts';

/** What is asked of the system. Tests put another in place, which fails at a chosen point. */
export interface FileSystem {
  readonly platform: NodeJS.Platform;
  open(path: string, flags: 'wx' | 'ax' | 'r', mode?: number): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  /** No failure when it is not there */
  remove(path: string): Promise<void>;
  pause(milliseconds: number): Promise<void>;
}
export interface OpenFile {
  writeFile(text: string, encoding: 'utf8'): Promise<void>;
  appendFile(text: string, encoding: 'utf8'): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export const nodeFileSystem: FileSystem = {
  platform: process.platform,
  open,
  rename,
  remove: (path) => rm(path, { force: true }),
  pause: (milliseconds) => pause(milliseconds),
};

/**
 * Writes to a neighbor in the same folder, flushes it, and renames it; only its owner may read it.
 * `file.notWritten` (effect `none`) with the path and the system's reason: the file that was there
 * still is, or, when only the flush of the folder failed, the new one is there but may not outlive
 * a power failure. One write to a path at a time.
 */
export async function atomicWrite(path: string, text: string, files: FileSystem = nodeFileSystem): Promise<Result<null>> {
  const neighbor = `${path}.new`;
  try {
    // What an earlier crash left there is removed, never written through: it may be a link, or have other rights.
    await files.remove(neighbor);
    await withOpen(await files.open(neighbor, 'wx', 0o600), async (file) => {
      await file.writeFile(text, 'utf8');
      await file.sync();
    });
    await renameWhenFree(neighbor, path, files);
    await flushFolder(dirname(path), files);
    return ok(null);
  } catch (error) {
    await files.remove(neighbor).catch(() => undefined);
    return fail(notWritten(path, error));
  }
}

export interface AppendedFile {
  /** Resolves when the text is on the disk. `file.notWritten` when it is not there for certain. */
  append(text: string): Promise<Result<null>>;
  close(): Promise<void>;
}

/** Creates a file to append to. `file.notWritten` when it already exists. */
export async function createAppendedFile(path: string, files: FileSystem = nodeFileSystem): Promise<Result<AppendedFile>> {
  try {
    const file = await files.open(path, 'ax', 0o600);
    try {
      // The name of the file is on the disk only then.
      await flushFolder(dirname(path), files);
    } catch (error) {
      await file.close();
      throw error;
    }
    return ok({
      append: async (text) => {
        try {
          await file.appendFile(text, 'utf8');
          await file.sync();
          return ok(null);
        } catch (error) {
          return fail(notWritten(path, error));
        }
      },
      close: () => file.close(),
    });
  } catch (error) {
    return fail(notWritten(path, error));
  }
}

/** The error of a file that could not be written: which, and what the system said. */
export const notWritten = (path: string, error: unknown): AppError => appError('file.notWritten', { path, message: messageOf(error) });

async function withOpen(file: OpenFile, work: (file: OpenFile) => Promise<void>): Promise<void> {
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

const lockedOnWindows: ReadonlySet<unknown> = new Set(['EPERM', 'EACCES', 'EBUSY']);
const pausesInMilliseconds = [10, 20, 40, 80, 160, 320];

/** Virus scanners and indexers hold a file that was just written for a moment; Windows then refuses to replace it. */
async function renameWhenFree(from: string, to: string, files: FileSystem): Promise<void> {
  for (const milliseconds of files.platform === 'win32' ? pausesInMilliseconds : []) {
    try {
      await files.rename(from, to);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && lockedOnWindows.has(error.code))) throw error;
      await files.pause(milliseconds);
    }
  }
  await files.rename(from, to);
}

/** The rename itself is on the disk only then. Windows flushes folders by itself and cannot open them. */
async function flushFolder(folder: string, files: FileSystem): Promise<void> {
  if (files.platform === 'win32') return;
  await withOpen(await files.open(folder, 'r'), (file) => file.sync());
}

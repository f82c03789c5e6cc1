/** Reads regular files, within a bound. A pipe, a device or a socket never ends, or does not even begin. */
import { open, stat, type FileHandle } from 'node:fs/promises';

export type WholeFile =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly modified: Date }
  /** Nothing of it was read */
  | { readonly kind: 'tooLarge'; readonly size: number }
  | { readonly kind: 'unreadable'; readonly error: unknown };

/** All bytes of the file, when it has no more than `most`. */
export async function readWholeFile(path: string, most: number): Promise<WholeFile> {
  try {
    return await withRegularFile(path, async (file, { size, mtime }) =>
      size > most
        ? { kind: 'tooLarge', size }
        : // What is appended meanwhile is not read.
          { kind: 'read', bytes: await readBytes(file, size), modified: mtime },
    );
  } catch (error) {
    return { kind: 'unreadable', error };
  }
}

/** The first bytes of the file, no more than `most`. Throws the error of the system. */
export const readBeginning = (path: string, most: number): Promise<Uint8Array> =>
  withRegularFile(path, (file, { size }) => readBytes(file, Math.min(size, most)));

interface Found {
  readonly size: number;
  readonly mtime: Date;
}

async function withRegularFile<T>(path: string, work: (file: FileHandle, found: Found) => Promise<T>): Promise<T> {
  // Asked before it is opened: a pipe without a writer waits for one. And after it: the name may lead elsewhere by then.
  regular(await stat(path));
  const file = await open(path, 'r');
  try {
    return await work(file, regular(await file.stat()));
  } finally {
    await file.close();
  }
}

function regular<T extends Found & { readonly isFile: () => boolean }>(found: T): T {
  if (!found.isFile()) throw new Error('Not a file.');
  return found;
}

async function readBytes(file: FileHandle, size: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(size);
  let length = 0;
  for (let last = 1; last > 0 && length < size; length += last) {
    last = (await file.read(buffer, length, size - length)).bytesRead;
  }
  return buffer.subarray(0, length);
}

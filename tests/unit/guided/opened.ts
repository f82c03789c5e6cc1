/** Files of a test, opened as the administrator opens them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../../shared/model/error.ts';
import type { Collection } from '../../../shared/collected/collection.ts';
import { readCollection, type ReadOptions } from '../../../src-main/exchange/guided/read-collection.ts';

export const pasteTime = new Date('2026-11-24T10:00:00.000Z');
export const options: ReadOptions = { now: () => pasteTime };

/** Writes the files into a folder of their own, works with it, and removes it. */
export async function inFolder<T>(files: Readonly<Record<string, string | Uint8Array>>, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'guided-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export const readFiles = (files: Readonly<Record<string, string | Uint8Array>>): Promise<Result<Collection>> =>
  inFolder(files, (folder) =>
    readCollection(
      Object.keys(files).map((name) => join(folder, name)),
      options,
    ),
  );

export async function collectionOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Collection> {
  return valueOf(await readFiles(files));
}

export const pasted = async (text: string): Promise<Collection> => valueOf(await readCollection({ text }, options));

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

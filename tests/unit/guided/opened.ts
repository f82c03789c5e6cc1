/** Files of a test, opened as the administrator opens them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sidesOf, type Collection } from '../../../shared/collected/collection.ts';
import { ok, type Result } from '../../../shared/model/error.ts';
import { freshContext } from '../../../shared/wizard/context.ts';
import { guidedExchange } from '../../../src-main/exchange/guided/guided.ts';
import type { Exchange } from '../../../src-main/exchange/port.ts';
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

/** The guided adapter to what was collected, with every side open of which there is anything. */
export async function openGuided(collection: Collection): Promise<Exchange> {
  const exchange = guidedExchange({ load: () => Promise.resolve(ok(collection)) });
  const { signal } = new AbortController();
  for (const side of sidesOf(collection)) await exchange.open(side, { ...freshContext('en'), mode: 'guided' }, signal);
  return exchange;
}

export const pasted = async (text: string): Promise<Collection> => valueOf(await readCollection({ text }, options));

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

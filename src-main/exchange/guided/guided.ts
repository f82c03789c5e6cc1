/**
 * Guided mode: the adapter to what the administrator collected by hand, and the files that hold it.
 * Reading them is much code: it is loaded when a file is opened.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkCall, reads } from '../../../shared/commands/call.ts';
import { renderCall } from '../../../shared/commands/render.ts';
import type { Side } from '../../../shared/commands/table.ts';
import { describeCollection, emptyCollection, mergeCollections, type Collection } from '../../../shared/collected/collection.ts';
import type { CollectedFile } from '../../../shared/collected/collected-file.ts';
import { appError, fail, ok, type Result } from '../../../shared/model/error.ts';
import { digestOf } from '../../files/digest.ts';
import { atomicWrite, notWritten } from '../../files/atomic-write.ts';
import { bySide, notOpen, refused, type Exchange, type ExchangeReader, type Target } from '../port.ts';
import type { OpenedSource } from './read-collection.ts';

/** `load` reads the open files when a session begins. */
export function guidedExchange({ load }: Pick<CollectedFiles, 'load'>): Exchange {
  let reader: ExchangeReader | undefined;
  let open: readonly Side[] = [];

  const sides = (): ReadonlySet<Side> => new Set(open.filter((side) => reader?.sides.has(side) === true));
  const loadAnew = async (target: Target): Promise<Result<null>> => {
    const collection = await load(target);
    if (!collection.ok) return collection;
    const { collectionReader } = await import('./collection-reader.ts');
    reader = collectionReader(collection.value);
    open = [];
    return ok(null);
  };

  return {
    get sides() {
      return sides();
    },
    open: async (side, target) => {
      const loaded = side === 'onPremises' || reader === undefined ? await loadAnew(target) : ok(null);
      if (loaded.ok) open = [...open, side];
      return loaded;
    },
    read: bySide((side, calls, options) =>
      reader === undefined || !open.includes(side) ? notOpen(side, calls, options) : reader.read(calls, options),
    ),
    change: (call) => {
      const checked = checkCall(call);
      if (!checked.ok) return Promise.resolve(checked);
      if (reads(call)) return Promise.resolve(refused(call));
      return Promise.resolve(fail(appError('guided.runByHand', { cmdlet: call.cmdlet, command: renderCall(call) })));
    },
    process: () => null,
    close: () => {
      reader = undefined;
      open = [];
      return Promise.resolve();
    },
  };
}

export interface CollectedFiles {
  /** Reads the file or folder and lists its contents without adding them. */
  examine(kind: CollectedFile['kind'], path: string): Promise<Result<CollectedFile>>;
  /** Examines pasted text in memory. What is refused, such as a password from the wrong clipboard, is never on the disk. */
  examineText(text: string): Promise<Result<CollectedFile>>;
  /** Saves what the collection script wrote in a practice organization as a file, and examines it. */
  keepScriptFile(text: string): Promise<Result<CollectedFile>>;
  /** Saves the text that was examined as the file of that path, since it must be there after a restart; does nothing for any other path. */
  keep(path: string): Promise<Result<null>>;
  /** Forgets a text of that path that was not kept, and deletes a file that the wizard has saved; leaves every other file alone. */
  discard(path: string): Promise<void>;
  /** Deletes what an earlier start has saved and nothing names any more. */
  discardOthers(paths: readonly string[]): Promise<void>;
  /**
   * The content of the open files. Only files newer than the last change say anything about the
   * state after it; before a change that is all of them. `collection.changed` when a file has
   * changed since it was examined.
   */
  load(target: Target): Promise<Result<Collection>>;
}

/** `folder`: for pasted texts. */
export function collectedFiles({ folder, now }: { readonly folder: string; readonly now: () => Date }): CollectedFiles {
  const described = (file: Pick<CollectedFile, 'kind' | 'path' | 'digest'>, collection: Collection): CollectedFile => ({
    ...file,
    addedAt: now().toISOString(),
    parts: describeCollection(collection),
    unused: collection.unused.map(({ source, line, error }) => ({ path: source, line, error })),
  });

  const open = async (paths: readonly string[]): Promise<readonly OpenedSource[]> => {
    const { openSources } = await import('./read-collection.ts');
    return openSources(paths);
  };

  const examine: CollectedFiles['examine'] = async (kind, path) => {
    const [opened] = await open([path]);
    if (opened === undefined) return fail(appError('file.unreadable', { path }));
    const { digest, collection } = opened;
    return collection.ok ? ok(described({ kind, path, digest: digest ?? '' }, collection.value)) : collection;
  };

  /** Texts that were examined, and are not on the disk */
  const examined = new Map<string, string>();
  /** The path of a new file in the folder. */
  const newPath = (extension: 'txt' | 'xml'): string => join(folder, `${now().toISOString().replaceAll(/[:.]/g, '-')}.${extension}`);
  const write = async (path: string, text: string): Promise<Result<null>> => {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      return fail(notWritten(path, error));
    }
    return atomicWrite(path, text);
  };
  const discard = async (path: string): Promise<void> => {
    examined.delete(path);
    if (dirname(path) === folder) await rm(path, { force: true }).catch(() => undefined);
  };

  return {
    examine,
    examineText: async (text) => {
      const { readCollection } = await import('./read-collection.ts');
      const collection = await readCollection({ text }, { now });
      if (!collection.ok) return collection;
      const path = newPath('txt');
      examined.set(path, text);
      return ok(described({ kind: 'pasted', path, digest: digestOf(text) }, collection.value));
    },
    keepScriptFile: async (text) => {
      const path = newPath('xml');
      const written = await write(path, text);
      return written.ok ? examine('file', path) : written;
    },
    keep: async (path) => {
      const text = examined.get(path);
      if (text === undefined) return ok(null);
      const written = await write(path, text);
      if (written.ok) examined.delete(path);
      return written;
    },
    discard,
    discardOthers: async (paths) => {
      const names = await readdir(folder).catch(() => []);
      for (const path of names.map((name) => join(folder, name))) if (!paths.includes(path)) await discard(path);
    },
    load: async ({ sources, freshFrom }) => {
      const wanted = sources.slice(freshFrom);
      const opened = await open(wanted.map(({ path }) => path));
      let merged = emptyCollection;
      for (const [index, { digest, collection }] of opened.entries()) {
        if (digest !== null && digest !== wanted[index]?.digest)
          return fail(appError('collection.changed', { path: wanted[index]?.path ?? '' }));
        if (!collection.ok) return collection;
        merged = mergeCollections(merged, collection.value);
      }
      return ok(merged);
    },
  };
}

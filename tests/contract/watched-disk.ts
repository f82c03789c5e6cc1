/** A disk, of which each operation is told before it is done, and waits for whoever was told. */
import { basename } from 'node:path';
import type { FileSystem, OpenFile } from '../../src-main/files/atomic-write.ts';

/** `tell` gets e.g. `flush of journal.jsonl`. */
export function watched(files: FileSystem, tell: (operation: string) => Promise<void>): FileSystem {
  const told = async <R>(name: string, path: string, work: () => Promise<R>): Promise<R> => {
    await tell(`${name} of ${basename(path)}`);
    return work();
  };
  const opened = (file: OpenFile, name: string): OpenFile => ({
    writeFile: async (text, encoding) => {
      await tell(`write of ${name}`);
      await file.writeFile(text, encoding);
    },
    appendFile: async (text, encoding) => {
      await tell(`line of ${name}`);
      await file.appendFile(text, encoding);
    },
    sync: async () => {
      await tell(`flush of ${name}`);
      await file.sync();
    },
    close: () => file.close(),
  });
  return {
    ...files,
    open: async (path, flags, mode) => {
      if (flags !== 'r') await tell(`opening of ${basename(path)}`);
      return opened(await files.open(path, flags, mode), basename(path));
    },
    makeFolder: (path) => told('making', path, () => files.makeFolder(path)),
    rename: (from, to) => told('renaming', from, () => files.rename(from, to)),
    remove: (path) => told('removal', path, () => files.remove(path)),
    removeFolder: (path) => told('removal', path, () => files.removeFolder(path)),
  };
}

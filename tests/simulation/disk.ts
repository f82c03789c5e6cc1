/**
 * A disk in memory that loses at a crash what a real one may lose. A file has bytes that were flushed and bytes that were not; a name
 * that was made, moved or removed is durable when its folder has been flushed. Until then any part of it may have reached the disk.
 */
import { basename, dirname, normalize, sep } from 'node:path';
import type { FileSystem, OpenFile } from '../../src-main/files/atomic-write.ts';

export type Operation = 'open' | 'write' | 'sync' | 'close' | 'makeFolder' | 'readFile' | 'readFolder' | 'rename' | 'remove';

export interface Fault {
  /** e.g. `ENOSPC` */
  readonly code: string;
  /** How much of a text is written before the failure; nothing by default */
  readonly bytes?: number;
}

/** From 0 to below 1 */
export type Random = () => number;

export interface Disk {
  /** After a crash: the disk of the next start. Files that were open before can no longer be used. */
  readonly files: FileSystem;
  /** Asked before each operation. By default nothing fails. */
  fault: (operation: Operation, path: string) => Fault | undefined;
  /**
   * The power fails. Of the changes of names that were not flushed any subset is kept; of the bytes that were not flushed a part, and
   * behind it perhaps zeros, where the length of the file reached the disk before its bytes.
   */
  crash(random: Random): void;
}

interface File {
  readonly kind: 'file';
  current: Buffer;
  /** A prefix of `current`, but for what a failed flush has lost */
  durable: Buffer;
}
interface Folder {
  readonly kind: 'folder';
  current: Map<string, Node>;
  durable: Map<string, Node>;
  /** What was done to the names since the folder was flushed */
  pending: ((names: Map<string, Node>) => void)[];
}
type Node = File | Folder;

const newFolder = (): Folder => ({ kind: 'folder', current: new Map(), durable: new Map(), pending: [] });

const refusal = (code: string, path: string): Error => Object.assign(new Error(`${code}: ${path}`), { code });

/** An empty disk with the folder `/`. Paths are those of the system that it runs on. */
export function memoryDisk(): Disk {
  const root = newFolder();
  let start = 0;

  const check = (operation: Operation, path: string): void => {
    const fault = disk.fault(operation, path);
    if (fault !== undefined) throw refusal(fault.code, path);
  };

  const nodeAt = (path: string): Node => {
    let node: Node = root;
    for (const name of normalize(path)
      .split(sep)
      .filter((part) => part !== '')) {
      const next: Node | undefined = node.kind === 'folder' ? node.current.get(name) : undefined;
      if (next === undefined) throw refusal(node.kind === 'folder' ? 'ENOENT' : 'ENOTDIR', path);
      node = next;
    }
    return node;
  };
  const folderAt = (path: string): Folder => {
    const node = nodeAt(path);
    if (node.kind === 'file') throw refusal('ENOTDIR', path);
    return node;
  };
  const change = (folder: Folder, by: (names: Map<string, Node>) => void): void => {
    by(folder.current);
    folder.pending.push(by);
  };
  const add = (path: string, node: Node): void => {
    const folder = folderAt(dirname(path));
    if (folder.current.has(basename(path))) throw refusal('EEXIST', path);
    change(folder, (names) => names.set(basename(path), node));
  };

  const opened = (path: string, node: Node): OpenFile => {
    const openedAt = start;
    let isOpen = true;
    const use = (operation: Operation): void => {
      if (!isOpen || openedAt !== start) throw refusal('EBADF', path);
      if (operation !== 'write') check(operation, path);
    };
    const write = (text: string): Promise<void> =>
      promised(() => {
        use('write');
        if (node.kind === 'folder') throw refusal('EISDIR', path);
        const bytes = Buffer.from(text, 'utf8');
        const fault = disk.fault('write', path);
        node.current = Buffer.concat([node.current, fault === undefined ? bytes : bytes.subarray(0, fault.bytes ?? 0)]);
        if (fault !== undefined) throw refusal(fault.code, path);
      });
    return {
      writeFile: write,
      appendFile: write,
      sync: () =>
        promised(() => {
          try {
            use('sync');
          } catch (error) {
            // As Linux does it: the bytes count as written, can still be read, and no later flush writes them.
            if (node.kind === 'file' && openedAt === start) node.durable = withZeros(node.durable, node.current.length);
            throw error;
          }
          if (node.kind === 'file') node.durable = Buffer.concat([node.durable, node.current.subarray(node.durable.length)]);
          else {
            node.durable = new Map(node.current);
            node.pending = [];
          }
        }),
      close: () =>
        promised(() => {
          isOpen = false;
          if (openedAt === start) check('close', path);
        }),
    };
  };

  const files: FileSystem = {
    platform: 'linux',
    open: (path, flags) =>
      promised(() => {
        check('open', path);
        if (flags === 'r') return opened(path, nodeAt(path));
        if (flags === 'a' && folderAt(dirname(path)).current.has(basename(path))) return opened(path, nodeAt(path));
        const file: File = { kind: 'file', current: Buffer.alloc(0), durable: Buffer.alloc(0) };
        add(path, file);
        return opened(path, file);
      }),
    makeFolder: (path) =>
      promised(() => {
        check('makeFolder', path);
        add(path, newFolder());
      }),
    readFile: (path) =>
      promised(() => {
        check('readFile', path);
        const node = nodeAt(path);
        if (node.kind === 'folder') throw refusal('EISDIR', path);
        return node.current;
      }),
    readFolder: (path) =>
      promised(() => {
        check('readFolder', path);
        return [...folderAt(path).current.keys()];
      }),
    rename: (from, to) =>
      promised(() => {
        check('rename', from);
        if (dirname(from) !== dirname(to)) throw refusal('EXDEV', to);
        const node = nodeAt(from);
        const folder = folderAt(dirname(to));
        const there = folder.current.get(basename(to));
        if (there?.kind === 'folder' && there.current.size > 0) throw refusal('ENOTEMPTY', to);
        change(folder, (names) => {
          names.delete(basename(from));
          names.set(basename(to), node);
        });
      }),
    remove: (path) =>
      promised(() => {
        check('remove', path);
        const folder = folderAt(dirname(path));
        const node = folder.current.get(basename(path));
        if (node?.kind === 'folder') throw refusal('EISDIR', path);
        if (node !== undefined) change(folder, (names) => names.delete(basename(path)));
      }),
    removeFolder: (path) =>
      promised(() => {
        check('remove', path);
        const folder = folderAt(dirname(path));
        const node = folder.current.get(basename(path));
        if (node?.kind === 'folder') empty(node);
        if (node !== undefined) change(folder, (names) => names.delete(basename(path)));
      }),
    pause: () => Promise.resolve(),
  };

  /** Each name in it is removed on its own: one may be durable and the next not. */
  const empty = (folder: Folder): void => {
    for (const [name, node] of [...folder.current]) {
      if (node.kind === 'folder') empty(node);
      change(folder, (names) => names.delete(name));
    }
  };

  const disk: Disk = {
    files,
    fault: () => undefined,
    crash: (random) => {
      start += 1;
      crashNode(root, random, new Set());
    },
  };
  return disk;
}

function crashNode(node: Node, random: Random, seen: Set<Node>): void {
  if (seen.has(node)) return;
  seen.add(node);
  if (node.kind === 'file') {
    const { durable, current } = node;
    const kept = durable.length + Math.floor(random() * (current.length - durable.length + 1));
    const length = random() < 0.5 ? kept : kept + Math.floor(random() * (current.length - kept + 1));
    node.durable = withZeros(Buffer.concat([durable, current.subarray(durable.length, kept)]), length);
    node.current = node.durable;
    return;
  }
  for (const by of node.pending) if (random() < 0.5) by(node.durable);
  node.pending = [];
  node.current = new Map(node.durable);
  for (const inner of node.current.values()) crashNode(inner, random, seen);
}

const withZeros = (bytes: Buffer, length: number): Buffer => Buffer.concat([bytes, Buffer.alloc(Math.max(0, length - bytes.length))]);

/** As the system answers: later, and a failure as a rejection. */
const promised = async <T>(work: () => T): Promise<T> => {
  await Promise.resolve();
  return work();
};

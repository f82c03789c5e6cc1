/** Only regular files are read, and no more of them than the bound: what is opened never hangs and never takes the memory. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectedFiles } from '../../../src-main/exchange/guided/guided.ts';
import { nodeFileSystem } from '../../../src-main/files/atomic-write.ts';
import { persistedFile } from '../../../src-main/files/persisted-file.ts';
import { readBeginning, readWholeFile } from '../../../src-main/files/regular-file.ts';
import { run } from '../cli/run.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regular-'));
  path = join(folder, 'a.xml');
});
afterEach(() => rm(folder, { recursive: true }));

const now = (): Date => new Date('2026-11-20T09:00:00.000Z');

describe('a file', () => {
  it('is read whole up to the bound, and not at all beyond it', async () => {
    await writeFile(path, 'abcd');
    expect(await readWholeFile(path, 4)).toMatchObject({ kind: 'read', bytes: Buffer.from('abcd') });
    expect(await readWholeFile(path, 3)).toEqual({ kind: 'tooLarge', size: 4 });
    expect(await readBeginning(path, 3)).toEqual(Buffer.from('abc'));
    expect(await readBeginning(path, 5)).toEqual(Buffer.from('abcd'));
  });

  it('that is none is not read', async () => {
    await mkdir(path);
    expect(await readWholeFile(path, 4)).toMatchObject({ kind: 'unreadable', error: { message: 'Not a file.' } });
    expect(await readWholeFile(join(folder, 'b'), 4)).toMatchObject({ kind: 'unreadable', error: { code: 'ENOENT' } });
    await expect(readBeginning(path, 4)).rejects.toThrow('Not a file.');
  });
});

/** Each of them never ends, or waits for a writer, when it is opened and read. */
describe.skipIf(process.platform === 'win32').each([
  ['a pipe', () => execFileSync('mkfifo', [path])],
  ['a device', () => execFileSync('ln', ['-s', '/dev/zero', path])],
])('%s is refused wherever a file can be named', (_, make) => {
  beforeEach(() => {
    make();
  });

  it('as a collection, alone and in a folder, with and without a window', async () => {
    const files = collectedFiles({ folder: join(folder, 'pasted'), now });
    for (const [kind, named] of [
      ['file', path],
      ['folder', folder],
    ] as const) {
      expect(await files.examine(kind, named)).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
      expect(await run(['--check', named])).toMatchObject({ code: 3 });
    }
  });

  it.each(['--examine', '--decode', '--verify-pack', '--hcw-log'])('by %s', async (command) => {
    expect((await run([command, path])).code).not.toBe(0);
  });

  it('as what the wizard kept', async () => {
    const kept = persistedFile(path, { current: 1, migrations: {}, schema: v.object({ format: v.literal(1) }) }, now);
    expect(await kept.read()).toMatchObject({ state: 'damaged', reason: 'Not a file.' });
  });

  it('as a file of a run', async () => {
    await expect(nodeFileSystem.readFile(path)).rejects.toThrow('Not a file.');
  });
});

it('kept state beyond every size is set aside unread', async () => {
  await writeFile(path, '{"format":1}');
  await truncate(path, 129 * 1024 * 1024);
  const kept = persistedFile(path, { current: 1, migrations: {}, schema: v.object({ format: v.literal(1) }) }, now);
  expect(await kept.read()).toMatchObject({ state: 'damaged', reason: '135266304 > 134217728 bytes' });
});

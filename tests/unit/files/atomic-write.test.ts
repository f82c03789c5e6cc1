import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { atomicWrite, nodeFileSystem, type FileSystem } from '../../../src-main/files/atomic-write.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
  path = join(folder, 'state.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The real file system that fails at call number `at`, counted from 0. */
function failingAt(at: number): { readonly files: FileSystem; readonly failed: () => boolean } {
  let calls = 0;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls - 1 === at) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    return work();
  };
  const files: FileSystem = {
    ...nodeFileSystem,
    open: async (...call) => {
      const file = await step(() => nodeFileSystem.open(...call));
      return {
        writeFile: (...text) => step(() => file.writeFile(...text)),
        appendFile: (...text) => step(() => file.appendFile(...text)),
        sync: () => step(() => file.sync()),
        // Closed for real in any case, or the test itself would leak it.
        close: () => file.close().then(() => step(() => Promise.resolve())),
      };
    },
    rename: (...call) => step(() => nodeFileSystem.rename(...call)),
    remove: (...call) => step(() => nodeFileSystem.remove(...call)),
    removeFolder: (...call) => step(() => nodeFileSystem.removeFolder(...call)),
  };
  return { files, failed: () => calls > at };
}

describe('a write', () => {
  it('leaves the new text, for its owner only, and nothing beside it', async () => {
    writeFileSync(path, 'old', { mode: 0o644 });
    expect(await atomicWrite(path, 'new 証明書')).toEqual({ ok: true, value: null });
    expect(readFileSync(path, 'utf8')).toBe('new 証明書');
    expect(readdirSync(folder)).toEqual(['state.json']);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.skipIf(process.platform === 'win32')('never goes through what an earlier crash, or someone else, left as its neighbor', async () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'untouched');
    symlinkSync(victim, `${path}.hcw-new`);
    writeFileSync(`${path}.new`, 'somebody’s');
    expect((await atomicWrite(path, 'new')).ok).toBe(true);
    expect(readFileSync(victim, 'utf8')).toBe('untouched');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readFileSync(`${path}.new`, 'utf8')).toBe('somebody’s');
  });
});

describe('a failure', () => {
  it('at any point leaves the whole old or the whole new file, says so, and leaves no neighbor', async () => {
    const seen: string[] = [];
    for (let at = 0; ; at += 1) {
      writeFileSync(path, 'old');
      const { files, failed } = failingAt(at);
      const result = await atomicWrite(path, 'new', files);
      if (!failed()) break;
      expect(result).toEqual({
        ok: false,
        error: { code: 'file.notWritten', effect: 'none', details: { path, message: 'ENOSPC: no space left on device' } },
      });
      expect(readdirSync(folder)).toEqual(['state.json']);
      seen.push(readFileSync(path, 'utf8'));
    }
    // Removed, opened, written, flushed, closed, renamed; then the folder opened, flushed, closed, where the system does not do it by itself.
    const ofFolder = process.platform === 'win32' ? [] : ['new', 'new', 'new'];
    expect(seen).toEqual(['old', 'old', 'old', 'old', 'old', 'old', ...ofFolder]);
  });

  it('on a real file system: a folder stands in place of the file', async () => {
    mkdirSync(join(path, 'inside'), { recursive: true });
    const result = await atomicWrite(path, 'new');
    expect(result).toMatchObject({ ok: false, error: { code: 'file.notWritten', details: { path } } });
    expect(existsSync(join(path, 'inside'))).toBe(true);
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  it('on a real file system: the folder is not there', async () => {
    const result = await atomicWrite(join(folder, 'absent', 'state.json'), 'new');
    expect(result).toMatchObject({ ok: false, error: { code: 'file.notWritten' } });
    expect(!result.ok && result.error.details['message']).toContain('ENOENT');
  });

  // Rights do not bind root; the kernel's own tree takes no new file from anyone.
  it.skipIf(process.platform !== 'linux')('on a real file system: the folder cannot be written to', async () => {
    const result = await atomicWrite('/sys/state.json', 'new');
    expect(result).toMatchObject({ ok: false, error: { code: 'file.notWritten', details: { path: '/sys/state.json' } } });
    expect(!result.ok && result.error.details['message']).toMatch(/EACCES|EPERM|EROFS/);
  });

  it.skipIf(process.platform === 'win32')('on a real file system: the disk takes no more', () => {
    writeFileSync(path, 'old');
    const script = join(folder, 'write.mts');
    writeFileSync(
      script,
      `import { atomicWrite } from ${JSON.stringify(resolve(import.meta.dirname, '../../../src-main/files/atomic-write.ts'))};
       console.log(JSON.stringify(await atomicWrite(${JSON.stringify(path)}, 'x'.repeat(300 * 1024))));`,
    );
    // A limit of the system on the size of files, which holds for root too; 512-byte blocks in sh. Without the trap it would kill.
    const limited = `trap '' XFSZ; ulimit -f 256; exec "$0" --import tsx "$1"`;
    const printed = execFileSync('sh', ['-c', limited, process.execPath, script], {
      encoding: 'utf8',
      cwd: resolve(import.meta.dirname, '../../..'),
    });
    rmSync(script);
    expect(JSON.parse(printed)).toMatchObject({
      ok: false,
      error: { code: 'file.notWritten', details: { message: expect.stringMatching(/EFBIG/) as string } },
    });
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['state.json']);
  });
});

describe('on Windows', () => {
  const locked = (times: number, code: string): { readonly files: FileSystem; readonly pauses: number[] } => {
    const pauses: number[] = [];
    let left = times;
    const files: FileSystem = {
      ...nodeFileSystem,
      platform: 'win32',
      rename: async (from, to) => {
        left -= 1;
        if (left >= 0) throw Object.assign(new Error(`${code}: operation not permitted`), { code });
        await nodeFileSystem.rename(from, to);
      },
      pause: (milliseconds) => {
        pauses.push(milliseconds);
        return Promise.resolve();
      },
    };
    return { files, pauses };
  };

  it.each(['EPERM', 'EACCES', 'EBUSY'])('waits for a scanner that holds the file (%s)', async (code) => {
    const { files, pauses } = locked(3, code);
    expect((await atomicWrite(path, 'new', files)).ok).toBe(true);
    expect(pauses).toEqual([10, 20, 40]);
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('gives up in the end, and at once for another reason', async () => {
    writeFileSync(path, 'old');
    const held = locked(100, 'EPERM');
    expect((await atomicWrite(path, 'new', held.files)).ok).toBe(false);
    expect(held.pauses).toHaveLength(6);
    const full = locked(100, 'ENOSPC');
    expect((await atomicWrite(path, 'new', full.files)).ok).toBe(false);
    expect(full.pauses).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });
});

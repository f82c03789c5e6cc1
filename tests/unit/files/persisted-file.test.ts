import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { persistedFile, type PersistedFile } from '../../../src-main/files/persisted-file.ts';

const schema = v.object({ format: v.literal(2), names: v.array(v.string()) });
/** Format 1 had one name. */
const format = { current: 2, migrations: { 1: ({ name }: { readonly name?: unknown }) => ({ format: 2, names: [name] }) }, schema };
const at = new Date('2026-03-01T10:20:30.456Z');
const stamp = '2026-03-01T10-20-30-456Z';

let folder: string;
let path: string;
let file: PersistedFile<v.InferOutput<typeof schema>>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'));
  path = join(folder, 'wizard.json');
  file = persistedFile(path, format, () => at);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

it('is absent before it was written, and then what was written', async () => {
  expect(await file.read()).toEqual({ state: 'absent' });
  const value = { format: 2 as const, names: ['証明書', "O'Neil"] };
  expect((await file.write(value)).ok).toBe(true);
  expect(await file.read()).toEqual({ state: 'read', value });
});

it('makes its folder for its owner only', async () => {
  const inside = persistedFile(join(folder, 'a', 'b', 'wizard.json'), format, () => at);
  expect((await inside.write({ format: 2, names: [] })).ok).toBe(true);
  if (process.platform !== 'win32') expect(statSync(join(folder, 'a', 'b')).mode & 0o777).toBe(0o700);
});

describe('a damaged file', () => {
  it.each([
    ['empty', Buffer.from('')],
    ['cut off', Buffer.from('{"format":2,"names":["a"')],
    ['without a format', Buffer.from('{"names":[]}')],
    ['of a format that is no number', Buffer.from('{"format":"2","names":[]}')],
    ['of a format before the first', Buffer.from('{"format":0,"names":[]}')],
    ['of an older format whose value does not fit', Buffer.from('{"format":1,"name":3}')],
    ['with a reserved key', Buffer.from('{"format":2,"names":[],"__proto__":{"names":["a"]}}')],
    ['with a reserved key deep inside', Buffer.from('{"format":2,"names":[{"constructor":1}]}')],
    ['with a value of another type', Buffer.from('{"format":2,"names":[3]}')],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['zeroed by a crash', Buffer.alloc(64)],
  ])('%s: is kept aside byte for byte, with the reason, and the next write starts fresh', async (_, bytes) => {
    writeFileSync(path, bytes);
    const kept = await file.read();
    const archivedAs = `${path}.damaged-${stamp}`;
    expect(kept).toEqual({ state: 'damaged', archivedAs, reason: expect.stringMatching(/./) as string });
    expect(readFileSync(archivedAs)).toEqual(bytes);
    expect(await file.read()).toEqual({ state: 'absent' });
    expect((await file.write({ format: 2, names: [] })).ok).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['wizard.json', `wizard.json.damaged-${stamp}`]);
  });

  it('names the place that does not fit', async () => {
    writeFileSync(path, '{"format":2,"names":["a",3]}');
    expect(await file.read()).toMatchObject({ reason: expect.stringMatching(/^names\.1: /) as string });
  });

  it('never replaces another that was kept aside in the same instant', async () => {
    for (const text of ['one', 'two', 'three']) {
      writeFileSync(path, text);
      await file.read();
    }
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(texts.sort()).toEqual(['one', 'three', 'two']);
  });

  it('that is a folder is kept aside as one', async () => {
    mkdirSync(join(path, 'inside'), { recursive: true });
    expect(await file.read()).toMatchObject({ state: 'damaged', archivedAs: `${path}.damaged-${stamp}` });
    expect(readdirSync(`${path}.damaged-${stamp}`)).toEqual(['inside']);
  });

  it('that cannot be moved is said, and never written over', async () => {
    writeFileSync(path, 'precious');
    // A name that the file system has no room for makes the move fail, for root too.
    const long = persistedFile(path, format, () => Object.assign(new Date(at), { toISOString: () => 'x'.repeat(300) }));
    expect(await long.read()).toMatchObject({ state: 'damaged', archivedAs: null });
    expect(await long.write({ format: 2, names: [] })).toMatchObject({ ok: false, error: { code: 'file.notWritten', details: { path } } });
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });
});

it('that does not move is never taken for one that is not there: ENOENT also says that the target cannot be', async () => {
  writeFileSync(path, 'precious');
  expect(await file.archive('no/where')).toMatchObject({ ok: false, error: { code: 'file.notWritten' } });
  expect(readFileSync(path, 'utf8')).toBe('precious');
  rmSync(path);
  expect(await file.archive('no/where')).toEqual({ ok: true, value: null });
});

it('that is damaged is not quoted in the reason', async () => {
  for (const text of ['root:x:0:0', '{"format":2,"names":"a secret"}', '{"format":2,"names":["a", secret]}', '{"format":"a secret"}']) {
    writeFileSync(path, text);
    const read = await file.read();
    expect(read.state === 'damaged' && read.reason).toMatch(/^(?:JSON|names: array|format: number)$/);
  }
});

describe('a file of another format', () => {
  it('is migrated when it is older, and left as it is until the next write', async () => {
    writeFileSync(path, '{"format":1,"name":"a"}');
    expect(await file.read()).toEqual({ state: 'read', value: { format: 2, names: ['a'] } });
    expect(readFileSync(path, 'utf8')).toBe('{"format":1,"name":"a"}');
  });

  it('is refused and left alone when it is newer: neither written over nor archived', async () => {
    const text = '{"format":3,"people":["a"]}';
    writeFileSync(path, text);
    expect(await file.read()).toEqual({ state: 'newer', format: 3 });
    const refused = { ok: false, error: { code: 'file.notWritten', details: { path } } };
    expect(await file.write({ format: 2, names: [] })).toMatchObject(refused);
    expect(await file.archive('previous')).toMatchObject(refused);
    expect(readdirSync(folder)).toEqual(['wizard.json']);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('counts as the format of the version that wrote no number, where there was one', async () => {
    writeFileSync(path, '{"name":"a"}');
    const unnumbered = persistedFile(path, { ...format, unnumbered: 1 }, () => at);
    expect(await unnumbered.read()).toEqual({ state: 'read', value: { format: 2, names: ['a'] } });
  });

  it('is damaged when no migration leads to it', async () => {
    writeFileSync(path, '{"format":1,"name":"a"}');
    const without = persistedFile(path, { ...format, migrations: {} }, () => at);
    expect(await without.read()).toMatchObject({ state: 'damaged', reason: 'There is no migration from format 1.' });
  });
});

describe('archiving', () => {
  it('moves the file and tells where to', async () => {
    await file.write({ format: 2, names: ['kept'] });
    expect(await file.archive('previous')).toEqual({ ok: true, value: `${path}.previous-${stamp}` });
    expect(readFileSync(`${path}.previous-${stamp}`, 'utf8')).toContain('kept');
    expect(await file.read()).toEqual({ state: 'absent' });
  });

  it('of nothing is no failure', async () => {
    expect(await file.archive('previous')).toEqual({ ok: true, value: null });
  });
});

it('says when it cannot be written: its folder is a file', async () => {
  writeFileSync(join(folder, 'state'), '');
  const inside = persistedFile(join(folder, 'state', 'wizard.json'), format, () => at);
  expect(await inside.write({ format: 2, names: [] })).toMatchObject({ ok: false, error: { code: 'file.notWritten' } });
});

/** `--pack` writes the ticket pack of a run from its folder, `--verify-pack` checks one. */
import { copyFile, cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { zipSync } from 'fflate/browser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runFiles } from '../../../src-main/change/read-run.ts';
import { practiceRun, textOf, unpacked } from '../pack/packed-run.ts';
import { removeFolders } from '../wizard-main/program.ts';
import { run } from './run.ts';

let folder: string;
let out: string;
let zip: string;
beforeAll(async () => {
  const { root, id } = await practiceRun();
  folder = join(root, id);
});
afterAll(removeFolders);
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'hcw-pack-'));
  zip = join(out, 'ticket.zip');
});
afterEach(() => rm(out, { recursive: true, force: true }));

/** The pack with one file changed, removed or added. */
async function repacked(change: (files: Record<string, Uint8Array>) => void): Promise<string> {
  await run(['--pack', folder, '--zip', zip]);
  const files = { ...unpacked(await readFile(zip)) };
  change(files);
  const path = join(out, 'changed.zip');
  await writeFile(path, zipSync(files));
  return path;
}

describe('--pack', () => {
  it('replaces names where that is asked for, and says so when it is checked', async () => {
    expect(await run(['--pack', folder, '--zip', zip, '--redact', 'servers,domains'])).toMatchObject({ code: 0, err: '' });
    const checked = await run(['--verify-pack', zip, '--language', 'en']);
    expect(checked.code).toBe(0);
    expect(checked.out).toContain('by the same token: Servers, Domains and organization');
    for (const [name, content] of Object.entries(unpacked(await readFile(zip)))) expect(textOf(content), name).not.toMatch(/EX01|contoso/i);
    await run(['--pack', folder, '--zip', zip, '--redact', 'all']);
    expect(textOf(unpacked(await readFile(zip))['manifest.json'])).toContain('"identifiers"');
  });

  it('refuses a category that it does not know', async () => {
    const ran = await run(['--pack', folder, '--zip', zip, '--redact', 'servers,names', '--language', 'en']);
    expect([ran.code, ran.err]).toEqual([64, expect.stringContaining('names is not a category that can be replaced')]);
  });

  it.each(['en', 'ja'] as const)('writes a pack that --verify-pack finds whole, and prints its SHA-256 (%s)', async (language) => {
    const packed = await run(['--pack', folder, '--zip', zip, '--language', language]);
    expect([packed.code, packed.err]).toEqual([0, '']);
    const [sha256 = ''] = /[\da-f]{64}/.exec(packed.out) ?? [];
    const checked = await run(['--verify-pack', zip, '--language', language]);
    expect([checked.code, checked.err]).toEqual([0, '']);
    expect(checked.out).toContain({ en: 'files match the manifest', ja: 'マニフェストと一致しています' }[language]);
    expect(checked.out).toContain({ en: 'not who made it', ja: '作成者はわかりません' }[language]);
    expect([sha256.length, checked.out.includes(sha256)]).toEqual([64, true]);
    const report = textOf(unpacked(await readFile(zip))['report.html']);
    expect(report).toContain(`<html lang="${language}">`);
  });

  it('writes the same bytes whenever it runs, for their owner alone, also from a copy with that name', async () => {
    const again = join(out, 'again.zip');
    await run(['--pack', folder, '--zip', zip]);
    await run(['--pack', `${folder}/`, '--zip', again], { at: new Date('2030-01-01T00:00:00Z') });
    expect((await readFile(again)).equals(await readFile(zip))).toBe(true);
    if (process.platform !== 'win32') expect((await stat(zip)).mode & 0o777).toBe(0o600);
  });

  it('names no time of its own in the report', async () => {
    await run(['--pack', folder, '--zip', zip], { at: new Date('2030-01-01T00:00:00Z') });
    expect(textOf(unpacked(await readFile(zip))['report.html'])).not.toMatch(/2030|Report created</);
  });

  it.each([
    ['a folder that is no run', () => out, 'file.unreadable'],
    ['a folder that is not there', () => join(out, '0001 20261120T090000Z apply'), 'run.damaged'],
  ])('writes nothing of %s: 3', async (_, path, code) => {
    const ran = await run(['--pack', path(), '--zip', zip]);
    expect([ran.code, ran.err.includes(code)]).toEqual([3, true]);
    await expect(stat(zip)).rejects.toThrow();
  });

  it.each(Object.values(runFiles))('writes nothing of a run without %s: 3', async (name) => {
    const copy = join(out, basename(folder));
    await cp(folder, copy, { recursive: true });
    await rm(join(copy, name));
    const ran = await run(['--pack', copy, '--zip', zip]);
    expect([ran.code, ran.err.includes(name)]).toEqual([3, true]);
  });

  it.each([
    [[]],
    [['--zip', 'a.zip']],
    [['x', '--zip', 'a.txt']],
    [['x', 'y', '--zip', 'a.zip']],
    [['x', '--json', 'a.json']],
    [['x', '--zip']],
  ])('is 64 for %j', async (args) => {
    expect((await run(['--pack', ...args])).code).toBe(64);
  });

  it('is 64 without an output', async () => {
    const ran = await run(['--pack', folder]);
    expect([ran.code, ran.err.includes('--zip')]).toEqual([64, true]);
  });
});

describe('--verify-pack', () => {
  it('is 2 and names each file that differs, is missing or is there besides', async () => {
    const path = await repacked((files) => {
      files['journal.jsonl'] = new Uint8Array([1]);
      delete files['undo.ps1'];
      files['\u001b[2Jmore.txt'] = new Uint8Array();
    });
    const ran = await run(['--verify-pack', path]);
    expect(ran.code).toBe(2);
    expect(ran.out.split('\n')).toEqual(
      expect.arrayContaining(['  journal.jsonl: differs', '  undo.ps1: missing', '  \uFFFD[2Jmore.txt: not in the manifest']),
    );
    expect(ran.out).toContain('Exit code 2');
    expect((await run(['--verify-pack', path, '--language', 'ja'])).out).toContain('  undo.ps1: ない');
  });

  it('is 3 for what is no pack or cannot be read, with the code of the error', async () => {
    const text = join(out, 'text.zip');
    await copyFile(join(folder, 'plan.json'), text);
    for (const [path, code] of [
      [text, 'pack.notAPack'],
      [out, 'file.unreadable'],
      [join(out, 'absent.zip'), 'file.unreadable'],
    ] as const) {
      const ran = await run(['--verify-pack', path]);
      expect([ran.code, ran.out, ran.err.includes(code)]).toEqual([3, '', true]);
    }
  });

  it.each([[[]], [['a.zip', 'b.zip']], [['a.zip', '--zip', 'b.zip']], [['a.zip', '--json', 'b.json']]])('is 64 for %j', async (args) => {
    expect((await run(['--verify-pack', ...args])).code).toBe(64);
  });

  it('has its code also where standard output cannot be written', async () => {
    await run(['--pack', folder, '--zip', zip]);
    expect((await run(['--verify-pack', zip], { closed: true })).code).toBe(0);
    expect((await run(['--verify-pack', await repacked((files) => delete files['plan.json'])], { closed: true })).code).toBe(2);
  });
});

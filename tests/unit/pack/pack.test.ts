/** What a ticket pack contains. */
import type { Mode } from '../../../shared/model/mode.ts';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFiles } from '../../../src-main/change/read-run.ts';
import { redactText } from '../../../src-main/log/log.ts';
import type { RunFiles } from '../../../src-main/change/read-run.ts';
import { digestOf } from '../../../src-main/files/digest.ts';
import { removeFolders } from '../wizard-main/program.ts';
import { evidence, filesOf, packOf, practiceRun, program, textOf, unpacked, type MadeRun } from './packed-run.ts';

let made: MadeRun;
let run: RunFiles;
beforeAll(async () => {
  made = await practiceRun();
  run = await filesOf(made);
});
afterAll(removeFolders);

const pdf = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0, 255]);

describe('a ticket pack', () => {
  it('has the files of the run as they are in its folder, to the byte', async () => {
    const files = unpacked(packOf(run));
    for (const name of Object.values(runFiles))
      expect(Buffer.from(files[name] ?? []).equals(await readFile(join(made.root, made.id, name))), name).toBe(true);
    const inFolder = await readdir(join(made.root, made.id));
    expect(inFolder.filter((name) => !name.startsWith('lock') && !(name in files))).toEqual([]);
  });

  it('has report, PDF, evidence, README and manifest besides, and the PDF only where there is one', () => {
    const own = ['README.txt', 'report.html', 'report.json', ...Object.values(runFiles), 'evidence.json', 'manifest.json'].sort();
    expect(Object.keys(unpacked(packOf(run))).sort()).toEqual(own);
    const files = unpacked(packOf(run, { pdf }));
    expect(Object.keys(files).sort()).toEqual([...own, 'report.pdf'].sort());
    expect([...(files['report.pdf'] ?? [])]).toEqual([...pdf]);
    expect(textOf(files['report.html'])).toBe('<!doctype html>');
  });

  it('has the evidence of the journal', () => {
    const kept: unknown = JSON.parse(textOf(unpacked(packOf(run))['evidence.json']));
    expect(kept).toMatchObject({ format: 1, run: made.id, evidence: [{ evidence }] });
    expect(run.run.lines.filter(({ kind }) => kind === 'evidence')).toHaveLength(1);
  });

  it('has a manifest with the run, its time, the program, and size and SHA-256 of every other file', () => {
    const files = unpacked(packOf(run, { pdf }));
    const { 'manifest.json': manifest, ...others } = files;
    expect(JSON.parse(textOf(manifest))).toMatchObject({
      format: 1,
      program,
      run: made.id,
      time: run.run.lines.at(-1)?.at,
      files: expect.toSatisfy(
        (listed: readonly { readonly name: string }[]) =>
          JSON.stringify([...listed].sort((a, b) => (a.name < b.name ? -1 : 1))) ===
          JSON.stringify(
            Object.entries(others)
              .map(([name, bytes]) => ({ name, size: bytes.length, sha256: digestOf(bytes) }))
              .sort((a, b) => (a.name < b.name ? -1 : 1)),
          ),
      ) as unknown,
    });
  });

  it('has a README that names every file of this pack in both languages, and no other', () => {
    const text = textOf(unpacked(packOf(run))['README.txt']);
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const name of ['report.html', ...Object.values(runFiles), 'evidence.json', 'manifest.json', made.id, program])
      expect(text.split(name).length, name).toBeGreaterThanOrEqual(3);
    expect(text).not.toContain('report.pdf');
    expect(text).toContain('The manifest is not signed.');
    expect(text).toContain('マニフェストに署名はありません。');
    expect(textOf(unpacked(packOf(run, { pdf }))['README.txt'])).toContain('report.pdf');
  });

  it('has a README that says first that nothing of it happened, where that is so', () => {
    const readme = (mode: Mode): string => {
      const state = { ...run.run.state, opened: { ...run.run.state.opened, mode } };
      return textOf(unpacked(packOf({ ...run, run: { ...run.run, state } }))['README.txt']);
    };
    expect(readme('connected')).not.toContain('Rehearsal');
    expect(readme('rehearsal')).toContain('Rehearsal on a copy of what was collected. None of it happened in the organization.');
    expect(readme('rehearsal')).toContain('実際の組織では何も行われていません。');
    expect(readme('practice')).toContain('Nothing was changed in a real organization.');
  });

  it('is the same to the byte for the same contents, whatever the time is', async () => {
    const first = packOf(run, { pdf });
    const zone = process.env['TZ'];
    process.env['TZ'] = zone === 'Asia/Tokyo' ? 'America/New_York' : 'Asia/Tokyo';
    try {
      expect(Buffer.from(packOf(await filesOf(made), { pdf })).equals(first)).toBe(true);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('contains nothing that the log would hide as a secret', () => {
    for (const [name, bytes] of Object.entries(unpacked(packOf(run)))) expect(redactText(textOf(bytes)), name).toBe(textOf(bytes));
  });
});

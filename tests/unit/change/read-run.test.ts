/** Reading runs: the list of them, and one that is not as it was. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineText } from '../../../shared/run/journal.ts';
import type { FileSystem } from '../../../src-main/files/atomic-write.ts';
import { createRun, openRun, type OpenRun } from '../../../src-main/change/run-folder.ts';
import { listRuns, readRun, readRunFiles, runFiles } from '../../../src-main/change/read-run.ts';
import { digestOf } from '../../../src-main/files/digest.ts';
import { memoryDisk } from '../../simulation/disk.ts';
import { announced, newRun, observed, root, toolsOn, value } from './new-run.ts';

describe('the list of runs', () => {
  it('is in the order of their numbers, whatever the clock says, without those that were only begun', async () => {
    const { files } = memoryDisk();
    expect(value(await listRuns(root, files))).toEqual([]);
    for (const time of ['2026-11-20T09:00:00Z', '2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z'])
      await value(await createRun(root, newRun, toolsOn(files, { time }))).close();
    await files.makeFolder(`${root}/.0004.new`);
    await files.makeFolder(`${root}/notes`);
    expect(value(await listRuns(root, files)).map(({ id }) => id)).toEqual([
      '0001 20261120T090000Z apply',
      '0002 20250101T000000Z apply',
      '0003 20260101T000000Z apply',
    ]);
    expect(value(await createRun(root, newRun, toolsOn(files))).id).toBe('0005 20261120T090000Z apply');
    // A copy keeps its number, and a number may have more digits.
    for (const name of [
      '10000 20250101T000000Z fix',
      '0002 20250101T000000Z fix',
      '0002 20240101T000000Z fix',
      'x.0007.new',
      '.0008.new.old',
    ])
      await files.makeFolder(`${root}/${name}`);
    const inReverse = { ...files, readFolder: async (path: string) => [...(await files.readFolder(path))].reverse() };
    for (const one of [files, inReverse])
      expect(value(await listRuns(root, one)).map(({ id }) => id.slice(0, 13))).toEqual([
        '0001 20261120',
        '0002 20240101',
        '0002 20250101',
        '0002 20250101',
        '0003 20260101',
        '0005 20261120',
        '10000 2025010',
      ]);
    await files.removeFolder(`${root}/10000 20250101T000000Z fix`);
    expect(value(await createRun(root, newRun, toolsOn(files))).id).toMatch(/^0006 /);
  });

  it('says of a run that cannot be read why, and shows the others', async () => {
    const { files } = memoryDisk();
    const [first] = [value(await createRun(root, newRun, toolsOn(files))), value(await createRun(root, newRun, toolsOn(files)))];
    await files.remove(`${first.path}/plan.json`);
    expect(value(await listRuns(root, files)).map(({ summary }) => (summary.ok ? 'ok' : summary.error.code))).toEqual([
      'run.damaged',
      'ok',
    ]);
  });
});

describe('a run that is not as it was', () => {
  const replaced = async (files: FileSystem, path: string, text: string): Promise<void> => {
    await files.remove(path);
    await (await files.open(path, 'wx')).writeFile(text, 'utf8');
  };
  const begun = async (): Promise<{ files: FileSystem; run: OpenRun; text: (name: string) => Promise<string> }> => {
    const { files } = memoryDisk();
    const run = value(await createRun(root, newRun, toolsOn(files)));
    value(await run.append(observed));
    value(await run.append(announced));
    await run.close();
    return { files, run, text: async (name) => Buffer.from(await files.readFile(join(run.path, name))).toString('utf8') };
  };

  it.each(['plan.json', 'snapshot.json'])('is refused when another %s is in its place, and names the file', async (name) => {
    const { files, run, text } = await begun();
    await replaced(files, join(run.path, name), (await text(name)).replace('"format"', ' "format"'));
    for (const result of [await readRun(root, run.id, files), await openRun(root, run.id, toolsOn(files))])
      expect(result).toMatchObject({ ok: false, error: { code: 'run.damaged', details: { path: join(run.path, name) } } });
  });

  it('is refused when a file cannot be read, is missing, or is of a newer program, and says which', async () => {
    const { files, run, text } = await begun();
    const [journal, plan, undo] = ['journal.jsonl', 'plan.json', 'undo.ps1'].map((name) => join(run.path, name));
    if (journal === undefined || plan === undefined || undo === undefined) throw new Error('no paths');
    const refusing = { ...files, readFile: () => Promise.reject(Object.assign(new Error('no right'), { code: 'EACCES' })) };
    const unreadable = { code: 'file.unreadable', details: { path: journal, message: 'no right' } };
    expect(await readRun(root, run.id, refusing)).toMatchObject({ ok: false, error: unreadable });
    const [first = '', ...lines] = (await text('journal.jsonl')).split('\n');
    const opened = value(await readRun(root, run.id, files)).lines[0];
    if (opened?.kind !== 'opened') throw new Error(first);
    for (const [content, error] of [
      [(await text('plan.json')).replace('"format": 1', '"format": 2'), { code: 'run.newer', details: { path: plan, format: '2' } }],
      ['[]', { code: 'run.damaged', details: { path: plan } }],
    ] as const) {
      await replaced(files, plan, content);
      await replaced(files, journal, [lineText({ ...opened, plan: digestOf(content) }).trimEnd(), ...lines].join('\n'));
      expect(await readRun(root, run.id, files)).toMatchObject({ ok: false, error });
    }
    await files.remove(plan);
    expect(await readRun(root, run.id, files)).toMatchObject({
      error: { code: 'run.damaged', details: { path: plan, message: expect.stringContaining('ENOENT') as string } },
    });
  });

  it('is given with all of its files to the byte', async () => {
    const { files, run, text } = await begun();
    const all = value(await readRunFiles(root, run.id, files));
    expect(all.run).toEqual(value(await readRun(root, run.id, files)));
    for (const [key, name] of Object.entries(runFiles))
      expect(Buffer.from(all.bytes[key as keyof typeof runFiles]).toString('utf8')).toBe(await text(name));
    for (const name of ['undo.ps1', 'apply.ps1', 'plan.json']) {
      await files.remove(join(run.path, name));
      expect(await readRunFiles(root, run.id, files)).toMatchObject({
        error: { code: 'run.damaged', details: { path: join(run.path, name) } },
      });
    }
  });

  it('is refused when a line is missing or the first file is a newer one', async () => {
    const { files, run, text } = await begun();
    const journal = join(run.path, 'journal.jsonl');
    const [first = '', , third = ''] = (await text('journal.jsonl')).split('\n');
    await replaced(files, journal, `${first}\n${third}\n`);
    expect(await openRun(root, run.id, toolsOn(files))).toMatchObject({
      ok: false,
      error: { code: 'run.damaged', details: { message: 'line 2' } },
    });
    await replaced(files, journal, lineText({ ...run.state().last, v: 2 as 1 }));
    expect(await openRun(root, run.id, toolsOn(files))).toMatchObject({
      ok: false,
      error: { code: 'run.newer', details: { format: '2' } },
    });
    await replaced(files, journal, `${first}\n${lineText({ ...run.state().last, n: 2, at: 'yesterday' })}`);
    expect(await readRun(root, run.id, files)).toMatchObject({
      error: { code: 'run.damaged', details: { path: journal, message: 'line 2' } },
    });
    // Not even an invisible character may be before it: the file is written anew as it was read.
    await replaced(files, journal, `\uFEFF${first}\n`);
    expect(await readRun(root, run.id, files)).toMatchObject({ ok: false, error: { code: 'run.damaged' } });
    await replaced(files, journal, '');
    expect(await openRun(root, run.id, toolsOn(files))).toMatchObject({ ok: false, error: { code: 'run.damaged' } });
    expect(await files.readFolder(run.path)).not.toContainEqual(expect.stringContaining('lock'));
  });

  it('is never looked for outside of its folder', async () => {
    const { files } = await begun();
    for (const id of ['../runs/0001 20261120T090000Z apply', '..', '', '.0001.new'])
      expect(await readRun(root, id, files)).toMatchObject({
        ok: false,
        error: { code: 'file.unreadable', details: { path: join(root, id) } },
      });
  });

  it('is read without a line that was cut off at any byte, and the next line does not merge with it', async () => {
    const { files, run } = await begun();
    const journal = join(run.path, 'journal.jsonl');
    const bytes = Buffer.from(await files.readFile(journal));
    const lastLine = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
    for (let length = lastLine; length < bytes.length - 1; length += 1) {
      const disk = memoryDisk();
      const other = value(await createRun(root, newRun, toolsOn(disk.files)));
      disk.fault = (operation, path) =>
        operation === 'write' && path.endsWith('journal.jsonl') ? { code: 'ENOSPC', bytes: length - lastLine } : undefined;
      expect(await other.append(announced)).toMatchObject({ ok: false, error: { code: 'file.notWritten' } });
      disk.fault = () => undefined;
      await other.close();
      expect(value(await readRun(root, other.id, disk.files)).lines.map(({ kind }) => kind)).toEqual(['opened']);
      const again = value(await openRun(root, other.id, toolsOn(disk.files)));
      value(await again.append(announced));
      expect(value(await readRun(root, other.id, disk.files)).lines.map(({ kind }) => kind)).toEqual(['opened', 'reopened', 'announced']);
    }
  });
});

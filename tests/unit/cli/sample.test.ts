/** `npm run sample`, started as it is typed, and `npm run check` on what it wrote. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root } from '../../../scripts/root.ts';
import { writeSample } from '../../../scripts/sample/write-sample.ts';
import { practiceScenarios } from '../../../shared/model/sample-organization.ts';
import type { Ran } from './run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** As npm starts a script: INIT_CWD is where the command was typed. */
async function start(script: 'sample' | 'check', ...args: readonly string[]): Promise<Ran> {
  const env = { ...process.env, INIT_CWD: folder };
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'scripts', `${script}.ts`), ...args], { cwd: root, env });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? -1);
    });
  });
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

it('writes one file a side, in which nothing is wrong for "sameName"', async () => {
  const paths = ['onPremises.xml', 'exchangeOnline.xml'].map((name) => join(folder, 'here', name));
  expect(await start('sample', 'sameName', 'here')).toEqual({ code: 0, out: `${paths.join('\n')}\n`, err: '' });
  const checked = await start('check', 'here', '--language', 'en');
  expect(checked).toMatchObject({ code: 0, err: '' });
  expect(checked.out).toContain('No problem was found with the certificate in use');
});

it('leaves a file as it is, and writes none beside it, until --overwrite replaces both', async () => {
  const existing = join(folder, 'exchangeOnline.xml');
  await writeFile(existing, 'collected');
  const args = ['renewal', '.', '--now', '2026-11-20'];
  const refused = await writeSample(args, folder);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain(`${existing}. To replace it, add --overwrite.`);
  expect([await readdir(folder), await readFile(existing, 'utf8')]).toEqual([['exchangeOnline.xml'], 'collected']);
  expect(await writeSample([...args, '--overwrite'], folder)).toMatchObject({ code: 0, err: '' });
  expect((await readdir(folder)).sort()).toEqual(['exchangeOnline.xml', 'onPremises.xml']);
  expect(await readFile(existing, 'utf8')).toContain('2026-11-20T00:00:00.0000000Z');
});

it('says why the folder cannot be written', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(await writeSample(['renewal', 'file'], folder)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/EEXIST|ENOTDIR/) as unknown,
  });
});

it.each([
  ['an organization that does not exist', ['same name', 'here'], 'There is no practice organization "same name".'],
  ['no folder', ['renewal'], 'Name a practice organization and a folder.'],
  ['a time without an offset', ['renewal', 'here', '--now', '2026-11-20T09:00'], 'is not a time'],
  ['an unknown option', ['renewal', 'here', '--force'], '--force'],
])('says the usage with every organization for %s, and writes nothing', async (_, args, sentence) => {
  const ran = await writeSample(args, folder);
  expect(ran).toMatchObject({ code: 64, out: '' });
  for (const part of [sentence, ...practiceScenarios]) expect(ran.err).toContain(part);
  expect(await readdir(folder)).toEqual([]);
});

it('says the usage when it is asked for', async () => {
  expect(await writeSample(['--help'], folder)).toMatchObject({ code: 0, out: expect.stringContaining('--overwrite') as unknown, err: '' });
});

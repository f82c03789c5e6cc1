/** The wizard as it was installed, with the official Electron. HCW_INSTALLED names its folder. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moduleSum } from '../../src-main/powershell/module-sum.ts';
import { moduleSums } from '../../src-main/powershell/module-sums.ts';
import { expectFusesOff } from '../security/fuses.ts';

const installed = process.env['HCW_INSTALLED'] ?? '';
const name = 'Hybrid Certificate Wizard.exe';

/** The exit code of a check of a file that is not there: 3 where the program runs. */
const checked = (folder: string, env: NodeJS.ProcessEnv = {}): Promise<number | null> =>
  new Promise((resolve) => {
    const child = execFile(join(folder, name), ['--check', join(tmpdir(), 'nothing-here')], { env: { ...process.env, ...env } }, () => {
      resolve(child.exitCode);
    });
  });

describe.skipIf(process.platform !== 'win32' || installed === '')('the installed wizard', () => {
  let copy: string;
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'installed-'));
    await cp(installed, copy, { recursive: true });
  });
  afterAll(() => rm(copy, { recursive: true, force: true, maxRetries: 5 }));

  it('has its fuses set', () => expectFusesOff(join(installed, name)));

  it('runs, whatever Node’s variables say', async () => {
    expect(await checked(installed, { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require C:\\nothing.cjs' })).toBe(3);
  });

  it('has the modules of the build, signed or not', async () => {
    const folder = join(installed, 'resources/powershell');
    const found = await Promise.all(
      (await readdir(folder)).map(async (file) => [file, moduleSum(await readFile(join(folder, file)))] as const),
    );
    expect(Object.fromEntries(found)).toEqual(moduleSums);
  });

  it('does not run with an archive in which one byte is another one', async () => {
    expect(await checked(copy)).toBe(3);
    const path = join(copy, 'resources/app.asar');
    // The description in package.json: a program that does not look at the sums would read it all the same.
    const at = (await readFile(path)).indexOf('Guides Exchange administrators');
    expect(at).toBeGreaterThan(0);
    const file = await open(path, 'r+');
    await file.write('g', at);
    await file.close();
    expect(await checked(copy)).not.toBe(3);
  });
});

/** Which PowerShell is started, and what it gets of the wizard's own surroundings. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freshContext } from '../../../shared/wizard/context.ts';
import { connectedSettings } from '../../../src-main/exchange/connected-settings.ts';
import { findExecutable, type Look } from '../../../src-main/powershell/process.ts';

const name = process.platform === 'win32' ? 'pwsh.exe' : 'pwsh';
const context = freshContext('en');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'surroundings-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true });
});

async function withPwsh(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  await writeFile(join(path, name), '');
  await chmod(join(path, name), 0o755);
  return path;
}

describe('PowerShell 7 is found', () => {
  it('in the first whole folder of PATH that has it, never in one that depends on where the wizard was started', async () => {
    // Below the working folder, since on Windows no path leads from one drive to another.
    const near = await withPwsh(join(process.cwd(), 'out/test/surroundings'));
    const far = await withPwsh(join(folder, 'far'));
    const PATH = ['', '.', relative(process.cwd(), near), join(folder, 'none'), far, near].join(delimiter);
    expect(await findExecutable('pwsh', { PATH })).toEqual({ ok: true, value: join(far, name) });
    expect(await findExecutable('pwsh', { PATH: relative(process.cwd(), near) })).toMatchObject({ error: { code: 'powershell.notFound' } });
    await rm(near, { recursive: true });
  });

  it('but not as a folder, and not without the right to run it', async () => {
    await mkdir(join(folder, name));
    expect(await findExecutable('pwsh', { PATH: folder })).toMatchObject({ error: { code: 'powershell.notFound' } });
  });

  const refusing =
    (syscall: string): (() => Promise<never>) =>
    () =>
      Promise.reject(Object.assign(new Error(), { code: 'EACCES', syscall }));
  it.each<[string, Look, boolean]>([
    ['that can be run, though not be looked into', { access: () => Promise.resolve(), stat: refusing('stat') }, true],
    ['that cannot be run', { access: refusing('access'), stat: () => Promise.resolve({ isFile: () => true }) }, false],
  ])('as an alias of the Microsoft Store %s', async (_, look, isFound) => {
    const found = await findExecutable('pwsh', { PATH: folder }, look);
    expect(found).toMatchObject(isFound ? { ok: true, value: join(folder, name) } : { error: { code: 'powershell.notFound' } });
  });
});

describe('an installed wizard', () => {
  it('does not hand on the module path of whoever started it, however it is spelled, and everything else', () => {
    for (const key of ['PSModulePath', 'PSMODULEPATH', 'psmodulepath']) vi.stubEnv(key, '/evil');
    vi.stubEnv('KEPT', 'x');
    const { env } = connectedSettings({ packaged: true, modulePath: '/module' }).settings(context);
    expect(Object.keys(env).filter((key) => key.toLowerCase() === 'psmodulepath')).toEqual([]);
    expect(env).toMatchObject({ KEPT: 'x', PATH: process.env['PATH'] });
  });

  it('starts the Windows PowerShell of Windows, whatever PATH has', () => {
    vi.stubGlobal('process', { ...process, platform: 'win32', env: { ...process.env, SystemRoot: '/Windows' } });
    const target = { ...context, onPremises: { ...context.onPremises, powershell: 'windowsPowerShell' as const } };
    const { executable } = connectedSettings({ packaged: true, modulePath: '/module' }).settings(target);
    expect(executable).toBe(join('/Windows', 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe'));
  });
});

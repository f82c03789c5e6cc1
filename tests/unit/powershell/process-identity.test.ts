/** Whether a process still runs, by what each system says; programs in the place of those of Windows stand for Windows. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bootId, groupOf, identityOf, inSystem32, isRunning } from '../../../src-main/powershell/process-identity.ts';
import { endStray } from '../../../src-main/powershell/stray-process.ts';
import { canBeScripted } from './scripted-powershell.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'identity-'));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

function on(platform: NodeJS.Platform, kill: typeof process.kill = process.kill.bind(process)): void {
  vi.stubGlobal('process', Object.create(process, { platform: { value: platform }, kill: { value: kill } }));
}

/** Windows, with a program that does this in the place of one of its own. It keeps its arguments. */
async function onWindows(path: readonly string[], script: string): Promise<{ readonly given: () => Promise<string> }> {
  on('win32');
  vi.stubEnv('SystemRoot', folder);
  const program = inSystem32(...path);
  await mkdir(dirname(program), { recursive: true });
  await writeFile(program, `#!/bin/sh\nprintf '%s' "$*" > "$0.given"\n${script}\n`);
  await chmod(program, 0o755);
  return { given: () => readFile(`${program}.given`, 'utf8') };
}

/** The number of a process that has ended. */
async function numberOfNobody(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe.skipIf(process.platform !== 'linux')('on Linux', () => {
  it('a process is known by when the system and it were started', async () => {
    const identity = await identityOf(process.pid);
    expect(identity.startedAt).toMatch(/^[\da-f-]{36} \d+$/);
    expect(await isRunning(identity)).toBe(true);
    expect(await isRunning({ ...identity, startedAt: `${identity.startedAt}0` })).toBe(false);
  });

  it('one whose name looks like the text around it is read all the same', async () => {
    // The system cuts the name at fifteen characters.
    const path = join(folder, 'a) Z 1 (b');
    await writeFile(path, `#!/bin/sh\nread -r _\n`);
    await chmod(path, 0o755);
    const child = spawn(path, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    const pid = child.pid ?? 0;
    await expect.poll(() => readFile(`/proc/${String(pid)}/stat`, 'utf8')).toContain('(a) Z 1 (b)');
    expect((await identityOf(pid)).startedAt).toMatch(/ \d+$/);
    expect(await groupOf(pid)).toEqual([pid]);
    const exited = once(child, 'exit');
    child.stdin.end();
    await exited;
  });

  it('one that only waits for its parent to take note of its end does not run', async () => {
    // The program that takes the place of the shell knows nothing of the child.
    const child = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    const leader = child.pid ?? 0;
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    await expect.poll(() => readFile(`/proc/${line}/stat`, 'utf8')).toMatch(/\) Z /);
    expect(await isRunning({ pid: Number(line), startedAt: '' })).toBe(false);
    expect(await groupOf(leader)).toEqual([leader]);
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  });

  it('a group has numbers of processes alone', async () => {
    const [, , group = ''] = (await readFile('/proc/self/stat', 'utf8')).replace(/^.*\) /s, '').split(' ');
    const members = await groupOf(Number(group));
    expect(members).toContain(process.pid);
    expect(members.filter((pid) => !(pid > 0))).toEqual([]);
  });

  it('nobody has the number of a process that has ended', async () => {
    const pid = await numberOfNobody();
    expect(await identityOf(pid)).toEqual({ pid, startedAt: '' });
    expect(await isRunning({ pid, startedAt: '' })).toBe(false);
    expect(await groupOf(pid)).toEqual([]);
  });
});

describe.skipIf(!canBeScripted)('on Windows', () => {
  const powershell = ['WindowsPowerShell', 'v1.0', 'powershell.exe'];

  it.each([
    ['the time at which it was started', "printf '638000000000000000\\r\\n'", '638000000000000000', true, false],
    ['that there is none', "printf 'none\\r\\n'", '', false, false],
    ['nothing that is a time', 'echo 638x', '', true, true],
    ['a time behind another word', 'echo x638', '', true, true],
    ['nothing, and fails', 'exit 1', '', true, true],
  ])('Windows PowerShell says of a process %s', async (_, script, startedAt, runs, runsAsOther) => {
    const { given } = await onWindows(powershell, script);
    expect(await identityOf(7)).toEqual({ pid: 7, startedAt });
    expect(await isRunning({ pid: 7, startedAt })).toBe(runs);
    expect(await isRunning({ pid: 7, startedAt: '1' })).toBe(runsAsOther);
    expect(await given()).toMatch(/^-NoProfile -NonInteractive -Command \$p = Get-Process -Id 7 /);
  });

  it('what was left behind is ended with what it has started, and is gone when Windows says so', async () => {
    await onWindows(['taskkill.exe'], '');
    const { given } = await onWindows(powershell, 'if [ -e "${0%/*/*/*}/taskkill.exe.given" ]; then echo none; else echo 123; fi');
    expect(await endStray({ pid: 7, startedAt: '123' })).toBe(true);
    expect(await readFile(inSystem32('taskkill.exe.given'), 'utf8')).toBe('/T /F /PID 7');
    expect(await given()).toContain('Get-Process -Id 7');
  });

  it.skipIf(process.platform !== 'linux')('no group of processes is looked for', async () => {
    const child = spawn('sh', ['-c', 'sleep 60 & exit'], { detached: true, stdio: 'ignore' });
    await once(child, 'exit');
    const leader = child.pid ?? 0;
    expect(await groupOf(leader)).toHaveLength(1);
    const startedAt = `${await bootId()} 1`;
    await onWindows(powershell, 'echo none');
    expect(await endStray({ pid: leader, startedAt }, 100)).toBe(true);
    vi.unstubAllGlobals();
    process.kill(-leader, 'SIGKILL');
  });
});

it('a program of Windows is where Windows says that it is, or else where it usually is', () => {
  vi.stubEnv('SystemRoot', 'D:\\WinNT');
  expect(inSystem32('taskkill.exe')).toBe(join('D:\\WinNT', 'System32', 'taskkill.exe'));
  vi.stubEnv('SystemRoot', undefined);
  expect(inSystem32('taskkill.exe')).toBe(join('C:\\Windows', 'System32', 'taskkill.exe'));
});

describe.skipIf(!canBeScripted)('on another system', () => {
  const refusing = (code: string) => (): never => {
    throw Object.assign(new Error(code), { code });
  };
  it.each([
    ['that runs', (): true => true, true],
    ['of another user', refusing('EPERM'), true],
    ['that has ended', refusing('ESRCH'), false],
  ])('only the number of a process is known: one %s', async (_, kill, runs) => {
    on('darwin', kill);
    expect(await identityOf(7)).toEqual({ pid: 7, startedAt: '' });
    expect(await isRunning({ pid: 7, startedAt: '' })).toBe(runs);
  });
});

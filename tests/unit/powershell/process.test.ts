/** The process of PowerShell: what is read of it, and that nothing of it is left. */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { groupOf } from '../../../src-main/powershell/process-identity.ts';
import { findExecutable, startPowerShell, type Look, type PowerShellProcess } from '../../../src-main/powershell/process.ts';
import { isAlive } from '../../powershell/is-alive.ts';
import { canBeScripted } from './scripted-powershell.ts';

let folder: string;
const started: PowerShellProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'process-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  for (const shell of started.splice(0)) await shell.end();
  await rm(folder, { recursive: true });
});

/** A program in the place of PowerShell. */
async function programOf(script: string): Promise<string> {
  const path = join(folder, 'pwsh');
  await writeFile(path, `#!${process.execPath}\n${script}`);
  await chmod(path, 0o755);
  return path;
}

interface Running {
  readonly shell: PowerShellProcess;
  readonly lines: string[];
  /** The first line that `pattern` takes */
  readonly line: (pattern: RegExp) => Promise<string>;
}

async function running(script: string, start = startPowerShell): Promise<Running> {
  const result = start(await programOf(script), process.env);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const shell = result.value;
  started.push(shell);
  const lines: string[] = [];
  shell.onLine((line) => lines.push(line));
  return {
    shell,
    lines,
    line: (pattern) =>
      new Promise((resolve) => {
        shell.onLine((line) => {
          if (pattern.test(line)) resolve(line);
        });
      }),
  };
}

const waits = 'setInterval(() => undefined, 60_000);';
/** Starts a process that waits, in the group of its parent or in one of its own, and says its id. */
const child = (detached: boolean): string =>
  `const { spawn } = require('node:child_process');
   const stdio = ['ignore', 'inherit', 'ignore'];
   console.log('child ' + spawn(process.execPath, ['-e', ${JSON.stringify(waits)}], { stdio, detached: ${String(detached)} }).pid);`;

describe.skipIf(!canBeScripted)('the output of PowerShell', () => {
  it('is read line by line, in whatever pieces it comes, with the line ends of either system', async () => {
    const { shell, lines } = await running(
      `process.stdin.once('data', () => {
         process.stdout.write('fir');
         setTimeout(() => process.stdout.write('st\\r\\nsec\\rond\\n\\nthi'), 20);
         setTimeout(() => process.stdout.write('rd\\nrest'), 40);
         setTimeout(() => process.exit(), 60);
       });`,
    );
    shell.write('begin');
    await shell.ended;
    // What has no end is no line: it may have been cut off.
    expect(lines).toEqual(['first', 'sec\rond', '', 'third']);
  });

  it('gets each line that is written, with an end', async () => {
    const { shell, line } = await running("process.stdin.on('data', (bytes) => console.log(JSON.stringify(String(bytes))));");
    const echo = line(/./);
    shell.write('one');
    expect(await echo).toBe('"one\\n"');
  });

  it('on the standard error is kept to its last 4096 characters, and never makes PowerShell wait', async () => {
    const { shell } = await running(
      `process.stderr.write('first ' + 'x'.repeat(1024 * 1024) + ' ');
       process.stderr.write('y'.repeat(4091) + ' end\\n', () => process.exit());`,
    );
    await shell.ended;
    expect(shell.errorText()).toBe(`${'y'.repeat(4091)} end`);
  });
});

describe.skipIf(!canBeScripted)('PowerShell', () => {
  it('is started without a profile, and reads its commands from the wizard', async () => {
    const { line } = await running("console.log(process.argv.slice(2).join(' '));");
    expect(await line(/./)).toBe('-NoLogo -NoProfile -NoExit -Command -');
  });

  it('runs until it is ended, and what it has started ends with it', async () => {
    const { shell, line } = await running(child(false) + waits);
    const id = Number((await line(/^child/)).slice('child '.length));
    expect([shell.isRunning(), await isAlive(shell.pid), await isAlive(id)]).toEqual([true, true, true]);
    await shell.end();
    expect([shell.isRunning(), await isAlive(shell.pid), await isAlive(id)]).toEqual([false, false, false]);
    // It can be ended again.
    await shell.end();
  });

  it('that ends by itself takes what it has started along', async () => {
    const { shell, line } = await running(`${child(false)} process.stdin.once('data', () => process.exit(3));`);
    const id = Number((await line(/^child/)).slice('child '.length));
    shell.write('end');
    await shell.ended;
    expect(shell.isRunning()).toBe(false);
    await shell.end();
    expect(await isAlive(id)).toBe(false);
  });

  it('has ended although a process outside of its group still holds its output', async () => {
    const { shell, line } = await running(`${child(true)} process.stdin.once('data', () => process.exit());`);
    const id = Number((await line(/^child/)).slice('child '.length));
    shell.write('end');
    await shell.ended;
    expect(await isAlive(id)).toBe(true);
    process.kill(id, 'SIGKILL');
  });

  it('that has ended takes what is written to it without an error', async () => {
    const { shell } = await running('process.exit();');
    await shell.ended;
    shell.write('late');
    expect(shell.isRunning()).toBe(false);
  });

  it('that the system cannot start is an error with its name', async () => {
    const path = join(folder, 'pwsh');
    await writeFile(path, '#!/nowhere/interpreter\n');
    await chmod(path, 0o755);
    expect(await findExecutable(path, {})).toEqual({ ok: true, value: path });
    expect(startPowerShell(path, process.env)).toMatchObject({
      ok: false,
      error: { code: 'powershell.exited', effect: 'none', details: { what: path } },
    });
  });

  it('is the one that was found, whatever the variable of its package says', async () => {
    vi.stubEnv('NODE_POWERSHELL', '/nowhere/pwsh');
    const { line } = await running("console.log('found');");
    expect(await line(/./)).toBe('found');
  });
});

describe.skipIf(!canBeScripted)('on Windows, with programs in the place of its own', () => {
  type Module = typeof import('../../../src-main/powershell/process.ts');
  // The next test is on its own system again.
  afterEach(() => {
    vi.resetModules();
  });
  /** The module as it is loaded there. */
  async function onWindows(): Promise<Module> {
    vi.resetModules();
    vi.stubGlobal('process', Object.create(process, { platform: { value: 'win32' } }));
    return import('../../../src-main/powershell/process.ts');
  }
  /** `taskkill`, which keeps its arguments and does this. */
  async function taskkill(script: string): Promise<() => Promise<string>> {
    vi.stubEnv('SystemRoot', folder);
    const path = join(folder, 'System32', 'taskkill.exe');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `#!/bin/sh\nprintf '%s' "$*" > "$0.given"\n${script}\n`);
    await chmod(path, 0o755);
    return () => readFile(`${path}.given`, 'utf8');
  }

  it('PowerShell runs scripts that it may, whatever the policy of the computer, and opens no window of its own', async () => {
    const { startPowerShell: start } = await onWindows();
    const { shell, line } = await running(`console.log(process.argv.slice(2).join(' ')); ${waits}`, start);
    expect(await line(/./)).toBe('-NoLogo -NoProfile -ExecutionPolicy RemoteSigned -NoExit -Command -');
    // A process group of its own would be a window there.
    expect(await groupOf(shell.pid)).toEqual([]);
  });

  it.each([
    ['with all that it has started', 'kill -9 "$4"'],
    ['also where the system refuses to end the others', 'exit 1'],
  ])('PowerShell is ended %s', async (_, script) => {
    const given = await taskkill(script);
    const { startPowerShell: start } = await onWindows();
    const { shell, line } = await running(`console.log('started'); ${waits}`, start);
    await line(/started/);
    await shell.end();
    expect(await given()).toBe(`/T /F /PID ${String(shell.pid)}`);
    expect(await isAlive(shell.pid)).toBe(false);
  });

  it.each(['pwsh', 'pwsh.exe', 'PWSH.EXE'])('%s is found by the ending of its file', async (name) => {
    const { findExecutable: find } = await onWindows();
    const found: string[] = [];
    const look: Look = {
      access: (path) => {
        found.push(path);
        return Promise.resolve();
      },
      stat: () => Promise.resolve({ isFile: () => true }),
    };
    const path = join(folder, name === 'pwsh' ? 'pwsh.exe' : name);
    expect(await find(name, { Path: folder }, look)).toEqual({ ok: true, value: path });
    expect(found).toEqual([path]);
  });
});

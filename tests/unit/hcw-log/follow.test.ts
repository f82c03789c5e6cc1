/** A log that grows in a real folder. */
import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hcwLogAnswers } from '../../../shared/hcw-log/read.ts';
import { followHcwLogs, type FollowedLog } from '../../../src-main/hcw-log/follow.ts';
import { logFile, readLogFile } from '../../../src-main/hcw-log/log-file.ts';
import { hcwLogFolder, isBegunSince, runsIn } from '../../../src-main/hcw-log/log-folder.ts';
import * as excerpts from './excerpts.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hcw-log-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const [first = '', second = ''] = excerpts.federation.split('\r\n');
const start = `${first}\r\n`;
const end = `${second}\r\n`;

describe('a file', () => {
  it('is read on from where reading ended', async () => {
    const path = join(folder, 'a.log');
    const file = logFile(path);
    await writeFile(path, start + end.slice(0, 40));
    const before = await file.read();
    expect(before.ok && hcwLogAnswers(before.value).outcomes).toEqual({ finished: 0, failed: 0, notKnown: 1 });
    await appendFile(path, end.slice(40));
    const after = await file.read();
    expect(after.ok && hcwLogAnswers(after.value).outcomes).toEqual({ finished: 0, failed: 1, notKnown: 0 });
    expect(file.progress()).toEqual({ bytes: Buffer.byteLength(start + end), beginnings: 1 });
  });

  it.each([
    ['shorter', (path: string) => truncate(path, 0).then(() => appendFile(path, end))],
    ['another one of the same length', (path: string) => writeFile(path, `${'x'.repeat(start.length + end.length - 1)}\n`)],
    [
      'another one in its place',
      async (path: string) => {
        await writeFile(`${path}.new`, `${'x'.repeat(2000)}\n`);
        await rename(`${path}.new`, path);
      },
    ],
  ])('begins anew when it is %s', async (_, change) => {
    const path = join(folder, 'a.log');
    const file = logFile(path);
    await writeFile(path, start + end);
    await file.read();
    await change(path);
    const read = await file.read();
    expect(file.progress().beginnings).toBe(2);
    expect(read.ok && hcwLogAnswers(read.value)).toMatchObject({ lines: 1, commands: { all: 0 } });
  });

  it('keeps what was read when it is gone', async () => {
    const path = join(folder, 'a.log');
    const file = logFile(path);
    await writeFile(path, start);
    await file.read();
    await rm(path);
    expect(await file.read()).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
    expect(hcwLogAnswers(file.ended()).commands.all).toBe(1);
  });

  it.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${start}`)],
    ['UTF-16', Buffer.from(start, 'utf16le')],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${start}`, 'utf16le')],
  ])('is read in %s', async (_, bytes) => {
    await writeFile(join(folder, 'a.log'), bytes);
    const read = await readLogFile(join(folder, 'a.log'));
    expect(read.ok && hcwLogAnswers(read.value).commands.last[0]?.cmdlet).toBe('Set-FederatedOrganizationIdentifier');
  });

  it('that is none is refused without being opened', async () => {
    await mkdir(join(folder, 'b.log'));
    expect((await readLogFile(join(folder, 'b.log'))).ok).toBe(false);
    expect((await readLogFile(join(folder, 'absent.log'))).ok).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('that is a pipe is refused instead of waited for', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.log')]);
    expect((await readLogFile(join(folder, 'pipe.log'))).ok).toBe(false);
    expect(await runsIn(folder)).toEqual({ ok: true, value: [] });
  });
});

describe('a folder', () => {
  it('is in the profile of the user', () => {
    expect(hcwLogFolder({ APPDATA: 'C:' })).toBe(join('C:', 'Microsoft', 'Exchange Hybrid Configuration'));
    expect(hcwLogFolder({})).toBeNull();
  });

  it('has runs of several files, the latest first', async () => {
    const names = [
      '20261127_080000.log',
      '20261128_091000.log',
      '20261128_091000.xhcw',
      '20261128_091000.boot',
      '20261129_070000.hybridconnector.log',
    ];
    for (const name of names) await writeFile(join(folder, name), start);
    await symlink(join(folder, '20261127_080000.log'), join(folder, '20261130_070000.log')).catch(() => undefined);
    expect(await runsIn(folder)).toEqual({
      ok: true,
      value: [
        { name: '20261128_091000', log: join(folder, '20261128_091000.log'), xhcw: join(folder, '20261128_091000.xhcw') },
        { name: '20261127_080000', log: join(folder, '20261127_080000.log'), xhcw: null },
      ],
    });
  });
});

it.each([
  ['20261128_091000', true],
  ['20261128_091001', true],
  ['20261128_090959', false],
  ['renamed', false],
])('a log named %s was begun since then: %s', (name, isBegun) => {
  expect(isBegunSince(name, new Date(2026, 10, 28, 9, 10, 0, 700))).toBe(isBegun);
});

/** Resolves with the first report for which the test holds. */
function reports(): {
  readonly onChange: (followed: FollowedLog) => void;
  readonly until: (test: (followed: FollowedLog) => boolean) => Promise<FollowedLog>;
} {
  let waiting: (() => void) | undefined;
  const seen: FollowedLog[] = [];
  return {
    onChange: (followed) => {
      seen.push(followed);
      waiting?.();
    },
    until: (test) =>
      new Promise((resolve) => {
        waiting = () => {
          const found = seen.find(test);
          if (found !== undefined) resolve(found);
        };
        waiting();
      }),
  };
}

describe('following', () => {
  it('reports a log that appears, grows, and is followed by a later one', async () => {
    const later = join(folder, 'not made yet');
    const { onChange, until } = reports();
    const following = followHcwLogs(later, { onChange, everyMilliseconds: 5 });
    try {
      expect((await until(() => true)).path).toBeNull();
      await mkdir(later);
      const path = join(later, '20261128_091000.log');
      await writeFile(path, start + end.slice(0, 30));
      expect((await until(({ answers }) => answers.commands.all === 1)).answers.outcomes.notKnown).toBe(1);
      await appendFile(path, end.slice(30));
      expect((await until(({ answers }) => answers.outcomes.failed === 1)).path).toBe(path);
      const next = join(later, '20261128_101500.log');
      await writeFile(next, `${excerpts.proxy}\n`);
      expect((await until((followed) => followed.path === next)).answers).toMatchObject({ entries: 1, commands: { all: 0 } });
    } finally {
      following.stop();
    }
  });

  it('reads each byte once, reports nothing without a change, and nothing once it is stopped', async () => {
    const path = join(folder, '20261128_091000.log');
    await writeFile(path, start);
    let count = 0;
    const following = followHcwLogs(folder, { onChange: () => (count += 1), everyMilliseconds: 60_000 });
    await following.look();
    await following.look();
    expect(count).toBe(1);
    following.stop();
    await appendFile(path, end);
    expect((await following.look()).answers.outcomes.failed).toBe(1);
    expect(count).toBe(1);
  });

  it('leaves out logs of earlier runs that are not wanted', async () => {
    await writeFile(join(folder, '20261127_080000.log'), start);
    const following = followHcwLogs(folder, {
      onChange: () => undefined,
      isWanted: (name) => name > '20261128',
      everyMilliseconds: 60_000,
    });
    expect((await following.look()).path).toBeNull();
    await writeFile(join(folder, '20261128_091000.log'), start);
    expect((await following.look()).path).toBe(join(folder, '20261128_091000.log'));
    following.stop();
  });

  it('keeps what was read, with the error, when the log cannot be read any more', async () => {
    const path = join(folder, '20261128_091000.log');
    await writeFile(path, start);
    const following = followHcwLogs(folder, { onChange: () => undefined, everyMilliseconds: 60_000 });
    await following.look();
    await rm(path);
    const followed = await following.look();
    expect(followed).toMatchObject({ path, answers: { commands: { all: 1 } }, error: { code: 'file.unreadable' } });
    following.stop();
  });
});

/** The runs that a program has open: who may write, which run ends with which, and what follows a line that the disk did not take. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ok, type Result } from '../../../shared/model/error.ts';
import { emptyExchangeOnlineForm, emptyOnPremisesForm } from '../../../shared/model/sign-in.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import type { RenewalProfile } from '../../../shared/run/profile.ts';
import { readRun } from '../../../src-main/change/read-run.ts';
import { lock, unlock, type LockTools } from '../../../src-main/change/run-lock.ts';
import type { NewRun } from '../../../src-main/change/run-folder.ts';
import { runsIn, type Runs } from '../../../src-main/change/runs.ts';
import { memoryDisk, type Disk } from '../../simulation/disk.ts';
import { reset } from '../run/lines.ts';
import { planOf } from '../plan/script-plans.ts';
import { newRunOf } from './new-run.ts';

const root = '/data/runs';
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const newRun = (purpose: Plan['purpose'] = 'apply'): NewRun => newRunOf(planOf([reset('EX01')], { purpose }));

function runsOn(disk: Disk, pid = 100): Runs {
  let up = 0;
  return runsIn(root, {
    files: disk.files,
    self: () => Promise.resolve({ pid, startedAt: 'boot' }),
    isRunning: (other) => Promise.resolve(other.pid === 7),
    clock: { now: () => new Date('2026-11-20T09:00:00.000Z'), up: () => (up += 1), boot: `start ${String(pid)}` },
    program: 'wizard',
  });
}
const linesOf = async (disk: Disk, id: string): Promise<readonly string[]> =>
  value(await readRun(root, id, disk.files)).lines.map((line) => (line.kind === 'closed' ? `closed ${line.outcome}` : line.kind));

describe('a new run', () => {
  it.each<[Plan['purpose'], Plan['purpose'], boolean]>([
    ['apply', 'apply', true],
    ['rollback', 'apply', true],
    ['rollback', 'rollback', true],
    ['apply', 'rollback', false],
    ['fix', 'rollback', false],
  ])('takes the place of what is open or does not: %s, then %s: %s', async (first, second, isReplaced) => {
    const disk = memoryDisk();
    const all = runsOn(disk);
    const before = value(await all.create(newRun(first)));
    const after = value(await all.create(newRun(second)));
    expect(await linesOf(disk, before.id)).toEqual(isReplaced ? ['opened', 'closed left'] : ['opened']);
    expect(await linesOf(disk, after.id)).toEqual(['opened']);
    // A run that has ended ends no second time.
    value(await all.create(newRun('apply')));
    expect((await linesOf(disk, before.id)).filter((line) => line !== 'opened')).toEqual(['closed left']);
  });

  it('that the disk does not take leaves the others open', async () => {
    const disk = memoryDisk();
    const all = runsOn(disk);
    const before = value(await all.create(newRun()));
    disk.fault = (operation) => (operation === 'makeFolder' ? { code: 'ENOSPC' } : undefined);
    expect(await all.create(newRun())).toMatchObject({ ok: false, error: { code: 'file.notWritten', details: { path: root } } });
    disk.fault = (operation) => (operation === 'write' ? { code: 'ENOSPC' } : undefined);
    const half = join(root, '.0002.new');
    expect(await all.create(newRun())).toMatchObject({ ok: false, error: { code: 'file.notWritten', details: { path: half } } });
    expect(await linesOf(disk, before.id)).toEqual(['opened']);
  });

  it('is not used while the one before it cannot be ended', async () => {
    const disk = memoryDisk();
    const all = runsOn(disk);
    const before = value(await all.create(newRun()));
    disk.fault = (operation, path) => (operation === 'write' && path.startsWith(before.path) ? { code: 'ENOSPC' } : undefined);
    expect(await all.create(newRun())).toMatchObject({ ok: false, error: { code: 'file.notWritten' } });
  });
});

describe('a run', () => {
  it('is opened once, however often it is asked for, and anew by the next start', async () => {
    const disk = memoryDisk();
    const all = runsOn(disk);
    const run = value(await all.create(newRun()));
    expect(value(await all.open(run.id))).toBe(run);
    await all.release();
    expect(await linesOf(disk, run.id)).toEqual(['opened']);
    const next = runsOn(disk, 101);
    const again = value(await next.open(run.id));
    expect(value(await next.open(run.id))).toBe(again);
    expect(await linesOf(disk, run.id)).toEqual(['opened', 'reopened']);
    expect(await next.open('0009 20261120T090000Z apply')).toMatchObject({ ok: false });
  });

  const profile: RenewalProfile = {
    scenario: 'renewal',
    onPremises: emptyOnPremisesForm,
    exchangeOnline: emptyExchangeOnlineForm,
    onlineSkipped: false,
    certificate: { thumbprint: 'AA', issuer: 'CN=CA', subject: 'CN=mail', notAfter: '2027-11-20T09:00:00.000Z' },
    replaced: ['BB'],
    servers: [],
    objects: [],
  };
  it('ends once in each way, with its profile', async () => {
    const disk = memoryDisk();
    const all = runsOn(disk);
    const { id } = value(await all.create(newRun()));
    const closeTwice = async (...end: Parameters<Runs['close']>): Promise<void> => {
      expect([await all.close(...end), await all.close(...end)]).toEqual([ok(null), ok(null)]);
    };
    await closeTwice(id, 'left');
    expect(await linesOf(disk, id)).toEqual(['opened', 'closed left']);
    await closeTwice(id, 'finished');
    await closeTwice(id, 'finished', profile);
    expect(value(await all.open(id)).state()).toMatchObject({ closed: 'finished', profile });
    await all.release();
    expect(value(await all.open(id)).state().last).toMatchObject({ kind: 'reopened', n: 5 });
    expect(await all.close('0009 20261120T090000Z apply', 'left')).toMatchObject({ ok: false });
  });

  it('whose line the disk did not take is opened anew, since nobody knows what is there', async () => {
    const disk = memoryDisk();
    const all = runsOn(disk);
    const run = value(await all.create(newRun()));
    disk.fault = (operation) => (operation === 'sync' ? { code: 'EIO' } : undefined);
    expect(await all.close(run.id, 'left')).toMatchObject({ ok: false, error: { code: 'file.notWritten' } });
    disk.fault = () => undefined;
    const again = value(await all.open(run.id));
    expect(again).not.toBe(run);
    // The handle of before is of no use any more, and closes nothing of the new one.
    expect(run.note({ kind: 'decided', decision: 'stop' })).toMatchObject({ ok: false });
    expect(await run.flush()).toMatchObject({ ok: false });
    expect(value(await all.open(run.id))).toBe(again);
    value(await again.append({ kind: 'decided', decision: 'resume' }));
  });
});

describe('the journal of a run', () => {
  it('takes lines before they are on the disk, and none once it is closed', async () => {
    const disk = memoryDisk();
    const run = value(await runsOn(disk).create(newRun()));
    const stop = { kind: 'decided', decision: 'stop' } as const;
    value(run.note(stop));
    expect(run.state().stopped).toBe(true);
    expect(await linesOf(disk, run.id)).toEqual(['opened']);
    const written: string[] = [];
    disk.fault = (operation) => {
      written.push(operation);
      return undefined;
    };
    value(run.note(stop));
    value(await run.flush());
    expect(written).toEqual(['write', 'sync']);
    value(await run.flush());
    expect(written).toEqual(['write', 'sync']);
    expect(await linesOf(disk, run.id)).toEqual(['opened', 'decided', 'decided']);
    const closing = run.close();
    expect(run.note(stop)).toMatchObject({ ok: false, error: { code: 'file.notWritten', details: { message: 'closed' } } });
    await closing;
    await run.close();
    expect(written.filter((operation) => operation === 'close')).toHaveLength(1);
    expect(await linesOf(disk, run.id)).toEqual(['opened', 'decided', 'decided']);
  });
});

describe('the lock of a folder', () => {
  const folder = '/data';
  const names = (disk: Disk): Promise<readonly string[]> => disk.files.readFolder(folder);
  const toolsOf = (disk: Disk, pid = 1, startedAt = 'boot 1/2'): LockTools => ({
    files: disk.files,
    self: () => Promise.resolve({ pid, startedAt }),
    isRunning: (other) => Promise.resolve(other.pid === 7 && other.startedAt === 'boot 3/4'),
  });
  async function folderWith(...locks: readonly string[]): Promise<Disk> {
    const disk = memoryDisk();
    await disk.files.makeFolder(folder);
    for (const name of locks) await (await disk.files.open(join(folder, name), 'wx', 0o600)).close();
    return disk;
  }

  it('names its process, and is removed with it', async () => {
    const disk = await folderWith();
    expect(await lock(folder, toolsOf(disk))).toEqual(ok(null));
    expect(await names(disk)).toEqual(['lock-1-boot%201%2F2']);
    await unlock(folder, toolsOf(disk));
    expect(await names(disk)).toEqual([]);
    await unlock(folder, toolsOf(disk));
  });

  it.each<[string, readonly string[], string | null, readonly string[]]>([
    ['another process that runs has it', ['lock-7-boot%203%2F4'], '7', ['lock-7-boot%203%2F4']],
    ['this process has it', ['lock-1-boot%201%2F2'], '1', ['lock-1-boot%201%2F2']],
    ['a process that is gone had it', ['lock-8-boot%203%2F4'], null, ['lock-1-boot%201%2F2']],
    ['another process has the number of one that had it', ['lock-7-boot%205'], null, ['lock-1-boot%201%2F2']],
    [
      'other files are in the folder',
      ['plan.json', 'lock-x-boot', 'unlock-7-boot%203%2F4'],
      null,
      ['lock-1-boot%201%2F2', 'lock-x-boot', 'plan.json', 'unlock-7-boot%203%2F4'],
    ],
  ])('where %s', async (_, there, holder, left) => {
    const disk = await folderWith(...there);
    expect(await lock(folder, toolsOf(disk))).toMatchObject(
      holder === null ? ok(null) : { ok: false, error: { code: 'run.locked', details: { path: folder, process: holder } } },
    );
    expect([...(await names(disk))].sort()).toEqual([...left]);
  });

  it('is not left behind where the one of a process that is gone cannot be removed', async () => {
    const disk = await folderWith('lock-8-boot');
    disk.fault = (operation, path) => (operation === 'remove' && path.endsWith('lock-8-boot') ? { code: 'EACCES' } : undefined);
    await expect(lock(folder, toolsOf(disk))).rejects.toThrow('EACCES');
    expect(await names(disk)).toEqual(['lock-8-boot']);
  });
});

/** Writing a run: its folder, its lock, its lines, and what a failure or a crash leaves of them. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunState } from '../../../shared/run/fold.ts';
import { recordOf } from '../../../shared/run/step-record.ts';
import { purposes } from '../../../shared/plan/plan.ts';
import { nodeFileSystem } from '../../../src-main/files/atomic-write.ts';
import { createRun, openRun } from '../../../src-main/change/run-folder.ts';
import { listRuns, readRun } from '../../../src-main/change/read-run.ts';
import { ok, type Result } from '../../../shared/model/error.ts';
import { runs } from '../../properties/seed.ts';
import { memoryDisk, type Operation } from '../../simulation/disk.ts';
import { plans } from '../../simulation/plans.ts';
import { announced, newRun, observed, plan, root, toolsOn, value } from './new-run.ts';

describe('a run on a real disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'runs-')), 'below', 'runs');
  });
  afterEach(() => rm(join(folder, '..', '..'), { recursive: true }));

  it('is a folder with everything that was reviewed, for its owner alone', async () => {
    const run = value(await createRun(folder, newRun, toolsOn(nodeFileSystem)));
    expect(await readdir(folder)).toEqual(['0001 20261120T090000Z apply']);
    expect(run.id).toBe('0001 20261120T090000Z apply');
    expect(await readFile(join(run.path, 'apply.ps1'), 'utf8')).toBe(newRun.scripts.apply);
    expect(await readFile(join(run.path, 'undo.ps1'), 'utf8')).toBe(newRun.scripts.undo);
    if (process.platform !== 'win32') {
      expect((await stat(run.path)).mode & 0o777).toBe(0o700);
      for (const name of await readdir(run.path)) expect((await stat(join(run.path, name))).mode & 0o777, name).toBe(0o600);
    }
    value(await run.append(observed));
    value(await run.append(announced));
    value(await run.append({ ...observed, step: 'reset EX02' }));
    await run.close();
    const read = value(await readRun(folder, run.id, nodeFileSystem));
    expect(read).toMatchObject({ plan, snapshot: newRun.snapshot, state: run.state() });
    expect(read.lines.map(({ kind }) => kind)).toEqual(['opened', 'observed', 'announced', 'observed']);
    expect(value(await listRuns(folder, nodeFileSystem))).toEqual([
      {
        id: run.id,
        number: 1,
        summary: {
          ok: true,
          value: {
            policy: { onFailure: 'stop', canary: null },
            profile: null,
            purpose: 'apply',
            of: null,
            method: 'reset',
            organization: 'contoso.com',
            mode: 'connected',
            openedAt: '2026-11-20T09:00:00.000Z',
            closed: null,
            touched: true,
            notKnown: ['EX01\\Default Frontend EX01'],
            exposedSince: '2026-11-20T09:00:00.000Z',
          },
        },
      },
    ]);
  });

  it.each(purposes)('is listed and opened again when its purpose is %s', async (purpose) => {
    const run = value(await createRun(folder, { ...newRun, plan: { ...plan, purpose } }, toolsOn(nodeFileSystem)));
    await run.close();
    const listed = value(await listRuns(folder, nodeFileSystem));
    expect(listed).toMatchObject([{ id: run.id, number: 1, summary: { ok: true, value: { purpose } } }]);
    await value(await openRun(folder, run.id, toolsOn(nodeFileSystem))).close();
  });

  it('names what a person was shown, and may have run, as not known', async () => {
    const listing = plans['listing'] ?? plan;
    const run = value(await createRun(folder, { ...newRun, plan: listing }, toolsOn(nodeFileSystem)));
    value(await run.append({ ...announced, step: 'enable EX01', by: 'person', process: null, controller: null }));
    await run.close();
    const [listed] = value(await listRuns(folder, nodeFileSystem));
    expect(listed?.summary).toMatchObject({ ok: true, value: { touched: true, notKnown: ['EX01\\B2'] } });
  });

  it('is opened again by the next start, which says so', async () => {
    const first = value(await createRun(folder, newRun, toolsOn(nodeFileSystem)));
    value(await first.append(announced));
    await first.close();
    const second = value(await openRun(folder, first.id, toolsOn(nodeFileSystem, { pid: 101 })));
    value(await second.append(observed));
    await second.close();
    const { lines, state } = value(await readRun(folder, first.id, nodeFileSystem));
    expect(lines.map(({ kind, n }) => [n, kind])).toEqual([
      [1, 'opened'],
      [2, 'announced'],
      [3, 'reopened'],
      [4, 'observed'],
    ]);
    expect(state).toEqual(second.state());
    expect((await readFile(join(first.path, 'journal.jsonl'), 'utf8')).split('\n')).toHaveLength(lines.length + 1);
    expect((await readdir(first.path)).sort()).toEqual(['apply.ps1', 'journal.jsonl', 'plan.json', 'snapshot.json', 'undo.ps1']);
  });
});

it('a run is not made where the drive itself is not there', async () => {
  const { files } = memoryDisk();
  const gone = { ...files, makeFolder: () => Promise.reject(Object.assign(new Error('no drive'), { code: 'ENOENT' })) };
  expect(await createRun(root, newRun, toolsOn(gone))).toMatchObject({ ok: false, error: { code: 'file.notWritten', effect: 'none' } });
});

describe('the lock', () => {
  it('lets one process write, and everybody read', async () => {
    const { files } = memoryDisk();
    const run = value(await createRun(root, newRun, toolsOn(files)));
    const other = toolsOn(files, { pid: 101, alive: [100] });
    expect(await openRun(root, run.id, other)).toMatchObject({ ok: false, error: { code: 'run.locked', details: { process: '100' } } });
    expect(await openRun(root, run.id, toolsOn(files))).toMatchObject({ ok: false, error: { code: 'run.locked' } });
    expect((await readRun(root, run.id, files)).ok).toBe(true);
    value(await run.append(announced));
    await run.close();
    expect((await openRun(root, run.id, other)).ok).toBe(true);
  });

  it('is taken over from a process that is gone', async () => {
    const { files } = memoryDisk();
    const run = value(await createRun(root, newRun, toolsOn(files)));
    const other = value(await openRun(root, run.id, toolsOn(files, { pid: 101 })));
    expect((await files.readFolder(run.path)).filter((name) => name.startsWith('lock'))).toEqual(['lock-101-boot%201']);
    await other.close();
  });

  it('never lets two in that come at the same time', async () => {
    const { files } = memoryDisk();
    const { id } = value(await createRun(root, newRun, toolsOn(files)));
    const taken = await Promise.all([101, 102].map((pid) => openRun(root, id, toolsOn(files, { pid, alive: [101, 102] }))));
    expect(taken.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
  });
});

describe('an append', () => {
  it('is written in the order of the calls, and counts when it is flushed', async () => {
    const { files } = memoryDisk();
    const run = value(await createRun(root, newRun, toolsOn(files)));
    const states = await Promise.all([observed, announced, observed].map((entry) => run.append(entry)));
    expect(states.map((state) => value(state).last.n)).toEqual([2, 3, 4]);
    await run.close();
    expect(await run.append(observed)).toMatchObject({ ok: false, error: { code: 'file.notWritten' } });
  });

  it.each<Operation>(['write', 'sync'])('that fails at its %s is the last one', async (failing) => {
    const disk = memoryDisk();
    const run = value(await createRun(root, newRun, toolsOn(disk.files)));
    const operations: Operation[] = [];
    let failed = false;
    disk.fault = (operation) => {
      operations.push(operation);
      if (failed || operation !== failing) return undefined;
      failed = true;
      return { code: 'EIO', bytes: 9 };
    };
    const results = await Promise.all([run.append(observed), run.append(announced)]);
    expect(results.map(({ ok }) => ok)).toEqual([false, false]);
    expect((await run.append(announced)).ok).toBe(false);
    expect(operations.at(-1)).toBe(failing);
    expect(recordOf(run.state(), 'reset EX01').touched).toBe(false);
    expect(run.state().last.kind).toBe('opened');
    // What the failed flush lost is still read. The next start must not build on it.
    await run.close();
    const again = value(await openRun(root, run.id, toolsOn(disk.files, { pid: 101 })));
    value(await again.append(announced));
    const expected = again.state();
    disk.crash(() => 0);
    expect(value(await readRun(root, run.id, disk.files)).state).toEqual(expected);
  });
});

describe('a failure or a crash', () => {
  /** A disk that fails at operation number `at`; of a rename or a flush before it everything is done. */
  const failingAt = (at: number, onward: boolean): { disk: ReturnType<typeof memoryDisk>; met: () => boolean } => {
    const disk = memoryDisk();
    let count = 0;
    disk.fault = () => {
      count += 1;
      return count === at || (onward && count > at) ? { code: 'EIO' } : undefined;
    };
    return { disk, met: () => count >= at };
  };

  it.each([
    ['once', false],
    ['from then on', true],
  ])('at any operation, %s, leaves a whole run or none', async (_, onward) => {
    let at = 1;
    let failures = 0;
    for (; ; at += 1) {
      const { disk, met } = failingAt(at, onward);
      const created = await createRun(root, newRun, toolsOn(disk.files));
      if (!met()) break;
      disk.fault = () => undefined;
      const listed = value(await listRuns(root, disk.files));
      expect(
        listed.every(({ summary }) => summary.ok),
        String(at),
      ).toBe(true);
      if (created.ok) expect(listed.length).toBe(1);
      else {
        failures += 1;
        expect(created.error).toMatchObject({ code: 'file.notWritten', effect: 'none' });
        if (!onward) expect(listed, String(at)).toEqual([]);
      }
    }
    expect(failures).toBeGreaterThan(25);
  });

  it('at any operation of an opening leaves the run as it was, and unlocked', async () => {
    for (let at = 1; ; at += 1) {
      const { disk } = failingAt(0, false);
      disk.fault = () => undefined;
      const run = value(await createRun(root, newRun, toolsOn(disk.files)));
      value(await run.append(announced));
      await run.close();
      let count = 0;
      disk.fault = () => ((count += 1) === at ? { code: 'EIO' } : undefined);
      const opened = await openRun(root, run.id, toolsOn(disk.files));
      disk.fault = () => undefined;
      if (count < at) break;
      if (opened.ok) continue;
      expect(
        value(await readRun(root, run.id, disk.files))
          .lines.slice(0, 2)
          .map(({ kind }) => kind),
      ).toEqual(['opened', 'announced']);
      // A lock that could not be removed ends with its process.
      expect((await openRun(root, run.id, toolsOn(disk.files, { pid: 102 }))).ok, String(at)).toBe(true);
    }
  });

  it('and then of power leaves every line that was confirmed, or no run that could have confirmed one', async () => {
    const numbers: fc.Arbitrary<Iterator<number, undefined>> = fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 90 }), fc.boolean(), numbers, async (at, onward, stream) => {
        const { disk } = failingAt(at, onward);
        const confirmed: (readonly [n: number, kind: string])[] = [];
        const confirm = (result: Result<RunState>): void => {
          if (result.ok) confirmed.push([result.value.last.n, result.value.last.kind]);
        };
        let run = await createRun(root, newRun, toolsOn(disk.files));
        if (run.ok) {
          confirm(ok(run.value.state()));
          for (const entry of [observed, announced, observed]) confirm(await run.value.append(entry));
          await run.value.close();
          run = await openRun(root, run.value.id, toolsOn(disk.files, { pid: 101 }));
          if (run.ok) {
            confirm(ok(run.value.state()));
            confirm(await run.value.append(observed));
          }
        }
        disk.crash(() => stream.next().value ?? 0);
        disk.fault = () => undefined;
        const [listed, ...others] = value(await listRuns(root, disk.files));
        expect(others).toEqual([]);
        if (listed === undefined) expect(confirmed).toEqual([]);
        else {
          const { lines } = value(await readRun(root, listed.id, disk.files));
          for (const [n, kind] of confirmed) expect(lines[n - 1]?.kind).toBe(kind);
          expect((await openRun(root, listed.id, toolsOn(disk.files, { pid: 102 }))).ok).toBe(true);
        }
      }),
      { numRuns: runs(300) },
    );
  });
});

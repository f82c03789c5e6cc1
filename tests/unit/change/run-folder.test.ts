import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunState } from '../../../shared/run/fold.ts';
import { recordOf } from '../../../shared/run/step-record.ts';
import { lineText, type JournalEntry, type ProcessIdentity } from '../../../shared/run/journal.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { purposes, readObject, setObject } from '../../../shared/plan/plan.ts';
import { nodeFileSystem, type FileSystem } from '../../../src-main/files/atomic-write.ts';
import { createRun, openRun, type NewRun, type OpenRun, type RunTools } from '../../../src-main/change/run-folder.ts';
import { listRuns, readRun, readRunFiles, runFiles } from '../../../src-main/change/read-run.ts';
import { digestOf } from '../../../src-main/files/digest.ts';
import { ok, type Result } from '../../../shared/model/error.ts';
import { runs } from '../../properties/seed.ts';
import { memoryDisk, type Operation } from '../../simulation/disk.ts';
import { plans } from '../../simulation/plans.ts';

const step = (server: string): Plan['steps'][number] => ({
  kind: 'call',
  id: `reset ${server}`,
  server,
  object: `${server}\\Default Frontend ${server}`,
  forecast: { toOnPremises: 'external', toExchangeOnline: 'internal' },
  weakens: [{ direction: 'toOnPremises', server }],
  reason: 'clearForHcw',
  guid: null,
  read: readObject('Get-ReceiveConnector', `${server}\\Default Frontend ${server}`),
  before: { TlsCertificateName: '<I>CN=発行者<S>CN=mail.contoso.com' },
  call: setObject('Get-ReceiveConnector', `${server}\\Default Frontend ${server}`, { TlsCertificateName: null }),
  after: { TlsCertificateName: null },
  undo: setObject('Get-ReceiveConnector', `${server}\\Default Frontend ${server}`, {
    TlsCertificateName: '<I>CN=発行者<S>CN=mail.contoso.com',
  }),
});
const plan: Plan = {
  format: 1,
  id: 'plan-1',
  purpose: 'apply',
  of: null,
  method: 'reset',
  policy: { onFailure: 'stop', canary: null },
  steps: [step('EX01'), step('EX02')],
  leftOut: [],
};
const newRun: NewRun = {
  plan,
  snapshot: { format: 1, takenAt: '2026-11-20T09:00:00.000Z', objects: [], unread: [] },
  opened: {
    program: 'wizard 1',
    organization: 'contoso.com',
    mode: 'connected',
    controller: null,
    settleMs: 1,
    replicationMs: 2,
    certificate: null,
  },
  scripts: { apply: '\uFEFFapply\r\n', undo: '\uFEFFundo 取り消し\r\n' },
};
const announced: JournalEntry = {
  kind: 'announced',
  step: 'reset EX01',
  by: 'wizard',
  process: { pid: 7, startedAt: 'then' },
  controller: 'dc1.contoso.com',
  limitMs: 1000,
};
const observed: JournalEntry = {
  kind: 'observed',
  step: 'reset EX01',
  values: { TlsCertificateName: '<I>CN=発行者<S>CN=mail.contoso.com' },
  guid: null,
  controller: null,
  error: null,
};

const toolsOn = (
  files: FileSystem,
  { pid = 100, alive = [] as readonly number[], time = '2026-11-20T09:00:00Z' } = {},
): RunTools & {
  readonly program: string;
} => {
  let up = 0;
  return {
    files,
    self: { pid, startedAt: 'boot 1' },
    isRunning: ({ pid: other }: ProcessIdentity) => Promise.resolve(alive.includes(other)),
    clock: { now: () => new Date(time), up: () => (up += 1), boot: `start ${String(pid)}` },
    program: 'wizard 2',
  };
};
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const root = '/data/runs';

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

it('a run is not made where the drive itself is not there', async () => {
  const { files } = memoryDisk();
  const gone = { ...files, makeFolder: () => Promise.reject(Object.assign(new Error('no drive'), { code: 'ENOENT' })) };
  expect(await createRun(root, newRun, toolsOn(gone))).toMatchObject({ ok: false, error: { code: 'file.notWritten', effect: 'none' } });
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

/** A disk that is full, as the system says it: at every operation of a run. Nothing is sent behind a line that was not taken. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { errorText } from '../../../shared/messages/labels.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { Result } from '../../../shared/model/error.ts';
import { planOf } from '../plan/script-plans.ts';
import { callSteps, readObject, setObject, type CallStep, type Plan, type Values } from '../../../shared/plan/plan.ts';
import { recordOf } from '../../../shared/run/step-record.ts';
import { drive, type DriveTools } from '../../../src-main/change/drive.ts';
import { listRuns, readRun } from '../../../src-main/change/read-run.ts';
import { createRun, openRun, type OpenRun, type RunTools } from '../../../src-main/change/run-folder.ts';
import type { Exchange } from '../../../src-main/exchange/port.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { nodeFileSystem, type FileSystem } from '../../../src-main/files/atomic-write.ts';
import { altered } from '../../contract/throughout.ts';
import { openPractice, organizationIn } from '../../contract/practice.ts';
import { watched } from '../../contract/watched-disk.ts';
import { newRunOf } from './new-run.ts';

const disk = mkdtempSync(join(tmpdir(), 'full-disk-'));
const obstacle = mount();
if (obstacle !== null) console.log(`The tests on a full disk are skipped: ${obstacle}`);
afterAll(() => {
  if (obstacle === null) execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

/** A small disk of its own; or why there is none. */
function mount(): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k,nr_inodes=64', 'tmpfs', disk], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `mounting a tmpfs takes root on Linux (${error instanceof Error ? (error.message.split('\n').at(-1) ?? '') : String(error)})`;
  }
}

/** Until the disk takes neither a byte nor a name more. */
function fill(): void {
  const bytes = Buffer.alloc(4096);
  for (let number = 0; ; number += 1) {
    let file: number;
    try {
      file = openSync(join(disk, `ballast-${String(number)}`), 'wx');
    } catch {
      return;
    }
    try {
      for (;;) writeSync(file, bytes);
    } catch {
      closeSync(file);
    }
  }
}

function makeRoom(): void {
  for (const name of readdirSync(disk).filter((one) => one.startsWith('ballast-'))) rmSync(join(disk, name));
}

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

/** Each line of the journal then needs more than the rest of a page, which is taken even from a full disk. */
const long = 'x'.repeat(4200);
const servers = ['EX01', 'EX02'];

function planFor(before: readonly Values[]): Plan {
  const steps = servers.map((server, index): CallStep => {
    const object = `${server}\\Default Frontend ${server}`;
    const [was, after] = [before[index] ?? {}, { TlsCertificateName: null }];
    return {
      kind: 'call',
      id: `${server} ${long}`,
      server,
      object,
      forecast: { toOnPremises: 'unknown', toExchangeOnline: 'unknown' },
      weakens: [],
      reason: 'clearForHcw',
      guid: null,
      read: readObject('Get-ReceiveConnector', object),
      before: was,
      call: setObject('Get-ReceiveConnector', object, after),
      after,
      undo: setObject('Get-ReceiveConnector', object, was),
    };
  });
  return planOf(steps);
}

const namesIn = (exchange: Awaited<ReturnType<typeof openPractice>>): readonly Values[] =>
  servers.map((server) => {
    const found = organizationIn(exchange).receiveConnectors.find(({ name }) => name === `Default Frontend ${server}`);
    return { TlsCertificateName: found?.tlsCertificateName ?? null };
  });

interface Life {
  readonly sent: readonly CmdletCall[];
  readonly created: Result<OpenRun>;
  readonly driven: Result<unknown> | null;
  /** The operation before which the disk was full; `null`: there are not so many */
  readonly fullAt: string | null;
  /** Goes on with the run, with room on the disk, and says what was sent then. */
  readonly goOn: (id: string) => Promise<readonly CmdletCall[]>;
  readonly names: () => readonly Values[];
}

async function live(root: string, at: number): Promise<Life> {
  const practice = await openPractice(await practiceOrganization('renewal', new Date('2026-11-24T09:00:00.000Z')));
  const sent: CmdletCall[] = [];
  const exchange: Exchange = altered(practice, {
    change: (call, options) => {
      sent.push(call);
      return practice.change(call, options);
    },
    // What it holds in memory would be lost.
    close: () => Promise.resolve(),
  });
  let [operation, up, pid]: [number, number, number] = [0, 0, 100];
  let fullAt: string | null = null;
  const tellingDisk = watched(nodeFileSystem, (name) => {
    operation += 1;
    if (operation === at) {
      fullAt = name;
      fill();
    }
    return Promise.resolve();
  });
  const toolsOn = (files: FileSystem): RunTools & { readonly program: string } => {
    const self = { pid: (pid += 1), startedAt: 'boot' };
    return {
      files,
      self: () => Promise.resolve(self),
      isRunning: () => Promise.resolve(false),
      clock: { now: () => new Date('2026-11-24T09:00:00.000Z'), up: () => (up += 1), boot: 'start' },
      program: 'wizard',
    };
  };
  const driveTools: DriveTools = {
    exchange,
    open: () => Promise.resolve({ ok: true, value: null }),
    endStray: () => Promise.resolve(true),
    wait: (milliseconds) => {
      up += milliseconds;
      return Promise.resolve();
    },
    limitMs: 1000,
    changed: () => undefined,
  };
  const newRun = newRunOf(planFor(namesIn(practice)));
  const created = await createRun(root, newRun, toolsOn(tellingDisk));
  const driven = created.ok ? await drive(created.value, driveTools) : null;
  return {
    sent: [...sent],
    created,
    driven,
    fullAt,
    names: () => namesIn(practice),
    goOn: async (id) => {
      const before = sent.length;
      const again = value(await openRun(root, id, toolsOn(nodeFileSystem)));
      value(await again.append({ kind: 'decided', decision: 'resume' }));
      expect(value(await drive(again, driveTools))).toEqual({ do: 'finish' });
      await again.close();
      return sent.slice(before);
    },
  };
}

const wanted = servers.map(() => ({ TlsCertificateName: null }));

describe.skipIf(obstacle !== null)('a disk that is full from one operation of a run on', () => {
  it('leaves a whole run or none, nothing was sent behind the last line that was taken, and with room it goes on', async () => {
    const refused = new Set<string>();
    let refusedLines = 0;
    for (let at = 1; ; at += 1) {
      for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
      const root = join(disk, `data-${String(at)}`, 'runs');
      const { sent, created, driven, fullAt, goOn, names } = await live(root, at);
      makeRoom();
      if (created.ok) await created.value.close();
      if (fullAt === null) {
        expect(driven).toMatchObject({ ok: true, value: { do: 'finish' } });
        break;
      }
      const where = `${String(at)}: ${fullAt}`;
      const listed = value(await listRuns(root, nodeFileSystem));
      for (const { summary } of listed) expect(summary.ok, where).toBe(true);

      if (created.ok) {
        // By its own state, which counts the lines that are on the disk for certain.
        const touched = callSteps(created.value.plan).filter(({ id }) => recordOf(created.value.state(), id).touched);
        expect(sent, where).toEqual(touched.map(({ call }) => call));
        const announced = value(await readRun(root, created.value.id, nodeFileSystem)).lines.filter(({ kind }) => kind === 'announced');
        expect(announced.length, where).toBeGreaterThanOrEqual(sent.length);
        const rest = await goOn(created.value.id);
        expect(sent.length + rest.length, where).toBe(servers.length);
        expect(names(), where).toEqual(wanted);
      } else {
        expect(sent, where).toEqual([]);
        expect(listed, where).toEqual([]);
      }

      const failure = created.ok ? driven : created;
      if (failure?.ok !== false) continue;
      if (fullAt === 'line of journal.jsonl') refusedLines += 1;
      refused.add(fullAt.replace(`data-${String(at)}`, 'data'));
      expect(failure.error, where).toMatchObject({ code: 'file.notWritten' });
      if (!created.ok) expect(failure.error.effect).toBe('none');
      expect(failure.error.details['message'], where).toContain('ENOSPC');
      expect(failure.error.details['path'], where).toContain(root);
    }
    for (const name of ['data', 'runs', '.0001.new']) expect(refused).toContain(`making of ${name}`);
    for (const name of ['snapshot.json', 'plan.json', 'apply.ps1', 'undo.ps1', 'journal.jsonl']) {
      expect(refused).toContain(`opening of ${name}`);
      expect(refused).toContain(`write of ${name}`);
    }
    // For each step what was read and announced, and its answer; then the last reading. Here Exchange answers before the disk does, so
    // that what is read behind a step is written with what is announced next.
    expect(refusedLines).toBe(servers.length * 2 + 1);
  }, 120_000);

  it('is an error that says to make room', () => {
    const error = { code: 'file.notWritten', details: { path: disk, message: 'ENOSPC' }, effect: 'none' } as const;
    expect(errorText(error, 'en').action).toMatch(/disk space/);
    expect(errorText(error, 'ja').action).toMatch(/ディスクの空き容量/);
  });
});

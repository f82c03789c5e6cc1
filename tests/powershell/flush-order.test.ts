/** What reaches the disk before what, as the system saw it: strace writes down each call of the process that works on a run. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageOf } from '../../shared/model/error.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { createExchange, type ExchangeEnvironment } from './environment/create-exchange.ts';
import { changesOf, openDriver } from './kills/open-driver.ts';

const obstacle = straceObstacle();
if (obstacle !== null) console.log(`The order of flushes is not looked at: ${obstacle}`);

/** Why strace cannot follow a process here; `null`: it can. */
function straceObstacle(): string | null {
  if (process.platform !== 'linux') return 'strace is for Linux';
  try {
    execFileSync('strace', ['-f', '--seccomp-bpf', '-o', '/dev/null', 'true'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

interface SystemCall {
  readonly name: string;
  /** What was passed, with the paths of files */
  readonly text: string;
  /** Its places among the lines of the trace */
  readonly begins: number;
  readonly ends: number;
}

/** The calls that succeeded. One that waits is in the trace twice. */
function callsIn(trace: string): readonly SystemCall[] {
  const waiting = new Map<string, Omit<SystemCall, 'ends'>>();
  return trace.split('\n').flatMap((line, at): readonly SystemCall[] => {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/s.exec(line) ?? [];
    const [, begun, text] = /^(\w+)\((.*)$/s.exec(rest) ?? [];
    if (begun !== undefined && text !== undefined) {
      if (text.endsWith('<unfinished ...>')) {
        waiting.set(thread, { name: begun, text, begins: at });
        return [];
      }
      return text.includes(' = -1 ') ? [] : [{ name: begun, text, begins: at, ends: at }];
    }
    const call = rest.startsWith('<... ') ? waiting.get(thread) : undefined;
    waiting.delete(thread);
    return call === undefined || rest.includes(' = -1 ') ? [] : [{ ...call, text: call.text + rest, ends: at }];
  });
}

describe.skipIf(obstacle !== null)('the order in which a run reaches the disk and Exchange', () => {
  let environment: ExchangeEnvironment;
  let calls: readonly SystemCall[];
  let runs: string;
  let run: string;

  beforeAll(async () => {
    const organization = await practiceOrganization('renewal', new Date('2026-11-24T09:00:00.000Z'));
    environment = await createExchange(organization);
    const folder = await mkdtemp(join(environment.folder, 'data-'));
    runs = join(folder, 'runs');
    const trace = join(folder, 'trace');
    const traced = ['strace', '-f', '--seccomp-bpf', '-y', '-s', '1000000', '-e', 'trace=openat,mkdir,rename,fsync,write', '-o', trace];
    const driver = openDriver(runs, changesOf(organization), environment, traced);
    const view = await driver.mustDo({ do: 'apply', pause: null });
    run = view.path;
    await driver.end();
    calls = callsIn(await readFile(trace, 'utf8'));
  });
  afterAll(() => environment.dispose());

  const all = (name: string, text: string): readonly SystemCall[] => calls.filter((call) => call.name === name && call.text.includes(text));
  const one = (name: string, text: string): SystemCall => {
    const [found, ...others] = all(name, text);
    if (found === undefined || others.length > 0) throw new Error(`${name} ${text}: ${String(others.length + (found ? 1 : 0))} times`);
    return found;
  };

  it('has every file flushed, then its folder, then it gets its name, then the folder above is flushed', () => {
    const half = join(runs, '.0001.new');
    const made = one('mkdir', `"${half}"`);
    const flushedFolder = one('fsync', `<${half}>`);
    const named = one('rename', `"${half}"`);
    expect(named.text).toContain(`"${run}"`);
    for (const file of ['snapshot.json', 'plan.json', 'apply.ps1', 'undo.ps1', 'journal.jsonl']) {
      const written = all('write', `<${join(half, file)}>`);
      const flushed = one('fsync', `<${join(half, file)}>`);
      expect(written.length, file).toBeGreaterThan(0);
      expect(made.ends, file).toBeLessThan(written[0]?.begins ?? 0);
      for (const { ends } of written) expect(ends, file).toBeLessThan(flushed.begins);
      expect(flushed.ends, file).toBeLessThan(flushedFolder.begins);
    }
    expect(flushedFolder.ends).toBeLessThan(named.begins);
    const [above] = all('fsync', `<${runs}>`).filter(({ begins }) => begins > named.ends);
    const [next] = all('write', `<${join(run, 'journal.jsonl')}>`);
    expect(above?.ends).toBeLessThan(next?.begins ?? 0);
  });

  it('has what is written to the journal at once flushed before what follows', () => {
    const journal = `<${join(run, 'journal.jsonl')}>`;
    const [writes, flushes] = [all('write', journal), all('fsync', journal)];
    // For each of the five steps what was read together with its announcement; the answer; and what was read back.
    expect(writes.length).toBe(5 * 3);
    for (const [index, write] of writes.entries()) {
      const next = writes[index + 1]?.begins ?? Infinity;
      expect(flushes.filter(({ begins, ends }) => begins > write.ends && ends < next)).toHaveLength(1);
    }
  });

  it('has every step announced, and that flushed, before its command is written to PowerShell, and nothing else between', () => {
    const journal = join(run, 'journal.jsonl');
    const requests = all('write', 'Invoke-WizardRequest ').flatMap((call) => {
      const [, base64] = /Invoke-WizardRequest 'p([\w+/=]+)'/.exec(call.text) ?? [];
      return base64 === undefined ? [] : [{ ...call, text: Buffer.from(base64, 'base64').toString('utf8') }];
    });
    const changes = requests.filter(({ text }) => /\bSet-\w+/.test(text));
    expect(changes).toHaveLength(5);
    for (const change of changes) {
      const line = all('write', `<${journal}>`).findLast(({ begins }) => begins < change.begins);
      const flush = all('fsync', `<${journal}>`).findLast(({ begins }) => begins < change.begins);
      expect(line?.text).toContain(String.raw`\"kind\":\"announced\"`);
      expect(line?.ends).toBeLessThan(flush?.begins ?? 0);
      expect(flush?.ends).toBeLessThan(change.begins);
    }
    expect(new Set(changes.map(({ begins }) => begins)).size).toBe(5);
  });
});

/** What an earlier start of the program left behind is ended; what only has its number is left alone. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ProcessIdentity } from '../../../shared/run/journal.ts';
import { identityOf, isRunning } from '../../../src-main/powershell/process-identity.ts';
import { endStray } from '../../../src-main/powershell/stray-process.ts';
import { isAlive } from '../../powershell/is-alive.ts';

/** Only force ends it. */
const waits = 'process.on("SIGTERM", () => undefined); setInterval(() => undefined, 60_000)';
/** Starts a process in its own group, says the id of its child, and waits. */
const parent = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(waits)}]);
  console.log(child.pid);
  ${waits}`;

interface Family {
  readonly leader: number;
  readonly child: number;
  readonly process: ChildProcess;
}

const families: Family[] = [];
async function startFamily(): Promise<Family> {
  const process_ = spawn(process.execPath, ['-e', parent], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(process_.stdout), 'line')) as [string];
  const family = { leader: process_.pid ?? 0, child: Number(line), process: process_ };
  families.push(family);
  return family;
}

afterEach(async () => {
  for (const { leader } of families.splice(0)) {
    try {
      process.kill(-leader, 'SIGKILL');
    } catch {
      // The test has ended it.
    }
    await expect.poll(() => isAlive(leader)).toBe(false);
  }
});

describe.skipIf(process.platform === 'win32')('a process that was left behind', () => {
  it('is ended with what it has started', async () => {
    const { leader, child } = await startFamily();
    const other = await startFamily();
    const identity = await identityOf(leader);
    expect(await isRunning(identity)).toBe(true);
    expect(await endStray(identity)).toBe(true);
    expect(await isRunning(identity)).toBe(false);
    expect([await isAlive(leader), await isAlive(child)]).toEqual([false, false]);
    expect([await isAlive(other.leader), await isAlive(other.child)]).toEqual([true, true]);
    expect(await endStray(identity)).toBe(true);
  });

  /** A family of which only the child is left, and the identity of its leader. */
  async function startOrphan(): Promise<{ readonly identity: ProcessIdentity; readonly child: number }> {
    const { leader, child, process: launcher } = await startFamily();
    const identity = await identityOf(leader);
    const exited = once(launcher, 'exit');
    process.kill(leader, 'SIGKILL');
    await exited;
    return { identity, child };
  }

  it('is ended also when only what it has started is left', async () => {
    const { identity, child } = await startOrphan();
    expect([await isRunning(identity), await isAlive(child)]).toEqual([false, true]);
    expect(await endStray(identity)).toBe(true);
    expect(await isAlive(child)).toBe(false);
  });

  it('is gone with the system that it ran on, and a group that has its number now is left alone', async () => {
    const { identity, child } = await startOrphan();
    expect(await endStray({ ...identity, startedAt: identity.startedAt.replace(/^\S+/, 'another') })).toBe(true);
    expect(await isAlive(child)).toBe(true);
  });

  it('that the system does not let end still runs when the time is over', async () => {
    const { leader } = await startFamily();
    const kill = vi.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
    });
    expect(await endStray(await identityOf(leader), 100)).toBe(false);
    expect(kill.mock.calls).toEqual([[-leader, 'SIGKILL']]);
    kill.mockRestore();
    expect(await isAlive(leader)).toBe(true);
  });

  it('is gone when another process has its number, or the system was started again, and the other one is left alone', async () => {
    const { leader, child } = await startFamily();
    const { pid, startedAt } = await identityOf(leader);
    const [boot = '', ticks = ''] = startedAt.split(' ');
    for (const before of [`${boot} ${String(Number(ticks) - 1)}`, `another ${ticks}`]) {
      expect(await isRunning({ pid, startedAt: before })).toBe(false);
      expect(await endStray({ pid, startedAt: before })).toBe(true);
    }
    expect([await isAlive(leader), await isAlive(child)]).toEqual([true, true]);
  });

  it('of which only the number is known is never ended, and counts as running while the number is taken', async () => {
    const { leader, process: started } = await startFamily();
    const identity = { pid: leader, startedAt: '' };
    expect(await endStray(identity)).toBe(false);
    expect(await isAlive(leader)).toBe(true);
    const exited = once(started, 'exit');
    process.kill(-leader, 'SIGKILL');
    await exited;
    expect(await endStray(identity)).toBe(true);
  });
});

/** However the PowerShell process ends, the call reports what is known, and the wizard goes on. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CmdletCall } from '../../shared/commands/call.ts';
import type { PowerShellSession } from '../../src-main/powershell/sessions.ts';
import { openHold, type Hold } from './hold.ts';
import { isAlive } from './is-alive.ts';
import { createProbe, valueOf, type Probe } from './open-probe.ts';
import { gone, orderTo, processOf, processOfCmdlet } from './process-of.ts';

let probe: Probe;
const holds: Hold[] = [];

beforeAll(async () => {
  probe = await createProbe('faults');
});
afterEach(() => {
  for (const hold of holds.splice(0)) hold.close();
});
afterAll(() => probe.dispose());

const newHold = async (): Promise<Hold> => {
  const hold = await openHold();
  holds.push(hold);
  return hold;
};

const change = (order: string): CmdletCall => ({
  side: 'onPremises',
  cmdlet: 'Set-ReceiveConnector',
  parameters: { Identity: order, TlsCertificateName: null },
});
const read = (order: string): CmdletCall => orderTo('exchangeOnline', order);
const open = { onPremises: () => probe.onPremises(), exchangeOnline: () => probe.online() } as const;
/** A change that was sent and not answered may have taken effect; a read changes nothing. */
const inFlight = [
  ['a change', 'onPremises', change, { what: 'Set-ReceiveConnector' }, 'unknown'],
  ['a read', 'exchangeOnline', read, { what: 'Get-InboundConnector' }, 'none'],
] as const;

describe('a process that ends', () => {
  it('by itself during a call is an error with the last text on stderr, not an empty answer', async () => {
    const session = valueOf(await probe.online());
    for (const code of ['3', '0']) {
      const opened = code === '3' ? session : valueOf(await probe.online());
      expect(await opened.invoke(read(`exit:${code}`))).toMatchObject({
        ok: false,
        error: { code: 'powershell.exited', effect: 'none', details: { what: 'Get-InboundConnector' } },
      });
      expect(await opened.invoke(read('nothing'))).toMatchObject({
        ok: false,
        error: { code: 'powershell.exited', details: { message: expect.stringContaining('the reason') as string } },
      });
    }
  });

  it.each(inFlight)(
    'from outside during %s is an error that names the call and its possible effect',
    async (_, side, call, details, effect) => {
      const session = valueOf(await open[side]());
      const number = await processOf(session);
      const hold = await newHold();
      const answer = session.invoke(call(hold.order));
      await hold.begun;
      process.kill(number, 'SIGKILL');
      expect(await answer).toMatchObject({ ok: false, error: { code: 'powershell.exited', effect, details } });
    },
  );

  it.each(inFlight)(
    'from outside between two calls is reported by %s that comes next, which is not sent',
    async (_, side, call, details) => {
      const session = valueOf(await open[side]());
      const number = await processOf(session);
      process.kill(number, 'SIGKILL');
      await gone(number);
      expect(await session.invoke(call('nothing'))).toMatchObject({
        ok: false,
        error: { code: 'powershell.exited', effect: 'none', details },
      });
    },
  );

  it('leaves other sessions alone', async () => {
    const [one, other] = [valueOf(await probe.onPremises()), valueOf(await probe.online())];
    process.kill(await processOf(one), 'SIGKILL');
    expect(await other.invoke(read('nothing'))).toMatchObject({ ok: true });
    expect(await valueOf(await probe.onPremises()).invoke(change('nothing'))).toMatchObject({ ok: true });
  });
});

describe('a call that does not end', () => {
  it.each(inFlight)('is given up after its time limit, and the process of %s is ended', async (_, side, call, details, effect) => {
    const session = valueOf(await open[side]());
    const number = await processOf(session);
    const hold = await newHold();
    const answer = session.invoke(call(hold.order), { timeoutMs: 1000 });
    const next = session.invoke(change('nothing').side === side ? change('nothing') : read('nothing'));
    expect(await answer).toMatchObject({ ok: false, error: { code: 'powershell.timedOut', effect, details } });
    // The call behind it was never sent, so its effect is known.
    expect(await next).toMatchObject({ ok: false, error: { code: 'powershell.exited', effect: 'none', details } });
    await gone(number);
  });

  it.each(inFlight)('is canceled, and the process of %s is ended', async (_, side, call, details, effect) => {
    const session = valueOf(await open[side]());
    const number = await processOf(session);
    const hold = await newHold();
    const cancel = new AbortController();
    const answer = session.invoke(call(hold.order), { signal: cancel.signal });
    await hold.begun;
    cancel.abort();
    expect(await answer).toMatchObject({ ok: false, error: { code: 'powershell.canceled', effect, details } });
    await gone(number);
  });

  it('that is only slow gets its answer, and a canceled call behind it is not sent', async () => {
    const session = valueOf(await probe.onPremises());
    const [slow, behind] = [await newHold(), await newHold()];
    const cancel = new AbortController();
    const answer = session.invoke(change(slow.order));
    const canceled = session.invoke(change(behind.order), { signal: cancel.signal });
    await slow.begun;
    cancel.abort();
    slow.release();
    expect(await answer).toMatchObject({ ok: true, value: { objects: [{ value: 'released' }] } });
    expect(await canceled).toMatchObject({ ok: false, error: { code: 'powershell.canceled', effect: 'none' } });
    expect(await session.invoke(change('nothing'))).toMatchObject({ ok: true });
  });
});

describe('a launcher, which starts PowerShell as a child', () => {
  /** A session of PowerShell behind a launcher: the launcher's process, and the one that runs the cmdlets. */
  async function openBehindLauncher(): Promise<{ session: PowerShellSession; launcher: number; child: number }> {
    const executable = join(probe.environment.folder, 'launcher');
    // With a command behind it, the shell does not turn into PowerShell.
    await writeFile(executable, `#!/bin/sh\n'${probe.settings.executable}' "$@"\nexit $?\n`);
    await chmod(executable, 0o755);
    const session = valueOf(await probe.online({}, { executable }));
    const [launcher, child] = [await processOf(session), await processOfCmdlet(session)];
    expect(child).not.toBe(launcher);
    return { session, launcher, child };
  }

  it.each(['cancel', 'time-out'] as const)('is ended with its child by a %s, before the call has a result', async (way) => {
    const { session, launcher, child } = await openBehindLauncher();
    const hold = await newHold();
    const cancel = new AbortController();
    const answer = session.invoke(read(hold.order), way === 'cancel' ? { signal: cancel.signal } : { timeoutMs: 1000 });
    await hold.begun;
    cancel.abort();
    expect(await answer).toMatchObject({ ok: false, error: { code: way === 'cancel' ? 'powershell.canceled' : 'powershell.timedOut' } });
    expect([await isAlive(launcher), await isAlive(child)]).toEqual([false, false]);
    await hold.ended;
  });

  it('is ended with its child when the session is closed', async () => {
    const { session, launcher, child } = await openBehindLauncher();
    await session.close();
    expect([await isAlive(launcher), await isAlive(child)]).toEqual([false, false]);
  });

  it('that is killed from outside takes the call and its child with it', async () => {
    const { session, launcher, child } = await openBehindLauncher();
    const hold = await newHold();
    const answer = session.invoke(read(hold.order));
    await hold.begun;
    process.kill(launcher, 'SIGKILL');
    expect(await answer).toMatchObject({ ok: false, error: { code: 'powershell.exited', effect: 'none' } });
    expect(await isAlive(child)).toBe(false);
  });
});

describe('an executable', () => {
  const openWith = async (executable: string, env: NodeJS.ProcessEnv = probe.settings.env) => probe.online({}, { executable, env });
  const fileOf = async (name: string, content: string, mode: number): Promise<string> => {
    const path = join(probe.environment.folder, name);
    await writeFile(path, content);
    await chmod(path, mode);
    return path;
  };
  const notFound = (executable: string) => ({ ok: false, error: { code: 'powershell.notFound', effect: 'none', details: { executable } } });

  it.each(['/nowhere/pwsh', 'pwsh-of-nobody', '', 'a\0b'])(
    'that does not exist is reported before anything is started (%j)',
    async (name) => {
      expect(await openWith(name)).toMatchObject(notFound(name));
    },
  );

  it('that may not be run counts as not found', async () => {
    const path = await fileOf('not-executable', '#!/bin/sh\n', 0o644);
    expect(await openWith(path)).toMatchObject(notFound(path));
  });

  it('that is a folder counts as not found, and is skipped on PATH', async () => {
    const folder = join(probe.environment.folder, 'folders/pwsh');
    await mkdir(folder, { recursive: true });
    expect(await openWith(folder)).toMatchObject(notFound(folder));
    const PATH = [join(folder, '..'), join(probe.settings.executable, '..'), probe.settings.env['PATH'] ?? ''].join(':');
    expect(await openWith('pwsh', { ...probe.settings.env, PATH })).toMatchObject({ ok: true });
  });

  it('that the system does not start is an error, not an exception', async () => {
    // No system takes a variable of two megabytes.
    const env = { ...probe.settings.env, HCW_LONG: 'x'.repeat(2 ** 21) };
    expect(await openWith(probe.settings.executable, env)).toMatchObject({
      ok: false,
      error: { code: 'powershell.exited', effect: 'none' },
    });
  });

  it('that ends at once is reported with what it wrote to stderr', async () => {
    const path = await fileOf('ends', '#!/bin/sh\necho "no such luck" >&2\nexit 1\n', 0o755);
    expect(await openWith(path)).toMatchObject({
      ok: false,
      error: { code: 'powershell.exited', effect: 'none', details: { message: 'no such luck' } },
    });
  });

  it('that does not answer is ended when the user cancels', async () => {
    const cancel = new AbortController();
    const hold = await newHold();
    const path = await fileOf('waits', `#!/bin/bash\nexec 3<>/dev/tcp/127.0.0.1/${hold.order.slice('hold:'.length)}\nread -u 3\n`, 0o755);
    const opening = probe.online({ signal: cancel.signal }, { executable: path });
    await hold.begun;
    cancel.abort();
    expect(await opening).toMatchObject({ ok: false, error: { code: 'powershell.canceled', effect: 'none' } });
    await hold.ended;
  });

  it('that starts but cannot load the module has an error of its own', async () => {
    expect(await probe.online({}, { modulePath: '/nowhere ‘$(exit)’' })).toMatchObject({
      ok: false,
      error: { code: 'powershell.moduleNotLoaded', effect: 'none' },
    });
  });
});

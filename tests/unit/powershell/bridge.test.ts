/** However a request ends, it says what is known; what waits behind it is sent, or is known not to have been. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { psHashtable, psInt32, psString, type PsValue } from '../../../shared/clixml/value.ts';
import { writeClixml } from '../../../shared/clixml/write.ts';
import { decodeReply, openBridge, type Bridge, type PowerShellSettings, type RequestOptions } from '../../../src-main/powershell/bridge.ts';
import { isRunning } from '../../../src-main/powershell/process-identity.ts';
import {
  canBeScripted,
  done,
  exit,
  hold,
  nonce,
  partLines,
  replyLines,
  scriptedPowerShell,
  silence,
  type ScriptedPowerShell,
} from './scripted-powershell.ts';

const closings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const close of closings.splice(0)) await close();
});

type Answers = Parameters<typeof scriptedPowerShell>[0];
interface Opened {
  readonly bridge: Bridge;
  readonly powershell: ScriptedPowerShell;
}

async function opened(answers: Answers, other: Partial<PowerShellSettings> = {}): Promise<Opened> {
  const powershell = await scriptedPowerShell([done, ...answers]);
  const bridge = await openBridge({ ...powershell.settings, ...other });
  if (!bridge.ok) throw new Error(JSON.stringify(bridge.error));
  closings.push(
    () => bridge.value.close(),
    () => powershell.remove(),
  );
  return { bridge: bridge.value, powershell };
}

const change: RequestOptions = { what: 'Set-SendConnector', effect: 'unknown' };
const reply = (text: string): readonly string[] => replyLines(psString(text));
const gave = (text: string): unknown => ({ ok: true, value: psString(text) });
const failed = (code: string, effect: string, message?: string): object => ({
  ok: false,
  error: { code, effect, details: { what: 'Set-SendConnector', ...(message !== undefined && { message }) } },
});

describe.skipIf(!canBeScripted)('a request', () => {
  it('has its own reply, whatever else is printed, and in the middle of a line', async () => {
    const stranger = 'f'.repeat(32);
    const noise = [`${stranger}:pAAAA`, `${stranger}!`, `${stranger}.`, '', nonce, `${nonce}?`];
    const [piece = '', end = ''] = reply('first');
    const { bridge } = await opened([[...noise, `no line end${piece}`, end], reply('second')]);
    const both = [bridge.request('One', {}, change), bridge.request('Two', {}, change)];
    expect(await Promise.all(both)).toEqual([gave('first'), gave('second')]);
  });

  it('has its reply whole, in whatever pieces it comes', async () => {
    const [piece = '', end = ''] = reply('x'.repeat(100));
    const pieces = [piece.slice(0, 60), `${nonce}:${piece.slice(60)}`];
    const { bridge } = await opened([[...pieces, end]]);
    expect(await bridge.request('One', {}, change)).toEqual(gave('x'.repeat(100)));
  });

  it.each([
    ['a short one as it is', 10, 'p'],
    ['a long one compressed', 20_000, 'z'],
  ])('is one line of ASCII: %s', async (_, length, kind) => {
    const { bridge, powershell } = await opened([reply('read')]);
    await bridge.request('One', { Text: psString('‘'.repeat(length)) }, change);
    expect((await powershell.requests())[1]).toEqual({ Operation: 'One', Text: '‘'.repeat(length) });
    const lines = new TextDecoder().decode(await powershell.input()).split('\n');
    expect(lines.filter((line) => line.startsWith('Invoke-WizardRequest')).at(-1)).toMatch(new RegExp(`^Invoke-WizardRequest '${kind}`));
  });

  it('is followed by a line that prints its nonce and does not contain it, since PowerShell may repeat it', async () => {
    const mark = '0123456789abcdef'.repeat(2);
    const { bridge, powershell } = await opened([reply('read')], { newNonce: () => mark });
    await bridge.request('One', {}, change);
    const lines = new TextDecoder().decode(await powershell.input()).split('\n');
    expect(lines).toContain("[Console]::Out.WriteLine('01234567' + '89abcdef0123456789abcdef.')");
    expect(lines.filter((line) => line.includes(mark))).toEqual([]);
  });

  it('that throws leaves those behind it alone', async () => {
    const nonces = ['0'.repeat(32), undefined, '1'.repeat(32)];
    const newNonce = (): string => {
      const next = nonces.shift();
      if (next === undefined) throw new Error('no entropy');
      return next;
    };
    const { bridge } = await opened([reply('second')], { newNonce });
    const [first, second] = [bridge.request('One', {}, change), bridge.request('Two', {}, change)];
    await expect(first).rejects.toThrow('no entropy');
    expect(await second).toEqual(gave('second'));
  });
});

describe.skipIf(!canBeScripted)('partial replies', () => {
  it('are handed on in their order, and all of them before the reply', async () => {
    const { bridge } = await opened([[...partLines(psInt32(1)), ...partLines(psInt32(2)), ...reply('end')]]);
    const seen: unknown[] = [];
    const onPart = (part: PsValue): number => seen.push(part);
    seen.push(await bridge.request('One', {}, { ...change, onPart }));
    expect(seen).toEqual([psInt32(1), psInt32(2), gave('end')]);
  });

  it('are handed on before a failure too', async () => {
    const { bridge } = await opened([[...partLines(psInt32(1))]]);
    const seen: PsValue[] = [];
    expect(await bridge.request('One', {}, { ...change, onPart: (part) => seen.push(part) })).toMatchObject(
      failed('powershell.replyUnreadable', 'unknown', ''),
    );
    expect(seen).toEqual([psInt32(1)]);
  });

  it('of which one cannot be read make the request a failure, and none after it is handed on', async () => {
    const broken = [`${nonce}:pAAAA`, `${nonce};`];
    const { bridge } = await opened([[...partLines(psInt32(1)), ...broken, ...partLines(psInt32(3)), ...reply('end')]]);
    const seen: PsValue[] = [];
    expect(await bridge.request('One', {}, { ...change, onPart: (part) => seen.push(part) })).toMatchObject(
      failed('powershell.replyUnreadable', 'unknown'),
    );
    expect(seen).toEqual([psInt32(1)]);
  });

  it('each give the request its whole time again', async () => {
    const { bridge, powershell } = await opened([[hold, ...partLines(psInt32(1)), silence]]);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let passOn: () => void = () => undefined;
    const part = new Promise<void>((resolve) => (passOn = resolve));
    const answer = bridge.request('One', {}, { ...change, timeoutMs: 1000, onPart: passOn });
    await powershell.asked(2);
    await vi.advanceTimersByTimeAsync(999);
    await powershell.release();
    await part;
    await vi.advanceTimersByTimeAsync(999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toMatchObject(failed('powershell.timedOut', 'unknown'));
  });
});

describe.skipIf(!canBeScripted)('a request that does not end', () => {
  it('is given up after ten minutes, its process is ended, and the one behind it is not sent', async () => {
    const { bridge, powershell } = await opened(['silence']);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const answer = bridge.request('One', {}, change);
    const behind = bridge.request('Two', {}, change);
    await powershell.asked(2);
    await vi.advanceTimersByTimeAsync(10 * 60_000 - 1);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toMatchObject(failed('powershell.timedOut', 'unknown', ''));
    expect(await isRunning(bridge.process)).toBe(false);
    expect(await behind).toMatchObject(failed('powershell.exited', 'none'));
    expect(await powershell.requests()).toHaveLength(2);
  });

  it('is canceled, and its process is ended before it has a result', async () => {
    const { bridge, powershell } = await opened(['silence']);
    const cancel = new AbortController();
    const answer = bridge.request('One', {}, { ...change, signal: cancel.signal });
    await powershell.asked(2);
    cancel.abort();
    expect(await answer).toMatchObject(failed('powershell.canceled', 'unknown'));
    expect(await isRunning(bridge.process)).toBe(false);
  });

  it('because PowerShell ends names what it said last, and the next one is not sent', async () => {
    const { bridge } = await opened(['exit']);
    expect(await bridge.request('One', {}, change)).toMatchObject(failed('powershell.exited', 'unknown', 'the reason'));
    expect(await bridge.request('Two', {}, change)).toMatchObject(failed('powershell.exited', 'none', 'the reason'));
  });
});

describe.skipIf(!canBeScripted)('a cancellation', () => {
  it('before the request is sent keeps it from being sent, and PowerShell goes on', async () => {
    const { bridge, powershell } = await opened([[hold, ...reply('first')], reply('third')]);
    const cancel = new AbortController();
    const first = bridge.request('One', {}, change);
    const second = bridge.request('Two', {}, { ...change, signal: cancel.signal });
    await powershell.asked(2);
    cancel.abort();
    await powershell.release();
    expect(await first).toEqual(gave('first'));
    expect(await second).toMatchObject(failed('powershell.canceled', 'none'));
    expect(await bridge.request('Three', {}, change)).toEqual(gave('third'));
    expect(await powershell.requests()).toMatchObject([{}, { Operation: 'One' }, { Operation: 'Three' }]);
  });

  it('after the reply does nothing', async () => {
    const { bridge } = await opened([reply('first'), reply('second')]);
    const cancel = new AbortController();
    const remove = vi.spyOn(cancel.signal, 'removeEventListener');
    expect(await bridge.request('One', {}, { ...change, signal: cancel.signal })).toEqual(gave('first'));
    cancel.abort();
    expect(await bridge.request('Two', {}, change)).toEqual(gave('second'));
    // One signal serves all calls of a run.
    expect(remove).toHaveBeenCalledOnce();
  });
});

describe.skipIf(!canBeScripted)('a PowerShell', () => {
  it('that is closed takes no further request', async () => {
    const { bridge, powershell } = await opened([]);
    await bridge.close();
    expect(await isRunning(bridge.process)).toBe(false);
    expect(await bridge.request('One', {}, change)).toMatchObject(failed('powershell.exited', 'none'));
    expect(await powershell.requests()).toHaveLength(1);
  });

  it('that is being closed takes none either', async () => {
    const { bridge, powershell } = await opened([]);
    const closing = bridge.close();
    expect(await bridge.request('One', {}, change)).toMatchObject(failed('powershell.exited', 'none'));
    await closing;
    expect(await powershell.requests()).toHaveLength(1);
  });

  it('that ends when it is asked why the module was not loaded says no policy', async () => {
    const powershell = await scriptedPowerShell([[]], { language: 'FullLanguage', policy: exit });
    closings.push(() => powershell.remove());
    const result = await openBridge(powershell.settings);
    expect(result).toMatchObject({ ok: false, error: { code: 'powershell.moduleNotLoaded', effect: 'none' } });
    expect(result).not.toHaveProperty('error.details.policy');
  });

  it.each<[string, Answers, string, Readonly<Record<string, string>>]>([
    ['ends while it loads the module', ['exit'], 'powershell.exited', { what: 'Import-Module', message: 'the reason' }],
    ['does not load the module', [[]], 'powershell.moduleNotLoaded', { what: 'Import-Module' }],
  ])('that %s is an error, and changed nothing', async (_, answers, code, details) => {
    const powershell = await scriptedPowerShell(answers, { language: 'FullLanguage', policy: 'Unrestricted' });
    closings.push(() => powershell.remove());
    expect(await openBridge(powershell.settings)).toMatchObject({ ok: false, error: { code, effect: 'none', details } });
    const [pid] = await powershell.pids();
    expect(await isRunning({ pid: pid ?? 0, startedAt: '' })).toBe(false);
  });

  it('that does not answer is ended when the administrator cancels', async () => {
    const powershell = await scriptedPowerShell(['silence']);
    closings.push(() => powershell.remove());
    const cancel = new AbortController();
    const opening = openBridge(powershell.settings, { signal: cancel.signal });
    await powershell.asked(1);
    cancel.abort();
    expect(await opening).toMatchObject({ ok: false, error: { code: 'powershell.canceled', effect: 'none' } });
    const [pid] = await powershell.pids();
    expect(await isRunning({ pid: pid ?? 0, startedAt: '' })).toBe(false);
  });

  it('that the system does not start is an error with its reason, not an exception', async () => {
    const powershell = await scriptedPowerShell([]);
    closings.push(() => powershell.remove());
    // No system takes a variable of two megabytes.
    const env = { ...powershell.settings.env, HCW_LONG: 'x'.repeat(2 ** 21) };
    expect(await openBridge({ ...powershell.settings, env })).toMatchObject({
      ok: false,
      error: { code: 'powershell.exited', effect: 'none', details: { what: powershell.settings.executable } },
    });
  });
});

describe('a reply that cannot be read', () => {
  const wire = (clixml: string): string => `p${Buffer.from(clixml).toString('base64')}`;
  it.each([
    ['has no value', wire(writeClixml([])), /^empty$/],
    ['breaks off', wire(writeClixml([psHashtable({ A: psString('b') })]).slice(0, -20)), /^\w+ .*\(\d+:\d+\)$/],
    ['says that it is compressed and is not', 'zAAAA', /header/],
  ])('because it %s says so', async (_, text, message) => {
    expect(await decodeReply(text)).toMatchObject({ ok: false, error: expect.stringMatching(message) as string });
  });
});

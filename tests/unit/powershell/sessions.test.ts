/** What is asked of PowerShell to open a session, to use it and to close it. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { psHashtable, psString } from '../../../shared/clixml/value.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { Result } from '../../../shared/model/error.ts';
import type { ExchangeOnlineConnection, OnPremisesConnection } from '../../../shared/model/sign-in.ts';
import {
  describeOnlineModule,
  openExchangeOnline,
  openOnPremises,
  type PowerShellSession,
  type PowerShellSettings,
} from '../../../src-main/powershell/sessions.ts';
import { isRunning } from '../../../src-main/powershell/process-identity.ts';
import { canBeScripted, done, replyLines, scriptedPowerShell, type ScriptedPowerShell } from './scripted-powershell.ts';

const ssh = { kind: 'ssh', host: 'ex01.contoso.com', userName: 'admin', keyFile: '/key', port: 2222, subsystem: 'powershell' } as const;
const kerberos: OnPremisesConnection = {
  kind: 'kerberos',
  connectionUri: 'http://ex01.contoso.com/PowerShell/',
  authentication: 'Kerberos',
  credential: 'ask',
};
const online: ExchangeOnlineConnection = { userPrincipalName: 'admin@contoso.com', environment: 'O365Default', signIn: 'browser' };
const read: CmdletCall = { side: 'onPremises', cmdlet: 'Get-HybridConfiguration', parameters: {} };

const closings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  for (const close of closings.splice(0)) await close();
});

async function scripted(answers: Parameters<typeof scriptedPowerShell>[0]): Promise<ScriptedPowerShell> {
  const powershell = await scriptedPowerShell(answers);
  closings.push(() => powershell.remove());
  return powershell;
}

/** The product takes the system for Windows, but for what was chosen when its modules were loaded. */
function onWindows(): void {
  vi.stubGlobal('process', Object.create(process, { platform: { value: 'win32' } }));
}

function sessionOf(opened: Result<PowerShellSession>): PowerShellSession {
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  closings.unshift(() => opened.value.close());
  return opened.value;
}

const failure = (code: string): readonly string[] =>
  replyLines(psHashtable({ Failure: psHashtable({ Code: psString(code), Message: psString('no') }) }));

describe.skipIf(!canBeScripted)('a session', () => {
  it('over SSH is asked for with its parameters, and asks nobody for a password', async () => {
    const powershell = await scripted([done, done, done]);
    const session = sessionOf(await openOnPremises(powershell.settings, ssh));
    expect(session.side).toBe('onPremises');
    expect(await powershell.requests()).toEqual([
      { Operation: 'Describe' },
      {
        Operation: 'OpenOnPremises',
        Connection: { HostName: 'ex01.contoso.com', UserName: 'admin', KeyFilePath: '/key', Port: 2222, Subsystem: 'powershell' },
        AskForCredential: false,
      },
    ]);
  });

  it.each([
    ['ask', true],
    ['signedIn', false],
  ] as const)('over WinRM is asked for by its address, with the credential that was chosen: %s', async (credential, asks) => {
    const powershell = await scripted([done, done, done]);
    onWindows();
    sessionOf(await openOnPremises(powershell.settings, { ...kerberos, credential }));
    expect((await powershell.requests())[1]).toEqual({
      Operation: 'OpenOnPremises',
      Connection: {
        ConfigurationName: 'Microsoft.Exchange',
        ConnectionUri: 'http://ex01.contoso.com/PowerShell/',
        Authentication: 'Kerberos',
      },
      AskForCredential: asks,
    });
  });

  it('over WinRM is not tried where there is none: nothing is started', async () => {
    const powershell = await scripted([]);
    expect(await openOnPremises(powershell.settings, kerberos)).toEqual({
      ok: false,
      error: { code: 'session.wsmanMissing', effect: 'none', details: { platform: process.platform } },
    });
    await expect(powershell.input()).rejects.toThrow('ENOENT');
  });

  it.each([
    ['browser', true],
    ['windows', false],
  ] as const)('with Exchange Online is asked for as the user who signs in by %s', async (signIn, inBrowser) => {
    const powershell = await scripted([done, done, done]);
    expect(sessionOf(await openExchangeOnline(powershell.settings, { ...online, signIn })).side).toBe('exchangeOnline');
    expect((await powershell.requests())[1]).toEqual({
      Operation: 'OpenExchangeOnline',
      UserPrincipalName: 'admin@contoso.com',
      Environment: 'O365Default',
      InBrowser: inBrowser,
    });
  });

  it('that the server refuses is a failure with its words', async () => {
    const powershell = await scripted([done, failure('session.connectFailed')]);
    expect(await openOnPremises(powershell.settings, ssh)).toMatchObject({
      ok: false,
      error: { code: 'session.connectFailed', effect: 'none', details: { message: 'no' } },
    });
  });

  it('sends no call that the table does not have', async () => {
    const powershell = await scripted([done, done, done]);
    const session = sessionOf(await openOnPremises(powershell.settings, ssh));
    expect(await session.invoke({ ...read, side: 'exchangeOnline' })).toMatchObject({ ok: false, error: { code: 'call.refused' } });
    expect(await powershell.requests()).toHaveLength(2);
  });

  it('is closed by its module first, and its process is gone then', async () => {
    const powershell = await scripted([done, done, done]);
    const session = sessionOf(await openOnPremises(powershell.settings, ssh));
    expect(await isRunning(session.process)).toBe(true);
    await session.close();
    expect((await powershell.requests())[2]).toEqual({ Operation: 'Close', Side: 'onPremises' });
    expect(await isRunning(session.process)).toBe(false);
  });

  it.each([
    ['session.lost', 'every later call has its loss as the result', false],
    ['cmdlet.failed', 'later calls are sent', true],
  ])('whose reads in parallel end with %s: %s', async (code, _, goesOn) => {
    const powershell = await scripted([done, done, failure(code), done, done]);
    const session = sessionOf(await openOnPremises(powershell.settings, ssh));
    expect(await session.invokeMany([{ call: read, queue: '' }])).toMatchObject([{ ok: false, error: { code } }]);
    expect(await session.invoke(read)).toMatchObject(goesOn ? { ok: true } : { ok: false, error: { code } });
    expect(await powershell.requests()).toHaveLength(goesOn ? 4 : 3);
  });
});

describe.skipIf(!canBeScripted)('the module for Exchange Online', () => {
  const described = replyLines(psHashtable({ Objects: psHashtable({ Version: psString('3.9.0'), Signature: psString('microsoft') }) }));
  it.each<[string, readonly string[], unknown]>([
    ['is described', described, { ok: true, value: { version: '3.9.0', path: '', signature: 'microsoft', signer: '' } }],
    ['that is missing is a failure', failure('online.moduleMissing'), { ok: false, error: { code: 'online.moduleMissing' } }],
  ])('%s by a PowerShell of its own, which is ended then', async (_, answer, expected) => {
    const powershell = await scripted([done, answer]);
    expect(await describeOnlineModule(powershell.settings)).toMatchObject(expected as object);
    expect((await powershell.requests())[1]).toEqual({ Operation: 'DescribeExchangeOnline' });
    const [pid] = await powershell.pids();
    expect(await isRunning({ pid: pid ?? 0, startedAt: '' })).toBe(false);
  });

  it('is not described where there is no PowerShell', async () => {
    const powershell = await scripted([]);
    expect(await describeOnlineModule({ ...powershell.settings, executable: '/nowhere/pwsh' })).toMatchObject({
      ok: false,
      error: { code: 'powershell.notFound' },
    });
  });
});

describe.skipIf(!canBeScripted)('the time that PowerShell has', () => {
  const minute = 60_000;
  it.each<[string, string, number, (settings: PowerShellSettings) => Promise<Result<unknown>>]>([
    ['to connect', 'New-PSSession', 3 * minute, (settings) => openOnPremises(settings, ssh)],
    ['for a person who types a password', 'New-PSSession', 15 * minute, (settings) => openOnPremises(settings, kerberos)],
    ['for a person who signs in', 'Connect-ExchangeOnline', 15 * minute, (settings) => openExchangeOnline(settings, online)],
    ['to look for the module', 'Get-Module', minute, describeOnlineModule],
  ])('%s (%s) ends after %i ms, and the process with it', async (_, what, limitMs, open) => {
    const powershell = await scripted([done, 'silence']);
    onWindows();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const opening = open(powershell.settings);
    await powershell.asked(2);
    await vi.advanceTimersByTimeAsync(limitMs - 1);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await opening).toMatchObject({ ok: false, error: { code: 'powershell.timedOut', effect: 'none', details: { what } } });
    vi.unstubAllGlobals();
    const [pid] = await powershell.pids();
    expect(await isRunning({ pid: pid ?? 0, startedAt: '' })).toBe(false);
  });
});

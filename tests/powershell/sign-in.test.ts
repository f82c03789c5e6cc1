/** How Connect-ExchangeOnline is called, with modules in its place that say what they were given. */
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/model/error.ts';
import { describeOnlineModule } from '../../src-main/powershell/sessions.ts';
import { createProbe, type Probe } from './open-probe.ts';

let folder: string;
let probe: Probe;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sign-in-'));
  probe = await createProbe('echo');
});
afterAll(async () => {
  await probe.dispose();
  await rm(folder, { recursive: true });
});

/** A module of that version; its command fails with `refusal`, or writes the parameters that it was given. */
async function moduleOf(
  version: string,
  parameters: string,
  refusal = '',
): Promise<{ readonly env: NodeJS.ProcessEnv; readonly given: string }> {
  const home = await mkdtemp(join(folder, 'modules-'));
  const own = join(home, 'ExchangeOnlineManagement');
  const given = join(home, 'given');
  await mkdir(own);
  await writeFile(
    join(own, 'ExchangeOnlineManagement.psd1'),
    `@{ ModuleVersion = '${version}'; RootModule = 'ExchangeOnlineManagement.psm1'; FunctionsToExport = @('Connect-ExchangeOnline', 'Disconnect-ExchangeOnline') }`,
  );
  await writeFile(
    join(own, 'ExchangeOnlineManagement.psm1'),
    `function Connect-ExchangeOnline {
       [CmdletBinding()] param([string] $UserPrincipalName, [string] $ExchangeEnvironmentName, [switch] $ShowBanner${parameters})
       if ($env:SIGN_IN_REFUSAL) { throw $env:SIGN_IN_REFUSAL }
       [System.IO.File]::WriteAllText($env:SIGN_IN_GIVEN, (($PSBoundParameters.Keys | Sort-Object) -join ' '))
     }
     function Disconnect-ExchangeOnline { [CmdletBinding(SupportsShouldProcess = $true)] param() }`,
  );
  return { env: { ...probe.settings.env, PSModulePath: home, SIGN_IN_GIVEN: given, SIGN_IN_REFUSAL: refusal }, given };
}
const withSwitch = ', [switch] $DisableWAM';
const always = 'ErrorAction ExchangeEnvironmentName ShowBanner UserPrincipalName';

describe('signing in to Exchange Online', () => {
  it.each([
    ['the account manager of Windows, as the module does by itself', 'windows', '3.9.0', withSwitch, always],
    ['the browser, where the command has the switch', 'browser', '3.9.0', withSwitch, `DisableWAM ${always}`],
    ['the browser, which a version before the broker opens by itself', 'browser', '3.6.0', '', always],
  ] as const)('goes by %s', async (_, signIn, version, parameters, expected) => {
    const { env, given } = await moduleOf(version, parameters);
    expect(await probe.online({}, { env }, signIn)).toMatchObject({ ok: true });
    expect(await readFile(given, 'utf8')).toBe(expected);
  });

  it('by the browser is not tried where the module has the broker and no switch', async () => {
    const { env, given } = await moduleOf('3.7.1', '');
    expect(await probe.online({}, { env }, 'browser')).toMatchObject({
      ok: false,
      error: { code: 'online.browserNotOffered', details: { message: '3.7.1' } },
    });
    await expect(readFile(given)).rejects.toThrow('ENOENT');
  });

  it.each<readonly [string, string, ErrorCode]>([
    ['no window', 'A window handle must be configured. See https://aka.ms/msal-net-wam#parent-window-handles', 'online.brokerFailed'],
    [
      'another user',
      'Unknown Status: Unexpected\nError: 0xffffffff80070520\nContext: (pii)\nTag: 0x21420087 (error code -2147023584) (internal error code 557973639)',
      'online.brokerFailed',
    ],
    ['a wrong password', 'AADSTS50126: Error validating credentials due to invalid username or password.', 'online.signInFailed'],
  ])('that fails says whether it was the broker: %s', async (_, refusal, code) => {
    const { env } = await moduleOf('3.9.0', withSwitch, refusal);
    expect(await probe.online({}, { env })).toMatchObject({ ok: false, error: { code } });
  });
});

describe('the module for Exchange Online', () => {
  /** Where the product's module finds a command that says who signed a file */
  async function signedBy(status: string, subject: string): Promise<string> {
    const modulePath = join(await mkdtemp(join(folder, 'module-')), 'module');
    await cp(probe.settings.modulePath, modulePath, { recursive: true });
    await appendFile(
      join(modulePath, 'Wire.psm1'),
      `\nfunction global:Get-AuthenticodeSignature {
         param($LiteralPath)
         [pscustomobject] @{ Status = '${status}'; SignerCertificate = ${subject === '' ? '$null' : `[pscustomobject] @{ Subject = '${subject}' }`} }
       }\n`,
    );
    return modulePath;
  }
  const microsoft = 'CN=Microsoft Corporation, O=Microsoft Corporation, L=Redmond, S=Washington, C=US';

  it('is shown with path and version, and without its signer where only Windows can tell; it is not loaded', async () => {
    const { env, given } = await moduleOf('3.9.0', withSwitch);
    expect(await describeOnlineModule({ ...probe.settings, env })).toMatchObject({
      ok: true,
      value: {
        version: '3.9.0',
        path: expect.stringMatching(/ExchangeOnlineManagement\.psd1$/) as string,
        signature: 'unknown',
        signer: '',
      },
    });
    await expect(readFile(given)).rejects.toThrow('ENOENT');
  });

  it('is missed, or too old', async () => {
    const { env } = await moduleOf('2.0.5', '');
    expect(await describeOnlineModule({ ...probe.settings, env })).toMatchObject({ ok: false, error: { code: 'online.moduleTooOld' } });
    const none = { ...env, PSModulePath: join(folder, 'nothing') };
    expect(await describeOnlineModule({ ...probe.settings, env: none })).toMatchObject({
      ok: false,
      error: { code: 'online.moduleMissing' },
    });
  });

  it.each([
    ['Valid', microsoft, 'microsoft'],
    ['NotSigned', '', 'other'],
    ['HashMismatch', microsoft, 'other'],
    ['Valid', 'CN=Microsoft Corporation, O=Somebody, C=US', 'other'],
  ])('of Windows says who signed it (%s, %s), and is loaded only when it was Microsoft', async (status, subject, signature) => {
    const modulePath = await signedBy(status, subject);
    const { env, given } = await moduleOf('3.9.0', withSwitch);
    expect(await describeOnlineModule({ ...probe.settings, env, modulePath })).toMatchObject({
      ok: true,
      value: { signature, signer: subject },
    });
    const opened = await probe.online({}, { env, modulePath });
    if (signature === 'microsoft') expect(opened.ok).toBe(true);
    else {
      expect(opened).toMatchObject({
        ok: false,
        error: { code: 'online.moduleUnsigned', details: { message: expect.stringContaining(status) as string } },
      });
      await expect(readFile(given)).rejects.toThrow('ENOENT');
    }
  });
});

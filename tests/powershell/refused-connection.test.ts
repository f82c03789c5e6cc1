/** What is left of the exception with which New-PSSession refuses: a command in its place throws what WSMan would. */
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../shared/model/error.ts';
import type { PowerShellSession } from '../../src-main/powershell/sessions.ts';
import { createProbe, type Probe } from './open-probe.ts';

let folder: string;
let probe: Probe;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refused-connection-'));
  probe = await createProbe('echo');
});
afterAll(async () => {
  await probe.dispose();
  await rm(folder, { recursive: true });
});

async function opening(refusal: string): Promise<Result<PowerShellSession>> {
  const modulePath = join(await mkdtemp(join(folder, 'module-')), 'module');
  await cp(probe.settings.modulePath, modulePath, { recursive: true });
  await appendFile(
    join(modulePath, 'Wire.psm1'),
    `\nfunction global:New-PSSession {
       [CmdletBinding()] param([string[]] $HostName, $UserName, $KeyFilePath, $Port, $Subsystem)
       ${refusal}
     }\n`,
  );
  return probe.onPremises({}, { modulePath });
}
/** As New-PSSession writes it: an error whose exception has the number */
const written = (number: number, message: string): string =>
  `$exception = [System.Management.Automation.Remoting.PSRemotingTransportException]::new('${message}')
   $exception.ErrorCode = ${String(number)}
   $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new($exception, 'CannotConnect,PSSessionOpenFailed', 'OpenError', $null))`;

describe('a connection that is refused', () => {
  it.each([
    ['nothing that listens', -2144108526, 'no', 'session.notReached'],
    ['a name without SPN', -2146893053, 'no', 'session.nameWithoutSpn'],
    ['Kerberos, with the number in the text', -2144108387, 'error code 0x80090322 occurred', 'session.nameWithoutSpn'],
    ['something else than Exchange', -2144108273, 'HTTP 407', 'session.otherAnswered'],
    ['a wrong password', 1326, 'no', 'session.connectFailed'],
  ] as const)('by %s keeps the number and the words of Windows', async (_, number, message, code) => {
    expect(await opening(written(number, message))).toMatchObject({
      ok: false,
      error: { code, effect: 'none', details: { transport: String(number), message: expect.stringContaining(message) as string } },
    });
  });

  it('because PowerShell has no WSMan has an error of its own: here it really has none', async () => {
    const real = "Microsoft.PowerShell.Core\\New-PSSession -ConnectionUri 'http://ex01.contoso.com/PowerShell/' -Authentication Kerberos";
    expect(await opening(real)).toMatchObject({ ok: false, error: { code: 'session.wsmanClientMissing' } });
  });
});

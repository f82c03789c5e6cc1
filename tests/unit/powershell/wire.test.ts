/** What goes to PowerShell, in whatever code page its console is. */
import { expect, it } from 'vitest';
import { openOnPremises } from '../../../src-main/powershell/sessions.ts';
import { canBeScripted, done, scriptedPowerShell } from './scripted-powershell.ts';

const ssh = { kind: 'ssh', host: '山田.contoso.com', userName: 'Jürgen', keyFile: '/key', port: 22, subsystem: 'powershell' } as const;

it.skipIf(!canBeScripted)('is ASCII to the last byte, also where the module and the server have other names', async () => {
  const powershell = await scriptedPowerShell([done, done, done]);
  const modulePath = "C:/ツール/O'Brien ‘Jürgen’/powershell";
  const session = await openOnPremises({ ...powershell.settings, modulePath }, ssh);
  expect(session.ok).toBe(true);
  const input = await powershell.input();
  if (session.ok) await session.value.close();
  await powershell.remove();

  expect([...input].filter((byte) => byte > 0x7e || (byte < 0x20 && byte !== 0x0a))).toEqual([]);
  const [environment, , first, load, answer] = new TextDecoder().decode(input).split('\n');
  expect(JSON.parse(environment ?? '')).toEqual({ NO_COLOR: '1', POWERSHELL_UPDATECHECK: 'Off', POWERSHELL_TELEMETRY_OPTOUT: '1' });
  // Before anything can fail: its words are read as UTF-8.
  expect(first).toBe('[Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)');
  const [, path = ''] = /FromBase64String\('([A-Za-z0-9+/=]+)'\)\)\)$/.exec(load ?? '') ?? [];
  // The answer to a question that PowerShell may ask: the default, which is not to run what is signed by somebody unknown.
  expect(answer).toBe('');
  expect(Buffer.from(path, 'base64').toString('utf8')).toBe(`${modulePath}/HybridCertificateWizard.psm1`);
});

/**
 * A machine on which Group Policy allows only signed scripts. HCW_SIGNED_MODULE names the modules of a package that was signed; their signer is
 * a trusted publisher here when HCW_SIGNER_TRUSTED is set. tests/windows/workflow/Set-AllSigned.ps1 makes the machine so.
 */
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshContext } from '../../shared/wizard/context.ts';
import { connectedSettings } from '../../src-main/exchange/connected-settings.ts';
import { openBridge } from '../../src-main/powershell/bridge.ts';

const { HCW_SIGNED_MODULE: signed = '', HCW_SIGNER_TRUSTED: trusted = '' } = process.env;
const product = join(import.meta.dirname, '../../src-main/powershell/module');
const settings = connectedSettings({ packaged: false, modulePath: signed }).settings(freshContext('en'));
const isHere = process.platform === 'win32' && signed !== '';
const policy = 'AllSigned';

describe.skipIf(!isHere)('where only signed scripts run', () => {
  it('modules that nobody signed are named as such', async () => {
    const opened = await openBridge({ ...settings, modulePath: product });
    expect(opened).toMatchObject({ ok: false, error: { code: 'powershell.onlySigned', effect: 'none', details: { policy } } });
  });

  it.skipIf(trusted !== '')(
    'modules of a signer whom the machine does not trust are named with the signer, and nothing waits for an answer',
    async () => {
      const details = { policy, signer: expect.stringContaining('CN=') as unknown };
      expect(await openBridge(settings)).toMatchObject({
        ok: false,
        error: { code: 'powershell.signerNotTrusted', effect: 'none', details },
      });
    },
  );

  it.skipIf(trusted === '')('modules of a trusted publisher are loaded, whose sums are those of the build', async () => {
    const opened = await openBridge(settings);
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    expect(await opened.value.request('Describe', {}, { what: 'Describe', effect: 'none' })).toMatchObject({ ok: true });
    await opened.value.close();
  });

  it('signed modules that were changed are not even shown to PowerShell', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'signed-'));
    const modulePath = join(folder, 'module');
    await cp(signed, modulePath, { recursive: true });
    await appendFile(join(modulePath, 'Wire.psm1'), 'Remove-Item x\r\n');
    const opened = await openBridge({ ...settings, modulePath });
    await rm(folder, { recursive: true });
    expect(opened).toMatchObject({ ok: false, error: { code: 'powershell.moduleChanged' } });
  });
});

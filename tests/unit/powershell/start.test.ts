/** A PowerShell that does not come to work is told as what it is, and nothing was asked of Exchange. */
import { appendFile, cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sumsModule, sumsPath, tableModule, tablePath } from '../../../scripts/powershell-module.ts';
import type { Result } from '../../../shared/model/error.ts';
import { freshContext } from '../../../shared/wizard/context.ts';
import { connectedSettings } from '../../../src-main/exchange/connected-settings.ts';
import { moduleSum } from '../../../src-main/powershell/module-sum.ts';
import { moduleSums } from '../../../src-main/powershell/module-sums.ts';
import { openOnPremises, type PowerShellSettings } from '../../../src-main/powershell/sessions.ts';
import { canBeScripted, done, scriptedPowerShell } from './scripted-powershell.ts';

const ssh = { kind: 'ssh', host: 'ex01.contoso.com', userName: 'admin', keyFile: '/key', port: 22, subsystem: 'powershell' } as const;
const closings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const close of closings.splice(0)) await close();
});

async function opened(
  answers: Parameters<typeof scriptedPowerShell>[0],
  surroundings: Parameters<typeof scriptedPowerShell>[1],
  other: Partial<PowerShellSettings> = {},
): Promise<Result<unknown>> {
  const powershell = await scriptedPowerShell(answers, surroundings);
  closings.push(() => powershell.remove());
  const session = await openOnPremises({ ...powershell.settings, ...other }, ssh);
  if (session.ok) closings.unshift(() => session.value.close());
  return session;
}

describe.skipIf(!canBeScripted)('a module that is not loaded', () => {
  it.each([
    ['AllSigned', '', 'powershell.onlySigned'],
    ['AllSigned', 'CN=山田, O=Contoso', 'powershell.signerNotTrusted'],
    ['Restricted', 'CN=Contoso', 'powershell.noScripts'],
    ['RemoteSigned', '', 'powershell.moduleNotLoaded'],
  ])('under the policy %s, signed by "%s": %s', async (policy, signer, code) => {
    const shown = code === 'powershell.signerNotTrusted' ? { policy, signer } : { policy };
    expect(await opened([[]], { language: 'FullLanguage', policy, signer })).toEqual({
      ok: false,
      error: { code, effect: 'none', details: expect.objectContaining(shown) as unknown },
    });
  });

  it('in a constrained language, where no request is ever answered', async () => {
    const error = { code: 'powershell.constrained', effect: 'none', details: { mode: 'ConstrainedLanguage' } };
    expect(await opened(['silence'], { language: 'ConstrainedLanguage' })).toEqual({ ok: false, error });
  });
});

it.skipIf(!canBeScripted)('a PowerShell that does not start in time is not taken for Exchange', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const opening = opened(['silence'], {});
  // The time begins to run once the process has been started.
  await vi.waitFor(() => {
    expect(vi.getTimerCount()).toBeGreaterThan(0);
  });
  await vi.advanceTimersByTimeAsync(120_000);
  expect(await opening).toMatchObject({ ok: false, error: { code: 'powershell.startTimedOut', effect: 'none' } });
});

describe('the files of the module', () => {
  const product = join(import.meta.dirname, '../../../src-main/powershell/module');

  it('are those that were built: the generated sums and table are up to date', async () => {
    expect(await readFile(sumsPath, 'utf8')).toBe(sumsModule());
    expect(await readFile(tablePath, 'utf8')).toBe(tableModule());
    expect(connectedSettings({ packaged: true, modulePath: '/module' }).settings(freshContext('en')).moduleSums).toBe(moduleSums);
  });

  describe('may be signed after the sums were taken', () => {
    const block = ['# SIG # Begin signature block', '# MIIFkwYJKoZIhvcNAQcCoIIFhDCC+/==', '# BYAwggV8', '# SIG # End signature block'];
    const [name, sum] = Object.entries(moduleSums)[0] ?? ['', ''];
    const sumWith = async (...lines: readonly string[]): Promise<string> =>
      moduleSum(Buffer.concat([await readFile(join(product, name)), Buffer.from(['', ...lines, ''].join('\r\n'))]));

    it('which changes nothing in them', async () => {
      expect(await sumWith(...block)).toBe(sum);
    });

    it.each([
      ['a command within it', block.toSpliced(2, 0, 'Remove-Item x')],
      ['a command in one of its lines', block.toSpliced(2, 0, '# A==; Remove-Item x')],
      ['a command behind it', [...block, 'Remove-Item x']],
      ['a command before it', ['Remove-Item x', ...block]],
      ['a command within a second one', [...block, ...block.with(1, 'Remove-Item x')]],
      ['a line that ends otherwise', block.with(1, '# AA\u2028Remove-Item x')],
      ['nothing signed', [...block.slice(0, 1), ...block.slice(3)]],
    ])('but not by %s', async (_, lines) => {
      expect(await sumWith(...lines)).not.toBe(sum);
    });
  });

  it('have one sum whatever ends their lines, and another one when the lines are joined', () => {
    const [ofWindows, ofUnix, joined] = ['a\r\nb', 'a\nb', 'ab'].map((text) => moduleSum(new TextEncoder().encode(text)));
    expect(ofWindows).toBe(ofUnix);
    expect(ofWindows).not.toBe(joined);
  });

  it.skipIf(!canBeScripted).each(Object.keys(moduleSums))('are not loaded when %s is another one, or missing', async (name) => {
    const modulePath = await mkdtemp(join(tmpdir(), 'module-'));
    closings.push(() => rm(modulePath, { recursive: true }));
    await cp(product, modulePath, { recursive: true });
    expect(await opened([done, done, done], { language: 'FullLanguage' }, { modulePath, moduleSums })).toMatchObject({ ok: true });
    await appendFile(join(modulePath, name), '\r\nRemove-Item x');
    const refused = { ok: false, error: { code: 'powershell.moduleChanged', effect: 'none', details: { path: join(modulePath, name) } } };
    expect(await opened([done, done], { language: 'FullLanguage' }, { modulePath, moduleSums })).toEqual(refused);
    await rm(join(modulePath, name));
    expect(await opened([done, done], { language: 'FullLanguage' }, { modulePath, moduleSums })).toEqual(refused);
  });
});

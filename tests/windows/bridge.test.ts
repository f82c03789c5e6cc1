/**
 * The bridge in PowerShell for Windows, whose console reads and writes in a code page. HCW_PWSH names that PowerShell, HCW_PWSH_VERSION
 * how its version begins, and HCW_CODE_PAGE the code page that its console has here: see scripts/windows and .github/workflows.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallOutcome, CmdletCall } from '../../shared/commands/call.ts';
import type { Result } from '../../shared/model/error.ts';
import { freshContext } from '../../shared/wizard/context.ts';
import { connectedSettings } from '../../src-main/exchange/connected-settings.ts';
import { openBridge, type Bridge } from '../../src-main/powershell/bridge.ts';
import { callArguments, outcomeOf } from '../../src-main/powershell/calls.ts';
import { openExchangeOnline, type PowerShellSettings } from '../../src-main/powershell/sessions.ts';
import { hostileCorpus } from '../powershell/hostile-corpus.ts';
import { valueOf } from '../powershell/open-probe.ts';
import { plain } from '../powershell/plain.ts';
import { units } from '../powershell/read-back.ts';

const root = join(import.meta.dirname, '../..');
const { HCW_PWSH: powershell = '', HCW_PWSH_VERSION: version = '', HCW_CODE_PAGE: codePage = '' } = process.env;
const japanese = '証明書 更新ツール 山田';
/** Of the second byte of some characters in code page 932 ASCII programs make a backslash; others are not in it at all. */
const japaneseTexts = ['表示能力ソフト', '〜―∥－', 'ｶﾅ ①Ⅲ㈱', '髙﨑 𠮟る', 'Jürgen Größe', '😀'] as const;

let folder: string;
let settings: PowerShellSettings;
let bridge: Bridge;

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'hcw-')), japanese);
  const module = join(folder, 'module');
  await cp(join(root, 'src-main/powershell/module'), module, { recursive: true });
  const modules = join(folder, 'modules');
  await writeModule(modules, 'Echo', 'Get-InboundConnector', await readFile(join(root, 'tests/powershell/probes/echo/Echo.psm1'), 'utf8'));
  await writeModule(
    modules,
    'Refusing',
    'Get-OutboundConnector',
    'function Get-OutboundConnector { param([string] $Identity) throw $Identity }',
  );
  await writeModule(
    modules,
    'ExchangeOnlineManagement',
    'Connect-ExchangeOnline',
    'function Connect-ExchangeOnline { throw "It was loaded." }',
  );
  settings = connectedSettings({ packaged: false, modulePath: module }).settings(freshContext('ja'));
  // Windows PowerShell has its own modules only where the path that it inherits names them.
  const PSModulePath = [modules, process.env['PSModulePath'] ?? []].flat().join(delimiter);
  settings = { ...settings, env: { ...settings.env, PSModulePath, HCW_CMDLET_TABLE: join(module, 'CmdletTable.psm1') } };
});
beforeEach(async () => {
  bridge = valueOf(await openBridge(settings));
});
afterEach(() => bridge.close());
afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

/** A module that PowerShell loads by itself when its command is called. */
async function writeModule(modules: string, name: string, command: string, script: string): Promise<void> {
  const own = join(modules, name);
  await mkdir(own, { recursive: true });
  await writeFile(join(own, `${name}.psm1`), script);
  const manifest = `@{ ModuleVersion = '3.9.0'; RootModule = '${name}.psm1'; FunctionsToExport = @('${command}') }`;
  await writeFile(join(own, `${name}.psd1`), manifest);
}

/** As a session with Exchange Online sends it, whose cmdlets run in this PowerShell. */
async function invoke(cmdlet: 'Get-InboundConnector' | 'Get-OutboundConnector', identity: string): Promise<Result<CallOutcome>> {
  const call: CmdletCall = { side: 'exchangeOnline', cmdlet, parameters: { Identity: identity } };
  const reply = await bridge.request('Invoke', callArguments(call), { what: cmdlet, effect: 'none' });
  return reply.ok ? outcomeOf(reply.value, cmdlet, 'none') : reply;
}

describe.skipIf(process.platform !== 'win32' || powershell === '')('in PowerShell for Windows', () => {
  it('whose console has the code page of the test', async () => {
    const command = '"$($PSVersionTable.PSVersion) $([Console]::InputEncoding.CodePage) $([Console]::OutputEncoding.CodePage)"';
    const { stdout } = await promisify(execFile)(powershell, ['-NoProfile', '-Command', command], { windowsHide: true });
    const [found = '', ...pages] = stdout.trim().split(' ');
    expect(found.slice(0, version.length)).toBe(version);
    expect(pages).toEqual([codePage, codePage]);
  });

  it('the module is loaded from a folder with a Japanese name, and answers', async () => {
    const described = valueOf(await bridge.request('Describe', {}, { what: 'Describe', effect: 'none' }));
    const Edition = version.startsWith('5.') ? 'Desktop' : 'Core';
    expect(plain(described)).toMatchObject({ Objects: [{ Version: expect.stringContaining(version) as unknown, Edition }] });
  });

  it('a module that was changed is not loaded', async () => {
    const modulePath = join(folder, 'changed');
    await cp(settings.modulePath, modulePath, { recursive: true });
    await writeFile(join(modulePath, 'Wire.psm1'), `${await readFile(join(modulePath, 'Wire.psm1'), 'utf8')}\r\n`);
    expect(await openBridge({ ...settings, modulePath })).toMatchObject({ ok: false, error: { code: 'powershell.moduleChanged' } });
  });

  it('every text of the corpus, and Japanese, arrives in a cmdlet and comes back unchanged', async () => {
    const texts = [...japaneseTexts, ...hostileCorpus];
    const harmed: unknown[] = [];
    for (const text of texts) {
      const outcome = await invoke('Get-InboundConnector', text);
      const echo = outcome.ok ? outcome.value.objects.map(plain)[0] : outcome.error;
      if (!isDeepStrictEqual(echo, { Identity: { Kind: 'text', Units: units(text), Back: text } })) harmed.push({ text, echo });
    }
    expect(harmed).toEqual([]);
    expect(texts.length).toBeGreaterThan(200);
  });

  it('why a module was not loaded is readable, which comes by way of the console', async () => {
    const error = await openBridge({ ...settings, modulePath: join(folder, '無い'), moduleSums: {} });
    expect(error).toMatchObject({ ok: false, error: { code: 'powershell.moduleNotLoaded' } });
    expect(error).toMatchObject({ error: { details: { message: expect.stringContaining('無い') as unknown } } });
  });

  it('what a cmdlet says is readable', async () => {
    for (const words of japaneseTexts)
      expect(await invoke('Get-OutboundConnector', words)).toMatchObject({ ok: false, error: { details: { message: words } } });
  });

  it('a module for the sign-in that nobody signed is named, and not loaded', async () => {
    const refused = await openExchangeOnline(settings, {
      userPrincipalName: 'a@contoso.com',
      environment: 'O365Default',
      signIn: 'windows',
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'online.moduleUnsigned', effect: 'none' } });
    expect(refused).toMatchObject({ error: { details: { message: expect.stringContaining(join(folder, 'modules')) as unknown } } });
  });
});

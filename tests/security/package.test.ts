/** Packages that are made here, looked into, and started: with the runtime of this system, and for Windows with a stand-in. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { createHash } from 'node:crypto';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notForUse, packageWizard } from '../../scripts/package-wizard.ts';
import { root } from '../../scripts/root.ts';
import { hasDisplay, startDisplay } from '../../scripts/runtime/display.ts';
import { isRoot } from '../../scripts/runtime/cache.ts';
import { asOrdinaryUser, folderForUser } from '../../scripts/runtime/ordinary-user.ts';
import { provideSystemLibraries } from '../../scripts/runtime/system-libraries.ts';
import { expectFusesOff } from './fuses.ts';
import { connectionTo, freePort, startPackaged } from './packaged-program.ts';
import { writeStandIn } from './package-stand-in.ts';

const say = (line: string): void => {
  console.info(line);
};
const out = mkdtempSync(join(tmpdir(), 'wizard-package-'));
const modules = join(root, 'src-main/powershell/module');

beforeAll(() => {
  chmodSync(out, 0o755);
});
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

const filesIn = (asar: string): readonly string[] =>
  listPackage(asar, { isPack: false })
    .map((path) => path.replaceAll('\\', '/').slice(1))
    .filter((path) => /\.[a-z]+$/.test(path));

/** Packages that the shipped sources import themselves. They are bundled, so the notices must name them; types are not bundled. */
function importedPackages(): readonly string[] {
  const sources = ['shared', 'src-main', 'src-renderer'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(?:ts|svelte)$/.test(path) && !path.includes('compiled'))
      .map((path) => readFileSync(join(root, folder, path), 'utf8')),
  );
  const imported = sources.flatMap((source) => [
    ...source.matchAll(/^\s*import (?!type )(?:[^;]*? from )?'((?:@[\w-]+\/)?[\w-]+)[^']*';/gm),
  ]);
  return [...new Set(imported.flatMap(([, name]) => name ?? []))].filter((name) => !['electron', 'node', 'virtual'].includes(name));
}

/** Packages of which the build recorded a module. */
const bundledPackages = (): readonly string[] => {
  const ids = ['main', 'preload', 'renderer'].flatMap(
    (part) => JSON.parse(readFileSync(join(root, `out/bundled/${part}.json`), 'utf8')) as readonly string[],
  );
  return [...new Set(ids.flatMap((id) => /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id.replaceAll('\\', '/'))?.[1] ?? []))];
};

function expectNotices(notices: string): void {
  const named = new Set([...notices.matchAll(/^(\S+) \S+\nLicense: /gm)].map(([, name]) => name));
  const imported = importedPackages();
  expect(imported).toEqual(expect.arrayContaining(['valibot', 'svelte', 'node-powershell', '@fluentui/svg-icons']));
  expect(imported.filter((name) => !named.has(name))).toEqual([]);
  // Not imported by name: packages of packages, what the build itself adds, and data.
  expect(bundledPackages().filter((name) => !named.has(name))).toEqual([]);
  for (const name of ['@peculiar/asn1-x509', 'child-shell', '@fluentui/tokens', '@inlang/paraglide-js', 'rolldown'])
    expect(named, name).toContain(name);
  expect(notices).toContain('https://github.com/microsoft/Get-ExchangeBuildNumber');
}

function expectContent(folder: string): void {
  const resources = join(folder, 'resources');
  expect(readdirSync(resources).sort()).toEqual(['app.asar', 'powershell']);
  expect(readdirSync(join(folder, 'locales')).sort()).toEqual(['en-US.pak', 'ja.pak']);
  for (const license of ['LICENSE.txt', 'LICENSE.electron.txt', 'LICENSES.chromium.html'])
    expect(existsSync(join(folder, license)), license).toBe(true);
  expectNotices(readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8'));
  expect(readFileSync(join(folder, notForUse), 'utf8')).toMatch(/^NOT FOR USE/);
  expect(readdirSync(join(resources, 'powershell')).sort()).toEqual(readdirSync(modules).sort());
  for (const name of readdirSync(modules))
    expect(readFileSync(join(resources, 'powershell', name))).toEqual(readFileSync(join(modules, name)));

  const asar = join(resources, 'app.asar');
  const files = filesIn(asar);
  expect(files).toEqual(expect.arrayContaining(['package.json', 'out/app/main/main.js', 'out/app/preload/preload.cjs']));
  const allowed = /^(?:package\.json|out\/app\/(?:main|preload|renderer)\/(?:[\w.-]+\/)?[\w.-]+\.(?:js|cjs|html|css|svg))$/;
  expect(files.filter((path) => !allowed.test(path))).toEqual([]);
  const about = JSON.parse(extractFile(asar, 'package.json').toString('utf8')) as Readonly<Record<string, unknown>>;
  expect(Object.keys(about)).not.toEqual(expect.arrayContaining(['scripts']));
  expect(Object.keys(about)).not.toEqual(expect.arrayContaining(['devDependencies']));
  for (const path of files.filter((name) => name.endsWith('js'))) {
    const text = extractFile(asar, path).toString('utf8');
    expect(text, path).not.toContain('sourceMappingURL');
    expect(text, path).not.toContain(root);
  }
}

describe('the package for this system', () => {
  const folder = join(out, 'here', `${process.platform === 'win32' ? 'win' : process.platform}-unpacked`);
  const executable = join(folder, process.platform === 'win32' ? 'Hybrid Certificate Wizard.exe' : 'hybrid-certificate-wizard');

  beforeAll(() =>
    packageWizard({ platform: process.platform, named: undefined, prove: true, unpacked: true, out: join(out, 'here') }, say),
  );

  it('has its fuses set', () => expectFusesOff(executable));

  it('holds what was built, and what PowerShell loads, unchanged', () => {
    expectContent(folder);
  });

  it('starts as the wizard, whatever Node’s and Chromium’s switches and variables say, and never without its sandbox', async () => {
    const display = hasDisplay() ? undefined : await provideSystemLibraries(true, say).then(startDisplay);
    const home = folderForUser('wizard-package-home-');
    // Chromium's sandbox needs its helper owned by root with the set-user-id bit, which copying drops.
    if (isRoot) chmodSync(join(folder, 'chrome-sandbox'), 0o4755);
    const log = join(home, 'data/logs/wizard.log');
    const [foreign, mark] = [join(out, 'foreign.cjs'), join(home, 'foreign-was-here')];
    writeFileSync(foreign, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');`);
    const env = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${foreign}`, ...(display && { DISPLAY: display.name }) };
    const start = (...args: readonly string[]): ReturnType<typeof startPackaged> =>
      startPackaged(asOrdinaryUser(executable, home), [`--user-data-dir=${join(home, 'data')}`, '--lang=ja', ...args], env);
    const port = await freePort();
    const program = start('--inspect=0', `--remote-debugging-port=${String(port)}`, '--remote-debugging-address=127.0.0.1');
    try {
      // The page has it from the main process, in the language of the system.
      await program.until(() => existsSync(log) && readFileSync(log, 'utf8').includes('ハイブリッド証明書ウィザード'));
      expect(existsSync(mark)).toBe(false);
      expect(program.said()).not.toMatch(/(?:Debugger|DevTools) listening/);
      await expect(connectionTo(port)).rejects.toThrow('ECONNREFUSED');
    } finally {
      await program.end();
    }
    try {
      rmSync(log);
      for (const name of ['--no-sandbox', '--single-process', '--in-process-gpu']) {
        const unconfined = start(name);
        expect(await unconfined.ended, name).toBe(1);
        expect(existsSync(log), name).toBe(false);
      }
    } finally {
      display?.stop();
      rmSync(home, { recursive: true, force: true });
    }
  });
});

describe('the package for Windows', () => {
  const folder = join(out, 'windows/win-unpacked');
  const executable = join(folder, 'Hybrid Certificate Wizard.exe');

  beforeAll(async () => {
    const named = join(out, 'stand-in');
    mkdirSync(named);
    writeStandIn(named);
    await packageWizard({ platform: 'win32', named, prove: true, unpacked: true, out: join(out, 'windows') }, say);
  });

  it('has its fuses set', () => expectFusesOff(executable));

  it('holds what was built, and what PowerShell loads, unchanged', () => {
    expectContent(folder);
  });

  it('carries the sum of its archive, its icon, and who made it', () => {
    const { entries } = NtExecutableResource.from(NtExecutable.from(readFileSync(executable)));
    const integrity = entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR');
    const header = getRawHeader(join(folder, 'resources/app.asar')).headerString;
    expect(JSON.parse(Buffer.from(integrity?.bin ?? new ArrayBuffer(0)).toString('utf8'))).toEqual([
      { file: 'resources\\app.asar', alg: 'SHA256', value: createHash('sha256').update(header).digest('hex') },
    ]);
    expect(Resource.IconGroupEntry.fromEntries(entries)[0]?.icons).toHaveLength(9);
    const [version] = Resource.VersionInfo.fromEntries(entries);
    expect(version?.getStringValues({ lang: 0x0409, codepage: 1200 })).toMatchObject({
      ProductName: 'Hybrid Certificate Wizard',
      CompanyName: 'Hybrid Certificate Wizard contributors',
      LegalCopyright: expect.stringContaining('Copyright ©') as unknown,
    });
  });
});

/** What electron-builder.yml promises. That a package keeps it is proven by tests/security/package.test.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runtimeToPackage } from '../../../scripts/package-runtime.ts';
import { root } from '../../../scripts/root.ts';

const configuration = v.parse(
  v.looseObject({
    appId: v.string(),
    copyright: v.string(),
    electronFuses: v.record(v.string(), v.boolean()),
    win: v.looseObject({ icon: v.string() }),
    nsis: v.looseObject({}),
  }),
  parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')),
);
const program = v.parse(
  v.looseObject({ productName: v.string(), dependencies: v.optional(v.unknown()), devDependencies: v.record(v.string(), v.string()) }),
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
);

describe('the configuration of the package', () => {
  it('turns off every way to run other code in the program', () => {
    expect(configuration.electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('packs what was built, and nothing else', () => {
    expect(configuration).toMatchObject({
      asar: true,
      files: ['package.json', 'out/app/**', '!out/app/main/powershell', '!**/*.map'],
      extraResources: [{ from: 'src-main/powershell/module', to: 'powershell', filter: ['*.psm1'] }],
      extraFiles: [
        { from: 'LICENSE', to: 'LICENSE.txt' },
        { from: 'out/THIRD-PARTY-NOTICES.txt', to: 'THIRD-PARTY-NOTICES.txt' },
      ],
    });
    expect(program.dependencies).toBeUndefined();
  });

  it('signs what PowerShell loads with the program, where a certificate is configured', () => {
    expect(configuration.win).toMatchObject({ signExts: ['.psm1'], signtoolOptions: { signingHashAlgorithms: ['sha256'] } });
  });

  it('publishes nothing and updates nothing', () => {
    expect(configuration).toMatchObject({ publish: null, nsis: { packElevateHelper: false, differentialPackage: false } });
    expect(Object.keys(program.devDependencies)).not.toContain('electron-updater');
  });

  it('asks in Japanese or English where to install, and for whom', () => {
    expect(configuration).toMatchObject({
      electronLanguages: ['en-US', 'ja'],
      win: { target: [{ target: 'nsis', arch: ['x64'] }], requestedExecutionLevel: 'asInvoker' },
      nsis: { oneClick: false, perMachine: false, allowElevation: true, installerLanguages: ['en_US', 'ja_JP'] },
    });
  });

  it('keeps what a change is taken back with when the program is removed', () => {
    expect(configuration.nsis).toMatchObject({ deleteAppDataOnUninstall: false });
  });

  describe('while the wizard runs', () => {
    const script = readFileSync(join(root, 'build/installer.nsh'), 'utf8');
    const templates = join(root, 'node_modules/app-builder-lib/templates/nsis');
    const stock = (name: string): string => readFileSync(join(templates, name), 'utf8');
    const linesOf = (name: string): readonly string[] =>
      (new RegExp(`^!macro ${name}\\n(.*?)^!macroend$`, 'ms').exec(script)?.[1] ?? '')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');

    it('refuses a silent installation, with an exit code of its own, before anything is ended or written', () => {
      expect(linesOf('customInit')).toEqual([
        '${if} ${Silent}',
        'Push $R0',
        '${nsProcess::FindProcess} "${APP_EXECUTABLE_FILENAME}" $R0',
        '${if} $R0 == 0',
        'SetErrorLevel 20',
        'Quit',
        '${endif}',
        'Pop $R0',
        '${endif}',
      ]);
      const installer = stock('installer.nsi');
      expect(installer.indexOf('!insertmacro customInit')).toBeGreaterThan(installer.indexOf('Function .onInit'));
      expect(installer.indexOf('!insertmacro customInit')).toBeLessThan(installer.indexOf('Section "install"'));
      expect(stock('include/allowOnlyOneInstallerInstance.nsh')).toContain('!include "nsProcess.nsh"');
    });

    it('refuses a silent removal likewise, and not that of the earlier version by an installer, which has asked', () => {
      expect(linesOf('customCheckAppRunning')).toEqual([
        '!ifdef BUILD_UNINSTALLER',
        '${if} ${Silent}',
        '${andIfNot} ${isUpdated}',
        '${nsProcess::FindProcess} "${APP_EXECUTABLE_FILENAME}" $R0',
        '${if} $R0 == 0',
        'SetErrorLevel 20',
        'Quit',
        '${endif}',
        '${endif}',
        '!endif',
        '!insertmacro IS_POWERSHELL_AVAILABLE',
        '!insertmacro _CHECK_APP_RUNNING',
      ]);
      const removal = stock('uninstaller.nsh');
      expect(removal.indexOf('call un.checkAppRunning')).toBeGreaterThan(removal.indexOf('SetSilent silent'));
      expect(removal.indexOf('call un.checkAppRunning')).toBeLessThan(removal.indexOf('Section "un.'));
      expect(stock('include/installUtil.nsh')).toContain('StrCpy $0 "$0 --updated"');
    });
  });

  it('is named as an earlier installation was', () => {
    expect(configuration.appId).toBe('HybridCertificateWizard.App');
    expect(program.productName).toBe('Hybrid Certificate Wizard');
    expect(configuration.copyright).toMatch(/^Copyright © \d{4} /);
  });
});

describe('the icon', () => {
  const icon = readFileSync(join(root, configuration.win.icon));
  const images = Array.from({ length: icon.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const from = icon.readUInt32LE(entry + 12);
    return { size: icon[entry] === 0 ? 256 : icon[entry], data: icon.subarray(from, from + icon.readUInt32LE(entry + 8)) };
  });

  it('has every size that Windows asks for', () => {
    expect(icon.readUInt16LE(2)).toBe(1);
    expect(images.map(({ size }) => size)).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256]);
  });

  it('is a PNG in the largest size, and bitmaps of that size below', () => {
    for (const { size, data } of images) {
      if (size === 256) expect(data.subarray(1, 4).toString('latin1')).toBe('PNG');
      else expect([data.readUInt32LE(0), data.readInt32LE(4), data.readInt32LE(8)]).toEqual([40, size, (size ?? 0) * 2]);
    }
  });
});

describe('a runtime that is not the official one', () => {
  const folder = { platform: 'win32', named: root } as const;

  it('is not packaged for use', async () => {
    await expect(runtimeToPackage({ ...folder, prove: false }, () => undefined)).rejects.toThrow('is not the official Electron');
  });

  it('proves the configuration when it is said to', async () => {
    const runtime = await runtimeToPackage({ ...folder, prove: true }, () => undefined);
    expect(runtime).toMatchObject({ electronDist: root, official: false });
  });

  it('leaves another system to the download, whose sum is known', async () => {
    const other = process.platform === 'win32' ? 'linux' : 'win32';
    const runtime = await runtimeToPackage({ platform: other, named: undefined, prove: false }, () => undefined);
    expect(runtime).toMatchObject({ electronDist: undefined, official: true });
  });
});

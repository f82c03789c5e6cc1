/** The build fails, with a sentence that says what to do, before anything is shipped without its license. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundledPackage, noticesOf, packageFolderOf } from '../../../scripts/notices/third-party-notices.ts';
import { root } from '../../../scripts/root.ts';

const modulePath = (path: string): string => join(root, 'node_modules', path);
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wizard-notices-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function installed(about: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}): string {
  const path = join(folder, 'node_modules', about['name'] ?? '');
  mkdirSync(path, { recursive: true });
  for (const [name, text] of Object.entries({ 'package.json': JSON.stringify(about), ...files })) writeFileSync(join(path, name), text);
  return path;
}

describe('the package of a module', () => {
  it('is the innermost one, scoped or not, whatever the slashes and the query', () => {
    expect(packageFolderOf('/a/node_modules/outer/node_modules/@scope/inner/lib/x.js?raw')).toBe(
      '/a/node_modules/outer/node_modules/@scope/inner',
    );
    expect(packageFolderOf('C:\\a\\node_modules\\saxes\\saxes.js')).toBe('C:/a/node_modules/saxes');
  });

  it('is not there for a module of the project', () => {
    expect(packageFolderOf(join(root, 'src-main/main.ts'))).toBeUndefined();
  });

  it('is known for what the build itself makes', () => {
    expect(packageFolderOf('\0rolldown/runtime.js')).toBe(modulePath('rolldown'));
    expect(packageFolderOf('\0virtual:fluent-tokens.css')).toBe(modulePath('@fluentui/tokens'));
    expect(packageFolderOf(join(root, 'shared/messages/compiled/runtime.js'))).toBe(modulePath('@inlang/paraglide-js'));
  });

  it('has to be named for anything else that the build makes', () => {
    expect(() => packageFolderOf('\0virtual:something-new')).toThrow('Name its package in scripts/notices/licenses.ts');
  });
});

describe('a bundled package', () => {
  it('is named with its version, license and license text', () => {
    const path = installed({ name: 'a-package', version: '1.2.3', license: 'MIT' }, { LICENSE: 'Copyright (c) Contributors\n' });
    expect(bundledPackage(path)).toEqual({ name: 'a-package', version: '1.2.3', license: 'MIT', text: 'Copyright (c) Contributors' });
  });

  it('brings its NOTICE file too', () => {
    const path = installed(
      { name: 'a-package', version: '1.2.3', license: 'Apache-2.0' },
      { 'LICENSE.txt': 'Terms', NOTICE: 'Attribution' },
    );
    expect(bundledPackage(path).text).toBe('Terms\n\nAttribution');
  });

  it('fails the build without a license text', () => {
    const path = installed({ name: 'a-package', version: '1.2.3', license: 'MIT' }, { NOTICE: 'Attribution' });
    expect(() => bundledPackage(path)).toThrow('a-package 1.2.3 is bundled but has no license text');
  });

  it.each([{ license: 'GPL-3.0' }, {}])('fails the build with a license that was not accepted: %o', (license) => {
    const path = installed({ name: 'a-package', version: '1.2.3', ...license }, { LICENSE: 'Terms' });
    expect(() => bundledPackage(path)).toThrow('a-package 1.2.3 is bundled under the license');
  });

  it('fails the build when a kept license text is of another version', () => {
    const path = installed({ name: 'saxes', version: '6.0.1', license: 'ISC' });
    expect(() => bundledPackage(path)).toThrow('Check that it is right for 6.0.1');
  });

  it('is used under the license that was chosen, where it offers two', () => {
    const { license, text } = bundledPackage(modulePath('node-forge'));
    expect(license).toBe('BSD-3-Clause');
    expect(text).toContain('Digital Bazaar');
    expect(text).not.toContain('TERMS AND CONDITIONS FOR COPYING');
  });
});

describe('the notices', () => {
  it('name each package once, sorted, whichever part bundles it', () => {
    const { packages } = noticesOf([modulePath('valibot/a.js'), modulePath('saxes/saxes.js'), modulePath('valibot/b.js')]);
    expect(packages.map(({ name }) => name)).toEqual(['saxes', 'valibot']);
  });

  it('include the notice that lies beside bundled data', () => {
    writeFileSync(join(folder, 'table.NOTICE'), 'Data of somebody else');
    expect(noticesOf([join(folder, 'table.json')]).text).toContain('Data of somebody else');
  });
});

/** The scripts of the workflow for Windows, which nothing here can run: PowerShell's own parser reads them. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { providePowerShell } from '../../scripts/powershell-for-tests.ts';

const folder = join(import.meta.dirname, '../windows/workflow');
const parse = `foreach ($path in $args) {
  $errors = $null
  [void] [System.Management.Automation.Language.Parser]::ParseFile($path, [ref] $null, [ref] $errors)
  "$([System.IO.Path]::GetFileName($path)): $($errors.Count)"
}`;

it('the scripts of the workflow are ASCII, and have no error that a parser finds', async () => {
  const names = (await readdir(folder)).sort();
  const paths = names.map((name) => join(folder, name));
  for (const path of paths) expect([...(await readFile(path))].filter((byte) => byte > 0x7e)).toEqual([]);
  const command = `& { ${parse} } ${paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(' ')}`;
  const { stdout } = await promisify(execFile)(await providePowerShell(), ['-NoLogo', '-NoProfile', '-Command', command]);
  expect(stdout.trim().split(/\r?\n/)).toEqual(names.map((name) => `${name}: 0`));
});

/**
 * The installer that `npm run package` makes, with a runtime that is none: installed silently, over itself, refused while a wizard
 * runs, as its removal is then, and removed. Elevation, the taskbar and the start of the wizard are left to the stand-ins for the plug-ins of NSIS.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeStandIn } from '../../tests/security/package-stand-in.ts';
import { root } from '../root.ts';
import { runTool } from '../test/command.ts';
import type { PartResult } from '../test/part.ts';
import type { Ground } from './ground.ts';
import { provideInstallerTools } from './installer-tools.ts';
import { mounted, windowsPath, type WindowsResult } from './wine.ts';

/** Of a user whose Windows is Japanese. */
const folderName = '証明書 更新ツール';
const program = 'Hybrid Certificate Wizard.exe';
const uninstaller = 'Uninstall Hybrid Certificate Wizard.exe';
/** What build/installer.nsh ends with while a wizard runs. */
const wizardRuns = 20;

export async function runInstaller(ground: Ground): Promise<PartResult> {
  const { work, run, runNode } = ground;
  const [out, runtime, drive] = [join(work, 'package'), join(work, 'runtime'), join(work, 'prefix/drive_c')];
  for (const folder of [out, runtime]) await mkdir(folder);
  writeStandIn(runtime);
  const { env, sevenZipForWindows } = await provideInstallerTools(ground, out);
  const packaged = await runTool('tsx/dist/cli.mjs', ['scripts/package.ts', '--prove', '--electron', runtime, '--out', out], {
    ...process.env,
    ...env,
  });
  const installer = 'NOT-FOR-USE.exe';
  if (packaged !== 0 || !existsSync(join(out, installer)))
    throw new Error(`npm run package ended with ${String(packaged)}, and made no installer.`);

  const mounts = [
    { from: out, to: `${mounted}/package` },
    { from: sevenZipForWindows, to: `${mounted}/7zip` },
  ];
  const surroundings = {
    HCW_7ZA: windowsPath(`${mounted}/7zip/7za.exe`),
    // Wine's own program of this name does nothing and says that it could: the installer believes it.
    WINEDLLOVERRIDES: 'powershell.exe=d',
  };
  const start = (path: string, ...args: readonly string[]): Promise<WindowsResult> =>
    run({ program: path, args, mounts, folder: `${mounted}/package`, env: surroundings, timeoutMs: 10 * 60_000 });
  const target = `C:\\${folderName}`;
  const install = [windowsPath(`${mounted}/package/${installer}`), '/S', '/currentuser', `/D=${target}`] as const;
  const installed = join(drive, folderName);
  const kept = join(drive, 'users/root/AppData/Roaming/Hybrid Certificate Wizard/runs/journal.jsonl');

  const checks: { readonly name: string; readonly holds: boolean; readonly found: string }[] = [];
  const check = (name: string, holds: boolean, found: unknown = ''): void => {
    checks.push({ name, holds, found: JSON.stringify(found) });
    console.log(`${holds ? 'passed' : 'failed'}: ${name}${holds ? '' : `, found ${JSON.stringify(found)}`}`);
  };
  const expectInstalled = async (how: string): Promise<void> => {
    const files = await namesIn(installed);
    const missing = [program, uninstaller, 'NOT-FOR-USE.txt', 'LICENSE.txt', 'THIRD-PARTY-NOTICES.txt'].filter(
      (name) => !files.includes(name),
    );
    check(`${how}: the program, its licenses and its uninstaller are in ${target}`, missing.length === 0, missing);
    const [wanted, found] = [join(root, 'src-main/powershell/module'), join(installed, 'resources/powershell')];
    const changed: string[] = [];
    for (const name of await readdir(wanted)) {
      const copy = await readFile(join(found, name)).catch(() => undefined);
      if (copy?.equals(await readFile(join(wanted, name))) !== true) changed.push(name);
    }
    check(`${how}: what PowerShell loads is there unchanged`, changed.length === 0, changed);
    check(
      `${how}: the list of programs and the start menu have it`,
      (await listed(work)) && (await links(drive)).length === 1,
      await links(drive),
    );
  };

  const first = await start(...install);
  check('a silent installation ends with 0', first.code === 0, first);
  await expectInstalled('installed');

  const again = await start(...install);
  check('a silent installation over it ends with 0', again.code === 0, again);
  await expectInstalled('installed again');

  const whileRunning = await runNode(['-e', besideWizard(program, install)], { mounts, env: surroundings, timeoutMs: 10 * 60_000 });
  check(
    `a silent installation while a wizard runs ends with ${String(wizardRuns)}, and the wizard goes on`,
    whileRunning.out.trim() === `${String(wizardRuns)} runs`,
    whileRunning,
  );
  await expectInstalled('refused');

  // With the folder named last the uninstaller goes on itself, instead of a copy whose exit code nobody gets.
  const removal = [`${target}\\${uninstaller}`, '/S', '/currentuser', `_?=${target}`] as const;
  const removalWhileRunning = await runNode(['-e', besideWizard(program, removal)], { mounts, env: surroundings, timeoutMs: 10 * 60_000 });
  check(
    `a silent removal while a wizard runs ends with ${String(wizardRuns)}, and the wizard goes on`,
    removalWhileRunning.out.trim() === `${String(wizardRuns)} runs`,
    removalWhileRunning,
  );
  await expectInstalled('not removed');

  await mkdir(join(kept, '..'), { recursive: true });
  await writeFile(kept, '{}\n');
  const removed = await start(`${target}\\${uninstaller}`, '/S', '/currentuser');
  check('a silent removal ends with 0', removed.code === 0, removed);
  check('removed: nothing is left of the program', !existsSync(installed), await namesIn(installed));
  check(
    'removed: the list of programs and the start menu do not have it',
    !(await listed(work)) && (await links(drive)).length === 0,
    await links(drive),
  );
  check('removed: the runs are still there', existsSync(kept));

  const failed = checks.filter(({ holds }) => !holds).map(({ name }) => name);
  return { kind: 'ran', passed: checks.length - failed.length, failed, skipped: [] };
}

const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);

/** Node under the name of the wizard is what the installer takes for one. Prints the exit code, and whether the wizard still runs. */
const besideWizard = (name: string, [file, ...args]: readonly string[]): string => `
  const { spawn, spawnSync } = require('node:child_process');
  const { copyFileSync, mkdtempSync } = require('node:fs');
  const { join } = require('node:path');
  const wizard = join(mkdtempSync(join(require('node:os').tmpdir(), 'wizard-')), ${JSON.stringify(name)});
  copyFileSync(process.execPath, wizard);
  const running = spawn(wizard, ['-e', 'setTimeout(() => {}, 600000)']);
  const state = () => {
    try {
      process.kill(running.pid, 0);
      return 'runs';
    } catch {
      return 'ended';
    }
  };
  running.once('spawn', () => {
    const options = { windowsVerbatimArguments: true, argv0: ${JSON.stringify(`"${file ?? ''}"`)} };
    console.log(spawnSync(${JSON.stringify(file)}, ${JSON.stringify(args)}, options).status, state());
    running.kill();
  });`;

/** Whether the registry has it among the programs that can be removed. */
const listed = async (work: string): Promise<boolean> =>
  /^\[Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Uninstall\\\\[^\]]+\][^[]*"DisplayName"="Hybrid Certificate Wizard /m.test(
    await readFile(join(work, 'prefix/user.reg'), 'utf8'),
  );

const links = async (drive: string): Promise<readonly string[]> =>
  (await readdir(join(drive, 'users/root/AppData/Roaming/Microsoft/Windows/Start Menu'), { recursive: true })).filter((name) =>
    name.includes('Hybrid Certificate Wizard'),
  );

/**
 * The PowerShell that the tests run, and the simulated Exchange that is loaded into it. Both are installed and built
 * when they are not there. As a script it prints the path of the executable.
 */
import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { root } from './root.ts';
import { mustMatch, provideFolder } from './runtime/cache.ts';
import { dotnet, hashOf, publish, publishOnce } from './runtime/dotnet.ts';
import { messageOf } from '../shared/model/error.ts';

const version = '7.6.9';
const packageSha512 = 'O3wOubVPYI1WqraiDIKHouPFK4sb6HxLnmk0BPvW0ANLNGiBk40ASUrCDD36WiKyTcQp6CTq7312qI3vwffzJg==';
/** What `dotnet tool install` makes: the package, and its programs in it. */
const packageFolder = `tool/.store/powershell/${version}/powershell/${version}`;
const programFolder = (systems: Systems): string => `${packageFolder}/tools/net10.0/any/${systems}`;

/** `unix`: Linux and macOS */
type Systems = 'unix' | 'win';
const readyToRun = join(root, 'tests/powershell/ready-to-run');
const simulatedExchange = join(root, 'tests/powershell/exchange');

/**
 * The path of the PowerShell executable: the one that `HCW_PWSH` names (7.4 or newer), else the pinned version from
 * NuGet. Throws one sentence that says what is missing. A `HCW_PWSH` that does not run is never passed over.
 */
export async function providePowerShell(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const named = environment['HCW_PWSH'] ?? '';
  if (named === '') return join(await providePinned(), 'pwsh');
  const found = await versionOf(named);
  const [major = 0, minor = 0] = (found ?? '').split('.').map(Number);
  if (major > 7 || (major === 7 && minor >= 4)) return named;
  const is = found === undefined ? 'does not run' : `is PowerShell ${found}`;
  throw new Error(`HCW_PWSH names ${named}, which ${is}; PowerShell 7.4 or newer is needed: https://aka.ms/install-powershell`);
}

/** The folder of the pinned version for these systems, without the runtime of .NET. */
export const providePinnedPowerShell = async (systems: Systems): Promise<string> => join(await providePinned(), programFolder(systems));

const providePinned = async (): Promise<string> => provideFolder(`powershell-${version}-${await hashOf(readyToRun)}`, install);

/** The folder with `SimulatedExchange.dll`, `module/` and `modules/`, built for these sources. */
export const provideSimulatedExchange = (): Promise<string> =>
  publishOnce('simulated-exchange', join(simulatedExchange, 'simulated-exchange.csproj'), simulatedExchange);

async function install(folder: string): Promise<void> {
  await dotnet('tool', 'install', 'PowerShell', '--version', version, '--tool-path', join(folder, 'tool'));
  await mustMatch(join(folder, packageFolder, `powershell.${version}.nupkg`), 'sha512', 'base64', packageSha512);
  await compileAhead(join(folder, programFolder('unix')), join(folder, '../compiled'));
  // The executable that the tool brings starts PowerShell as a child. This one becomes PowerShell, so that the process
  // that the tests start, watch and kill is PowerShell itself.
  await writeFile(join(folder, 'pwsh'), `#!/bin/sh\nexec dotnet "\${0%/*}/${programFolder('unix')}/pwsh.dll" "$@"\n`);
  await chmod(join(folder, 'pwsh'), 0o755);
}

/**
 * The package holds no machine code, unlike the installers of PowerShell. Compiling the same assemblies once saves each
 * of the many processes more than a second.
 */
async function compileAhead(program: string, compiled: string): Promise<void> {
  await mkdir(compiled);
  await publish(join(readyToRun, 'ready-to-run.csproj'), compiled, `-p:PowerShellFolder=${program}`);
  const own = new Set(await readdir(program));
  for (const name of await readdir(compiled)) if (own.has(name)) await copyFile(join(compiled, name), join(program, name));
}

async function versionOf(pwsh: string): Promise<string | undefined> {
  const command = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', '$PSVersionTable.PSVersion.ToString()'];
  const ran = await promisify(execFile)(pwsh, command).catch(() => undefined);
  return /^\d+\.\d+[^\s]*/.exec(ran?.stdout.trim() ?? '')?.[0];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await providePowerShell().then(
    (path) => process.stdout.write(`${path}\n`),
    (error: unknown) => {
      process.stderr.write(`${messageOf(error)}\n`);
      process.exitCode = 1;
    },
  );
}

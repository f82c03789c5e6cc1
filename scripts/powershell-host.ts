/**
 * The PowerShell that the tests run: an installed `pwsh`, or the engine in a small console host of
 * our own, which is built here once.
 */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { delimiter, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { cacheFolder } from './runtime/cache.ts';

export type FoundPowerShell =
  /** `host`: our console host; `pwsh`: an installed PowerShell. `path`: the executable */
  | { readonly kind: 'host' | 'pwsh'; readonly path: string }
  /** `reason`: one sentence that names what is missing and the command that installs it */
  | { readonly kind: 'missing'; readonly reason: string };

export type BuiltTools = { readonly kind: 'built'; readonly folder: string } | { readonly kind: 'missing'; readonly reason: string };

const root = resolve(import.meta.dirname, '..');
const project = join(root, 'tests/powershell/host/powershell-host.csproj');
const sources = [join(root, 'tests/powershell/host'), join(root, 'tests/powershell/exchange')];
/** Outside of the project: the window of the tests runs as another user, who can read it there. */
const builds = join(cacheFolder, 'powershell-host');
const run = promisify(execFile);

/**
 * Finds PowerShell: the one that `HCW_PWSH` names, a `pwsh` of 7.4 or newer on PATH, or our host.
 * A `pwsh` that `HCW_PWSH` names and that does not run is an error of its own, never passed over.
 */
export async function findPowerShell(environment: NodeJS.ProcessEnv = process.env): Promise<FoundPowerShell> {
  const named = environment['HCW_PWSH'];
  if (named !== undefined && named !== '') {
    const version = await versionOf(named);
    if (version !== undefined && isRecent(version)) return { kind: 'pwsh', path: named };
    const found = version === undefined ? 'does not run' : `is PowerShell ${version}`;
    return {
      kind: 'missing',
      reason: `HCW_PWSH names ${named}, which ${found}; PowerShell 7.4 or newer is needed: https://aka.ms/install-powershell`,
    };
  }
  const installed = await onPath('pwsh', environment);
  if (installed !== undefined) {
    const version = await versionOf(installed);
    if (version !== undefined && isRecent(version)) return { kind: 'pwsh', path: installed };
  }
  const tools = await buildTools();
  return tools.kind === 'missing' ? tools : { kind: 'host', path: join(tools.folder, 'pwsh') };
}

/**
 * Builds the console host and the simulated Exchange, unless these very sources are built already.
 * `folder` holds `pwsh` and `SimulatedExchange.dll`, which an installed PowerShell loads as well.
 */
export async function buildTools(): Promise<BuiltTools> {
  const folder = join(builds, await hashOf(sources));
  if (await exists(folder)) return { kind: 'built', folder };
  if (!(await hasSdk())) {
    return {
      kind: 'missing',
      reason:
        'The tests with PowerShell need the .NET SDK 10, which is not on PATH: `curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 && export PATH="$HOME/.dotnet:$PATH"`.',
    };
  }
  await mkdir(builds, { recursive: true });
  const building = await mkdtemp(join(builds, 'building-'));
  try {
    const failed = await publish(building);
    if (failed !== undefined)
      return {
        kind: 'missing',
        reason: `The PowerShell host could not be built: \`dotnet publish ${relative(root, project)}\` said: ${failed}`,
      };
    // Renamed in one step, so that nobody meets half a build; whoever comes second throws its own away.
    await rename(join(building, 'out'), folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
    return { kind: 'built', folder };
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

/** Compiled ahead of time: the build takes 15 seconds longer once, each of the many starts 0.35 seconds less. */
async function publish(building: string): Promise<string | undefined> {
  const options = [
    '-c',
    'Release',
    '-p:PublishReadyToRun=true',
    '-p:RestoreLockedMode=true',
    '--artifacts-path',
    join(building, 'artifacts'),
    '-o',
    join(building, 'out'),
  ];
  const child = spawn('dotnet', ['publish', project, ...options, '--nologo', '-v', 'quiet'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', MSBUILDDISABLENODEREUSE: '1' },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done));
  return code === 0 ? undefined : (/error .*/.exec(output)?.[0] ?? `exit code ${String(code)}`);
}

/** One hash over the names and contents of all sources. */
async function hashOf(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && /\.(cs|csproj|json|ps1|psd1|ps1xml)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.filter((path) => !/[\\/](bin|obj)[\\/]/.test(relative(folder, path))).sort()) {
      hash
        .update(`${relative(root, file)}\0`)
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex').slice(0, 16);
}

async function hasSdk(): Promise<boolean> {
  const listed = await run('dotnet', ['--list-sdks']).catch(() => undefined);
  return listed !== undefined && [...listed.stdout.matchAll(/^(\d+)\./gm)].some((match) => Number(match[1]) >= 10);
}

async function versionOf(pwsh: string): Promise<string | undefined> {
  const ran = await run(pwsh, ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', '$PSVersionTable.PSVersion.ToString()']).catch(
    () => undefined,
  );
  return ran === undefined ? undefined : /^\d+\.\d+[^\s]*/.exec(ran.stdout.trim())?.[0];
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 7 || (major === 7 && minor >= 4);
}

async function onPath(name: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name];
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    for (const candidate of names) if (folder !== '' && (await exists(join(folder, candidate)))) return join(folder, candidate);
  }
  return undefined;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = await findPowerShell();
  if (found.kind === 'missing') {
    process.stderr.write(`${found.reason}\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(`${found.path}\n`);
  }
}

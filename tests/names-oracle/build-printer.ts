/** Builds the printer of names with the .NET SDK, once for the same sources; nothing is fetched for it. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../scripts/runtime/cache.ts';

const run = promisify(execFile);
const sources = join(import.meta.dirname, 'printer');
const builds = join(cacheFolder, 'names-printer');

/** The path of the program for `dotnet`. Fails with one sentence when the SDK is missing, or does not build it. */
export async function buildPrinter(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of ['names-printer.csproj', 'Program.cs']) hash.update(await readFile(join(sources, name)));
  const folder = join(builds, hash.digest('hex').slice(0, 16));
  const program = join(folder, 'names-printer.dll');
  await requireSdk();
  if (await exists(program)) return program;
  await mkdir(builds, { recursive: true });
  const building = await mkdtemp(join(builds, 'building-'));
  try {
    const options = [
      '-c',
      'Release',
      '--artifacts-path',
      join(building, 'artifacts'),
      '-o',
      join(building, 'out'),
      '--nologo',
      '-v',
      'quiet',
    ];
    await run('dotnet', ['publish', join(sources, 'names-printer.csproj'), ...options], { env: environment() });
    // Renamed in one step, so that nobody meets half a build; whoever comes second throws its own away.
    await rename(join(building, 'out'), folder).catch(async (error: unknown) => {
      if (!(await exists(program))) throw error;
    });
    return program;
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_NOLOGO: '1',
  MSBUILDDISABLENODEREUSE: '1',
});

async function requireSdk(): Promise<void> {
  const listed = await run('dotnet', ['--list-sdks']).catch(() => ({ stdout: '' }));
  if ([...listed.stdout.matchAll(/^(\d+)\./gm)].some((match) => Number(match[1]) >= 10)) return;
  throw new Error('Names are compared with .NET, which needs the .NET SDK 10 on PATH: https://dot.net/download');
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

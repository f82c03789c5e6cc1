/** The .NET SDK, with which the parts of the tests are built that run in PowerShell and .NET. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { provideFolder } from './cache.ts';

const run = promisify(execFile);

/** Runs `dotnet` with the SDK 10 or newer. Throws one sentence that names what is missing, or the first error of the output. */
export async function dotnet(...args: readonly string[]): Promise<void> {
  await requireSdk();
  const env = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', MSBUILDDISABLENODEREUSE: '1' };
  try {
    await run('dotnet', args, { env, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    throw new Error(`\`dotnet ${args.slice(0, 2).join(' ')}\` failed: ${/error .*/.exec(output)?.[0] ?? String(error)}`, { cause: error });
  }
}

/** Publishes a project into a folder of the cache, once for the same sources; gives that folder. */
export const publishOnce = async (name: string, project: string, sources: string): Promise<string> =>
  provideFolder(`${name}-${await hashOf(sources)}`, (folder) => publish(project, folder));

/** `properties`: of MSBuild, e.g. `-p:Name=value`. What is built on the way stays in `folder` for no longer than the build. */
export async function publish(project: string, folder: string, ...properties: readonly string[]): Promise<void> {
  const options = ['-c', 'Release', '--artifacts-path', join(folder, '../artifacts'), '-o', folder, '--nologo', '-v', 'quiet'];
  await dotnet('publish', project, ...options, ...properties);
}

async function requireSdk(): Promise<void> {
  const listed = await run('dotnet', ['--list-sdks']).catch(() => ({ stdout: '' }));
  if ([...listed.stdout.matchAll(/^(\d+)\./gm)].some((match) => Number(match[1]) >= 10)) return;
  throw new Error(
    'The .NET SDK 10 is not on PATH: `curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 && export PATH="$HOME/.dotnet:$PATH"`.',
  );
}

/** A hash over the names and contents of all files of a folder. */
export async function hashOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.filter((path) => !/[\\/](bin|obj)[\\/]/.test(relative(folder, path))).sort()) {
    hash
      .update(`${relative(folder, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

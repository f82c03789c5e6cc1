/** PowerShell for Windows: half of the package that the PowerShell tests use, and a runtime of .NET for Windows. */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { providePinnedPowerShell } from '../powershell-for-tests.ts';
import { root } from '../root.ts';
import { provideFolder } from '../runtime/cache.ts';
import { hashOf, publish } from '../runtime/dotnet.ts';

const starter = join(root, 'tests/windows/pwsh');

/** Folder with `pwsh.exe`. Throws one sentence when the .NET SDK is missing, or NuGet cannot be reached. */
export const providePowerShellForWindows = async (): Promise<string> =>
  provideFolder(`powershell-windows-${await hashOf(starter)}`, async (folder) => {
    await publish(join(starter, 'pwsh.csproj'), folder);
    const program = await providePinnedPowerShell('win');
    // Its own start wants a .NET that is installed.
    await cp(program, folder, { recursive: true, filter: (path) => !/[\\/](?:runtimes|pwsh\.exe|pwsh\.\w+\.json)$/.test(path) });
    for (const part of systemParts) await cp(join(program, 'runtimes', part), folder, { recursive: true });
    // It lists the assemblies of the starter only; without it every assembly of the folder is found.
    await rm(join(folder, 'pwsh.deps.json'));
  });

/** In the order in which a later one replaces an earlier one. */
const systemParts = ['win/lib/net8.0', 'win/lib/net10.0', 'win-x64/lib/netstandard1.6', 'win-x64/lib/net5.0', 'win-x64/native'] as const;

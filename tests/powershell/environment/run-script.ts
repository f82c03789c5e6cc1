/** Runs a PowerShell script in an environment and returns what it printed. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExchangeEnvironment } from './create-exchange.ts';

export interface ScriptRun {
  readonly lines: readonly string[];
  readonly errors: string;
  readonly code: number | null;
}

/**
 * Opens a session as `$session`. `Invoke-Exchange` calls one cmdlet in it by the API, without script
 * text, and prints an `error:` or `warning:` line for each error and warning of the server.
 */
const prelude = ({ onPremisesConnection: { host, userName, keyFile, port, subsystem } }: ExchangeEnvironment): string => `
$ErrorActionPreference = 'Stop'
function Open-Session { New-PSSession -HostName '${host}' -UserName '${userName}' -KeyFilePath '${keyFile}' -Port ${port} -Subsystem '${subsystem}' }
function Invoke-Exchange([string] $Cmdlet, [hashtable] $Parameters = @{}, [string[]] $Select, $In = $session) {
    $shell = [powershell]::Create()
    $shell.Runspace = $In.Runspace
    $null = $shell.AddCommand($Cmdlet).AddParameters($Parameters)
    if ($Select) { $null = $shell.AddCommand('Select-Object').AddParameter('Property', $Select) }
    try { $shell.Invoke() } catch {
        $inner = $_.Exception
        while ($inner.InnerException) { $inner = $inner.InnerException }
        "thrown: $($inner.ErrorRecord.CategoryInfo.Category) | $($inner.ErrorRecord.FullyQualifiedErrorId) | $($inner.Message)"
    }
    foreach ($record in $shell.Streams.Error) { "error: $($record.CategoryInfo.Category) | $($record.FullyQualifiedErrorId) | $($record.Exception.Message)" }
    foreach ($record in $shell.Streams.Warning) { "warning: $record" }
}
`;

/** Runs `script` after the prelude, with a session in `$session`. */
export const runInSession = (environment: ExchangeEnvironment, script: string): Promise<ScriptRun> =>
  runScript(environment, `${prelude(environment)}$session = Open-Session\n${script}`);

/** Runs `script` alone. `signal` kills the process. */
export async function runScript(environment: ExchangeEnvironment, script: string, signal?: AbortSignal): Promise<ScriptRun> {
  const path = join(environment.folder, `${randomUUID()}.ps1`);
  await writeFile(path, script);
  const child = spawn(environment.powershell, ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', path], {
    env: environment.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    ...(signal && { signal }),
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (output[stream] += text));
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', (error) => {
      if (error.name !== 'AbortError') fail(error);
    });
    child.on('close', done);
  });
  return { lines: output.stdout.split('\n').filter((line) => line !== ''), errors: output.stderr, code };
}

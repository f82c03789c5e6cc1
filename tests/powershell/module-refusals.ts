/** Finds what the module must not contain: syntax that Windows PowerShell 5.1 lacks, bytes other than ASCII, commands that are not on the list. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runScript } from './environment/run-script.ts';
import type { ExchangeEnvironment } from './environment/create-exchange.ts';

/** The commands that the module may run besides the functions in its own files. */
const commands: ReadonlySet<string> = new Set([
  'Set-StrictMode',
  'Import-Module',
  'Export-ModuleMember',
  'Get-Module',
  'Get-Command',
  'Get-AuthenticodeSignature',
  'New-PSSession',
  'Remove-PSSession',
  'Connect-ExchangeOnline',
  'Disconnect-ExchangeOnline',
  'Select-Object',
]);
/** The only command whose name is data. It was checked against the closed table. */
const fromTable = "$Arguments['Cmdlet']";
/** Methods that run text as a command. */
const textAsCommand = /^(AddScript|InvokeScript|InvokeExpression|ExpandString|NewScriptBlock|scriptblock\..*)$/i;

/** Returns what is refused in each source, in order of appearance. Sources of one module may call each other's functions. */
export async function refusals(
  environment: ExchangeEnvironment,
  sources: readonly Uint8Array[],
  belonging: 'apart' | 'of one module' = 'apart',
): Promise<readonly (readonly string[])[]> {
  const files = await Promise.all(
    sources.map(async (source, index) => {
      const file = join(environment.folder, `source-${String(index)}.psm1`);
      await writeFile(file, source);
      return file;
    }),
  );
  const list = join(environment.folder, 'sources');
  await writeFile(list, files.join('\n'));
  const script = join(import.meta.dirname, 'probes/syntax/Syntax.ps1').replaceAll("'", "''");
  const { lines, errors } = await runScript({ ...environment, env: { ...environment.env, HCW_SOURCES: list } }, `& '${script}'`);
  if (errors !== '') throw new Error(errors);
  const facts = sources.map((_, index) => lines.filter((line) => line.startsWith(`${String(index)}|`)).map(factOf));
  const functionsIn = (found: readonly Fact[]): ReadonlySet<string> =>
    new Set(found.filter(({ kind }) => kind === 'function').map(({ what }) => what));
  const all = functionsIn(facts.flat());
  return sources.map((source, index) => {
    const found = facts[index] ?? [];
    const functions = belonging === 'apart' ? functionsIn(found) : all;
    return [
      ...(source.some((byte) => byte > 0x7e || (byte < 0x20 && byte !== 0x0a)) ? ['bytes'] : []),
      ...found.filter((fact) => isRefused(fact, functions)).map(({ kind, what }) => `${kind} ${what}`),
    ];
  });
}

interface Fact {
  readonly kind: string;
  readonly what: string;
}

function factOf(line: string): Fact {
  const [, kind = '', ...rest] = line.split('|');
  return { kind, what: rest.join('|') };
}

function isRefused({ kind, what }: Fact, functions: ReadonlySet<string>): boolean {
  if (kind === 'function') return commands.has(what);
  if (kind === 'command') return !commands.has(what) && !functions.has(what);
  if (kind === 'added') return what !== fromTable;
  if (kind === 'member') return textAsCommand.test(what);
  return true;
}

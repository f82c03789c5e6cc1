/** Writes the closed table of cmdlets in the form that the PowerShell module reads. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cmdletTable, type CmdletEntry } from '../shared/commands/table.ts';
import { root } from './root.ts';

export const tablePath = join(root, 'src-main/powershell/module/CmdletTable.psm1');

/** The module with the table: ASCII, names in single quotes. */
export function tableModule(table: Readonly<Record<string, CmdletEntry>> = cmdletTable): string {
  const list = (names: readonly string[]): string => `@(${names.map((name) => `'${name}'`).join(', ')})`;
  const values = (fixed: CmdletEntry['fixed'] = {}): string =>
    `@{${Object.entries(fixed)
      .map(([name, value]) => ` '${name}' = $${String(value)} `)
      .join(';')}}`;
  const rows = Object.entries(table).map(
    ([cmdlet, { sides, effect, parameters, fixed }]) =>
      `        '${cmdlet}' = @{ Sides = ${list(sides)}; Effect = '${effect}'; Parameters = ${list(Object.keys(parameters))}; Fixed = ${values(fixed)} }`,
  );
  return [
    '# Generated from shared/commands/table.ts by scripts/powershell-module.ts.',
    'function Get-CmdletTable {',
    '    return @{',
    ...rows,
    '    }',
    '}',
    '',
    "Export-ModuleMember -Function 'Get-CmdletTable'",
    '',
  ].join('\n');
}

if (import.meta.url === `file://${process.argv[1] ?? ''}`) writeFileSync(tablePath, tableModule());

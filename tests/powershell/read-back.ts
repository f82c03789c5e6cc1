/** Passes texts of calls to PowerShell: how its parser reads them, and what they do when they run. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readClixml } from '../../shared/clixml/read.ts';
import type { CmdletCall, ParameterValue } from '../../shared/commands/call.ts';
import { cmdletTable, type CmdletEntry, type CmdletName } from '../../shared/commands/table.ts';
import { runScript } from './environment/run-script.ts';
import type { Probe } from './open-probe.ts';
import { plain, type Plain } from './plain.ts';

export const units = (text: string): string => Buffer.from(text, 'utf16le').toString('base64');

/** One answer for each text: `Read` by the parser, `Ran` when it is short enough to be run, or the `Problem`. */
export async function readBack(probe: Probe, texts: readonly string[]): Promise<readonly Plain[]> {
  const file = join(probe.environment.folder, 'texts');
  await writeFile(file, texts.map(units).join('\n'));
  const script = join(import.meta.dirname, 'probes/read-back/ReadBack.ps1');
  const environment = { ...probe.environment, env: { ...probe.settings.env, HCW_TEXTS: file } };
  const { lines, errors } = await runScript(environment, `& '${script.replaceAll("'", "''")}'`);
  if (lines.length !== texts.length) throw new Error(`${String(lines.length)} answers to ${String(texts.length)} texts: ${errors}`);
  return lines.map((line) => {
    const values = readClixml(Buffer.from(line, 'base64').toString('utf8'));
    const [value] = values.ok ? values.value : [];
    if (value === undefined) throw new Error(`Not readable: ${JSON.stringify(values)}`);
    return plain(value);
  });
}

const said = (value: ParameterValue): Plain => {
  if (value === null) return { Kind: 'null' };
  if (typeof value === 'string') return { Kind: 'text', Units: units(value) };
  if (typeof value === 'number') return { Kind: 'Int32', Value: value };
  if (typeof value === 'boolean') return { Kind: 'Boolean', Value: value };
  return { Kind: 'texts', Units: value.map(units) };
};

const argumentsOf = (given: CmdletCall['parameters']): Plain =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, said(value)]));

const entryOf = (cmdlet: CmdletName): CmdletEntry => cmdletTable[cmdlet];

/** The answer to a text that means exactly this call. */
export const commandsOf = ({ cmdlet, parameters, select }: CmdletCall): Plain => ({
  Commands: [
    { Name: cmdlet, Arguments: argumentsOf({ ...parameters, ...entryOf(cmdlet).fixed }) },
    ...(select === undefined ? [] : [{ Name: 'Select-Object', Arguments: { Property: said(select) } }]),
  ],
});

/** What the collection script of the guided mode would write in an organization of the practice mode. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { psBoolean, psHashtable, psInt32, psList, psNull, psString, type PsValue } from '../../shared/clixml/value.ts';
import { writeClixml } from '../../shared/clixml/write.ts';
import type { CmdletCall, ParameterValue, CallOutcome, CmdletError } from '../../shared/commands/call.ts';
import { sides, type Side } from '../../shared/commands/table.ts';
import type { Result } from '../../shared/model/error.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { readOne } from '../../src-main/exchange/port.ts';
import { collectionFormat, collectionFormatVersion } from '../../shared/collected/collection.ts';
import { collectOrganization } from '../../src-main/exchange/inventory/inventory.ts';
import { openPractice } from './practice.ts';
import { throughout } from './throughout.ts';

export interface CollectedText {
  readonly side: Side;
  readonly text: string;
}

/** The files of `writeCollection`, in the order of `sides`. */
export const collectionPaths = (folder: string): readonly string[] => sides.map((side) => pathOf(folder, side));

/** Writes one file a side into a folder, which is made where it is missing; rejects rather than replace a file. Returns the paths. */
export async function writeCollection(folder: string, organization: OrganizationFile, at: Date): Promise<readonly string[]> {
  const files = await collect(organization, at);
  await mkdir(folder, { recursive: true });
  for (const { side, text } of files) await writeFile(pathOf(folder, side), text, { flag: 'wx' });
  return collectionPaths(folder);
}

const pathOf = (folder: string, side: Side): string => join(folder, `${side}.xml`);

/** The calls of the inventory, and the one that only the script makes, with their answers at that time. */
export async function collect(organization: OrganizationFile, at: Date): Promise<CollectedText[]> {
  const answers: { side: Side; value: PsValue }[] = [];
  const recording = throughout(await openPractice(organization), async (call, send) => {
    const result = await send();
    answers.push({ side: call.side, value: answer(call, result, at) });
    return result;
  });
  await readOne(recording, { side: 'onPremises', cmdlet: 'Get-OrganizationConfig', parameters: {} });
  const inventory = await collectOrganization(recording, { now: () => at, onProgress: () => undefined });
  if (!inventory.ok) throw new Error(JSON.stringify(inventory.error));
  return sides.map((side) => ({
    side,
    text: scriptFile(
      side,
      at,
      answers.filter((one) => one.side === side).map(({ value }) => value),
    ),
  }));
}

/** The document of the script. */
export const scriptFile = (side: Side, at: Date, answers: readonly PsValue[], version = collectionFormatVersion): string =>
  writeClixml([
    psHashtable({
      Format: psString(collectionFormat),
      Version: psInt32(version),
      Side: psString(side),
      Time: psString(netTime(at)),
      Computer: psString('EX01'),
      PowerShell: psString('5.1.20348.2849'),
      Answers: psList(answers),
    }),
  ]);

function answer(call: CmdletCall, result: Result<CallOutcome>, at: Date): PsValue {
  const errors: readonly CmdletError[] = result.ok ? result.value.errors : [errorOf(result.error.details)];
  return psHashtable({
    Cmdlet: psString(call.cmdlet),
    Parameters: psHashtable(Object.fromEntries(Object.entries(call.parameters).map(([name, value]) => [name, parameter(value)]))),
    Select: psList((call.select ?? []).map(psString)),
    Time: psString(netTime(at)),
    Objects: psList(result.ok ? result.value.objects : []),
    Errors: psList(errors.map(writtenError)),
    Warnings: psList((result.ok ? result.value.warnings : []).map(psString)),
  });
}

const errorOf = (details: Readonly<Record<string, string>>): CmdletError => ({
  message: details['message'] ?? '',
  category: details['category'] ?? '',
  id: details['id'] ?? '',
  terminating: true,
});

const writtenError = ({ message, category, id, terminating }: CmdletError): PsValue =>
  psHashtable({
    Message: psString(message),
    Category: psString(category),
    Id: psString(id),
    Terminating: psBoolean(terminating),
  });

const parameter = (value: ParameterValue): PsValue =>
  typeof value === 'string' ? psString(value) : Array.isArray(value) ? psList(value.map((item: string) => psString(item))) : psNull;

/** As `[DateTime]::UtcNow.ToString('o')` writes it. */
const netTime = (at: Date): string => at.toISOString().replace('Z', '0000Z');

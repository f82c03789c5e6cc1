/** What the collection script of the guided mode would write in an organization of the practice mode. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PsValue } from '../../shared/clixml/value.ts';
import type { CmdletCall, CallOutcome, CmdletError } from '../../shared/commands/call.ts';
import { sides, type Side } from '../../shared/commands/table.ts';
import type { Result } from '../../shared/model/error.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { readObjects } from '../../shared/plan/plan.ts';
import { readOne } from '../../src-main/exchange/port.ts';
import { edgeScriptFile, edgeServerNames } from '../../src-main/exchange/practice/edge-server.ts';
import { scriptAnswer, scriptFile } from '../../src-main/exchange/practice/script-file.ts';
import { collectOrganization } from '../../src-main/exchange/inventory/inventory.ts';
import { openPractice } from './practice.ts';
import { throughout } from './throughout.ts';

export interface CollectedText {
  /** A side, or `edge-` and the name of an Edge server */
  readonly name: string;
  readonly text: string;
}

/** The files of `writeCollection`: those of the two sides, then one for each Edge server. */
export const collectionPaths = (folder: string, organization: OrganizationFile): readonly string[] =>
  [...sides, ...edgeServerNames(organization).map(edgeFile)].map((name) => pathOf(folder, name));

/** Writes one file for each place into a folder, which is made where it is missing; rejects rather than replace a file. Returns the paths. */
export async function writeCollection(folder: string, organization: OrganizationFile, at: Date): Promise<readonly string[]> {
  const files = [...(await collect(organization, at)), ...collectEdge(organization, at)];
  await mkdir(folder, { recursive: true });
  for (const { name, text } of files) await writeFile(pathOf(folder, name), text, { flag: 'wx' });
  return collectionPaths(folder, organization);
}

const pathOf = (folder: string, name: string): string => join(folder, `${name}.xml`);
const edgeFile = (server: string): string => `edge-${server}`;

/** What the script writes on each Edge server. */
export const collectEdge = (organization: OrganizationFile, at: Date): CollectedText[] =>
  edgeServerNames(organization).map((server) => ({
    name: edgeFile(server),
    text: edgeScriptFile(organization, server, at) ?? '',
  }));

/** The calls of the inventory, and those that only the script makes, with their answers at that time. */
export async function collect(organization: OrganizationFile, at: Date): Promise<CollectedText[]> {
  const answers: { side: Side; value: PsValue }[] = [];
  const recording = throughout(await openPractice(organization), async (call, send) => {
    const result = await send();
    answers.push({ side: call.side, value: answer(call, result, at) });
    return result;
  });
  await readOne(recording, { side: 'onPremises', cmdlet: 'Get-OrganizationConfig', parameters: {} });
  await readOne(recording, readObjects('Get-SendConnector'));
  const inventory = await collectOrganization(recording, { now: () => at, onProgress: () => undefined });
  if (!inventory.ok) throw new Error(JSON.stringify(inventory.error));
  return sides.map((side) => ({
    name: side,
    text: scriptFile({
      place: side,
      computer: 'EX01',
      at,
      answers: answers.filter((one) => one.side === side).map(({ value }) => value),
    }),
  }));
}

function answer(call: CmdletCall, result: Result<CallOutcome>, at: Date): PsValue {
  return scriptAnswer(call, result.ok ? result.value : { objects: [], errors: [errorOf(result.error.details)], warnings: [] }, at);
}

const errorOf = (details: Readonly<Record<string, string>>): CmdletError => ({
  message: details['message'] ?? '',
  category: details['category'] ?? '',
  id: details['id'] ?? '',
  terminating: true,
});

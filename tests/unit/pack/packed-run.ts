/** A run of the practice organization, with evidence in its journal, and its pack. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate/browser';
import type { Evidence } from '../../../shared/proof/evidence.ts';
import { readRunFiles, type RunFiles } from '../../../src-main/change/read-run.ts';
import { nodeFileSystem } from '../../../src-main/files/atomic-write.ts';
import { makePack, type PackContents } from '../../../src-main/pack/make-pack.ts';
import { goTo } from '../wizard-main/administrator.ts';
import { newFolder, startProgram } from '../wizard-main/program.ts';

export const evidence: Evidence = {
  kind: 'handshake',
  server: 'EX01',
  host: 'ex01.contoso.com',
  askedFrom: 'thisComputer',
  result: { state: 'failed', fault: 'refused', detail: '日本' },
};

export interface MadeRun {
  /** The folder of the runs */
  readonly root: string;
  readonly id: string;
}

export async function practiceRun(): Promise<MadeRun> {
  const program = await startProgram(await newFolder());
  await goTo(program, 'finish.ready');
  await program.controller.addEvidence(evidence);
  const root = join(program.folder, 'runs');
  const [id = ''] = await readdir(root);
  return { root, id };
}

export async function filesOf({ root, id }: MadeRun): Promise<RunFiles> {
  const read = await readRunFiles(root, id, nodeFileSystem);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

export const program = 'Hybrid Certificate Wizard 1.2.3';

export function packOf(run: RunFiles, changes: Partial<PackContents> = {}): Uint8Array {
  const made = makePack({ run, report: '<!doctype html>', pdf: null, program, ...changes });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

export const unpacked = (pack: Uint8Array): Readonly<Record<string, Uint8Array>> => unzipSync(pack);
export const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

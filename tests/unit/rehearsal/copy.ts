/** A rehearsal on what was collected in a sample organization, with both sides open. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sides } from '../../../shared/commands/table.ts';
import type { CollectedFile } from '../../../shared/collected/collected-file.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import type { RehearsalFault } from '../../../shared/rehearsal/rehearsal.ts';
import { collectedFiles } from '../../../src-main/exchange/guided/guided.ts';
import { rehearsalExchange, type RehearsalExchange } from '../../../src-main/exchange/rehearsal.ts';
import type { Target } from '../../../src-main/exchange/port.ts';
import { writeCollection } from '../../contract/collect.ts';
import { contractTime } from '../../contract/exchange-contract.ts';
import { practiceTarget } from '../../contract/practice.ts';

export interface OpenedCopy {
  readonly exchange: RehearsalExchange;
  readonly target: Target;
  readonly dispose: () => Promise<void>;
}

export async function openCopy(organization: OrganizationFile, fault: RehearsalFault = 'none'): Promise<OpenedCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'wizard-copy-'));
  const collected = collectedFiles({ folder: join(folder, 'pasted'), now: () => contractTime });
  const sources: CollectedFile[] = [];
  for (const path of await writeCollection(join(folder, 'files'), organization, contractTime)) {
    const source = await collected.examine('file', path);
    if (!source.ok) throw new Error(`${path}: ${source.error.code}`);
    sources.push(source.value);
  }
  const exchange = rehearsalExchange({ collected, latency: () => Promise.resolve() });
  // As after a commit: what is collected then would say nothing of before.
  const target: Target = { ...practiceTarget, mode: 'rehearsal', fault, sources, freshFrom: sources.length };
  await reopen(exchange, target);
  return {
    exchange,
    target,
    dispose: async () => {
      await exchange.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function reopen(exchange: RehearsalExchange, target: Target): Promise<void> {
  for (const side of sides) {
    const opened = await exchange.open(side, target, new AbortController().signal);
    if (!opened.ok) throw new Error(opened.error.code);
  }
}

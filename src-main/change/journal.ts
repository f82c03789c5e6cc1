/**
 * The journal of one change: a line is on the disk before the command that it announces is sent.
 * Beside it stands a script with the commands that put the saved values back, for the case that
 * this program cannot be started any more.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { renderCall } from '../../shared/commands/render.ts';
import { fail, ok, type Result } from '../../shared/model/error.ts';
import type { ChangePlan, PlanStep, SavedValues } from '../../shared/plan/plan.ts';
import { atomicWrite, createAppendedFile, notWritten, type AppendedFile } from '../files/atomic-write.ts';

export type JournalEntry =
  | { readonly type: 'plan'; readonly at: string; readonly plan: ChangePlan }
  | { readonly type: 'begin' | 'beginRollback'; readonly at: string; readonly step: string; readonly found: SavedValues }
  | { readonly type: 'end'; readonly at: string; readonly step: string; readonly state: string; readonly error: string | null };

export interface Journal {
  /** The script with the commands that put the saved values back */
  readonly rollbackScript: string;
  /** Appends and flushes to the disk; `file.notWritten` when it is not there for certain. */
  write(entry: JournalEntry): Promise<Result<null>>;
  close(): Promise<void>;
}

/**
 * Opens a journal in `folder`, saves the plan's values and the commands that put them back, and
 * flushes both. On failure nothing may be changed: `file.notWritten` (effect `none`).
 */
export async function openJournal(folder: string, plan: ChangePlan, at: string): Promise<Result<Journal>> {
  const base = join(folder, `${at.replaceAll(/[:.]/g, '-')} ${plan.id}`);
  const rollbackScript = `${base} rollback.ps1`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    return fail(notWritten(base, error));
  }
  const file = await createAppendedFile(`${base}.jsonl`);
  if (!file.ok) return file;
  const journal = journalOn(file.value, rollbackScript);
  const script = await atomicWrite(rollbackScript, scriptText(plan.steps));
  const written = script.ok ? await journal.write({ type: 'plan', at, plan }) : script;
  if (written.ok) return ok(journal);
  await journal.close();
  return written;
}

const journalOn = (file: AppendedFile, rollbackScript: string): Journal => ({
  rollbackScript,
  write: (entry) => file.append(`${JSON.stringify(entry)}\n`),
  close: () => file.close(),
});

/** With a BOM, without which Windows PowerShell 5.1 does not read the file as UTF-8. */
const scriptText = (steps: readonly PlanStep[]): string =>
  `\uFEFF${[...steps]
    .reverse()
    .map((step) => renderCall(step.rollback))
    .join('\r\n')}\r\n`;

/**
 * The journal of one change: a line is on the disk before the command that it announces is sent.
 * Beside it stands a script with the commands that put the saved values back, for the case that
 * this program cannot be started any more.
 */
import { open, mkdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { renderCall } from '../../shared/commands/render.ts';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import type { ChangePlan, PlanStep, SavedValues } from '../../shared/plan/plan.ts';

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
    await writeThrough(rollbackScript, scriptText(plan.steps));
    const handle = await open(`${base}.jsonl`, 'ax', 0o600);
    const journal = journalOn(handle, rollbackScript);
    const written = await journal.write({ type: 'plan', at, plan });
    if (written.ok) return ok(journal);
    await journal.close();
    return written;
  } catch (error) {
    return fail(notWritten(base, error));
  }
}

function journalOn(handle: FileHandle, rollbackScript: string): Journal {
  return {
    rollbackScript,
    write: async (entry) => {
      try {
        await handle.appendFile(`${JSON.stringify(entry)}\n`, 'utf8');
        await handle.sync();
        return ok(null);
      } catch (error) {
        return fail(notWritten(rollbackScript, error));
      }
    },
    close: () => handle.close(),
  };
}

/** With a BOM, without which Windows PowerShell 5.1 does not read the file as UTF-8. */
const scriptText = (steps: readonly PlanStep[]): string =>
  `\uFEFF${[...steps]
    .reverse()
    .map((step) => renderCall(step.rollback))
    .join('\r\n')}\r\n`;

async function writeThrough(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const notWritten = (path: string, error: unknown) =>
  appError('file.notWritten', { path, message: error instanceof Error ? error.message : String(error) });

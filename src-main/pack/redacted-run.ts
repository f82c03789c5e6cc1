/** The files of a run with its names replaced: made anew from the redacted data, so that every name is replaced where it was a name. */
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import { applyScript, undoScript } from '../../shared/plan/script.ts';
import type { RedactionCategory, Replacement } from '../../shared/redaction/categories.ts';
import { redactRun } from '../../shared/redaction/redact-run.ts';
import { lineText } from '../../shared/run/journal.ts';
import type { RunFiles } from '../change/read-run.ts';
import { digestOf } from '../files/digest.ts';

export interface RedactedFiles {
  readonly run: RunFiles;
  readonly replaced: readonly Replacement[];
}

export function redactedRunFiles({ run }: RunFiles, categories: readonly RedactionCategory[]): Result<RedactedFiles> {
  const redacted = redactRun(run, categories, (value) => digestOf(jsonText(value)));
  if (redacted === undefined) return fail(appError('run.damaged', { path: run.path }));
  const { plan, snapshot, lines, state, replaced } = redacted;
  const { organization, program, mode } = state.opened;
  const header = { organization, run: plan.id, at: state.openedAt, program, mode };
  const [apply, undo] = [applyScript(plan, header), undoScript(plan, header)];
  if (!apply.ok) return apply;
  if (!undo.ok) return undo;
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  return ok({
    // Its folder is in the profile of a user.
    run: {
      run: { id: run.id, path: run.id, plan, snapshot, lines, state },
      bytes: {
        plan: bytes(jsonText(plan)),
        snapshot: bytes(jsonText(snapshot)),
        journal: bytes(lines.map(lineText).join('')),
        apply: bytes(apply.value),
        undo: bytes(undo.value),
      },
    },
    replaced,
  });
}

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

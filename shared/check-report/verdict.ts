/** From findings to one verdict and the exit code. */
import type { CheckFinding, Counts, Verdict } from '../model/check-result.ts';
import type { Severity } from '../model/finding.ts';

/**
 * What a finding of a severity counts. A rule that could not be checked leaves the judgment open when
 * it is `decisive`, and otherwise warns: that something is unknown is never nothing.
 */
export function countOf(severity: Severity, decisive: boolean): Counts | null {
  switch (severity) {
    case 'block':
      return 'blocks';
    case 'unknown':
      return decisive ? 'couldNotJudge' : 'warns';
    case 'warn':
      return 'warns';
    case 'info':
    case 'ok':
      return null;
  }
}

/** A block is certain whatever else is unknown, so it goes first; then what is unknown, then warnings. */
export function verdictOf(findings: readonly Pick<CheckFinding, 'counts'>[], errors: readonly unknown[]): Verdict {
  const has = (what: Counts): boolean => findings.some(({ counts }) => counts === what);
  if (has('blocks')) return 'blocks';
  if (errors.length > 0 || has('couldNotJudge')) return 'couldNotJudge';
  return has('warns') ? 'warnings' : 'nothingBlocks';
}

export const exitCodes = { nothingBlocks: 0, warnings: 1, blocks: 2, couldNotJudge: 3 } as const satisfies Record<Verdict, number>;

/** As sysexits.h: the command line is wrong, and nothing was read. */
export const exitCodeOfUsage = 64;

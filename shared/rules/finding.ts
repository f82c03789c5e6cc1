/** Building findings, and putting the most telling one first. */

import type { UnknownReason } from '../model/known.ts';
import type { Finding, RuleId, Severity, Source } from '../model/finding.ts';

/** What does not change between the findings of one rule about one object. */
export interface Ground {
  readonly rule: RuleId;
  readonly subject: string;
  readonly source: Source;
}

type Evidence = Readonly<Record<string, string>>;

export const finding = ({ rule, subject, source }: Ground, severity: Severity, evidence: Evidence = {}): Finding => ({
  rule,
  severity,
  subject,
  evidence: { ...evidence },
  source,
});

/** Could not check, because … (`reason`; `detail` is the server's own text or the name of what was missing). */
export const couldNotCheck = (
  ground: Ground,
  why: { readonly reason: UnknownReason; readonly evidence: string },
  evidence: Evidence = {},
): Finding => finding(ground, 'unknown', { ...evidence, reason: why.reason, detail: why.evidence });

const order: Readonly<Record<Severity, number>> = { block: 0, unknown: 1, warn: 2, info: 3, ok: 4 };

/** Blocks first, then what could not be checked, then warnings, information and what is in order. */
export const mostTellingFirst = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => order[a.severity] - order[b.severity]);

// Which sentence words a finding.

/**
 * Key of the message in shared/messages/findings.*.json: rule, then the variant within it, or the
 * severity when the rule has one sentence for it. Its parameters are the finding's evidence.
 */
export function findingMessageKey({ rule, severity, evidence }: Pick<Finding, 'rule' | 'severity' | 'evidence'>): string {
  return `finding_${rule.replaceAll('.', '_')}_${evidence['variant'] ?? severity}`;
}

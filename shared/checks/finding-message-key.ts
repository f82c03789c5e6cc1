/** Which sentence words a finding. */
import type { Finding } from '../model/finding.ts';

/**
 * Key of the message in shared/messages/findings.*.json: rule, then the variant within it, or the
 * severity when the rule has one sentence for it. Its parameters are the finding's evidence.
 */
export function findingMessageKey({ rule, severity, evidence }: Pick<Finding, 'rule' | 'severity' | 'evidence'>): string {
  return `finding_${rule.replaceAll('.', '_')}_${evidence['variant'] ?? severity}`;
}

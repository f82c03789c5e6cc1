/** What becomes of a certificate reference, in words. */
import { m } from '../../shared/messages/compiled/messages.js';
import { textOf, unknownText } from '../../shared/messages/labels.ts';
import type { CertificateReference } from '../../shared/rules/references.ts';

export function decisionText({ decision, property }: CertificateReference): string {
  if (decision.kind === 'unknown') return `${m.value_unknown()} (${unknownText(decision.why.reason, '')})`;
  if (decision.kind === 'noValue') return m.place_noValue();
  const reason = textOf(`place_${decision.reason}`);
  if (decision.kind === 'keep') return m.place_stays({ reason });
  // A certificate name is shown in full elsewhere; a domain is short enough to be named here.
  return property === 'TlsCertificateName' ? m.place_changes({ reason }) : m.place_changes_to({ reason, value: decision.to });
}

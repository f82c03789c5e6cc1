/** The words for what a log of the HCW says of a certificate. */
import { m } from '../../../shared/messages/compiled/messages.js';
import { knownText, textOf } from '../../../shared/messages/labels.ts';
import type { NamedCertificate } from '../../../shared/wizard/hcw-log.ts';

export const certificateText = ({ value }: NamedCertificate): string => knownText(value, (name) => name ?? '');

export function useText({ cmdlet, outcome, count }: NamedCertificate['uses'][number]): string {
  const inputs = { cmdlet, outcome: textOf(`hcwLog_outcome_${outcome}`) };
  return count === 1 ? m.hcw_log_use(inputs) : m.hcw_log_uses({ ...inputs, count: String(count) });
}

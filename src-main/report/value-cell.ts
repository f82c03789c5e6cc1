/** How a value stands in a table of the report. */
import { m } from '../../shared/messages/compiled/messages.js';
import type { UnknownReason } from '../../shared/model/known.ts';
import type { Language } from '../../shared/wizard/pages.ts';
import { element, fragment, type Html } from './html.ts';
import type { ReportValue } from './values.ts';

export const code = (value: string): Html => (value === '' ? fragment() : element('code', {}, value));

const reasons = {
  notReturned: m.unknown_notReturned,
  failed: m.unknown_failed,
  timedOut: m.unknown_timedOut,
  denied: m.unknown_denied,
  notConnected: m.unknown_notConnected,
  unreadable: m.unknown_unreadable,
} as const satisfies Record<UnknownReason, unknown>;

/** Why a value is not known, with the server's own words where there are any. */
export function unknownWords(reason: UnknownReason, evidence: string, language: Language): string {
  const why = reasons[reason]({}, { locale: language });
  return evidence === '' ? why : `${why}: ${evidence}`;
}

/** A value; an empty and an unknown one are said in words. */
export function shown(value: ReportValue, language: Language): Html {
  const locale = { locale: language };
  if (!value.known) return element('em', {}, `${m.report_unknown({}, locale)} (${unknownWords(value.reason, value.evidence, language)})`);
  return value.value === null || value.value === '' ? element('em', {}, m.report_empty({}, locale)) : code(value.value);
}

/** Why a value is not known, in words. The list is complete by its type: a new reason without words does not compile. */
import type { UnknownReason } from '../model/known.ts';
import type { Language } from '../wizard/pages.ts';
import { m } from './compiled/messages.js';

const reasons = {
  notReturned: m.unknown_notReturned,
  failed: m.unknown_failed,
  timedOut: m.unknown_timedOut,
  denied: m.unknown_denied,
  notConnected: m.unknown_notConnected,
  unreadable: m.unknown_unreadable,
} as const satisfies Record<UnknownReason, unknown>;

const isReason = (text: string): text is UnknownReason => Object.hasOwn(reasons, text);

/**
 * The reason, and the server's own words where there are any: `reading failed: The RPC server is unavailable`. It ends
 * without a period, since it stands inside sentences. `language`: that of the window when left out.
 */
export function unknownText(reason: UnknownReason, detail: string, language?: Language): string {
  const why = reasons[reason]({}, language === undefined ? {} : { locale: language });
  const said = detail.trim().replace(/[.。]$/, '');
  return said === '' ? why : `${why}: ${said}`;
}

/** A sentence, followed by the reason when its evidence has one. */
export function withReason(sentence: string, evidence: Readonly<Record<string, string>>, language: Language): string {
  const reason = evidence['reason'] ?? '';
  if (!isReason(reason)) return sentence;
  return m.sentence_with_reason({ sentence, reason: unknownText(reason, evidence['detail'] ?? '', language) }, { locale: language });
}

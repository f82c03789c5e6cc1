/** What is said before the wizard is left while mail flow is, or may be, weaker than before the change. */
import type { Weakened } from '../wizard/weakened.ts';
import { m } from './compiled/messages.js';
import { momentText } from './dates.ts';
import type { Language } from './language.ts';

export function leavingText({ kind, since }: Weakened, language: Language): { readonly title: string; readonly text: string } {
  const locale = { locale: language };
  const time = momentText(since, language);
  return kind === 'weaker'
    ? { title: m.leave_title({}, locale), text: m.leave_text({ time }, locale) }
    : { title: m.leave_unknown_title({}, locale), text: m.leave_unknown_text({ time }, locale) };
}

/** What is said before the wizard is left while mail flow is, or may be, weaker than before the change. */
import type { Weakened } from '../wizard/weakened.ts';
import { m } from './compiled/messages.js';
import { momentText } from './dates.ts';
import { withMode } from './labels.ts';
import type { Language } from './language.ts';

export function leavingText({ kind, since, mode }: Weakened, language: Language): { readonly title: string; readonly text: string } {
  const locale = { locale: language };
  const time = momentText(since, language);
  const [title, text] =
    kind === 'weaker'
      ? [m.leave_title({}, locale), m.leave_text({ time }, locale)]
      : [m.leave_unknown_title({}, locale), m.leave_unknown_text({ time }, locale)];
  return { title: withMode(title, mode, language), text };
}

/** The texts of the question before the window closes. Knows no Electron, so that it can be tested. */
import { m } from '../../shared/messages/compiled/messages.js';
import { leavingText } from '../../shared/messages/leaving.ts';
import { withMode } from '../../shared/messages/labels.ts';
import type { Language } from '../../shared/messages/language.ts';
import type { Mode } from '../../shared/model/mode.ts';
import type { LeavingQuestion } from '../../shared/wizard/weakened.ts';

interface CloseText {
  readonly message: string;
  readonly detail: string;
  readonly stay: string;
  readonly close: string;
  /** `null` where no rollback is offered */
  readonly rollBack: string | null;
}

/** `null`: a change is in flight, in that mode. */
export function closeText(question: LeavingQuestion | null, mode: Mode | null, language: Language): CloseText {
  const locale = { locale: language };
  const stay = m.window_close_stay({}, locale);
  const close = m.window_close_anyway({}, locale);
  if (question === null) {
    const message = withMode(m.window_close_question({}, locale), mode, language);
    return { message, detail: m.window_close_detail({}, locale), stay, close, rollBack: null };
  }
  const { rollback } = question;
  const rollBack = { SHOW_ROLLBACK: m.leave_rollback({}, locale), RESUME: m.leave_resume({}, locale) };
  return {
    message: leavingText(question, language).title,
    detail: leavingText(question, language).text,
    stay,
    close,
    rollBack: rollback === null ? null : rollBack[rollback],
  };
}

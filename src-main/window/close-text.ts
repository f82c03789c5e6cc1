/** The texts of the question before the window closes. Knows no Electron, so that it can be tested. */
import { m } from '../../shared/messages/compiled/messages.js';
import { leavingText } from '../../shared/messages/leaving.ts';
import type { Language } from '../../shared/messages/language.ts';
import type { LeavingQuestion } from '../../shared/wizard/weakened.ts';

interface CloseText {
  readonly message: string;
  readonly detail: string;
  readonly stay: string;
  readonly close: string;
  /** `null` where no rollback is offered */
  readonly rollBack: string | null;
}

/** `null`: a change is in flight. */
export function closeText(question: LeavingQuestion | null, language: Language): CloseText {
  const locale = { locale: language };
  const stay = m.window_close_stay({}, locale);
  const close = m.window_close_anyway({}, locale);
  if (question === null) {
    return { message: m.window_close_question({}, locale), detail: m.window_close_detail({}, locale), stay, close, rollBack: null };
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

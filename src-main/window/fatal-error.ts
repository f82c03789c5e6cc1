/** The end of the program by a defect of its own: said in words, with where the log is. */
import { app, dialog } from 'electron';
import { m } from '../../shared/messages/compiled/messages.js';
import type { Language } from '../../shared/wizard/pages.ts';

/** Does not return: after an exception that nothing caught, no further step can be trusted. */
export function endAfterFatalError(language: Language, logFile: string): void {
  const locale = { locale: language };
  dialog.showErrorBox(m.window_fatal_title({}, locale), m.window_fatal_detail({ path: logFile }, locale));
  app.exit(1);
}

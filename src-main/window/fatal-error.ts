/** The end of the program by a defect of its own: said in words, with where the log is. */
import { app, dialog } from 'electron';
import type { Language } from '../../shared/wizard/pages.ts';

/** Ends the program: after an exception that nothing caught, no further step can be trusted. */
export async function endAfterFatalError(language: Language, logFile: string): Promise<void> {
  const locale = { locale: language };
  try {
    const { m } = await import('../../shared/messages/compiled/messages.js');
    dialog.showErrorBox(m.window_fatal_title({}, locale), m.window_fatal_detail({ path: logFile }, locale));
  } finally {
    app.exit(1);
  }
}

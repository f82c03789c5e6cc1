/** The language that the system speaks, e.g. `ja-JP`; `--lang` on the command line goes before it, as in every Chromium. */
import { app } from 'electron';

export function systemLocale(): string {
  const named = app.commandLine.getSwitchValue('lang');
  return named === '' ? (app.getPreferredSystemLanguages()[0] ?? app.getLocale()) : named;
}

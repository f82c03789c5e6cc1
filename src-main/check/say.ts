/** What is said on standard error: a code to search for, what happened, the safe next action. */
import { message } from '../../shared/messages/finding-text.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { errorText } from '../../shared/messages/error-text.ts';
import { plain } from '../../shared/check-report/text.ts';
import type { AppError } from '../../shared/errors.ts';
import type { Language } from '../../shared/wizard/pages.ts';
import { redactText } from '../log/redact.ts';
import type { UsageFault } from './arguments.ts';

const lines = (parts: readonly string[]): string => parts.map((part) => `${plain(redactText(part))}\n`).join('');

const told = (code: string, text: string, action: string, details: AppError['details'], language: Language): string =>
  lines([
    m.check_line_error({ code, text }, { locale: language }),
    ...Object.entries(details).map(([name, value]) => `  ${name}: ${value}`),
    m.check_line_next({ action }, { locale: language }),
  ]);

export function errorLines(error: AppError, language: Language): string {
  const { title, state, action } = errorText(error, language);
  return told(error.code, title, `${action} ${state}`, error.details, language);
}

export function usageLines({ code, details }: UsageFault, language: Language): string {
  const text = message(`check_usage_${code}`)?.(details, { locale: language }) ?? code;
  return told(`usage.${code}`, text, m.check_usage_help({ option: '--help' }, { locale: language }), {}, language);
}

const own = {
  'check.failed': [m.check_failed_title, m.check_failed_action],
  'check.password': [m.check_password_title, m.check_password_action],
  'check.stdout': [m.check_stdout_title, m.check_stdout_action],
} as const;

/** Failures of the program itself, and of its standard streams. */
export function ownLines(code: keyof typeof own, language: Language, details: AppError['details'] = {}): string {
  const [title, action] = own[code];
  return told(code, title({}, { locale: language }), action({}, { locale: language }), details, language);
}

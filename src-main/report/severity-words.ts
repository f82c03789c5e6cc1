/** Words of a severity in reports. */
import type { Severity } from '../../shared/model/finding.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import type { Language } from '../../shared/wizard/pages.ts';

const severityWords = {
  ok: m.report_severity_ok,
  info: m.report_severity_info,
  warn: m.report_severity_warn,
  block: m.report_severity_block,
  unknown: m.report_severity_unknown,
} as const satisfies Record<Severity, unknown>;

export const severityWord = (severity: Severity, language: Language): string => severityWords[severity]({}, { locale: language });

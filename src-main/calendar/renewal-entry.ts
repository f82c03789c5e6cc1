/** The calendar entry for the next renewal: on the day from which it is due. */
import { dateText } from '../../shared/messages/dates.ts';
import type { Language } from '../../shared/messages/language.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { serverSetText } from '../../shared/model/server-set.ts';
import type { JudgedCertificate } from '../../shared/rules/judge-certificates.ts';
import { renewBy } from '../../shared/rules/validity.ts';
import type { Mode } from '../../shared/wizard/pages.ts';
import { formatCertificateName } from '../../shared/x509/certificate-name.ts';
import { calendarText } from './calendar-text.ts';

interface Renewal {
  readonly certificate: Pick<JudgedCertificate, 'thumbprint' | 'facts' | 'name' | 'servers'>;
  readonly mode: Mode | null;
  readonly at: Date;
}

export function renewalEntry({ certificate, mode, at }: Renewal, language: Language): string {
  const locale = { locale: language };
  const { thumbprint, facts, name, servers } = certificate;
  return calendarText({
    uid: `renewal-${thumbprint.toLowerCase()}@hybrid-certificate-wizard`,
    writtenAt: at,
    day: renewBy(facts),
    summary: (mode === 'practice' ? m.calendar_summary_practice : m.calendar_summary)({ subject: facts.subject }, locale),
    description: [
      ...(mode === 'practice' ? [m.report_practice({}, locale)] : []),
      m.calendar_description({ date: dateText(facts.notAfter, language) }, locale),
      `${m.report_subject({}, locale)}: ${facts.subject}`,
      `${m.calendar_name({}, locale)}: ${formatCertificateName(name)}`,
      `${m.report_thumbprint({}, locale)}: ${thumbprint}`,
      `${m.report_servers({}, locale)}: ${serverSetText(servers)}`,
    ].join('\n'),
  });
}

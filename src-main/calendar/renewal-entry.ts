/** The calendar entry for the next renewal: on the day from which it is due. */
import { dateText, dayText } from '../../shared/messages/dates.ts';
import { practiceNotice, textOf } from '../../shared/messages/labels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { serverSetText } from '../../shared/model/server-set.ts';
import type { JudgedCertificate } from '../../shared/rules/judge-certificates.ts';
import { renewBy } from '../../shared/rules/validity.ts';
import type { RenewalProfile } from '../../shared/run/profile.ts';
import type { ListedRun } from '../../shared/wizard/run-list.ts';
import type { Mode } from '../../shared/model/mode.ts';
import { formatCertificateName } from '../../shared/x509/certificate-name.ts';
import { calendarText } from './calendar-text.ts';

/** How a renewal was done, by its run. */
export interface RenewalAgain extends Pick<ListedRun, 'id' | 'openedAt' | 'method' | 'policy'> {
  readonly profile: RenewalProfile;
}

interface Renewal {
  readonly certificate: Pick<JudgedCertificate, 'thumbprint' | 'facts' | 'name' | 'servers'>;
  readonly mode: Mode | null;
  readonly at: Date;
  /** The renewal that has just been done, which the next one begins with; `null` where its run does not say how it was done */
  readonly profile: RenewalAgain | null;
}

export function renewalEntry({ certificate, mode, at, profile }: Renewal, language: Language): string {
  const locale = { locale: language };
  const { thumbprint, facts, name, servers } = certificate;
  const notice = practiceNotice(mode, language);
  const summary = notice === null ? m.calendar_summary : mode === 'practice' ? m.calendar_summary_practice : m.calendar_summary_rehearsal;
  return calendarText({
    uid: `renewal-${thumbprint.toLowerCase()}@hybrid-certificate-wizard`,
    writtenAt: at,
    day: renewBy(facts),
    summary: summary({ subject: facts.subject }, locale),
    description: [
      ...(notice === null ? [] : [notice]),
      m.calendar_description({ date: dateText(facts.notAfter, language) }, locale),
      `${m.report_subject({}, locale)}: ${facts.subject}`,
      `${m.calendar_name({}, locale)}: ${formatCertificateName(name)}`,
      `${m.report_thumbprint({}, locale)}: ${thumbprint}`,
      `${m.report_servers({}, locale)}: ${serverSetText(servers)}`,
      ...(profile === null ? [] : ['', ...profileLines(profile, mode, language)]),
    ].join('\n'),
  });
}

/** What the next renewal begins with, and where the wizard offers it. No credential is among it. */
function profileLines({ id, openedAt, method, policy, profile }: RenewalAgain, mode: Mode | null, language: Language): readonly string[] {
  const locale = { locale: language };
  const { onPremises, exchangeOnline, onlineSkipped, servers } = profile;
  const user = onlineSkipped ? m.again_no_online({}, locale) : exchangeOnline.userPrincipalName;
  const order = policy.canary === null ? m.plan_canary_none({}, locale) : m.plan_canary({ server: policy.canary }, locale);
  const failure = policy.onFailure === 'stop' ? m.plan_on_failure_stop({}, locale) : m.plan_on_failure_goOn({}, locale);
  return [
    m.again_calendar({ button: m.again_offer({ date: dayText(openedAt, language) }, locale), run: id }, locale),
    ...(mode === null ? [] : [`${m.again_calendar_mode({}, locale)}: ${textOf(`navigation_${mode}`, language)}`]),
    ...(method === null ? [] : [`${m.again_calendar_method({}, locale)}: ${textOf(`report_method_${method}`, language)}`]),
    `${m.plan_policy({}, locale)}: ${order}; ${failure}`,
    `${m.again_calendar_hybrid({}, locale)}: ${serverSetText(servers.map(({ name }) => name))}`,
    ...(mode === 'connected' ? [`${m.again_calendar_sign_in({}, locale)}: ${[onPremises.server, user].join(', ')}`] : []),
  ];
}

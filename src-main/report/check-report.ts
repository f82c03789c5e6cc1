/** The result of a check without a window, as one HTML file. */
import type { CheckedCertificate, CheckFinding, CheckResult } from '../../shared/check/result.ts';
import { impactLabel, roleLabel, verdictSentence, verdictLabel } from '../../shared/check/text.ts';
import { findingText, ruleTitle } from '../../shared/messages/finding-text.ts';
import { errorText, textOf } from '../../shared/messages/labels.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { dateText, zonedMomentText } from '../../shared/messages/dates.ts';
import type { Language } from '../../shared/messages/language.ts';
import { inBothLanguages, element, fragment, section, table, type Html } from './html.ts';
import { code } from './values.ts';

/** Self-contained, in both languages, that of the result first. Times are in UTC. */
export const renderCheck = (result: CheckResult): string =>
  inBothLanguages(
    (language) => m.check_title({}, { locale: language }),
    result.language,
    (language) => inLanguage(result, language),
  );

function inLanguage(result: CheckResult, language: Language): Html {
  const locale = { locale: language };
  const { program, certificates, findings, errors } = result;
  const all = [...findings, ...certificates.flatMap((certificate) => certificate.findings)];
  const decides = all.filter(({ impact }) => impact !== null);
  return fragment(
    element('h1', {}, m.check_title({}, locale)),
    element('p', {}, element('strong', {}, verdictSentence(result, language))),
    element(
      'p',
      {},
      `${m.check_exit_code({ code: String(result.exitCode) }, locale)} · ${program.name} ${program.version} · ${zonedMomentText(result.checkedAt, language, 'UTC')}`,
    ),
    errors.length === 0 ? fragment() : section(m.check_section_errors({}, locale), errorsTable(result, language)),
    decides.length === 0 ? fragment() : section(m.check_section_decides({}, locale), findingsTable(decides, language)),
    section(m.check_section_certificates({}, locale), ...certificates.map((one) => certificatePart(one, language))),
    section(m.check_section_more({}, locale), findingsTable(findings, language)),
    section(m.check_section_collected({}, locale), collectedPart(result, language)),
  );
}

function errorsTable({ errors }: CheckResult, language: Language): Html {
  const rows = errors.map((error) => {
    const { title, action } = errorText({ code: error.code, effect: 'none' }, language);
    const details = Object.entries(error.details).map(([name, value]) => element('div', {}, `${name}: ${value}`));
    return [code(error.code), title, fragment(...details), action];
  });
  return table(['', '', '', ''], rows);
}

function findingsTable(findings: readonly CheckFinding[], language: Language): Html {
  const locale = { locale: language };
  const rows = findings.map((finding) => [
    fragment(ruleTitle(finding.rule, language), finding.subject === '' ? '' : ` · ${finding.subject}`),
    element('span', { class: finding.severity }, textOf(`report_severity_${finding.severity}`, language)),
    findingText(finding, language),
    impactLabel(finding.impact, language),
  ]);
  return table([m.report_check({}, locale), m.report_result({}, locale), '', m.check_effect({}, locale)], rows);
}

function certificatePart(
  { thumbprint, role, verdict, certificateName, daysLeft, facts, servers, findings }: CheckedCertificate,
  language: Language,
): Html {
  const dates = { notAfter: dateText(facts.notAfter, language), days: String(daysLeft) };
  const until = (daysLeft < 0 ? m.check_expired : m.check_valid_until)(dates, { locale: language });
  return fragment(
    element('h3', {}, code(thumbprint), ` · ${roleLabel(role, language)} · ${verdictLabel(verdict, language)}`),
    element('p', {}, `${until} · ${servers.join(', ')}`),
    element('p', {}, code(certificateName)),
    findingsTable(findings, language),
  );
}

function collectedPart({ collected: { since, sides, files, unused } }: CheckResult, language: Language): Html {
  const locale = { locale: language };
  return fragment(
    since === null
      ? fragment()
      : element('p', {}, m.check_collected({ since: zonedMomentText(since, language, 'UTC'), files: String(files.length) }, locale)),
    sides.includes('exchangeOnline') ? fragment() : element('p', {}, m.check_online_not_collected({}, locale)),
    table(
      [m.check_file({}, locale), m.report_time({}, locale)],
      files.map(({ path, takenAt }) => [code(path), zonedMomentText(takenAt, language, 'UTC')]),
    ),
    ...unused.map((one) => element('p', {}, m.check_not_used({ path: one.path, code: one.code }, locale))),
  );
}

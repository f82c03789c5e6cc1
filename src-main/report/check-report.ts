/** The result of a check without a window, as one HTML file: the verdict first. */
import type { CheckedCertificate, CheckFinding, CheckResult } from '../../shared/check/result.ts';
import { impactLabel, roleLabel, verdictSentence, verdictLabel } from '../../shared/check/text.ts';
import { groupText } from '../../shared/messages/finding-text.ts';
import { errorText } from '../../shared/messages/labels.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { dateText, zonedMomentText } from '../../shared/messages/dates.ts';
import type { Language } from '../../shared/messages/language.ts';
import { markServer, sameButServer, serverMark } from '../../shared/model/same-values.ts';
import { serverSetText } from '../../shared/model/server-set.ts';
import type { Finding } from '../../shared/rules/finding.ts';
import { groupFindings } from '../../shared/rules/finding-groups.ts';
import { findingCells } from './finding-cells.ts';
import { code, element, fragment, page, section, table, type Html } from './html.ts';

/** Self-contained, in the language of the result. Times are in UTC. */
export function renderCheck(result: CheckResult): string {
  const { language, program, certificates, findings, errors } = result;
  const locale = { locale: language };
  const all = [...findings, ...certificates.flatMap((certificate) => certificate.findings)];
  const decides = all.filter(({ impact }) => impact !== null);
  const rest = findings.filter(({ impact }) => impact === null);
  const body = fragment(
    element('h1', {}, m.check_title({}, locale)),
    element('p', { class: 'verdict' }, verdictSentence(result, language)),
    mailFlow(findings),
    element(
      'p',
      {},
      `${m.check_exit_code({ code: String(result.exitCode) }, locale)} · ${program.name} ${program.version} · ${zonedMomentText(result.checkedAt, language, 'UTC')}`,
    ),
    errors.length === 0 ? fragment() : section(m.check_section_errors({}, locale), errorsTable(result, language)),
    decides.length === 0 ? fragment() : section(m.check_section_decides({}, locale), findingsTable(decides, language)),
    section(
      m.check_section_certificates({}, locale),
      ...certificates.filter(({ role }) => role !== 'other').map((one) => certificatePart(one, language)),
      othersTable(
        certificates.filter(({ role }) => role === 'other'),
        language,
      ),
    ),
    rest.length === 0 ? fragment() : section(m.check_section_more({}, locale), findingsTable(rest, language)),
    section(m.check_section_collected({}, locale), collectedPart(result, language)),
  );
  return page(m.check_title({}, locale), language, body);
}

/** What mail flow does in each direction, where the check was asked about it. */
function mailFlow(findings: readonly CheckFinding[]): Html {
  const directions = findings.filter(({ rule }) => rule === 'mail.toOnPremises' || rule === 'mail.toExchangeOnline');
  return fragment(...directions.map(({ severity, text }) => element('p', { class: severity }, text)));
}

function errorsTable({ errors }: CheckResult, language: Language): Html {
  const rows = errors.map((error) => {
    const { title, action } = errorText({ code: error.code, effect: 'none' }, language);
    const details = Object.entries(error.details).map(([name, value]) => element('div', {}, `${name}: ${value}`));
    return [code(error.code), title, fragment(...details), action];
  });
  return table(['', '', '', ''], rows);
}

/** The finding without its sentence, which names its own server, so that findings of several servers can be the same. */
export const unworded = ({ rule, variant, severity, subject, evidence, source }: CheckFinding): Finding => ({
  rule,
  variant,
  severity,
  subject,
  evidence,
  source,
});

/** The most severe first; servers of which the same is found share a row. */
function findingsTable(findings: readonly CheckFinding[], language: Language): Html {
  const locale = { locale: language };
  // A group has one rule and one outcome, and so one impact.
  const impacts = new Map<Finding, CheckFinding['impact']>(findings.map((finding) => [unworded(finding), finding.impact]));
  const rows = groupFindings([...impacts.keys()]).map((group) => [
    ...findingCells(group, language),
    impactLabel(impacts.get(group.first) ?? null, language),
  ]);
  return table([m.report_check({}, locale), m.report_result({}, locale), '', m.check_effect({}, locale)], rows);
}

/** What nobody asked about: a row for each certificate, and one for those that differ in nothing but the name of their server. */
function othersTable(certificates: readonly CheckedCertificate[], language: Language): Html {
  if (certificates.length === 0) return fragment();
  const locale = { locale: language };
  const serverOf = ({ servers }: CheckedCertificate): string => (servers.length === 1 ? (servers[0] ?? '') : '');
  const expiry = ({ facts }: CheckedCertificate): string => dateText(facts.notAfter, language);
  const rows = sameButServer(certificates, serverOf, (one) => [one.facts.subject, one.facts.issuer, one.verdict, expiry(one)]).map(
    (group) => {
      const [first] = group;
      const isOne = group.length === 1;
      const subject = isOne
        ? first.facts.subject
        : markServer(serverOf(first))(first.facts.subject).replaceAll(serverMark, m.group_server({}, locale));
      const reasons =
        first.verdict === 'qualifies' ? [] : groupFindings(group.flatMap(({ findings }) => findings.slice(0, 1).map(unworded)));
      return [
        isOne ? code(first.thumbprint) : element('em', {}, m.group_differs({}, locale)),
        code(subject),
        serverSetText(group.flatMap(({ servers }) => servers)),
        expiry(first),
        fragment(verdictLabel(first.verdict, language), ...reasons.map((reason) => element('div', {}, groupText(reason, language).text))),
      ];
    },
  );
  const headings = [m.report_thumbprint, m.report_subject, m.report_servers, m.report_expiry, m.report_result];
  return table(
    headings.map((heading) => heading({}, locale)),
    rows,
  );
}

function certificatePart(
  { thumbprint, role, verdict, certificateName, daysLeft, facts, servers, findings }: CheckedCertificate,
  language: Language,
): Html {
  const dates = { notAfter: dateText(facts.notAfter, language), days: String(daysLeft) };
  const until = (daysLeft < 0 ? m.check_expired : m.check_valid_until)(dates, { locale: language });
  return fragment(
    element('h3', {}, code(thumbprint), ` · ${roleLabel(role, language)} · ${verdictLabel(verdict, language)}`),
    element('p', {}, `${until} · ${serverSetText(servers)}`),
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

/** A result as text for a console, a log, or a mail. */
import type { CheckedCertificate, CheckError, CheckFinding, CheckResult } from './result.ts';
import { m } from '../messages/compiled/messages.js';
import { visibleText } from '../messages/visible-text.ts';
import { dateText, zonedMomentText } from '../messages/dates.ts';
import type { Finding } from '../rules/finding.ts';
import { impacts, isListedOn, type Impact } from '../rules/rules.ts';
import type { Language } from '../messages/language.ts';
import type { AppError } from '../model/error.ts';
import { serverSetText } from '../model/server-set.ts';
import { errorText, severityLabel, textOf } from '../messages/labels.ts';
import { findingText, ruleTitle } from '../messages/finding-text.ts';

/** The answer in one sentence. */
export const verdictSentence = ({ question, verdict }: Pick<CheckResult, 'question' | 'verdict'>, language: Language): string =>
  textOf(question === 'inUse' ? `check_now_${verdict}` : `check_certificate_${verdict}`, language);

export const roleLabel = (role: CheckedCertificate['role'], language: Language): string => textOf(`check_role_${role}`, language);

export const verdictLabel = (verdict: CheckedCertificate['verdict'], language: Language): string =>
  textOf(`check_verdict_${verdict}`, language);

/** What a finding does to the exit code; '' when nothing. */
export const impactLabel = (impact: Impact | null, language: Language): string =>
  impact === null ? '' : textOf(`check_impact_${impact}`, language);

/** The finding with its sentence, and with its impact. */
export const wordedFinding = (found: Finding, impact: Impact | null, language: Language): CheckFinding => ({
  ...found,
  evidence: { ...found.evidence },
  text: findingText(found, language),
  impact,
});

/** A failure with its words. */
export function worded(error: AppError, language: Language): CheckError {
  const { title, action } = errorText(error, language);
  return { code: error.code, details: { ...error.details }, text: title, action };
}

/** The whole result; a line ends with LF. Times are in UTC, so that the text is the same wherever it is written. */
export const checkText = (result: CheckResult): string =>
  [
    `${result.program.name} ${result.program.version}  ${zonedMomentText(result.checkedAt, result.language, 'UTC')}`,
    verdictSentence(result, result.language),
    ...collectedLines(result),
    ...section(m.check_section_decides, impactLines(result), result.language),
    ...section(m.check_section_certificates, result.certificates.flatMap(certificateLines(result.language)), result.language),
    ...section(m.check_section_presented, presentedLines(result), result.language),
    ...section(m.check_section_more, moreLines(result), result.language),
    '',
    m.check_exit_code({ code: String(result.exitCode) }, { locale: result.language }),
    '',
  ]
    .map(plain)
    .join('\n');

/** On a console the end of a line, too, would act: a line is made here and nowhere else. */
export const plain = (text: string): string => visibleText(text).replaceAll(/[\t\n\r]/g, '\uFFFD');

type Heading = (parameters: Record<string, never>, options: { readonly locale: Language }) => string;

const section = (heading: Heading, lines: readonly string[], language: Language): string[] =>
  lines.length === 0 ? [] : ['', heading({}, { locale: language }), ...lines.map((line) => `  ${line}`)];

function collectedLines({ collected: { since, sides, unused, files }, language }: CheckResult): string[] {
  const locale = { locale: language };
  return [
    ...(since === null ? [] : [m.check_collected({ since: zonedMomentText(since, language, 'UTC'), files: String(files.length) }, locale)]),
    ...(since === null || sides.includes('exchangeOnline') ? [] : [m.check_online_not_collected({}, locale)]),
    ...unused.map(({ path, code }) => m.check_not_used({ path, code }, locale)),
  ];
}

const line = ({ rule, severity, subject, text }: CheckFinding, language: Language): string =>
  `${severityLabel(severity, language)} ${ruleTitle(rule, language)}${subject === '' ? '' : ` (${subject})`}: ${text}`;

/** What the exit code is made of, in the order in which it decides. */
function impactLines({ findings, certificates, language }: CheckResult): string[] {
  const all = [...findings, ...certificates.flatMap((certificate) => certificate.findings)];
  return impacts.flatMap((what) => all.filter(({ impact }) => impact === what).map((one) => line(one, language)));
}

const certificateLines =
  (language: Language) =>
  ({ role, thumbprint, verdict, facts, daysLeft, servers, findings }: CheckedCertificate): string[] => {
    const [reason] = findings.filter(({ severity }) => severity === 'block' || severity === 'unknown');
    const locale = { locale: language };
    const dates = { notAfter: dateText(facts.notAfter, language), days: String(daysLeft) };
    return [
      `${thumbprint}  ${roleLabel(role, language)}  ${verdictLabel(verdict, language)}`,
      `  ${facts.subject}`,
      `  ${daysLeft < 0 ? m.check_expired(dates, locale) : m.check_valid_until(dates, locale)}  ${serverSetText(servers)}`,
      ...(role === 'other' && reason !== undefined ? [`  ${reason.text}`] : []),
    ];
  };

const isPresented = ({ rule }: CheckFinding): boolean => isListedOn(rule, 'presented');

const presentedLines = ({ findings, language }: CheckResult): string[] =>
  findings.filter((one) => isPresented(one) && one.impact === null).map((one) => line(one, language));

/** What decides nothing, but is not simply in order; industry's dates are in the JSON and the HTML. */
const moreLines = ({ findings, language }: CheckResult): string[] =>
  findings
    .filter((one) => one.impact === null && !isPresented(one) && (one.severity !== 'ok' || isListedOn(one.rule, 'check')))
    .map((one) => line(one, language));

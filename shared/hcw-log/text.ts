/** The result of `--hcw-log` as text for a console. */
import { m } from '../messages/compiled/messages.js';
import { knownText, savedValueText, textOf } from '../messages/labels.ts';
import type { Language } from '../messages/language.ts';
import type { LogPosition } from './entry.ts';
import type { HcwLogFile, HcwLogResult } from './result.ts';

/** Of each kind, the last ones; the JSON has more. */
const mostLines = 40;

/** Lines end with LF. */
export function hcwLogText(result: HcwLogResult): string {
  const { language, verdict, files, earlier, exitCode } = result;
  const locale = { locale: language };
  // An error whose meaning is known is a failure.
  const errors = files.reduce((sum, file) => sum + file.errors.all, 0);
  return [
    textOf(`hcwLog_verdict_${verdict}`, language),
    ...(verdict === 'noFailure' && errors > 0 ? [m.hcwLog_errors_not_known({ count: String(errors) }, locale)] : []),
    ...(verdict === 'couldNotJudge' ? [] : [m.hcwLog_success({}, locale)]),
    ...(earlier.length === 0 ? [] : [m.hcwLog_earlier({ names: earlier.join(', ') }, locale)]),
    ...files.flatMap((file) => fileLines(file, language)),
    '',
    m.check_exit_code({ code: String(exitCode) }, locale),
    '',
  ].join('\n');
}

function fileLines(file: HcwLogFile, language: Language): readonly string[] {
  const locale = { locale: language };
  const at = (position: LogPosition): string => positionText(position, language);
  const section = (heading: string, lines: readonly string[], all = lines.length): readonly string[] => {
    const shown = lines.slice(-mostLines);
    const left = all > shown.length ? [m.hcwLog_left_out({ shown: String(shown.length), all: String(all) }, locale)] : [];
    return lines.length === 0 ? [] : ['', heading, ...[...left, ...shown].map((line) => `  ${line}`)];
  };
  const { certificates, certificateServers, commands, subtasks, messages, errors, tables, properties } = file;
  return [
    '',
    file.path,
    ...readLines(file, language).map((line) => `  ${line}`),
    ...section(
      m.hcwLog_certificates({}, locale),
      certificates.flatMap(({ value, uses }) => [
        knownText(value, (name) => savedValueText(name, language), language),
        ...uses.slice(-mostLines).map((use) => `  ${at(use)}  ${titleOf(use)}: ${textOf(`hcwLog_outcome_${use.outcome}`, language)}`),
      ]),
    ),
    ...section(
      m.hcwLog_reference({}, locale),
      certificateServers.map((server) => `${server.server}  (${at(server)})`),
    ),
    ...section(
      m.hcwLog_commands({}, locale),
      commands.last.map(
        (command) =>
          `${at(command)}  ${titleOf(command)}: ${textOf(command.form === 'alone' ? 'hcwLog_outcome_alone' : `hcwLog_outcome_${command.outcome}`, language)}`,
      ),
      commands.all,
    ),
    ...section(
      m.hcwLog_subtasks({}, locale),
      subtasks.last.map(
        (one) =>
          `${at(one)}  ${[one.task, one.phase].filter((name) => name !== '').join(', ')}: ${textOf(`hcwLog_subtask_${one.state}`, language)}`,
      ),
      subtasks.all,
    ),
    ...section(
      m.hcwLog_messages({}, locale),
      messages.flatMap(({ code, meaning, last, text }) => [
        `${at(last)}  ${meaning?.title ?? code}`,
        `  ${oneLine(text)}`,
        ...(meaning === null ? [`  ${m.hcwLog_not_known({}, locale)}`] : []),
        ...(meaning === null || meaning.cause === '' ? [] : [`  ${meaning.cause}`]),
        ...(meaning === null ? [] : [`  ${m.decode_fix({}, locale)}: ${meaning.fix}`]),
      ]),
    ),
    ...section(
      m.hcwLog_errors({}, locale),
      errors.last.map((error) => `${at(error)}  ${oneLine(error.text)}`),
      errors.all,
    ),
    ...section(
      m.hcwLog_tables({}, locale),
      tables.last.flatMap((table) => [
        `${at(table)}  ${table.headings.join(' | ')}`,
        ...table.rows
          .filter(({ equals }) => equals !== true)
          .map(({ cells, text }) => `  ${cells.length === 0 ? text : cells.join(' | ')}`),
      ]),
    ),
    ...section(
      m.hcwLog_properties({}, locale),
      properties.map((property) => `${at(property)}  ${property.name}: ${property.value}`),
    ),
  ];
}

/** How much was read, and what was not. */
function readLines({ lines, entries, first, last, outcomes, skipped, cut, isUnended }: HcwLogFile, language: Language): readonly string[] {
  const locale = { locale: language };
  const of = ({ count, lastLine }: HcwLogFile['skipped']): { readonly count: string; readonly line: string } => ({
    count: String(count),
    line: String(lastLine),
  });
  return [
    m.hcwLog_read({ lines: String(lines), entries: String(entries) }, locale),
    ...(first === null || last === null ? [] : [m.hcwLog_span({ first: first.stamp, last: last.stamp }, locale)]),
    m.hcwLog_outcomes(
      { finished: String(outcomes.finished), failed: String(outcomes.failed), notKnown: String(outcomes.notKnown) },
      locale,
    ),
    ...(skipped.count === 0 ? [] : [m.hcwLog_skipped(of(skipped), locale)]),
    ...(cut.count === 0 ? [] : [m.hcwLog_cut(of(cut), locale)]),
    ...(isUnended ? [m.hcwLog_unended({}, locale)] : []),
  ];
}

const positionText = ({ line, stamp }: LogPosition, language: Language): string =>
  stamp === ''
    ? m.hcwLog_line({ line: String(line) }, { locale: language })
    : m.hcwLog_line_time({ line: String(line), time: stamp }, { locale: language });

const titleOf = ({ cmdlet, object }: { readonly cmdlet: string; readonly object: string | null }): string =>
  object === null ? cmdlet : `${cmdlet} ${object}`;

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 300);

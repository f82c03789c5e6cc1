/** The report for the change ticket: the verdict and what changed first, then an annex with every value, step and command. */
import { proofHeaders } from '../../shared/mail-flow/proof.ts';
import { changes, type CommandRecord } from '../../shared/commands/call.ts';
import { renderCall } from '../../shared/commands/render.ts';
import { undoTexts } from '../../shared/plan/step-text.ts';
import { groupFindings } from '../../shared/rules/finding-groups.ts';
import type { Finding } from '../../shared/rules/finding.ts';
import type { Language } from '../../shared/messages/language.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import { leftOutLine, unknownText } from '../../shared/messages/labels.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { zonedMomentText } from '../../shared/messages/dates.ts';
import { findingCells } from './finding-cells.ts';
import { comparisonTable, firstPage, type ReportOrigin } from './first-page.ts';
import { code, element, fragment, list, page, section, table, type Html } from './html.ts';
import { runKinds } from '../../shared/wizard/context.ts';
import { proofSection } from './proof.ts';
import { runsToRollBack, stepsTable } from './steps.ts';
import { compareValues, valuesOf } from './values.ts';

/** One self-contained HTML file in the language of the wizard: no script, nothing loaded. */
export function renderReport(view: WizardView, origin: ReportOrigin): string {
  const { language } = view.context;
  const locale = { locale: language };
  const annex = element(
    'div',
    { class: 'annex' },
    proofSection(view.proof, language),
    howToProve(view, language),
    allValues(view, language),
    view.postChecks === null ? fragment() : section(m.report_checks({}, locale), checksTable(view.postChecks, language)),
    stepsSection(view, language),
    leftOut(view, language),
    section(m.report_commands({}, locale), commandsTable(view, language)),
  );
  return page(m.report_title({}, locale), language, fragment(firstPage(view, origin, language), annex));
}

/** What the last page says while mail flow is not proven: how to prove it. */
function howToProve({ outcome, proof }: WizardView, language: Language): Html {
  const locale = { locale: language };
  if (outcome === null || proof?.isProven === true) return fragment();
  return section(
    m.finish_unproven({}, locale),
    element('p', {}, m.finish_unproven_text({}, locale)),
    list([m.finish_prove_toOnPremises({}, locale), m.finish_prove_toExchangeOnline({}, locale)]),
    element('p', {}, m.finish_prove_headers({}, locale)),
    list(proofHeaders.map(code)),
    element('p', {}, m.finish_prove_missing({}, locale)),
  );
}

function allValues({ context }: WizardView, language: Language): Html {
  const original = context.baseline ?? context.organization;
  if (original === null) return fragment();
  const locale = { locale: language };
  const before = valuesOf(original, language);
  if (context.verified !== null) {
    const rows = compareValues(before, valuesOf(context.verified, language));
    return section(m.report_values({}, locale), comparisonTable(rows, language));
  }
  const notRead = before.rows.map((row) => ({
    ...row,
    before: row.content,
    after: { known: false, reason: 'notConnected', evidence: '' } as const,
  }));
  return section(m.report_values({}, locale), element('p', {}, m.report_changed_not_read({}, locale)), comparisonTable(notRead, language));
}

/** The most severe first; servers of which the same is found share a row. */
function checksTable(findings: readonly Finding[], language: Language): Html {
  const locale = { locale: language };
  const rows = groupFindings(findings).map((group) => {
    const [rule, severity, text] = findingCells(group, language);
    return [rule, severity, fragment(text, ...differenceOf(group.findings, language))];
  });
  return table([m.report_check({}, locale), m.report_result({}, locale), ''], rows);
}

/** Expected and found value, where they differ and are the same for the whole group. */
function differenceOf(findings: readonly Finding[], language: Language): readonly Html[] {
  const [first] = findings;
  const { expected = '', found = '' } = first?.evidence ?? {};
  const isSame = findings.every(
    ({ evidence }) => evidence['expected'] === first?.evidence['expected'] && evidence['found'] === first?.evidence['found'],
  );
  if (!isSame || expected === found || first?.severity === 'ok') return [];
  const locale = { locale: language };
  return [
    [m.report_expected({}, locale), expected],
    [m.report_found({}, locale), found === '' ? m.value_empty({}, locale) : found],
  ].map(([name = '', value = '']) => element('div', {}, `${name}: `, code(value)));
}

function stepsSection({ context }: WizardView, language: Language): Html {
  const locale = { locale: language };
  const headings = {
    apply: m.report_steps_apply,
    fix: m.report_steps_fix,
    removal: m.report_steps_removal,
    rollback: m.report_steps_rollback,
  } as const;
  const sections = runKinds.flatMap((kind) => {
    const [plan, run] = [context.plans[kind], context.runs[kind]];
    if (plan === null || run === null) return [];
    const folder = element('p', {}, m.change_run_folder({ path: run.path }, locale));
    return [section(headings[kind]({}, locale), stepsTable(plan, run, language), folder)];
  });
  const rollback = runsToRollBack(context)
    .flatMap(({ steps }) => steps)
    .reverse()
    .flatMap(undoTexts);
  return fragment(
    ...sections,
    rollback.length === 0
      ? fragment()
      : section(m.report_rollback_script({}, locale), ...rollback.map((line) => element('p', {}, code(line)))),
  );
}

function leftOut({ context: { plans, runs } }: WizardView, language: Language): Html {
  const locale = { locale: language };
  const lines = [
    ...(runs.apply === null ? [] : (plans.apply?.leftOut ?? [])).map((one) => leftOutLine(one, language)),
    ...(plans.fix?.leftOut ?? []).map(({ reason, evidence }) =>
      m.report_left_out_line({ object: 'Hybrid Configuration', why: unknownText(reason, evidence, language) }, locale),
    ),
  ];
  return lines.length === 0 ? fragment() : section(m.report_left_out({}, locale), list(lines));
}

/** Reads that succeeded one after the other share a row; what changes something, or failed, has one of its own. */
function together(commands: readonly CommandRecord[]): readonly (readonly [CommandRecord, ...CommandRecord[]])[] {
  const isQuiet = ({ call, error }: CommandRecord): boolean => error === null && !changes(call);
  const groups: [CommandRecord, ...CommandRecord[]][] = [];
  for (const record of commands) {
    const last = groups.at(-1);
    if (last !== undefined && isQuiet(last[0]) && isQuiet(record)) last.push(record);
    else groups.push([record]);
  }
  return groups;
}

/**
 * Each reading once, with how often it ran. A list of properties is written out where it stands first in the report (`seen`): the same
 * few lists come back in every round, and would fill pages.
 */
function readingsOf(records: readonly CommandRecord[], seen: Set<string>): Html {
  const counts = new Map<string, number>();
  for (const { call } of records) counts.set(renderCall(call), (counts.get(renderCall(call)) ?? 0) + 1);
  const parts = [...counts].flatMap(([text, count], index) => {
    const [command = '', properties] = text.split(selects);
    const isKnown = properties !== undefined && seen.has(properties);
    if (properties !== undefined) seen.add(properties);
    return [
      ...(index === 0 ? [] : ['; ']),
      code(isKnown ? `${command} | Select-Object …` : text),
      ...(count === 1 ? [] : [` (${String(count)}×)`]),
    ];
  });
  return fragment(...parts);
}
const selects = ' | Select-Object -Property ';

/** Every command in the order in which they ran. */
function commandsTable({ context: { commands } }: WizardView, language: Language): Html {
  const locale = { locale: language };
  const seen = new Set<string>();
  const rows = together(commands).map((records) => {
    const [first] = records;
    return [
      zonedMomentText(first.at, language),
      changes(first.call) ? element('strong', {}, code(renderCall(first.call))) : readingsOf(records, seen),
      m.report_milliseconds({ value: String(records.reduce((sum, { durationMs }) => sum + durationMs, 0)) }, locale),
      first.error === null
        ? m.report_command_ok({}, locale)
        : m.report_command_failed({ code: first.error, message: first.message }, locale),
    ];
  });
  return fragment(
    element('p', {}, commands.some(({ call }) => changes(call)) ? m.report_changes_only({}, locale) : m.report_no_changes({}, locale)),
    table([m.report_time({}, locale), m.report_command({}, locale), m.report_duration({}, locale), m.report_result({}, locale)], rows, {
      class: 'log',
    }),
  );
}

/** The report: before and after, every command with time and result, in both languages in one file. */
import { unknown } from '../../shared/model/known.ts';
import { sameValuesText, code, shown, valuesOf, type ValueRow } from './values.ts';
import { proofHeaders } from '../../shared/mail-flow/proof.ts';
import { changes } from '../../shared/commands/call.ts';
import { renderCall } from '../../shared/commands/render.ts';
import type { Finding } from '../../shared/rules/finding.ts';
import type { Language } from '../../shared/messages/language.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import { textOf, unknownText } from '../../shared/messages/labels.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { dateText, zonedMomentText } from '../../shared/messages/dates.ts';
import { findingText, ruleTitle } from '../../shared/messages/finding-text.ts';
import { element, fragment, section, table, text, type Html, inBothLanguages } from './html.ts';
import { stepsTable } from './steps.ts';

/**
 * One self-contained HTML file: no script, nothing loaded. The language that is shown first is the
 * wizard's.
 */
export function renderReport(view: WizardView, at: Date): string {
  const title = (language: Language): string => m.report_title({}, { locale: language });
  return inBothLanguages(title, view.context.language, (language) => inLanguage(view, at, language));
}

function inLanguage(view: WizardView, at: Date, language: Language): Html {
  const locale = { locale: language };
  // Local time of the management computer, with its zone: the change ticket is read elsewhere.
  const time = (iso: string): string => zonedMomentText(iso, language);
  const { context } = view;
  const before = context.baseline ?? context.organization;
  return fragment(
    element('h1', {}, m.report_title({}, locale)),
    context.mode === 'practice' ? element('p', { class: 'practice' }, m.report_practice({}, locale)) : fragment(),
    element('p', {}, m.report_generated({ at: time(at.toISOString()) }, locale)),
    before === null ? fragment() : element('p', {}, m.report_gathered_before({ at: time(before.gatheredAt) }, locale)),
    element(
      'p',
      {},
      context.verified === null
        ? m.report_not_verified({}, locale)
        : m.report_gathered_after({ at: time(context.verified.gatheredAt) }, locale),
    ),
    outcomeLines(view, language),
    section(m.report_certificate({}, locale), certificateTable(view, language)),
    section(m.report_values({}, locale), valuesTable(view, language)),
    view.postChecks === null ? fragment() : section(m.report_checks({}, locale), checksTable(view.postChecks, language)),
    stepsSection(view, language),
    leftOut(view, language),
    section(m.report_commands({}, locale), commandsTable(view, language)),
  );
}

/** What the last page says: that mail flow is not proven yet, how to prove it, and what is open. */
function outcomeLines({ outcome, context }: WizardView, language: Language): Html {
  const locale = { locale: language };
  if (outcome === null) return fragment();
  const leftOutServers = context.method === 'reset' ? (context.plan?.leftOut ?? []) : [];
  const isConfigured = outcome.verdict === 'asExpected' && leftOutServers.length === 0;
  const open = [
    ...leftOutServers.map(({ server, reason, evidence }) =>
      m.plan_left_out({ server, reason: unknownText(reason, evidence, language) }, locale),
    ),
    ...outcome.openItems.map((finding) => findingText(finding, language)),
  ];
  const list = (items: readonly string[]): Html => element('ul', {}, ...items.map((item) => element('li', {}, item)));
  return element(
    'div',
    { class: 'outcome' },
    element('p', {}, isConfigured ? m.finish_title_ok({}, locale) : m.finish_title_open({}, locale)),
    open.length === 0 ? fragment() : fragment(element('p', {}, m.finish_open({}, locale)), list(open)),
    element('p', {}, m.finish_unproven({}, locale)),
    element('p', {}, m.finish_unproven_text({}, locale)),
    list([m.finish_prove_toOnPremises({}, locale), m.finish_prove_toExchangeOnline({}, locale)]),
    element('p', {}, m.finish_prove_headers({}, locale)),
    list(proofHeaders),
    element('p', {}, m.finish_prove_missing({}, locale)),
  );
}

function certificateTable(view: WizardView, language: Language): Html {
  const locale = { locale: language };
  const { chosenDetails, chosen, context } = view;
  if (chosen === null) return element('p', {}, m.report_no_certificate({}, locale));
  const oldNames = (part: 'issuer' | 'subject'): Html => {
    if (chosenDetails === null) return code(m.value_unknown({}, locale));
    const { old, unread } = chosenDetails.nameChange;
    return fragment(
      ...[...new Set(old.map((name) => name[part]))].map((text) => element('div', {}, code(text))),
      ...unread.slice(0, 1).map(({ reason, evidence }) => element('div', {}, shown(unknown(reason, evidence), language))),
    );
  };
  const rows: (readonly (Html | string)[])[] = [
    [m.report_issuer({}, locale), oldNames('issuer'), code(chosen.name.issuer)],
    [m.report_subject({}, locale), oldNames('subject'), code(chosen.name.subject)],
    [m.report_thumbprint({}, locale), '', code(chosen.thumbprint)],
    [m.report_expiry({}, locale), '', dateText(chosen.facts.notAfter, language)],
    [
      m.report_method({}, locale),
      '',
      context.method === 'reset' ? m.report_method_reset({}, locale) : m.report_method_certificate_only({}, locale),
    ],
  ];
  return table(['', m.report_certificate_old({}, locale), m.report_certificate_new({}, locale)], rows);
}

function valuesTable(view: WizardView, language: Language): Html {
  const locale = { locale: language };
  const before = view.context.baseline ?? view.context.organization;
  if (before === null) return fragment();
  const missing = text(m.report_missing({}, locale));
  const old = valuesOf(before, language);
  const after = view.context.verified === null ? null : valuesOf(view.context.verified, language);
  const rows = old.map((row) => {
    const match = after?.find(isSameValue(row));
    const now = after === null ? text(m.value_unknown({}, locale)) : match === undefined ? missing : shown(match.content, language);
    const differs = match === undefined ? after !== null : !sameValuesText(row.content, match.content);
    return [row.object, code(row.value), shown(row.content, language), differs ? element('strong', {}, now) : now];
  });
  const added = (after ?? [])
    .filter((row) => !old.some(isSameValue(row)))
    .map((row) => [row.object, code(row.value), missing, element('strong', {}, shown(row.content, language))]);
  return table(
    [m.report_object({}, locale), m.report_value({}, locale), m.report_before({}, locale), m.report_after({}, locale)],
    [...rows, ...added],
  );
}

const isSameValue =
  (row: ValueRow) =>
  ({ object, value }: ValueRow): boolean =>
    object === row.object && value === row.value;

function checksTable(findings: readonly Finding[], language: Language): Html {
  const locale = { locale: language };
  const rows = findings.map((finding) => [
    fragment(ruleTitle(finding.rule, language), finding.subject === '' ? '' : ` · ${finding.subject}`),
    element('span', { class: finding.severity }, textOf(`report_severity_${finding.severity}`, language)),
    findingText(finding, language),
    code(finding.evidence['expected'] ?? ''),
    code(finding.evidence['found'] ?? ''),
  ]);
  return table(
    [m.report_check({}, locale), m.report_result({}, locale), '', m.report_expected({}, locale), m.report_found({}, locale)],
    rows,
  );
}

function stepsSection({ context }: WizardView, language: Language): Html {
  const locale = { locale: language };
  const tables = [stepsTable(context.plan, context.results, language), stepsTable(context.fix, context.fixResults, language)].filter(
    (steps) => steps !== null,
  );
  return tables.length === 0 ? fragment() : section(m.report_steps({}, locale), ...tables);
}

function leftOut({ context: { plan, fix } }: WizardView, language: Language): Html {
  const locale = { locale: language };
  const lines = [
    ...(plan?.leftOut ?? []).map((one) => ({ ...one, object: one.server })),
    ...(fix?.leftOut ?? []).map((one) => ({ ...one, object: 'Hybrid Configuration' })),
  ].map(({ object, reason, evidence }) =>
    element('li', {}, m.report_left_out_line({ object, why: unknownText(reason, evidence, language) }, locale)),
  );
  return lines.length === 0 ? fragment() : section(m.report_left_out({}, locale), element('ul', {}, ...lines));
}

function commandsTable(view: WizardView, language: Language): Html {
  const locale = { locale: language };
  const { commands, plan, fix } = view.context;
  const rows = commands.map((record) => {
    const line = code(renderCall(record.call));
    return [
      zonedMomentText(record.at, language),
      changes(record.call) ? element('strong', {}, line) : line,
      m.report_milliseconds({ value: String(record.durationMs) }, locale),
      record.error === null
        ? m.report_command_ok({}, locale)
        : m.report_command_failed({ code: record.error, message: record.message }, locale),
    ];
  });
  const rollback = [...(plan?.steps ?? []), ...(fix?.steps ?? [])].reverse().map((step) => renderCall(step.rollback));
  return fragment(
    element('p', {}, commands.some(({ call }) => changes(call)) ? m.report_changes_only({}, locale) : m.report_no_changes({}, locale)),
    table([m.report_time({}, locale), m.report_command({}, locale), m.report_duration({}, locale), m.report_result({}, locale)], rows),
    rollback.length === 0
      ? fragment()
      : fragment(element('h3', {}, m.report_rollback_script({}, locale)), element('pre', {}, rollback.join('\n'))),
  );
}

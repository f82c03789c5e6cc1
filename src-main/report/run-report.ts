/** The report of one run, from its folder alone: what was planned, sent and read back, and what its folder does not say. */
import { join } from 'node:path';
import { zonedMomentText } from '../../shared/messages/dates.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { categoriesText, knownText, leftOutLine, savedValueText, textOf } from '../../shared/messages/labels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { callSteps } from '../../shared/plan/plan.ts';
import { runView, stepOf, type RunView } from '../../shared/run/run-view.ts';
import type { RedactionCategory } from '../../shared/redaction/categories.ts';
import { noRuns } from '../../shared/wizard/context.ts';
import { stateOfRun } from '../../shared/wizard/run-list.ts';
import { runFiles, summaryOf, type Run } from '../change/read-run.ts';
import { exposureSection } from './exposure.ts';
import { evidenceSection } from './proof.ts';
import { practiceParagraph, type ReportOrigin } from './first-page.ts';
import { code, element, facts, fragment, list, page, section, table, type Html } from './html.ts';
import { stepsTable } from './steps.ts';

/** Without a time it is the report as of the last entry of the journal: the same run gives the same report. */
export type RunReportOrigin = ReportOrigin | (Pick<ReportOrigin, 'program'> & { readonly at: null });

/** One self-contained HTML file, as the report of a session is. What was never read is not said to be in order. */
export function renderRunReport(
  run: Run,
  origin: RunReportOrigin,
  language: Language,
  redacted: readonly RedactionCategory[] = [],
): string {
  const locale = { locale: language };
  const { plan, state } = run;
  const view = runView(state, run);
  const leftOut = plan.leftOut.map((one) => leftOutLine(one, language));
  return page(
    m.run_report_title({}, locale),
    language,
    fragment(
      element('h1', {}, m.run_report_title({}, locale)),
      practiceParagraph(state.opened.mode, language),
      redacted.length === 0
        ? fragment()
        : element('p', { class: 'practice' }, m.redact_report({ categories: categoriesText(redacted, language) }, locale)),
      element('p', { class: 'verdict' }, verdictText(run, language)),
      exposureSection({ runs: { ...noRuns, [plan.purpose]: view } }, origin.at ?? new Date(state.last.at), language),
      evidenceSection(state, language),
      section(m.report_facts({}, locale), factsTable(run, origin, language)),
      section(m.run_report_values({}, locale), valuesTable(run, view, language)),
      section(
        { apply: m.report_steps_apply, fix: m.report_steps_fix, removal: m.report_steps_removal, rollback: m.report_steps_rollback }[
          plan.purpose
        ]({}, locale),
        stepsTable(plan, view, language),
      ),
      leftOut.length === 0 ? fragment() : section(m.report_left_out({}, locale), list(leftOut)),
      transportSection(view, language),
      section(
        m.report_rollback({}, locale),
        list([m.run_report_rollback({ path: join(run.path, runFiles.undo) }, locale), m.report_rollback_condition({}, locale)]),
      ),
      section(m.run_report_missing({}, locale), element('p', {}, m.run_report_missing_text({}, locale))),
    ),
  );
}

/** The state as the list of runs names it; that mail flow works is said of no run. */
const verdictText = (run: Run, language: Language): string =>
  m.run_report_verdict({ state: textOf(`runs_state_${stateOfRun(summaryOf(run.state))}`, language) }, { locale: language });

function factsTable({ id, path, plan, state, snapshot }: Run, origin: RunReportOrigin, language: Language): Html {
  const locale = { locale: language };
  const time = (iso: string): string => `${zonedMomentText(iso, language)} (${zonedMomentText(iso, language, 'UTC')})`;
  return facts([
    [m.report_organization({}, locale), state.opened.organization || m.value_unknown({}, locale)],
    [m.run_report_purpose({}, locale), textOf(`runs_purpose_${plan.purpose}`, language)],
    ...(plan.method === null ? [] : [[m.report_method({}, locale), textOf(`report_method_${plan.method}`, language)]]),
    [m.run_report_opened({}, locale), time(state.openedAt)],
    [m.run_report_saved({}, locale), time(snapshot.takenAt)],
    [m.run_report_last({}, locale), time(state.last.at)],
    [m.run_report_program({}, locale), state.opened.program],
    [m.run_report_folder({}, locale), code(path)],
    [m.run_report_id({}, locale), code(id)],
    ...createdRows(origin, time, language),
  ]);
}

function createdRows(origin: RunReportOrigin, time: (iso: string) => string, language: Language): readonly (readonly (Html | string)[])[] {
  const locale = { locale: language };
  const by = m.run_report_created_by({}, locale);
  if (origin.at === null) return [[by, origin.program]];
  const { at, user, program } = origin;
  return [
    [m.report_created({}, locale), time(at.toISOString())],
    [by, fragment(user === '' ? m.value_unknown({}, locale) : code(user), ' · ', program)],
  ];
}

/** Of every value that a command was to set: the saved one, the wanted one, and the newest that was read. */
function valuesTable({ plan }: Run, view: RunView, language: Language): Html {
  const locale = { locale: language };
  const value = (of: Parameters<typeof savedValueText>[0]): Html => code(savedValueText(of, language));
  const rows = callSteps(plan).flatMap((step) => {
    const { found } = stepOf(view, step.id);
    return Object.keys(step.after).map((name) => [
      step.object,
      code(name),
      value(step.before[name]),
      value(step.after[name]),
      found === null ? m.report_not_read({}, locale) : value(found[name]),
    ]);
  });
  const handover = plan.steps.some(({ kind }) => kind === 'handover') ? [element('p', {}, m.run_report_hcw({}, locale))] : [];
  return fragment(
    rows.length === 0
      ? element('p', {}, m.run_report_no_values({}, locale))
      : table(
          [m.report_object, m.report_value, m.report_before, m.run_report_wanted, m.run_report_found].map((text) => text({}, locale)),
          rows,
        ),
    ...handover,
  );
}

function transportSection({ internalTransport }: RunView, language: Language): Html {
  const locale = { locale: language };
  const heading = m.run_report_transport({}, locale);
  if (internalTransport.length === 0) return section(heading, element('p', {}, m.report_not_read({}, locale)));
  return section(
    heading,
    table(
      [m.report_servers({}, locale), m.report_thumbprint({}, locale)],
      internalTransport.map(({ server, thumbprint }) => [
        server,
        thumbprint.known ? code(savedValueText(thumbprint.value, language)) : knownText(thumbprint, () => '', language),
      ]),
    ),
  );
}

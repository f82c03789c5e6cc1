/** The change request as HTML, for the people who approve it: what, risk by forecast, order, rollback, time. */
import { directions } from '../../shared/mail-flow/verdict.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { dateText, zonedMomentText } from '../../shared/messages/dates.ts';
import { forecastReasons, forecastVerdict, forecastWhen } from '../../shared/messages/forecast-text.ts';
import { savedValueText, textOf, unknownText } from '../../shared/messages/labels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { known } from '../../shared/model/known.ts';
import { isPractice } from '../../shared/model/mode.ts';
import { serverSetText } from '../../shared/model/server-set.ts';
import { callSteps, isSynchronization, isUnchanged, objectSteps, type ObjectStep, type Plan, type Value } from '../../shared/plan/plan.ts';
import { placedTexts, undoTexts } from '../../shared/plan/step-text.ts';
import { groupFindings } from '../../shared/rules/finding-groups.ts';
import type { ChangeRequest } from './change-request.ts';
import { findingCells } from './finding-cells.ts';
import { shareRows, shown, type Comparison } from './values.ts';
import { code, element, facts, fragment, list, page, section, table, type Html } from './html.ts';

/** One self-contained HTML file, in the language of the request. Nothing in it is said of the time after the change but as a forecast. */
export function renderChangeRequest(request: ChangeRequest): string {
  const { language, mode, plan } = request;
  const locale = { locale: language };
  const body = fragment(
    element('h1', {}, m.request_title({}, locale)),
    isPractice(mode)
      ? element('p', { class: 'practice' }, (mode === 'practice' ? m.request_practice : m.request_rehearsal)({}, locale))
      : fragment(),
    element('p', { class: 'verdict' }, m.request_verdict({ time: zonedMomentText(request.readAt, language) }, locale)),
    section(m.request_what({}, locale), factsTable(request), certificates(request), valuesTable(request)),
    section(m.request_risk({}, locale), ...risk(request)),
    section(m.request_unknown({}, locale), list(unknowns(request))),
    section(m.request_order({}, locale), list(policyLines(request)), stepsTable(request)),
    section(m.request_rollback({}, locale), ...rollback(plan, request)),
    section(m.request_time({}, locale), list(timeLines(request))),
    handoverValues(request),
  );
  return page(m.request_title({}, locale), language, body);
}

/** Local time of this computer, and UTC: the request is read elsewhere. */
const timeOf = (iso: string, { language }: ChangeRequest): string =>
  `${zonedMomentText(iso, language)} (${zonedMomentText(iso, language, 'UTC')})`;

const sent = (plan: Plan): readonly ObjectStep[] => objectSteps(plan).filter((step) => !isUnchanged(step));

function factsTable(request: ChangeRequest): Html {
  const { language, user, plan, program, organization, createdAt, readAt } = request;
  const locale = { locale: language };
  const notKnown = m.value_unknown({}, locale);
  const { method } = plan;
  return facts([
    [m.report_organization({}, locale), organization ?? notKnown],
    [m.request_by({}, locale), user === '' ? notKnown : code(user)],
    [m.request_created({}, locale), timeOf(createdAt, request)],
    [m.request_read({}, locale), timeOf(readAt, request)],
    ...(method === null
      ? []
      : [[m.report_method({}, locale), `${textOf(`method_${method}`, language)}: ${textOf(`method_${method}_text`, language)}`]]),
    [m.request_plan({}, locale), code(plan.id)],
    [m.report_program({}, locale), program],
  ]);
}

function certificates({ language, certificate, presented, presentedUnknown, sourcesUnknown }: ChangeRequest): Html {
  const locale = { locale: language };
  const rows = presented.map((one) => ({ ...one, label: m.request_presented({}, locale) }));
  const headings = ['', m.report_thumbprint, m.report_subject, m.report_issuer, m.report_expiry, m.report_servers];
  return fragment(
    table(
      headings.map((heading) => (typeof heading === 'string' ? heading : heading({}, locale))),
      [...rows, { certificate, servers: [], label: m.report_certificate_new({}, locale) }].map(({ label, certificate: one, servers }) => [
        label,
        code(one.thumbprint),
        code(one.subject),
        code(one.issuer),
        dateText(one.notAfter, language),
        serverSetText(servers),
      ]),
    ),
    presentedUnknown.length === 0
      ? fragment()
      : element('p', { class: 'unknown' }, m.request_presented_unknown({ servers: serverSetText(presentedUnknown) }, locale)),
    sourcesUnknown.length === 0
      ? fragment()
      : element('p', { class: 'unknown' }, m.request_sources_unknown({ connectors: sourcesUnknown.join(', ') }, locale)),
  );
}

/** A value that a step or the HCW sets; `server`: whose connector it is on, `null` for an object of the organization. */
const rowOf = (
  server: string,
  object: string,
  name: string,
  before: Value | undefined,
  after: Value | undefined,
  language: Language,
): Comparison => ({
  server: server === '' ? null : server,
  object,
  value: name,
  before: known(savedValueText(before, language)),
  after: known(savedValueText(after, language)),
});

function valuesTable({ plan, language }: ChangeRequest): Html {
  const locale = { locale: language };
  const rows = sent(plan).flatMap(({ server, object, before, after }) =>
    Object.keys(after).map((name) => rowOf(server, object, name, before[name], after[name], language)),
  );
  if (rows.length === 0) return element('p', {}, m.request_nothing_sent({}, locale));
  return table(
    [m.plan_object, m.plan_value, m.plan_now, m.plan_after].map((heading) => heading({}, locale)),
    shareRows(rows).map(({ object, value, before, after }) => [object, code(value), shown(before, language), shown(after, language)]),
  );
}

function handoverValues({ plan, language }: ChangeRequest): Html {
  const locale = { locale: language };
  const rows = plan.steps.flatMap((step) =>
    step.kind !== 'handover'
      ? []
      : step.expects.flatMap(({ cmdlet, object, values }) => {
          const server = cmdlet === 'Get-ReceiveConnector' ? (object.split('\\')[0] ?? '') : '';
          return Object.entries(values).map(([name, wanted]) => rowOf(server, object, name, undefined, wanted, language));
        }),
  );
  if (rows.length === 0) return fragment();
  return section(
    m.request_hcw_values({}, locale),
    element('p', {}, m.request_hcw_values_basis({}, locale)),
    table(
      [m.plan_object({}, locale), m.plan_value({}, locale), m.plan_after({}, locale)],
      shareRows(rows).map(({ object, value, after }) => [object, code(value), shown(after, language)]),
    ),
  );
}

function risk(request: ChangeRequest): readonly Html[] {
  const { language, forecast, weakens, endsInternal, checks } = request;
  const locale = { locale: language };
  return [
    element('p', {}, forecastVerdict({ weakens, endsInternal, rows: forecast }, language)),
    table(
      [m.plan_forecast_when({}, locale), ...directions.map((direction) => textOf(`flow_${direction}`, language))],
      forecast.map((row) => [
        forecastWhen(row, language),
        ...directions.map((direction) => {
          const { verdict, servers } = row.flow[direction];
          const said = element('span', { class: verdict }, textOf(`flow_verdict_${verdict}`, language));
          return fragment(said, servers.length === 0 ? '' : ` (${serverSetText(servers)})`);
        }),
      ]),
    ),
    ...forecastReasons(forecast, language).map((reason) => element('p', {}, reason)),
    element('p', {}, m.plan_forecast_basis({}, locale)),
    element('h3', {}, m.request_checks({}, locale)),
    checks.length === 0
      ? element('p', {}, m.request_checks_none({}, locale))
      : table(
          [m.report_check({}, locale), m.report_result({}, locale), ''],
          groupFindings(checks).map((group) => findingCells(group, language)),
        ),
  ];
}

/** What a reader might take for known. */
function unknowns({ language, onlineRead, mode, plan }: ChangeRequest): readonly string[] {
  const locale = { locale: language };
  return [
    ...(onlineRead ? [] : [m.request_unknown_online({}, locale)]),
    ...plan.leftOut.map(({ server, reason, evidence }) =>
      m.request_order_left(
        { object: server === '' ? evidence : server, why: unknownText(reason, server === '' ? '' : evidence, language) },
        locale,
      ),
    ),
    (mode === 'guided' ? m.request_unknown_changed_guided : m.request_unknown_changed)({}, locale),
    m.request_unknown_others({}, locale),
  ];
}

function policyLines({ language, mode, plan }: ChangeRequest): readonly string[] {
  const locale = { locale: language };
  const { canary, onFailure } = plan.policy;
  const first = mode === 'guided' ? m.request_order_guided({}, locale) : m.request_order_one({}, locale);
  if (sent(plan).length <= 1) return [first];
  return [
    first,
    canary === null ? m.plan_canary_none({}, locale) : m.plan_canary({ server: canary }, locale),
    `${m.plan_policy_failure({}, locale)}: ${textOf(`plan_on_failure_${onFailure}`, language)}`,
  ];
}

/** Numbered as in the forecast. */
function stepsTable({ language, plan }: ChangeRequest): Html {
  const locale = { locale: language };
  const rows = plan.steps.map((step, index) => {
    const number = String(index + 1);
    if (step.kind === 'handover') return [number, m.page_hcw({}, locale), m.request_step_hcw({}, locale)];
    const commands = isUnchanged(step)
      ? element('em', {}, m.request_step_unchanged({}, locale))
      : fragment(...placedTexts([step]).map((line) => element('div', {}, code(line))));
    return [number, fragment(step.object, element('div', {}, textOf(`step_reason_${step.reason}`, language))), commands];
  });
  return rows.length === 0
    ? fragment()
    : table([m.request_step({}, locale), m.report_object({}, locale), m.report_command({}, locale)], rows);
}

function rollback(plan: Plan, { language }: ChangeRequest): readonly Html[] {
  const locale = { locale: language };
  const changed = sent(plan);
  const commands = [...changed].reverse().flatMap(undoTexts);
  const impossible = changed.filter((step) => step.undo === null && !isSynchronization(step));
  return [
    list([
      m.request_rollback_saved({}, locale),
      ...impossible.map(({ object }) => m.request_rollback_impossible({ object }, locale)),
      ...(plan.steps.some(({ kind }) => kind === 'handover') ? [m.request_rollback_hcw({}, locale)] : []),
      m.report_rollback_condition({}, locale),
      commands.length === 0 ? m.request_rollback_none({}, locale) : m.request_rollback_script({}, locale),
    ]),
    ...commands.map((line) => element('p', {}, code(line))),
  ];
}

function timeLines({ language, mode, plan, presented, forecast }: ChangeRequest): readonly string[] {
  const locale = { locale: language };
  const count = String(callSteps(plan).filter((step) => !isUnchanged(step)).length);
  const hasPeople = plan.steps.some(({ kind }) => kind !== 'call');
  const isKnown = forecast.every(({ flow }) => directions.every((direction) => flow[direction].verdict !== 'unknown'));
  const weak = plan.steps.flatMap(({ weakens }, index) => (weakens.length > 0 ? [index + 1] : []));
  const [first, last] = [weak[0], weak.at(-1)];
  return [
    m.request_time_planned({}, locale),
    (mode === 'guided' ? m.request_time_length_guided : m.request_time_length)({ count }, locale),
    ...(hasPeople ? [m.request_time_person({}, locale)] : []),
    first === undefined || last === undefined
      ? (isKnown ? m.request_time_not_weak : m.request_time_not_weak_known)({}, locale)
      : last === plan.steps.length
        ? m.request_time_weak_open({ first: String(first) }, locale)
        : // What the last of them weakened lasts until the step behind it has ended.
          m.request_time_weak({ first: String(first), last: String(last + 1) }, locale),
    ...presented.map(({ certificate: { thumbprint, notAfter } }) =>
      m.request_time_expiry({ date: dateText(notAfter, language), thumbprint }, locale),
    ),
  ];
}

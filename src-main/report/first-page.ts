/** The first page: the verdict on mail flow, organization and administrator, old and new certificate, what changed, and how to roll back. */
import { mailFlowOf, type ChosenDetails } from '../../shared/wizard/derived.ts';
import { readingsOf, type DirectionReading } from '../../shared/wizard/mail-flow-reading.ts';
import { directions, type Verdict } from '../../shared/mail-flow/verdict.ts';
import { partition, unknown } from '../../shared/model/known.ts';
import type { InstalledFacts } from '../../shared/model/certificate.ts';
import type { Mode } from '../../shared/model/mode.ts';
import { organizationName, type Organization } from '../../shared/model/organization.ts';
import { serverSetText } from '../../shared/model/server-set.ts';
import { dateText, zonedMomentText } from '../../shared/messages/dates.ts';
import { findingText, groupText } from '../../shared/messages/finding-text.ts';
import { leftOutLine, practiceNotice, textOf, unknownText } from '../../shared/messages/labels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { join } from 'node:path';
import { groupFindings } from '../../shared/rules/finding-groups.ts';
import { conclusionOf } from '../../shared/wizard/proof-view.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import { exposureSection } from './exposure.ts';
import { sealTable } from './proof.ts';
import { code, element, facts, fragment, list, section, table, type Html } from './html.ts';
import { runsToRollBack } from './steps.ts';
import { compareValues, isUnchanged, shareRows, shown, valuesOf } from './values.ts';

/** Who ran the program, which one, and when the report is written. */
export interface ReportOrigin {
  readonly at: Date;
  /** The signed-in user, e.g. `CONTOSO\admin` */
  readonly user: string;
  /** e.g. `Hybrid Certificate Wizard 1.2.3` */
  readonly program: string;
}

/** Says first that nothing real was changed, where it was not. */
export function practiceParagraph(mode: Mode | null, language: Language): Html {
  const notice = practiceNotice(mode, language);
  return notice === null ? fragment() : element('p', { class: 'practice' }, notice);
}

export function firstPage(view: WizardView, origin: ReportOrigin, language: Language): Html {
  const locale = { locale: language };
  const { context } = view;
  return fragment(
    element('h1', {}, m.report_title({}, locale)),
    practiceParagraph(context.mode, language),
    element('p', { class: 'verdict' }, verdictText(view, language)),
    section(m.flow_label({}, locale), mailFlowTable(view, language)),
    sealTable(view.proof, language),
    exposureSection(context, origin.at, language),
    openItems(view, language),
    section(m.report_facts({}, locale), factsTable(view, origin, language)),
    section(m.report_certificate({}, locale), certificateTable(view, language)),
    section(m.report_changed({}, locale), changedTable(view, language)),
    section(m.report_rollback({}, locale), ...rollbackLines(view, language)),
  );
}

const originalOf = ({ context }: WizardView): Organization | null => context.baseline ?? context.organization;
const leftOutServers = ({ context }: WizardView) => (context.runs.apply === null ? [] : (context.plans.apply?.leftOut ?? []));

/** The sentence of the last page; before the post-checks, that they were not run. */
function verdictText(view: WizardView, language: Language): string {
  const locale = { locale: language };
  if (view.outcome === null) return m.report_not_verified({}, locale);
  return textOf(`finish_title_${conclusionOf(view.context.mode, view.outcome, leftOutServers(view).length > 0, view.proof)}`, language);
}

/** Both directions, before and after the change; nothing is said after it that was not read after it. */
function mailFlowTable(view: WizardView, language: Language): Html {
  const locale = { locale: language };
  const original = originalOf(view);
  const before = original === null ? null : readingsOf(original).directions;
  const after = view.context.verified === null ? null : (view.mailFlow?.directions ?? null);
  const cell = (readings: readonly DirectionReading[] | null, index: number): Html => {
    const reading = readings?.[index];
    return reading === undefined ? verdictCell('unknown', m.report_not_read({}, locale), language) : readingCell(reading, language);
  };
  return table(
    ['', m.report_before({}, locale), m.report_after({}, locale)],
    directions.map((direction, index) => [textOf(`flow_${direction}`, language), cell(before, index), cell(after, index)]),
  );
}

function readingCell({ verdict, reason, changedSince, serviceStopped }: DirectionReading, language: Language): Html {
  const why = serviceStopped
    ? m.flow_stopped({}, { locale: language })
    : changedSince
      ? m.flow_changed({}, { locale: language })
      : reason === null
        ? ''
        : findingText(reason, language);
  return verdictCell(verdict, why, language);
}

const verdictCell = (verdict: Verdict, why: string, language: Language): Html =>
  fragment(
    element('span', { class: verdict }, textOf(`flow_verdict_${verdict}`, language)),
    why === '' ? fragment() : element('div', {}, why),
  );

/** What is not as it should be, or was not changed or checked. */
function openItems(view: WizardView, language: Language): Html {
  const locale = { locale: language };
  const servers = leftOutServers(view).map((one) =>
    one.server === ''
      ? leftOutLine(one, language)
      : m.plan_left_out({ server: one.server, reason: unknownText(one.reason, one.evidence, language) }, locale),
  );
  const items = groupFindings(view.outcome?.openItems ?? []).map((group) => {
    const { label, text } = groupText(group, language);
    return label === '' ? text : `${label}: ${text}`;
  });
  return servers.length + items.length === 0 ? fragment() : section(m.finish_open({}, locale), list([...servers, ...items]));
}

function factsTable({ context }: WizardView, { at, user, program }: ReportOrigin, language: Language): Html {
  const locale = { locale: language };
  /** Local time of this computer, and UTC: the change ticket is read elsewhere. */
  const time = (iso: string): string => `${zonedMomentText(iso, language)} (${zonedMomentText(iso, language, 'UTC')})`;
  const original = context.baseline ?? context.organization;
  return facts([
    [m.report_organization({}, locale), organizationName(original) ?? m.value_unknown({}, locale)],
    [m.report_user({}, locale), user === '' ? m.value_unknown({}, locale) : code(user)],
    [m.report_created({}, locale), time(at.toISOString())],
    [m.report_program({}, locale), program],
    [m.report_method({}, locale), textOf(`report_method_${context.method}`, language)],
    ...(original === null ? [] : [[m.report_read_before({}, locale), time(original.gatheredAt)]]),
    [m.report_read_after({}, locale), context.verified === null ? m.report_not_read({}, locale) : time(context.verified.gatheredAt)],
  ]);
}

/** What the servers presented before, beside the chosen certificate. */
function certificateTable(view: WizardView, language: Language): Html {
  const locale = { locale: language };
  const { chosen, chosenDetails } = view;
  if (chosen === null) return element('p', {}, m.report_no_certificate({}, locale));
  const original = originalOf(view);
  const old = original === null ? [] : presentedBefore(original);
  const row = (heading: string, ofOld: Html, of: (facts: InstalledFacts) => Html): readonly (Html | string)[] => [
    heading,
    old.length === 0 ? ofOld : fragment(...old.map(({ facts: one }) => element('div', {}, of(one)))),
    of(chosen.facts),
  ];
  const notKnown = shown(unknown('notReturned'), language);
  return table(
    ['', m.report_certificate_old({}, locale), m.report_certificate_new({}, locale)],
    [
      ...(old.length > 1
        ? [[m.report_servers({}, locale), fragment(...old.map(({ servers }) => element('div', {}, serverSetText(servers)))), '']]
        : []),
      row(m.report_thumbprint({}, locale), notKnown, ({ thumbprint }) => code(thumbprint)),
      row(m.report_expiry({}, locale), notKnown, ({ notAfter }) => fragment(dateText(notAfter, language))),
      row(m.report_subject({}, locale), oldNames(chosenDetails, 'subject', language), ({ subject }) => code(subject)),
      row(m.report_issuer({}, locale), oldNames(chosenDetails, 'issuer', language), ({ issuer }) => code(issuer)),
    ],
  );
}

/** The certificates that servers present by what was read, each with its servers. */
export function presentedBefore(
  organization: Organization,
): readonly { readonly facts: InstalledFacts; readonly servers: readonly string[] }[] {
  const flow = mailFlowOf(organization);
  const servers = directions.flatMap((direction) => flow[direction].servers);
  const found = new Map<string, { readonly facts: InstalledFacts; readonly servers: Set<string> }>();
  for (const { item, value } of partition(servers, ({ presented }) => presented).known) {
    if (value.certificate === null) continue;
    const { facts: one } = value.certificate;
    const entry = found.get(one.thumbprint) ?? { facts: one, servers: new Set<string>() };
    entry.servers.add(item.server);
    found.set(one.thumbprint, entry);
  }
  return [...found.values()].map((entry) => ({ facts: entry.facts, servers: [...entry.servers] }));
}

/** The names that the connectors carried, where no server presents a certificate that was read. */
function oldNames(details: ChosenDetails | null, part: 'issuer' | 'subject', language: Language): Html {
  const { old = [], unread = [] } = details?.nameChange ?? {};
  return fragment(
    ...[...new Set(old.map((name) => name[part]))].map((name) => element('div', {}, code(name))),
    ...unread.slice(0, 1).map(({ reason, evidence }) => element('div', {}, shown(unknown(reason, evidence), language))),
  );
}

/** The values that differ, or of which it is not known. */
function changedTable(view: WizardView, language: Language): Html {
  const locale = { locale: language };
  const original = originalOf(view);
  const { verified } = view.context;
  if (original === null || verified === null) return element('p', {}, m.report_changed_not_read({}, locale));
  const rows = compareValues(valuesOf(original, language), valuesOf(verified, language)).filter((row) => !isUnchanged(row));
  if (rows.length === 0) return element('p', {}, m.report_changed_nothing({}, locale));
  return comparisonTable(rows, language);
}

export const comparisonTable = (rows: ReturnType<typeof compareValues>, language: Language): Html => {
  const locale = { locale: language };
  return table(
    [m.report_object({}, locale), m.report_value({}, locale), m.report_before({}, locale), m.report_after({}, locale)],
    shareRows(rows).map(({ object, value, before, after }) => [object, code(value), shown(before, language), shown(after, language)]),
  );
};

function rollbackLines({ context }: WizardView, language: Language): readonly Html[] {
  const locale = { locale: language };
  const changed = runsToRollBack(context).map(({ run }) => run);
  const canRollBack = changed.length > 0;
  const lines = [
    canRollBack ? m.report_rollback_commands({}, locale) : m.report_rollback_nothing({}, locale),
    ...changed.map(({ path }) => m.report_rollback_file({ path: join(path, 'undo.ps1') }, locale)),
    ...(context.hcw.ticked.includes('2-5') ? [m.report_rollback_hcw({}, locale)] : []),
    m.report_rollback_condition({}, locale),
  ];
  return [list(lines)];
}

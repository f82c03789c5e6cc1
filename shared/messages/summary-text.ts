/** A plan or a run in a few words for the clipboard: one line, or Markdown for a ticket or a chat. */
import { plain } from '../check/text.ts';
import type { ListedRun } from '../wizard/run-list.ts';
import { conclusionOf } from '../wizard/proof-view.ts';
import type { WizardView } from '../wizard/view.ts';
import { callSteps, isUnchanged } from '../plan/plan.ts';
import { m } from './compiled/messages.js';
import { dateText, zonedMinuteText } from './dates.ts';
import { forecastVerdict } from './forecast-text.ts';
import { directionLabel, textOf } from './labels.ts';
import type { Language } from './language.ts';
import { organizationName } from '../model/organization.ts';

export interface Summary {
  readonly title: string;
  /** Each with its label */
  readonly facts: readonly (readonly [label: string, value: string])[];
}

/** One line, whatever the values are: what would break it, or show it in another order, is made visible. */
export const summaryLine = ({ title, facts }: Summary): string =>
  plain([title, ...facts.map(([label, value]) => `${label}: ${value}`)].join(' · '));

/** A list. Nothing in a value is markup, a link or a mention. */
export const summaryMarkdown = ({ title, facts }: Summary): string =>
  [`**${escaped(title)}**`, '', ...facts.map(([label, value]) => `- ${escaped(label)}: ${escaped(value)}`), ''].join('\n');

/** CommonMark: a backslash before any ASCII punctuation makes it a character like others. */
const escaped = (text: string): string => plain(text).replaceAll(/[!-/:-@[-`{-~]/g, (mark) => (quiet.has(mark) ? mark : `\\${mark}`));
/** Means nothing inside of a line */
const quiet: ReadonlySet<string> = new Set(',;%?\'"/');

const organizationFact = (name: string | undefined, mode: WizardView['context']['mode'], language: Language): readonly [string, string] => [
  m.report_organization({}, { locale: language }),
  `${name ?? m.value_unknown({}, { locale: language })}${mode === null ? '' : ` (${textOf(`navigation_${mode}`, language)})`}`,
];

/** The plan that is shown; `null` where there is none. */
export function planSummary({ chosen, context, methods }: WizardView): Summary | null {
  const { language, organization, mode } = context;
  const plan = context.plans.apply;
  const summary = methods?.methods.find(({ method }) => method === plan?.method);
  if (plan === null || chosen === null || organization === null || summary === undefined) return null;
  const locale = { locale: language };
  return {
    title: m.summary_plan_title({}, locale),
    facts: [
      organizationFact(organizationName(organization), mode, language),
      [m.report_method({}, locale), textOf(`method_${summary.method}`, language)],
      ...certificateFacts(chosen, language),
      [m.summary_commands({}, locale), String(callSteps(plan).filter((step) => !isUnchanged(step)).length)],
      [m.summary_forecast({}, locale), forecastVerdict(summary, language)],
      ...(plan.leftOut.length === 0 ? [] : [[m.summary_left_out({}, locale), leftOutText(plan.leftOut)] as const]),
      [m.request_read({}, locale), zonedMinuteText(organization.gatheredAt, language)],
    ],
  };
}

const leftOutText = (leftOut: readonly { readonly server: string; readonly evidence: string }[]): string =>
  leftOut.map(({ server, evidence }) => (server === '' ? evidence : server)).join(', ');

const certificateFacts = ({ facts }: NonNullable<WizardView['chosen']>, language: Language): readonly (readonly [string, string])[] => {
  const locale = { locale: language };
  return [
    [m.report_certificate_new({}, locale), facts.subject],
    [m.report_thumbprint({}, locale), facts.thumbprint],
    [m.report_expiry({}, locale), dateText(facts.notAfter, language)],
  ];
};

/** The session on its last page: what it says there of itself, and mail flow by the reading after the change. */
export function sessionSummary({ chosen, context, outcome, proof, mailFlow }: WizardView): Summary {
  const { language, organization, mode, verified, plans, runIds } = context;
  const locale = { locale: language };
  const leftOut = plans.apply?.leftOut ?? [];
  const after = verified === null ? [] : (mailFlow?.directions ?? []);
  const ids = [runIds.fix, runIds.apply].flatMap((id) => id ?? []);
  return {
    title: m.report_title({}, locale),
    facts: [
      [m.runs_state({}, locale), textOf(`finish_title_${conclusionOf(mode, outcome, leftOut.length > 0, proof)}`, language)],
      organizationFact(organizationName(organization), mode, language),
      [m.report_method({}, locale), textOf(`method_${context.method}`, language)],
      ...(chosen === null ? [] : certificateFacts(chosen, language)),
      [
        m.summary_mail_flow({}, locale),
        after.length === 0 ? m.report_not_read({}, locale) : after.map((reading) => directionLabel(reading, language)).join('; '),
      ],
      ...(leftOut.length === 0 ? [] : [[m.summary_left_out({}, locale), leftOutText(leftOut)] as const]),
      ...ids.map((id) => [m.run_report_id({}, locale), id] as const),
    ],
  };
}

/** A run of the list, by its folder: whether mail flow works is said of no run. */
export function runSummary(
  { id, purpose, method, organization, mode, openedAt, state, notKnown, exposedSince }: ListedRun,
  language: Language,
): Summary {
  const locale = { locale: language };
  return {
    title: m.summary_run_title({}, locale),
    facts: [
      [m.run_report_purpose({}, locale), textOf(`runs_purpose_${purpose}`, language)],
      ...(method === null ? [] : [[m.report_method({}, locale), textOf(`method_${method}`, language)] as const]),
      organizationFact(organization === '' ? undefined : organization, mode, language),
      [m.run_report_opened({}, locale), zonedMinuteText(openedAt, language)],
      [m.runs_state({}, locale), textOf(`runs_state_${state}`, language)],
      ...(notKnown.length === 0 ? [] : [[m.summary_not_known({}, locale), notKnown.join(', ')] as const]),
      ...(exposedSince === null ? [] : [[m.summary_exposed({}, locale), zonedMinuteText(exposedSince, language)] as const]),
      [m.run_report_id({}, locale), id],
    ],
  };
}

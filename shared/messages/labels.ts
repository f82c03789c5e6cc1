/**
 * Labels for the closed codes of the product, for window, report and command line. Each is found by a
 * key made of the code, so that a code without a text does not compile; `scripts/messages.ts` proves
 * that every key stands in both languages. Without a language a label is in that of the window.
 */

import type { AppError, Effect } from '../model/error.ts';
import type { Direction, Verdict } from '../mail-flow/verdict.ts';
import type { Reference, Severity } from '../rules/rules.ts';
import { unknownReasons, type Known, type UnknownReason } from '../model/known.ts';
import { isPractice, type Mode } from '../model/mode.ts';
import type { GatherProgress } from '../model/organization.ts';
import type { PracticeGroup, PracticeScenario } from '../model/sample-organization.ts';
import type { LeftOut, Value } from '../plan/plan.ts';
import type { RehearsalFault } from '../rehearsal/rehearsal.ts';
import type { RedactionCategory } from '../redaction/categories.ts';
import type { StepState } from '../run/step-record.ts';
import type { Page, ValidationCode } from '../wizard/pages.ts';
import { m } from './compiled/messages.js';
import type { Language } from './language.ts';

type Messages = typeof m;
type PlainMessage = (inputs: Record<string, never>, options: { readonly locale?: Language }) => string;

/** The keys of all texts without parameters. */
type PlainKey = { [K in keyof Messages]: Messages[K] extends PlainMessage ? K : never }[keyof Messages];

const inLanguage = (language: Language | undefined): { readonly locale?: Language } => (language === undefined ? {} : { locale: language });

/** The text of a key that has no parameters. */
export function textOf(key: PlainKey, language?: Language): string {
  const message: PlainMessage = m[key];
  return message({}, inLanguage(language));
}

/** A key consists of letters, digits and `_`. */
export type KeyPart<C extends string> = C extends `${infer A}.${infer B}`
  ? `${A}_${KeyPart<B>}`
  : C extends `${infer A}-${infer B}`
    ? `${A}_${KeyPart<B>}`
    : C;
// The compiler cannot follow a replacement in a string.
export const keyPart = <C extends string>(code: C): KeyPart<C> => code.replaceAll(/[.-]/g, '_') as KeyPart<C>;

export const pageLabel = (page: Page, language?: Language): string => textOf(`page_${page}`, language);
export const severityLabel = (severity: Severity, language?: Language): string => textOf(`severity_${severity}`, language);
export const stepStateLabel = (state: StepState, language?: Language): string => textOf(`state_${state}`, language);
export const scenarioLabel = (scenario: PracticeScenario, language?: Language): string => textOf(`scenario_${scenario}`, language);
export const scenarioText = (scenario: PracticeScenario, language?: Language): string => textOf(`scenario_${scenario}_text`, language);
export const faultLabel = (fault: RehearsalFault, language?: Language): string => textOf(`fault_${fault}`, language);
/** What a document says first when nothing real was changed; `null` otherwise. */
export function practiceNotice(mode: Mode | null, language: Language): string | null {
  if (mode === 'practice') return m.report_practice({}, { locale: language });
  return mode === 'rehearsal' ? m.report_rehearsal({}, { locale: language }) : null;
}
/** What is shown outside of the window, where nothing else says that it is about no real mail. */
export const withMode = (text: string, mode: Mode | null, language: Language): string =>
  mode !== null && isPractice(mode) ? m.practice_title({ mode: textOf(`navigation_${mode}`, language), text }, { locale: language }) : text;
export const practiceGroupLabel = (group: PracticeGroup, language?: Language): string => textOf(`scenarios_${group}`, language);
export const validationLabel = (validation: ValidationCode, language?: Language): string =>
  textOf(`validation_${keyPart(validation)}`, language);
export const referenceLabel = (reference: Reference, language?: Language): string => textOf(`source_${keyPart(reference)}`, language);

/** What mail flow does in one direction: `Mail from Exchange Online to on-premises: waits in the queue`. */
export const directionLabel = (
  { direction, verdict }: { readonly direction: Direction; readonly verdict: Verdict },
  language?: Language,
): string =>
  m.flow_direction(
    { direction: textOf(`flow_${direction}`, language), verdict: textOf(`flow_verdict_${verdict}`, language) },
    inLanguage(language),
  );

/**
 * Why a value is not known, and the server's own text where there is any: `reading failed: The RPC server is
 * unavailable`. It ends without a period, since it stands inside sentences.
 */
export function unknownText(reason: UnknownReason, detail: string, language?: Language): string {
  const why = textOf(`unknown_${reason}`, language);
  const ofServer = detail.trim().replace(/[.。]$/, '');
  return ofServer === '' ? why : `${why}: ${ofServer}`;
}

/** What a plan leaves out, and why. Where it is no server, its evidence names the object. */
export const leftOutLine = ({ server, reason, evidence }: LeftOut, language?: Language): string =>
  m.report_left_out_line(
    server === ''
      ? { object: evidence, why: unknownText(reason, '', language) }
      : { object: server, why: unknownText(reason, evidence, language) },
    inLanguage(language),
  );

export const isUnknownReason = (text: string): text is UnknownReason => unknownReasons.some((reason) => reason === text);

/** A sentence, followed by the reason when its evidence has one. */
export function withReason(sentence: string, evidence: Readonly<Record<string, string>>, language: Language): string {
  const reason = evidence['reason'] ?? '';
  if (!isUnknownReason(reason)) return sentence;
  return m.sentence_with_reason({ sentence, reason: unknownText(reason, evidence['detail'] ?? '', language) }, { locale: language });
}

/** A value that may be unknown, then with the reason. */
export const knownText = <T>(value: Known<T>, show: (value: T) => string, language?: Language): string =>
  value.known ? show(value.value) : `${textOf('value_unknown', language)} (${unknownText(value.reason, '', language)})`;

/** A saved value as people read it; `undefined` is a value that was not read. */
export function savedValueText(value: Value | undefined, language?: Language): string {
  if (value === undefined) return textOf('value_unknown', language);
  // PowerShell's own words: they are the values, not a text about them.
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null || value.length === 0) return textOf('value_empty', language);
  return typeof value === 'string' ? value : value.join(', ');
}

/** What is being read now, and how many other readings run beside it. */
export function progressText({ what, subject, others }: GatherProgress, language?: Language): string {
  const options = inLanguage(language);
  const message: (inputs: { readonly subject: string }, options: { readonly locale?: Language }) => string = m[`topic_${what}`];
  const topic = message({ subject }, options);
  return others === 0
    ? m.collect_running({ what: topic }, options)
    : m.collect_running_several({ what: topic, count: String(others) }, options);
}

/** What was replaced for sharing: `Servers, IP addresses`. */
export const categoriesText = (categories: readonly RedactionCategory[], language?: Language): string =>
  categories
    .map((category) => textOf(`redact_${category}`, language))
    .reduce((first, next) => (first === '' ? next : m.list_pair({ first, next }, inLanguage(language))), '');

const effectText = (effect: Effect, language?: Language): string => textOf(`effect_${effect}`, language);

/** What happened, what state things are in, and the safe next action. */
export function errorText(
  { code, effect }: Pick<AppError, 'code' | 'effect'>,
  language?: Language,
): { readonly title: string; readonly state: string; readonly action: string } {
  const key = keyPart(code);
  return {
    title: textOf(`error_${key}_title`, language),
    state: effectText(effect, language),
    action: textOf(`error_${key}_action`, language),
  };
}

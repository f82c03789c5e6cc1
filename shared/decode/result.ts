/** The result of `--decode`: its JSON, from which docs/decode.schema.json is generated, and its text for a console. */
import * as v from 'valibot';
import { directions, verdicts } from '../mail-flow/verdict.ts';
import { m } from '../messages/compiled/messages.js';
import { zonedMomentText } from '../messages/dates.ts';
import {
  decodedCause,
  decodedFix,
  decodedHeading,
  decodeSourceLabel,
  factText,
  hcwMessageText,
  lookupText,
} from '../messages/decode-text.ts';
import { findingText } from '../messages/finding-text.ts';
import { directionLabel, errorText, pageLabel, textOf } from '../messages/labels.ts';
import type { Language } from '../messages/language.ts';
import { errorCodes, type AppError, type Result } from '../model/error.ts';
import type { Organization } from '../model/organization.ts';
import { hcwMessageIds } from '../rules/not-listed-message.ts';
import { pages } from '../wizard/pages.ts';
import { advise, lookedUpKinds } from './advise.ts';
import { factKinds } from './facts.ts';
import { certainties, knownErrorIds, knownErrors, type KnownError } from './known-errors.ts';
import { decodeError, decodeVerdicts, verdictOfError, type DecodedError, type ErrorMatch } from './recognize.ts';

/** Raised when a result of this version would be misread by what reads it. */
export const decodeFormat = 1;

const text = v.string();
const texts = v.array(text);

export const decodeResultSchema = v.strictObject({
  format: v.literal(decodeFormat),
  program: v.strictObject({ name: text, version: text }),
  language: v.picklist(['en', 'ja']),
  /** ISO 8601, UTC */
  decodedAt: v.pipe(v.string(), v.isoTimestamp()),
  verdict: v.picklist([...decodeVerdicts, 'couldNotRead']),
  exitCode: v.picklist([0, 1, 3]),
  /** As it was named on the command line; `-` for standard input */
  file: text,
  errors: v.array(v.strictObject({ code: v.picklist(errorCodes), details: v.record(text, text), text, action: text })),
  /** Only the beginning of the text was read */
  isCut: v.boolean(),
  /** The most telling one first */
  matches: v.array(
    v.strictObject({
      id: v.picklist(knownErrorIds),
      /** As Exchange or Windows writes it */
      name: text,
      by: v.picklist(['text', 'event', 'code']),
      evidence: text,
      direction: v.picklist([...directions, 'both', 'other']),
      certainty: v.picklist(certainties),
      cause: text,
      fix: text,
      page: v.nullable(v.picklist(pages)),
      /** Read-only */
      commands: texts,
      sources: texts,
    }),
  ),
  hcw: v.array(v.strictObject({ id: v.picklist(hcwMessageIds), title: text, cause: text, fix: text })),
  recognized: v.array(v.strictObject({ kind: v.picklist(factKinds), value: text })),
  /** `null` without an organization */
  organization: v.nullable(
    v.strictObject({
      readAt: text,
      lookups: v.array(
        v.strictObject({
          kind: v.picklist(lookedUpKinds),
          value: text,
          result: v.picklist(['found', 'notFound', 'unknown']),
          where: texts,
          text,
        }),
      ),
      flow: v.array(v.strictObject({ direction: v.picklist(directions), verdict: v.picklist(verdicts), reasons: texts })),
    }),
  ),
});
export type DecodeResult = v.InferOutput<typeof decodeResultSchema>;

export interface DecodeInput {
  /** ISO 8601, UTC */
  readonly now: string;
  readonly language: Language;
  readonly program: { readonly name: string; readonly version: string };
  readonly file: string;
  readonly content: Result<string>;
  /** `null` when none was asked for, or it could not be read */
  readonly organization: Organization | null;
  /** Why the organization could not be read, or not all of it */
  readonly errors: readonly AppError[];
}

/** Never fails: a text that could not be read is a result with its error. */
export function decodeResult({ now, language, program, file, content, organization, errors }: DecodeInput): DecodeResult {
  const decoded: DecodedError = content.ok ? decodeError(content.value) : { matches: [], hcw: [], facts: [], isCut: false };
  const verdict = content.ok ? verdictOfError(decoded) : 'couldNotRead';
  const failed = [...(content.ok ? [] : [content.error]), ...errors];
  return {
    format: decodeFormat,
    program: { ...program },
    language,
    decodedAt: now,
    verdict,
    // What was asked for and could not be read leaves the answer open.
    exitCode: failed.length > 0 ? 3 : exitCodes[verdict],
    file,
    errors: failed.map((error) => {
      const { title, action } = errorText(error, language);
      return { code: error.code, details: { ...error.details }, text: title, action };
    }),
    isCut: decoded.isCut,
    matches: decoded.matches.map((match) => wordedMatch(match, language)),
    hcw: decoded.hcw.map((id) => ({ id, ...hcwMessageText(id, language) })),
    recognized: decoded.facts.map(({ kind, value }) => ({ kind, value })),
    organization: organization === null ? null : wordedAdvice(organization, decoded, language),
  };
}

const exitCodes = { known: 0, likely: 1, notKnown: 3, couldNotRead: 3 } as const;

function wordedMatch({ id, by, evidence }: ErrorMatch, language: Language): DecodeResult['matches'][number] {
  const { name, direction, certainty, page, commands, sources }: KnownError = knownErrors[id];
  return {
    id,
    name,
    by,
    evidence,
    direction,
    certainty,
    cause: decodedCause(id, language),
    fix: decodedFix(id, language),
    page,
    commands: [...commands],
    sources: sources.map((source) => decodeSourceLabel(source, language)),
  };
}

function wordedAdvice(organization: Organization, decoded: DecodedError, language: Language): DecodeResult['organization'] {
  const { readAt, lookups, flow } = advise(organization, decoded);
  return {
    readAt,
    lookups: lookups.map((lookup) => ({ ...lookup, where: [...lookup.where], text: lookupText(lookup, language) })),
    flow: flow.map(({ direction, verdict, reasons }) => ({
      direction,
      verdict,
      reasons: reasons.map((reason) => findingText(reason, language)),
    })),
  };
}

/** For a console; lines end with LF. */
export function decodeText(result: DecodeResult): string {
  const { language, matches, hcw, recognized, organization, isCut, exitCode } = result;
  const locale = { locale: language };
  return [
    decodedHeading(result, language),
    ...(isCut ? [m.decode_cut({}, locale)] : []),
    ...matches.flatMap((match) => matchLines(match, language)),
    ...hcw.flatMap(({ title, cause, fix }) => [
      '',
      title,
      ...(cause === '' ? [] : [`  ${cause}`]),
      `  ${m.decode_fix({}, locale)}: ${fix}`,
    ]),
    ...(matches.length + hcw.length === 0 ? [m.decode_none_text({}, locale)] : []),
    ...(recognized.length === 0 ? [] : ['', m.decode_recognized({}, locale), ...recognized.map((fact) => `  ${factText(fact, language)}`)]),
    ...(organization === null ? [] : organizationLines(organization, language)),
    '',
    m.check_exit_code({ code: String(exitCode) }, locale),
    '',
  ].join('\n');
}

function matchLines(match: DecodeResult['matches'][number], language: Language): readonly string[] {
  const locale = { locale: language };
  const row = (label: string, value: string): string => `  ${label}: ${value}`;
  return [
    '',
    match.name,
    row(m.decode_direction({}, locale), textOf(`decode_direction_${match.direction}`, language)),
    row(m.decode_cause({}, locale), match.cause),
    row(m.decode_fix({}, locale), match.fix),
    ...(match.page === null ? [] : [row(m.decode_page({}, locale), pageLabel(match.page, language))]),
    ...match.commands.map((command) => `    ${command}`),
    row(m.decode_sure({}, locale), `${textOf(`decode_sure_${match.certainty}`, language)} / ${textOf(`decode_by_${match.by}`, language)}`),
    ...(match.sources.length === 0 ? [] : [row(m.decode_source({}, locale), match.sources.join('; '))]),
    row(m.decode_evidence({}, locale), match.evidence),
  ];
}

const organizationLines = ({ readAt, lookups, flow }: NonNullable<DecodeResult['organization']>, language: Language): readonly string[] => [
  '',
  m.decode_organization({ time: zonedMomentText(readAt, language, 'UTC') }, { locale: language }),
  ...lookups.map((lookup) => `  ${lookup.text}`),
  ...flow.flatMap(({ direction, verdict, reasons }) => [
    `  ${directionLabel({ direction, verdict }, language)}`,
    ...(verdict === 'internal' ? [`  ${m.decode_flow_sound({}, { locale: language })}`] : reasons.map((reason) => `    ${reason}`)),
  ]),
];

/** The result of `--hcw-log`: its JSON, from which docs/hcw-log.schema.json is generated. */
import * as v from 'valibot';
import { hcwMessageText } from '../messages/decode-text.ts';
import { errorText } from '../messages/labels.ts';
import type { Language } from '../messages/language.ts';
import { errorCodes, type AppError } from '../model/error.ts';
import { knownSchema } from '../model/known.ts';
import { valueSchema } from '../plan/plan.ts';
import { hcwMessageIds } from '../rules/not-listed-message.ts';
import { commandForms, commandOutcomes, subtaskStates, type HcwLogAnswers } from './answers.ts';

/** Raised when a result of this version would be misread by what reads it. */
export const hcwLogFormat = 1;

const text = v.string();
const count = v.pipe(v.number(), v.integer());
const position = { line: count, stamp: text, time: v.nullable(text) };
const kept = <const S extends v.GenericSchema>(one: S) => v.strictObject({ all: count, last: v.array(one) });
const outcome = v.picklist(commandOutcomes);
const level = v.picklist(['error', 'warning', 'other']);
const unread = v.strictObject({ count, lastLine: count });

const fileSchema = v.strictObject({
  path: text,
  lines: count,
  entries: count,
  first: v.nullable(v.strictObject(position)),
  last: v.nullable(v.strictObject(position)),
  certificates: v.array(
    v.strictObject({
      value: knownSchema(v.nullable(text)),
      name: v.nullable(v.strictObject({ issuer: text, subject: text })),
      uses: v.array(v.strictObject({ ...position, cmdlet: text, object: v.nullable(text), outcome })),
    }),
  ),
  properties: v.array(v.strictObject({ ...position, name: text, value: text, count })),
  certificateServers: v.array(v.strictObject({ ...position, server: text, count })),
  commands: kept(
    v.strictObject({
      ...position,
      cmdlet: text,
      parameters: v.array(v.strictObject({ name: text, value: knownSchema(valueSchema) })),
      isWhole: v.boolean(),
      form: v.picklist(commandForms),
      object: v.nullable(text),
      session: text,
      outcome,
      ended: v.nullable(v.strictObject(position)),
      error: text,
    }),
  ),
  outcomes: v.strictObject({ finished: count, failed: count, notKnown: count }),
  failedWithoutStart: count,
  subtasks: kept(v.strictObject({ ...position, task: text, phase: text, state: v.picklist(subtaskStates), text })),
  failedSubtasks: count,
  messages: v.array(
    v.strictObject({
      code: text,
      id: v.nullable(v.picklist(hcwMessageIds)),
      level,
      count,
      first: v.strictObject(position),
      last: v.strictObject(position),
      text,
      /** `null`: the wizard knows nothing about it */
      meaning: v.nullable(v.strictObject({ title: text, cause: text, fix: text })),
    }),
  ),
  errors: kept(v.strictObject({ ...position, cmdlet: text, text })),
  /** Their layout is not public: what stands in them is not confirmed */
  tables: kept(
    v.strictObject({
      ...position,
      headings: v.array(text),
      rows: v.array(v.strictObject({ line: count, cells: v.array(text), text, equals: v.nullable(v.boolean()) })),
      allRows: count,
    }),
  ),
  skipped: unread,
  cut: unread,
  isUnended: v.boolean(),
});

export const hcwLogResultSchema = v.strictObject({
  format: v.literal(hcwLogFormat),
  program: v.strictObject({ name: text, version: text }),
  language: v.picklist(['en', 'ja']),
  /** ISO 8601, UTC */
  readAt: v.pipe(v.string(), v.isoTimestamp()),
  /** `noFailure`: no known one stands in what was read; errors whose meaning is not known may. No log says that the run succeeded. */
  verdict: v.picklist(['failures', 'noFailure', 'couldNotJudge']),
  exitCode: v.picklist([1, 2, 3]),
  /** As it was named on the command line */
  path: text,
  errors: v.array(v.strictObject({ code: v.picklist(errorCodes), details: v.record(text, text), text, action: text })),
  files: v.array(fileSchema),
  /** Earlier runs in the folder, which were not read */
  earlier: v.array(text),
});
export type HcwLogResult = v.InferOutput<typeof hcwLogResultSchema>;
export type HcwLogFile = HcwLogResult['files'][number];

export interface HcwLogInput {
  /** ISO 8601, UTC */
  readonly now: string;
  readonly language: Language;
  readonly program: { readonly name: string; readonly version: string };
  readonly path: string;
  readonly files: readonly { readonly path: string; readonly answers: HcwLogAnswers }[];
  readonly earlier: readonly string[];
  readonly errors: readonly AppError[];
}

const exitCodes = { failures: 2, noFailure: 1, couldNotJudge: 3 } as const;

/** Never fails: what could not be read is a result with its error. */
export function hcwLogResult({ now, language, program, path, files, earlier, errors }: HcwLogInput): HcwLogResult {
  const verdict = verdictOf(files.map(({ answers }) => answers));
  return {
    format: hcwLogFormat,
    program: { ...program },
    language,
    readAt: now,
    verdict,
    // A failure is certain, whatever else could not be read.
    exitCode: verdict !== 'failures' && errors.length > 0 ? 3 : exitCodes[verdict],
    path,
    errors: errors.map((error) => {
      const { title, action } = errorText(error, language);
      return { code: error.code, details: { ...error.details }, text: title, action };
    }),
    files: files.map((file) => ({ path: file.path, ...worded(file.answers, language) })),
    earlier: [...earlier],
  };
}

/** Failures: of commands that change something, of subtasks, and messages of the HCW that are errors. */
function verdictOf(all: readonly HcwLogAnswers[]): HcwLogResult['verdict'] {
  const hasFailed = ({ outcomes, failedWithoutStart, failedSubtasks, messages }: HcwLogAnswers): boolean =>
    outcomes.failed + failedWithoutStart + failedSubtasks > 0 || messages.some(({ level: of }) => of === 'error');
  if (all.some(hasFailed)) return 'failures';
  return all.some(({ entries }) => entries > 0) ? 'noFailure' : 'couldNotJudge';
}

/** A copy: the schema has lists that may be changed. */
function worded(answers: HcwLogAnswers, language: Language): Omit<HcwLogFile, 'path'> {
  const { certificates, properties, certificateServers, commands, subtasks, messages, errors, tables } = answers;
  return {
    ...answers,
    outcomes: { ...answers.outcomes },
    certificates: certificates.map(({ uses, ...rest }) => ({ ...rest, uses: [...uses] })),
    properties: [...properties],
    certificateServers: [...certificateServers],
    commands: { all: commands.all, last: commands.last.map(({ parameters, ...rest }) => ({ ...rest, parameters: [...parameters] })) },
    subtasks: { all: subtasks.all, last: [...subtasks.last] },
    messages: messages.map((message) => ({ ...message, meaning: message.id === null ? null : hcwMessageText(message.id, language) })),
    errors: { all: errors.all, last: [...errors.last] },
    tables: {
      all: tables.all,
      last: tables.last.map(({ headings, rows, ...rest }) => ({
        ...rest,
        headings: [...headings],
        rows: rows.map(({ cells, ...row }) => ({ ...row, cells: [...cells] })),
      })),
    },
  };
}

/** The plan file for a second person: a part to be read, and the plan itself. The first is made of the second, so that what was read is what is signed off. */
import * as v from 'valibot';
import { leftOutLine, textOf, savedValueText } from '../../shared/messages/labels.ts';
import { languages, type Language } from '../../shared/messages/language.ts';
import { zonedMomentText } from '../../shared/messages/dates.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { parsePlainJson } from '../../shared/model/plain-json.ts';
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import { directions } from '../../shared/mail-flow/verdict.ts';
import type { PlanStep } from '../../shared/plan/plan.ts';
import { signedPlanSchema, stableText, type SignedPlan } from '../../shared/plan/sign-off.ts';
import { commandTexts, undoTexts } from '../../shared/plan/step-text.ts';
import { digestOf as sha256 } from '../files/digest.ts';

export const digestOf = (plan: SignedPlan): string => sha256(stableText(plan));

const fileSchema = v.object({
  format: v.literal(1),
  language: v.picklist(languages),
  /** As the wizard names it: its first accepted domain */
  organization: v.string(),
  /** ISO 8601, UTC */
  madeAt: v.pipe(v.string(), v.isoTimestamp()),
  program: v.string(),
  plan: signedPlanSchema,
});
export type PlanFile = v.InferOutput<typeof fileSchema>;

/** Between the two parts; no line of the first one begins so. */
const mark = '=== PLAN ===';

export function planFileText(file: PlanFile): string {
  const json = stableText(file);
  // In the order in which it is read back, so that both parts are the same then.
  return `${readable(v.parse(fileSchema, JSON.parse(json)))}\n${mark}\n${json}\n`;
}

/** `signOff.notAPlan` for any other file, and for one whose parts do not belong together. */
export function readPlanFile(text: string, path: string): Result<{ readonly file: PlanFile; readonly digest: string }> {
  const notAPlan = fail(appError('signOff.notAPlan', { path }));
  // A mail program may have changed the ends of the lines.
  const plain = text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, '');
  const [, json] = plain.split(`\n${mark}\n`);
  if (json === undefined) return notAPlan;
  const file = v.safeParse(fileSchema, parsed(json));
  if (!file.success) return notAPlan;
  return planFileText(file.output) === plain ? ok({ file: file.output, digest: digestOf(file.output.plan) }) : notAPlan;
}

function parsed(json: string): unknown {
  try {
    return parsePlainJson(json);
  } catch {
    return undefined;
  }
}

function readable({ language, organization, madeAt, program, plan }: PlanFile): string {
  const locale = { locale: language };
  const { method, policy, steps, leftOut } = plan;
  const order = policy.canary === null ? m.plan_canary_none({}, locale) : m.plan_canary({ server: policy.canary }, locale);
  const failure = policy.onFailure === 'stop' ? m.plan_on_failure_stop({}, locale) : m.plan_on_failure_goOn({}, locale);
  return [
    m.signOff_file_title({}, locale),
    '',
    `${m.runs_organization({}, locale)}: ${organization}`,
    `${m.signOff_file_made({}, locale)}: ${zonedMomentText(madeAt, language, 'UTC')}, ${program}`,
    ...(method === null ? [] : [`${m.plan_method({}, locale)}: ${textOf(`method_${method}`, language)}`]),
    `${m.plan_policy({}, locale)}: ${order}; ${failure}`,
    '',
    m.signOff_file_digest({}, locale),
    digestOf(plan),
    ...steps.flatMap((step, index) => ['', ...stepLines(step, index + 1, language)]),
    ...leftOut.flatMap((one) => [
      '',
      one.server === '' ? leftOutLine(one, language) : m.signOff_file_left_out({ server: one.server }, locale),
    ]),
    '',
    m.signOff_file_signed({}, locale),
    '',
    m.signOff_file_rest({}, locale),
  ].join('\n');
}

function stepLines(step: PlanStep, number: number, language: Language): readonly string[] {
  const locale = { locale: language };
  const flow = directions.map(
    (direction) => `  ${textOf(`flow_${direction}`, language)}: ${textOf(`flow_verdict_${step.forecast[direction]}`, language)}`,
  );
  const head = `${String(number)}. ${[step.server, step.object].filter(Boolean).join(': ')} (${textOf(`step_reason_${step.reason}`, language)})`;
  if (step.kind === 'handover') {
    const expected = step.expects.flatMap(({ object, values }) =>
      Object.entries(values).map(([name, value]) => `  ${object} ${name}: ${savedValueText(value, language)}`),
    );
    return [head, ...expected, `  ${m.signOff_file_after({}, locale)}`, ...flow];
  }
  const undo = undoTexts(step);
  return [
    head,
    ...Object.entries(step.before).map(
      ([name, value]) => `  ${name}: ${savedValueText(value, language)} -> ${savedValueText(step.after[name], language)}`,
    ),
    ...commandTexts(step).map((command) => `  ${command}`),
    `  ${m.signOff_file_undo({}, locale)}`,
    ...(undo.length === 0 ? [`  ${m.signOff_file_no_undo({}, locale)}`] : undo.map((command) => `  ${command}`)),
    `  ${m.signOff_file_after({}, locale)}`,
    ...flow,
  ];
}

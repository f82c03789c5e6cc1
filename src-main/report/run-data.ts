/** The report of a run as data, for programs: the same as `run-report.ts` says in words, from the folder of the run alone. */
import * as v from 'valibot';
import { modes } from '../../shared/model/mode.ts';
import { directions } from '../../shared/mail-flow/verdict.ts';
import { knownSchema, unknownReasons } from '../../shared/model/known.ts';
import { appErrorSchema } from '../../shared/model/error.ts';
import { methods, planSchema, purposes, stepReasons, valuesSchema, type Plan, type PlanStep, type Values } from '../../shared/plan/plan.ts';
import { commandTexts, undoTexts } from '../../shared/plan/step-text.ts';
import { redactionCategories, type RedactionCategory } from '../../shared/redaction/categories.ts';
import { outcomes } from '../../shared/run/journal.ts';
import { handoverOf } from '../../shared/run/step-order.ts';
import { runView, stepOf, type RunView } from '../../shared/run/run-view.ts';
import { stepStates } from '../../shared/run/step-record.ts';
import { stateOfRun } from '../../shared/wizard/run-list.ts';
import { summaryOf, type Run } from '../change/read-run.ts';

export const runReportFormat = 1;

const text = v.string();
const moment = v.pipe(v.string(), v.isoTimestamp());
const states = [...stepStates, 'notBegun', 'begun', 'returned'] as const;

export const runReportSchema = v.strictObject({
  format: v.literal(runReportFormat),
  /** Name and version of the program that made the report */
  program: text,
  /** What was replaced by tokens for sharing; empty: nothing */
  redacted: v.array(v.picklist(redactionCategories)),
  run: v.strictObject({
    /** The name of its folder */
    id: text,
    purpose: v.picklist(purposes),
    /** The run that a rollback is of */
    of: v.nullable(text),
    method: v.nullable(v.picklist(methods)),
    /** '' when it is not known */
    organization: text,
    mode: v.picklist(modes),
    /** Name and version of the program that began it */
    program: text,
    openedAt: moment,
    /** When the original values were read */
    savedAt: moment,
    /** When the last entry of its journal was written: nothing later is in the report */
    lastAt: moment,
    /** Thumbprint of the new certificate; `null` when the run does not say it */
    certificate: v.nullable(text),
    policy: planSchema.entries.policy,
  }),
  /** Whether mail flow works is said of no run. */
  state: v.picklist(['inDoubt', 'open', 'untouched', ...outcomes]),
  /** Objects of the commands of which it is not proven what became of them */
  notKnown: v.array(text),
  /** In the order of the plan */
  steps: v.array(
    v.strictObject({
      id: text,
      kind: v.picklist(['call', 'person', 'handover']),
      server: text,
      object: text,
      reason: v.picklist(stepReasons),
      /** Of the HCW: whether it was begun, and whether the administrator says that it has ended */
      state: v.picklist(states),
      commands: v.array(text),
      /** None: it cannot be undone, or the HCW has written it */
      rollback: v.array(text),
      before: valuesSchema,
      wanted: valuesSchema,
      /** The newest reading; `null`: not read */
      found: v.nullable(valuesSchema),
      error: v.nullable(appErrorSchema),
      /** Exchange's own words */
      warnings: v.array(text),
    }),
  ),
  leftOut: v.array(v.strictObject({ server: text, reason: v.picklist(unknownReasons), evidence: text })),
  /** When mail flow was, or may have been, weaker than before, for each place; an empty server is the direction as a whole */
  exposure: v.array(
    v.strictObject({
      direction: v.picklist(directions),
      server: text,
      from: moment,
      /** `null`: not proven to have ended */ to: v.nullable(moment),
    }),
  ),
  internalTransport: v.array(v.object({ server: text, thumbprint: knownSchema(v.nullable(text)) })),
});
export type RunReport = v.InferOutput<typeof runReportSchema>;

export function runReport(run: Run, program: string, redacted: readonly RedactionCategory[]): RunReport {
  const { id, plan, snapshot, state } = run;
  const view = runView(state, run);
  const { opened } = state;
  const summary = summaryOf(state);
  return {
    format: runReportFormat,
    program,
    redacted: [...redacted],
    run: {
      id,
      purpose: plan.purpose,
      of: plan.of,
      method: plan.method,
      organization: opened.organization,
      mode: opened.mode,
      program: opened.program,
      openedAt: state.openedAt,
      savedAt: snapshot.takenAt,
      lastAt: state.last.at,
      certificate: opened.certificate,
      policy: plan.policy,
    },
    state: stateOfRun(summary),
    notKnown: [...summary.notKnown],
    steps: plan.steps.map((step) => stepData(step, view, handoverOf(state))),
    leftOut: leftOutOf(plan),
    exposure: view.exposure.map(({ place, from, to }) => ({ ...place, from: from.at, to: to?.at ?? null })),
    internalTransport: view.internalTransport.map(({ server, thumbprint }) => ({ server, thumbprint })),
  };
}

const leftOutOf = ({ leftOut }: Plan): RunReport['leftOut'] =>
  leftOut.map(({ server, reason, evidence }) => ({ server, reason, evidence }));

const noValues: Values = {};

function stepData(step: PlanStep, view: RunView, handover: ReturnType<typeof handoverOf>): RunReport['steps'][number] {
  const { id, kind, server, object, reason } = step;
  const common = { id, kind, server, object, reason };
  if (step.kind === 'handover') {
    const state = handover === 'none' ? ('notBegun' as const) : handover;
    return { ...common, state, commands: [], rollback: [], before: noValues, wanted: noValues, found: null, error: null, warnings: [] };
  }
  const { state, found, error, warnings } = stepOf(view, id);
  return {
    ...common,
    state,
    commands: [...commandTexts(step)],
    rollback: [...undoTexts(step)],
    before: step.before,
    wanted: step.after,
    found,
    error: error === null ? null : { ...error, details: { ...error.details } },
    warnings: [...warnings],
  };
}

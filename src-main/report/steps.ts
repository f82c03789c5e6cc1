/** How each step of a change ended, and the command that puts its values back. */

import type { AppError } from '../../shared/model/error.ts';
import { renderCall } from '../../shared/commands/render.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { type ChangePlan, type StepResult, type StepState, stateOf } from '../../shared/plan/plan.ts';
import type { Language } from '../../shared/wizard/pages.ts';
import { element, fragment, table, type Html } from './html.ts';
import { code } from './values.ts';
import type { Severity } from '../../shared/rules/rules.ts';

const stateWords = {
  waiting: m.state_waiting,
  running: m.state_unknown,
  done: m.state_done,
  unchanged: m.state_unchanged,
  failed: m.state_failed,
  unknown: m.state_unknown,
  rollingBack: m.state_unknown,
  rolledBack: m.state_rolledBack,
  rollbackFailed: m.state_rollbackFailed,
} as const satisfies Record<StepState, unknown>;

/** One row a step; `null` when nothing was planned. A step that the report finds in flight has an unknown end. */
export function stepsTable(plan: ChangePlan | null, results: readonly StepResult[], language: Language): Html | null {
  if (plan === null || plan.steps.length === 0) return null;
  const locale = { locale: language };
  const rows = plan.steps.map((step) => {
    const state = stateOf(results, step.id);
    const error = results.find((result) => result.step === step.id)?.error ?? null;
    return [
      step.object,
      fragment(
        element(
          'span',
          { class: state === 'done' || state === 'unchanged' || state === 'rolledBack' ? 'ok' : 'warn' },
          stateWords[state]({}, locale),
        ),
        error === null ? '' : ` · ${m.report_command_failed({ code: error.code, message: saidBy(error) }, locale)}`,
      ),
      code(renderCall(step.call)),
      code(renderCall(step.rollback)),
    ];
  });
  return table(
    [m.report_object({}, locale), m.report_result({}, locale), m.report_command({}, locale), m.report_step_rollback({}, locale)],
    rows,
  );
}

/** The server's own words; where there are none, the facts that the error carries. */
const saidBy = ({ details }: AppError): string =>
  details['message'] ??
  Object.entries(details)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

// Words of a severity in reports.

const severityWords = {
  ok: m.report_severity_ok,
  info: m.report_severity_info,
  warn: m.report_severity_warn,
  block: m.report_severity_block,
  unknown: m.report_severity_unknown,
} as const satisfies Record<Severity, unknown>;

export const severityWord = (severity: Severity, language: Language): string => severityWords[severity]({}, { locale: language });

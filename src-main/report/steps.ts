/** How each step of a change ended. */

import type { AppError } from '../../shared/model/error.ts';
import { renderCall } from '../../shared/commands/render.ts';
import { stepStateLabel } from '../../shared/messages/labels.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { type ChangePlan, type StepResult, type StepState, stateOf, warningsOf } from '../../shared/plan/plan.ts';
import type { Language } from '../../shared/messages/language.ts';
import { code, element, fragment, table, type Html } from './html.ts';

/** A step that the report finds in flight has an unknown end: nothing runs any more when the report is read. */
const ended = (state: StepState): StepState => (state === 'running' || state === 'rollingBack' ? 'unknown' : state);

/** One row a step; `null` when nothing was planned. */
export function stepsTable(plan: ChangePlan | null, results: readonly StepResult[], language: Language): Html | null {
  if (plan === null || plan.steps.length === 0) return null;
  const locale = { locale: language };
  const rows = plan.steps.map((step) => {
    const state = ended(stateOf(results, step.id));
    const error = results.find((result) => result.step === step.id)?.error ?? null;
    return [
      step.object,
      fragment(
        element(
          'span',
          { class: state === 'done' || state === 'unchanged' || state === 'rolledBack' ? 'ok' : 'warn' },
          stepStateLabel(state, language),
        ),
        error === null ? '' : ` · ${m.report_command_failed({ code: error.code, message: serverText(error) }, locale)}`,
        ...warningsOf(results, step.id).map((message) => element('div', {}, m.step_warning({ message }, locale))),
      ),
      code(renderCall(step.call)),
    ];
  });
  return table([m.report_object({}, locale), m.report_result({}, locale), m.report_command({}, locale)], rows);
}

/** The server's own words; where there are none, the facts that the error carries. */
const serverText = ({ details }: AppError): string =>
  details['message'] ??
  Object.entries(details)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

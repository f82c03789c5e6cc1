/** How each step of a change ended. */

import type { AppError } from '../../shared/model/error.ts';
import { stepStateLabel, textOf } from '../../shared/messages/labels.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { objectSteps, type ObjectStep, type Plan } from '../../shared/plan/plan.ts';
import { commandTexts } from '../../shared/plan/step-text.ts';
import { mayHaveChanged, stepOf, type RunView } from '../../shared/run/run-view.ts';
import type { WizardContext } from '../../shared/wizard/context.ts';
import type { Language } from '../../shared/messages/language.ts';
import { code, element, fragment, table, type Html } from './html.ts';

/** One row a step, the HCW's too. */
export function stepsTable(plan: Plan, run: RunView, language: Language): Html {
  const locale = { locale: language };
  const handover = { none: m.state_waiting, begun: m.report_handover_begun, returned: m.report_handover_returned } as const;
  const rows = plan.steps.map((step) => {
    if (step.kind === 'handover') {
      const text = handover[run.handover]({}, locale);
      return [m.page_hcw({}, locale), element('span', { class: run.handover === 'returned' ? 'ok' : 'warn' }, text), ''];
    }
    const { state, error, warnings } = stepOf(run, step.id);
    return [
      fragment(step.object, element('div', {}, textOf(`step_reason_${step.reason}`, language))),
      fragment(
        element('span', { class: state === 'applied' || state === 'unchanged' ? 'ok' : 'warn' }, stepStateLabel(state, language)),
        error === null ? '' : ` · ${m.report_command_failed({ code: error.code, message: serverText(error) }, locale)}`,
        ...warnings.map((message) => element('div', {}, m.step_warning({ message }, locale))),
      ),
      code(commandTexts(step).join('\n')),
    ];
  });
  return table([m.report_object({}, locale), m.report_result({}, locale), m.report_command({}, locale)], rows);
}

/** The runs that may have changed something that was not put back, with the steps of them whose values may be other ones. */
export function runsToRollBack({
  plans,
  runs,
}: WizardContext): readonly { readonly run: RunView; readonly steps: readonly ObjectStep[] }[] {
  if (runs.rollback?.isFinished === true) return [];
  return (['apply', 'fix'] as const).flatMap((kind) => {
    const [plan, run] = [plans[kind], runs[kind]];
    if (plan === null || run === null || !mayHaveChanged(run)) return [];
    const steps = objectSteps(plan).filter(({ id }) => {
      const { touched, state } = stepOf(run, id);
      return touched && state !== 'notApplied' && state !== 'reverted';
    });
    return [{ run, steps }];
  });
}

/** The server's own words; where there are none, the facts that the error carries. */
const serverText = ({ details }: AppError): string =>
  details['message'] ??
  Object.entries(details)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

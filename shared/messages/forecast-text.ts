/** The forecast of a method in words, for the page of the plan and the change request. */
import { directions } from '../mail-flow/verdict.ts';
import type { ForecastRow, MethodSummary } from '../plan/forecast-summary.ts';
import { groupText } from './finding-text.ts';
import type { Language } from './language.ts';
import { m } from './compiled/messages.js';

/** When the row holds, e.g. `After steps 1 to 6`. */
export function forecastWhen({ first, last, isHcw, edge }: Omit<ForecastRow, 'flow'>, language: Language): string {
  const locale = { locale: language };
  if (last === 0) return m.plan_forecast_now({}, locale);
  if (isHcw) return m.plan_forecast_hcw({}, locale);
  if (edge.length > 0) return m.plan_forecast_edge({ servers: edge.join(', ') }, locale);
  return first === last
    ? m.plan_forecast_step({ step: String(last) }, locale)
    : m.plan_forecast_steps({ first: String(first), last: String(last) }, locale);
}

/** Why a direction is not internal: a sentence is said once, however many rows it is the reason of. */
export const forecastReasons = (rows: readonly Pick<ForecastRow, 'flow'>[], language: Language): readonly string[] => [
  ...new Set(
    rows
      .flatMap(({ flow }) => directions.flatMap((direction) => flow[direction].reason ?? []))
      .map((reason) => {
        const { label, text } = groupText(reason, language);
        return label === '' ? text : m.group_sentence({ servers: label, text }, { locale: language });
      }),
  ),
];

/** What the method does to mail flow while it runs, and at its end. */
export function forecastVerdict(
  { weakens, endsInternal, rows }: Pick<MethodSummary, 'weakens' | 'endsInternal' | 'rows'>,
  language: Language,
): string {
  const locale = { locale: language };
  const isKnown = rows.every(({ flow }) => directions.every((direction) => flow[direction].verdict !== 'unknown'));
  const keeps = weakens ? m.plan_method_weakens : isKnown ? m.plan_method_keeps : m.plan_method_keeps_known;
  const ends = endsInternal ? m.plan_method_ends : m.plan_method_open;
  return `${keeps({}, locale)} ${ends({}, locale)}`;
}

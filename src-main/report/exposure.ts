/** The time in which mail flow was, or may have been, weaker than before the change, place by place. */
import { directions, type Direction } from '../../shared/mail-flow/verdict.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { durationText, zonedMinuteText } from '../../shared/messages/dates.ts';
import { textOf } from '../../shared/messages/labels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { serverSetText } from '../../shared/model/server-set.ts';
import type { Interval } from '../../shared/run/exposure.ts';
import { runKinds, type WizardContext } from '../../shared/wizard/context.ts';
import { element, fragment, list, section, type Html } from './html.ts';

/** One line for the servers of a direction that share an interval, to the minute; nothing before a run was begun. */
export function exposureSection({ runs }: Pick<WizardContext, 'runs'>, at: Date, language: Language): Html {
  const locale = { locale: language };
  const begun = runKinds.flatMap((kind) => runs[kind] ?? []);
  if (begun.length === 0) return fragment();
  const lines = exposureLines(
    begun.flatMap(({ exposure }) => exposure),
    at,
    language,
  );
  return section(m.report_exposure({}, locale), lines.length === 0 ? element('p', {}, m.report_exposure_none({}, locale)) : list(lines));
}

interface Line {
  readonly direction: Direction;
  /** `null`: the direction as a whole */
  readonly servers: readonly string[] | null;
  readonly time: string;
}

function exposureLines(intervals: readonly Interval[], at: Date, language: Language): readonly string[] {
  const lines = new Map<string, Line>();
  for (const interval of intervals) {
    const { direction, server } = interval.place;
    const time = timeOf(interval, at, language);
    const key = JSON.stringify([direction, server === '', time]);
    const servers = server === '' ? null : [...(lines.get(key)?.servers ?? []), server];
    lines.set(key, { direction, servers, time });
  }
  // A direction as a whole is what its servers add up to, so it comes before them.
  const inOrder = directions.flatMap((direction) => {
    const own = [...lines.values()].filter((line) => line.direction === direction);
    return [...own.filter(({ servers }) => servers === null), ...own.filter(({ servers }) => servers !== null)];
  });
  return inOrder.map(({ direction, servers, time }) => {
    const name = textOf(`flow_${direction}`, language);
    const place = servers === null ? name : `${name} (${serverSetText(servers)})`;
    return `${place}: ${time}`;
  });
}

/** The length is that of the clock that nobody sets; what is not proven yet lasts at least until the report. */
function timeOf({ from, to }: Interval, at: Date, language: Language): string {
  const locale = { locale: language };
  const begun = zonedMinuteText(from.at, language);
  if (to === null) {
    const length = durationText(at.getTime() - Date.parse(from.at), language);
    return m.report_exposure_open({ from: begun, length }, locale);
  }
  const length = durationText(to.elapsed - from.elapsed, language);
  return m.report_exposure_ended({ from: begun, to: zonedMinuteText(to.at, language), length }, locale);
}

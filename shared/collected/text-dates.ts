/**
 * Dates as PowerShell prints them in a text, in the format of its culture. Which of `2/3/2027` is the month is known only
 * where a date of the same output shows it. The time is that of the machine's clock, of an unknown zone.
 */

type Order = 'monthFirst' | 'dayFirst';

const yearFirst = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2}) (\d{1,2}):(\d{2}):(\d{2})(?: ([AP]M))?$/;
const yearLast = /^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}) (\d{1,2}):(\d{2}):(\d{2})(?: ([AP]M))?$/;

/** The order of the dates of one output; `undefined` where none of them shows it, or they contradict each other. */
export function dateOrderOf(texts: readonly string[]): Order | undefined {
  const orders = new Set<Order>();
  for (const text of texts) {
    const [, first, sign, second] = yearLast.exec(text) ?? [];
    if (first === undefined) continue;
    // Dots stand in formats that begin with the day.
    if (sign === '.' || Number(first) > 12) orders.add('dayFirst');
    else if (Number(second) > 12) orders.add('monthFirst');
  }
  return orders.size === 1 ? [...orders][0] : undefined;
}

/** ISO 8601 without a zone; `undefined` for another format, a date that does not exist, and one whose order is open. */
export function isoOfDate(text: string, order: Order | undefined): string | undefined {
  const [, year, month, day, ...time] = yearFirst.exec(text) ?? [];
  if (year !== undefined && month !== undefined && day !== undefined) return iso(year, month, day, time);
  const [, first, , second, last, ...clock] = yearLast.exec(text) ?? [];
  if (first === undefined || second === undefined || last === undefined) return undefined;
  if (Number(first) === Number(second)) return iso(last, first, second, clock);
  if (order === undefined) return undefined;
  return order === 'monthFirst' ? iso(last, first, second, clock) : iso(last, second, first, clock);
}

function iso(
  year: string,
  month: string,
  day: string,
  [hour = '', minute = '', second = '', half]: readonly (string | undefined)[],
): string | undefined {
  if (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  const two = (value: number | string): string => String(value).padStart(2, '0');
  const text = `${year}-${two(month)}-${two(day)}T${two(hours)}:${minute}:${second}`;
  const moment = new Date(`${text}.000Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text) ? text : undefined;
}

/** One line of the HCW's log, taken apart: by words, never by its numbers, and as forums copy it (docs/domain.md, "Log of the HCW"). */

/** Where something stands. */
export interface LogPosition {
  /** From 1 */
  readonly line: number;
  /** As it is written; '' where the line has none */
  readonly stamp: string;
  /** ISO 8601 without a zone, which the log does not say; `null` where the stamp is not whole, or in a form of which day and month are not certain */
  readonly time: string | null;
}

export interface Entry extends Omit<LogPosition, 'line'> {
  /** `modern`: since 2015. `old`: of the wizard in Exchange 2010 and 2013 */
  readonly form: 'modern' | 'old';
  readonly level: 'error' | 'warning' | 'other';
  /** By name in lower case: session, cmdlet, thread, task, phase …; empty where the text neither begins nor ends something */
  readonly context: ReadonlyMap<string, string>;
  readonly text: string;
}

/** How far behind the beginning of a line its context may begin, and how long it may be. */
const longestHead = 120;
const longestContext = 2000;

/** `undefined` for a line that only continues what stands above it. */
export function readEntry(line: string): Entry | undefined {
  const at = line.slice(0, longestHead).indexOf('[Client=');
  return at < 0 ? readOld(line) : readModern(line, at);
}

const stampPattern = /(\d{0,4})([./-])(\d\d)\2(\d\d)[ T]+(\d\d:\d\d:\d\d)(?:[.,](\d{1,7}))?/;

function readModern(line: string, at: number): Entry | undefined {
  const head = line.slice(0, at);
  // A stamp with hidden digits is still one (`2023.1x.0x`); words before the context are another text.
  const words = head.replaceAll(/[\d.,:xT\s*>|"'\\/-]/g, '');
  if (!/^[A-Z]*$/.test(words)) return undefined;
  const context = contextOf(line.slice(at, at + longestContext));
  if (context === undefined) return undefined;
  const stamp = stampPattern.exec(head);
  const [, year, , month, day, clock, fraction] = stamp ?? [];
  const isWhole = year?.length === 4;
  const text = line.slice(at + context.length).trim();
  return {
    form: 'modern',
    stamp: stamp?.[0].trim() ?? '',
    time: isWhole ? `${year}-${month ?? ''}-${day ?? ''}T${clock ?? ''}${fraction === undefined ? '' : `.${fraction}`}` : null,
    level: levelOf(words),
    context: /^(?:START|FINISH)\b/.test(text) ? pairsOf(context.slice(1, -1)) : nothing,
    text,
  };
}

const nothing: Entry['context'] = new Map();

/** With its brackets. The thread stands last; an address before it may contain a bracket. */
function contextOf(text: string): string | undefined {
  const first = /^\[[^\]\n]*\]/.exec(text)?.[0];
  if (first === undefined || first.includes('Thread=') || !first.includes('://')) return first;
  return /^\[[^\n]*?, Thread=[^\]\s]{1,20}\]/.exec(text)?.[0] ?? first;
}

const pairsOf = (context: string): ReadonlyMap<string, string> =>
  new Map(
    context.split(/, (?=[A-Za-z][A-Za-z ]{0,30}=)/).flatMap((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [] : [[pair.slice(0, equals).toLowerCase(), pair.slice(equals + 1).replace(/\\$/, '')] as const];
    }),
  );

/** `[2/4/2014 13:36:8] INFO:Running command: …` */
function readOld(line: string): Entry | undefined {
  const match = /^[\s>]{0,8}\[([^\]]{1,60})\]\s{0,4}(INFO|ERROR|WARNING|VERBOSE)\s?:(.*)$/s.exec(line);
  const [, stamp, level, text] = match ?? [];
  if (stamp === undefined || level === undefined || text === undefined) return undefined;
  return { form: 'old', stamp, time: null, level: levelOf(level), context: nothing, text: text.trim() };
}

const levelOf = (word: string): Entry['level'] => (word.endsWith('ERROR') ? 'error' : /WARN(?:ING)?$/.test(word) ? 'warning' : 'other');

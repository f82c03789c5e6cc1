/**
 * The `Received` lines of a message: one for each server that took it, the newest one first. The server that takes a message
 * writes the line, so what stands in one about a server before it is what that server said of itself.
 */
import { known, partition, unknown, type Known } from '../model/known.ts';
import { fieldsNamed, type HeaderField, type MessageHeaders } from './headers.ts';

/** As the server that took the message writes them; '' when the line does not say it */
export interface Cipher {
  readonly version: string;
  readonly cipher: string;
}

export interface Hop {
  /** The server that took the message, and wrote the line */
  readonly by: Known<string>;
  /** The server that handed the message over, as it called itself */
  readonly from: Known<string>;
  /** E.g. `Microsoft SMTP Server`, `mapi`, `ESMTPS` */
  readonly protocol: string;
  /** `null`: the line says that there was no encryption */
  readonly tls: Known<Cipher | null>;
  /** ISO 8601, UTC */
  readonly at: Known<string>;
  readonly field: HeaderField;
}

/** In the order of the lines. */
export const hopsOf = (headers: MessageHeaders): readonly Hop[] => fieldsNamed(headers, 'received').map(hopOf);

/** Clocks of servers differ by less. */
const clocksDiffer = 5 * 60 * 1000;

/** Whether no line is newer than one above it. Lines whose time is not known are left out. */
export function areNewestFirst(hops: readonly Hop[]): boolean {
  const times = partition(hops, ({ at }) => at).known.map(({ value }) => Date.parse(value));
  return times.every((time, index) => index === 0 || time - (times[index - 1] ?? time) <= clocksDiffer);
}

const clauses = ['from', 'by', 'via', 'with', 'id', 'for'] as const;
type Clause = (typeof clauses)[number];

interface Token {
  readonly text: string;
  readonly isComment: boolean;
}

interface ReceivedParts {
  readonly words: ReadonlyMap<Clause, string>;
  /** In parentheses, each with the clause that it follows */
  readonly comments: readonly { readonly after: Clause | null; readonly text: string }[];
  readonly date: string;
}

function hopOf(field: HeaderField): Hop {
  const parts = field.isBroken ? null : partsOf(field.value);
  if (parts === null) {
    const why = unknown('unreadable', field.value);
    return { by: why, from: why, protocol: '', tls: why, at: why, field };
  }
  return {
    by: hostOf(parts.words.get('by')),
    from: hostOf(parts.words.get('from')),
    protocol: parts.words.get('with') ?? '',
    tls: tlsOf(parts),
    at: momentOf(parts.date),
    field,
  };
}

/** `null` for a line whose clauses cannot be told from each other: a parenthesis stays open, or a clause stands twice. */
function partsOf(value: string): ReceivedParts | null {
  const tokens = tokensOf(value);
  if (tokens === null) return null;
  const end = tokens.findLastIndex(({ text, isComment }) => !isComment && text === ';');
  const words = new Map<Clause, string>();
  const comments: { after: Clause | null; text: string }[] = [];
  let clause: Clause | null = null;
  for (const { text, isComment } of end === -1 ? tokens : tokens.slice(0, end)) {
    const begins: Clause | undefined = isComment ? undefined : clauses.find((one) => one === text.toLowerCase());
    if (isComment) comments.push({ after: clause, text });
    else if (begins !== undefined) {
      if (words.has(begins)) return null;
      words.set(begins, '');
      clause = begins;
    } else if (clause !== null) {
      const before = words.get(clause) ?? '';
      words.set(clause, before === '' ? text : `${before} ${text}`);
    }
  }
  const date = end === -1 ? [] : tokens.slice(end + 1).filter(({ isComment }) => !isComment);
  return { words, comments, date: date.map(({ text }) => text).join(' ') };
}

/** Words, comments and semicolons; `null` when the parentheses are not closed. */
function tokensOf(value: string): readonly Token[] | null {
  const tokens: Token[] = [];
  let depth = 0;
  let start = 0;
  const push = (end: number, isComment: boolean): void => {
    const text = value.slice(start, end).trim();
    if (text !== '') tokens.push({ text, isComment });
    start = end + 1;
  };
  for (let index = 0; index < value.length; index += 1) {
    const character = value[index];
    if (character === '\\' && depth > 0) index += 1;
    else if (character === '(') {
      if (depth === 0) push(index, false);
      depth += 1;
    } else if (character === ')') {
      if (depth === 0) return null;
      depth -= 1;
      if (depth === 0) push(index, true);
    } else if (depth === 0 && character === ';') {
      push(index, false);
      tokens.push({ text: ';', isComment: false });
    } else if (depth === 0 && character === ' ') push(index, false);
  }
  if (depth > 0) return null;
  push(value.length, false);
  return tokens;
}

/** A name or an address, with or without brackets. */
function hostOf(text: string | undefined): Known<string> {
  if (text === undefined || text === '') return unknown('notReturned');
  return /^[\w.:[\]-]{1,255}$/.test(text) ? known(text.replace(/\.$/, '')) : unknown('unreadable', text);
}

/** In Exchange's line. Others write `version=TLSv1.2 cipher=…` or `using TLSv1.3 with cipher …`. */
const exchangeTls = /^(?:TLS$|version=((?:TLS|SSL)[\w.]{0,10}))/i;
const otherTls = /^(?:version=|using )((?:TLS|SSL)v?\d[\w./]{0,20})/i;
const cipherWord = /\bcipher(?:=| )([\w-]{1,80})/i;

/**
 * Exchange writes `(version=…, cipher=…)`, Exchange 2013 only `(TLS)`, and nothing for a connection in clear text. Other servers
 * that write nothing may have encrypted it (docs/domain.md, "Headers of a test message").
 */
function tlsOf({ words, comments }: ReceivedParts): Known<Cipher | null> {
  const protocol = words.get('with') ?? '';
  const isExchange = /^Microsoft SMTP Server$/i.test(protocol);
  // What stands behind `from` in Exchange's line is what the other server said of itself.
  const said = comments.filter(({ after }) => !isExchange || after === 'with').map(({ text }) => text);
  const pattern = isExchange ? exchangeTls : otherTls;
  const comment = said.find((text) => pattern.test(text));
  if (comment !== undefined) return known({ version: pattern.exec(comment)?.[1] ?? '', cipher: cipherWord.exec(comment)?.[1] ?? '' });
  if (isExchange) return known(null);
  // RFC 3848: the S says that STARTTLS was used. Some devices write `ESMTP/TLS/…` instead.
  if (/^(?:UTF8)?(?:ESMTPSA?|LMTPSA?)$|^E?SMTP\/TLS\b/i.test(protocol)) return known({ version: '', cipher: '' });
  return unknown('notReturned');
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const datePattern =
  /^(?:[a-z]{3}, ?)?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,7})?)? (?:([+-])(\d{2})(\d{2})|GMT|UTC?|Z)$/i;

/** RFC 5322, 3.3. A time without an offset is not known: it may be that of any zone. */
function momentOf(date: string): Known<string> {
  if (date === '') return unknown('notReturned');
  const [, day, month, year, hour, minute, second, sign, offsetHours, offsetMinutes] = datePattern.exec(date) ?? [];
  const index = months.indexOf((month ?? '').toLowerCase());
  const local = new Date(Date.UTC(Number(year), index, Number(day), Number(hour), Number(minute), Number(second ?? 0)));
  // A day that the month does not have becomes one of the next month.
  const isDay = index !== -1 && local.getUTCDate() === Number(day) && local.getUTCFullYear() === Number(year);
  if (!isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 60) return unknown('unreadable', date);
  const offset = (sign === '-' ? -1 : 1) * (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0));
  return known(new Date(local.getTime() - offset * 60_000).toISOString());
}

/**
 * The headers of a message, as people paste them or as a whole .eml file. What stands behind the first empty line is the body: it
 * is not read.
 */
import { fail, ok, type Result } from '../model/error.ts';

/** Characters up to the empty line. Exchange takes no headers that are longer (docs/domain.md, "Headers of a test message"). */
export const longestHeaders = 64 * 1024;

/** `notHeaders`: no line is one that a mail server writes. `tooLong`: no empty line ends them within `longestHeaders`. */
export const headersRefusals = ['notHeaders', 'tooLong'] as const;
export type HeadersRefusal = (typeof headersRefusals)[number];

export interface HeaderField {
  /** In lower case: names are compared without case, and some programs rewrite them so */
  readonly name: string;
  /** On one line */
  readonly value: string;
  /** As it stands in the text, unfolded */
  readonly text: string;
  /** Of its first line in the text, from 1 */
  readonly line: number;
  /** A line follows that is neither a header nor a continuation: a console may have broken this one, so its value may lack something */
  readonly isBroken: boolean;
}

export interface MessageHeaders {
  /** In the order of the text, repeated ones each */
  readonly fields: readonly HeaderField[];
  /** Lines that are neither a header nor a continuation of one */
  readonly unread: number;
}

/** Takes a time that is proportional to the length of the headers, however long the body is. */
export function readHeaders(given: string): Result<MessageHeaders, HeadersRefusal> {
  const { lines, isWhole } = headerLines(given);
  const headers = fieldsOf(withoutPrefix(lines));
  if (!headers.fields.some(({ name }) => ofServers.test(name))) return fail('notHeaders');
  return isWhole ? ok(headers) : fail('tooLong');
}

export const fieldsNamed = ({ fields }: MessageHeaders, name: string): readonly HeaderField[] =>
  fields.filter((field) => field.name === name);

/** A message that arrived has at least one of these; the lines above a quoted message have none. */
const ofServers = /^(?:received|x-originatororg|x-organizationheaderspreserved|x-crosspremisesheaders\w*|x-ms-exchange-[\w-]+)$/;
/** What a mail program puts before each line that it quotes, or an editor before each line of a block. Never fails to match. */
const quoted = /^[ \t]*(?:[>|] ?)*[ \t]*/;
const field = /^([a-z][\w.-]*):/i;

const lengthOfPrefix = (line: string): number => quoted.exec(line)?.[0].length ?? 0;

interface Line {
  readonly number: number;
  readonly text: string;
}

/** The lines from the first header to the first empty line behind it. */
function headerLines(given: string): { readonly lines: readonly Line[]; readonly isWhole: boolean } {
  const lines: Line[] = [];
  let hasField = false;
  let at = 0;
  for (let number = 1; at < given.length; number += 1) {
    const found = given.indexOf('\n', at);
    const end = found === -1 ? given.length : found;
    if (end > longestHeaders && given.slice(at, end).trim() !== '') return { lines, isWhole: false };
    const text = readable(given.slice(at, end));
    at = end + 1;
    const content = text.slice(lengthOfPrefix(text));
    hasField ||= field.test(content);
    if (content.trim() !== '') lines.push({ number, text });
    else if (hasField) break;
  }
  return { lines, isWhole: true };
}

/** Without what is not seen: a byte order mark, marks of direction, soft hyphens; other control characters are a space. */
const readable = (line: string): string =>
  line
    .toWellFormed()
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[^\S\t]|[^\t\P{Cc}]/gu, ' ')
    .trimEnd();

function withoutPrefix(lines: readonly Line[]): readonly Line[] {
  const first = lines.find(({ text }) => field.test(text.slice(lengthOfPrefix(text))))?.text ?? '';
  const prefix = first.slice(0, lengthOfPrefix(first));
  // Blanks before a continuation are its mark: they belong to the pasting only where they are before every line.
  if (prefix.trim() === '' && !lines.every(({ text }) => text.startsWith(prefix))) return lines;
  return lines.map(({ number, text }) => ({ number, text: text.startsWith(prefix) ? text.slice(prefix.length) : text }));
}

function fieldsOf(lines: readonly Line[]): MessageHeaders {
  const fields: { name: string; title: string; parts: string[]; line: number; isBroken: boolean }[] = [];
  let unread = 0;
  for (const { number, text } of lines) {
    const last = fields.at(-1);
    // Nothing is before the first header, so blanks before it are no mark of a continuation.
    const line = last === undefined ? text.trimStart() : text;
    const [start, title] = field.exec(line) ?? [];
    if (start !== undefined && title !== undefined)
      fields.push({ name: title.toLowerCase(), title, parts: [line.slice(start.length).trim()], line: number, isBroken: false });
    else if (/^[ \t]/.test(text) && last !== undefined && !last.isBroken) last.parts.push(text.trim());
    else {
      unread += 1;
      if (last !== undefined) last.isBroken = true;
    }
  }
  return {
    fields: fields.map(({ name, title, parts, line, isBroken }) => {
      const value = parts.join(' ').replaceAll('\t', ' ').trim();
      return { name, value, text: `${title}: ${value}`, line, isBroken };
    }),
    unread,
  };
}

/**
 * Lines that Format-List wrapped, put together again. PowerShell wraps at words where the language of
 * the shell is English, French, German, Italian, Portuguese or Spanish (a word longer than the column
 * is split), and after any character in every other one, Japanese and Russian among them
 * (StringManipulationHelper of System.Management.Automation, MIT). The space at which it wrapped stays
 * at the end of the line, where copying often drops it. So whether two lines join with a space is seen
 * from the widths of the lines, lists and dates; where it cannot be seen, the text is not certain.
 */

import { commandOfLine, type CommandLine } from './pasted-command.ts';

/** A property as it stands in the text: its own line, and the lines that continue it. */
export interface WrappedProperty {
  /** The whole line, with the name */
  readonly line: string;
  /** Where the value begins in `line` */
  readonly column: number;
  readonly following: readonly string[];
}

export interface Wrapping {
  /** Columns of the widest line */
  readonly widest: number;
  readonly at: 'word' | 'character' | 'unknown';
  /** Whether a line as wide as the widest is full for certain: else the widest ones may all have lost a space */
  readonly exact: boolean;
}

/** How the lines of one output were wrapped. */
export function wrappingOf(properties: readonly WrappedProperty[]): Wrapping {
  const lines = properties.flatMap(({ line, following }) => [line, ...following].map((one) => one.trimEnd()));
  const widest = lines.reduce((most, line) => Math.max(most, widthOf(line)), 0);
  const wrapped = properties.flatMap(({ line, column, following }) =>
    [line, ...following].slice(0, -1).map((before, index) => ({
      before: before.trimEnd(),
      width: widthOf(before.trimEnd()),
      next: widthOf((following[index] ?? '').trimStart().slice(0, 1)),
      list: line.slice(column).trimStart().startsWith('{'),
    })),
  );
  const decisive = [...wrapped.map(({ before }) => before), ...lines.filter((line) => widthOf(line) === widest)];
  if (decisive.some((line) => uncertainWidth.test(line))) return { widest, at: 'unknown', exact: false };
  // A list of words breaks behind a comma only, when it breaks at words.
  const inWord = wrapped.filter(({ list, before }) => list && !before.endsWith(','));
  const kept = properties.some(({ line, following }) => [line, ...following].some((one) => /\S $/.test(one)));
  // Room for one more character, even where a space at the end was dropped: it was not a character that did not fit.
  const early = wrapped.some(({ width, next }) => width + 1 + next <= widest);
  const dates = properties.filter(({ following }) => following.length === 0).map(({ line, column }) => line.slice(column).trim());
  const word = early || dates.some((text) => englishDate.test(text));
  const character = inWord.length > 0 || dates.some((text) => eastAsianDate.test(text));
  const exact = kept || inWord.some(({ width }) => width === widest);
  return { widest, exact, at: word === character ? 'unknown' : word ? 'word' : 'character' };
}

/** The shell writes dates in the language by which it wraps. */
const englishDate = /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d{2}:\d{2} [AP]M$/;
const eastAsianDate = /^\d{4}\/\d{1,2}\/\d{1,2} \d{1,2}:\d{2}:\d{2}$/;

/** The value, or `undefined` where a space is not certain. */
export function unwrap({ line, column, following }: WrappedProperty, wrapping: Wrapping): string | undefined {
  let text = line.slice(column);
  let before = line;
  for (const next of following) {
    const joint = jointOf(text, before, next, column, wrapping);
    if (joint === undefined) return undefined;
    text = text.trimEnd() + joint + next.trim();
    before = next;
  }
  return text.trim();
}

function jointOf(text: string, before: string, next: string, column: number, { widest, at, exact }: Wrapping): '' | ' ' | undefined {
  const blanks = before.length - before.trimEnd().length;
  const indent = next.length - next.trimStart().length;
  // The space is still there: at the end of this line, or at the start of the next.
  if (blanks === 1 || indent === column + 1) return ' ';
  const start = text.trimStart();
  // Between the items of a list a space means nothing.
  if (start.startsWith('{') && text.trimEnd().endsWith(',')) return ' ';
  const width = widthOf(before.trimEnd());
  const after = next.trimStart();
  const missing = widest - width;
  if (at === 'word') {
    // A word is split only when it, with the space behind it, is longer than the column.
    const crossing = widthOf(/\S*$/.exec(text.trimEnd())?.[0] ?? '') + widthOf(/^\S*/.exec(after)?.[0] ?? '') + 1;
    return missing >= widthOf(after.slice(0, 1)) || crossing <= widest - column ? ' ' : inName(start, after);
  }
  if (at === 'character') {
    if (missing === 0) return exact ? '' : inName(start, after);
    // A wide character did not fit into the last column, or a space was dropped there.
    return missing === 1 && widthOf(after.slice(0, 1)) === 1 ? ' ' : undefined;
  }
  return inName(start, after);
}

/** What the form of a certificate name says: `<I>…, …<S>…, …`, with a space behind each comma between its parts. */
function inName(text: string, after: string): '' | ' ' | undefined {
  if (!/^<[is]>/i.test(text)) return undefined;
  if (/^<s>/i.test(after)) return '';
  const quoted = text.split('"').length % 2 === 0;
  return text.trimEnd().endsWith(',') && !quoted ? ' ' : undefined;
}

/** Columns in a console: characters of East Asian writing take two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : 1;
  return width;
}

const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]|[\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
/** Characters that take one column in some consoles and two in others (Unicode: East Asian ambiguous), Cyrillic and Greek among them. */
const uncertainWidth =
  // eslint-disable-next-line no-control-regex -- ASCII is certain
  /[^\u0000-\u007F\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF9F\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

// A pasted text cut into command lines and blocks of properties, as Format-List writes them.

export interface NamedProperty extends WrappedProperty {
  readonly name: string;
  /** A line follows that is neither a property nor a continuation: the value may be longer than it seems */
  readonly interrupted: boolean;
}

/** The properties of one object. */
export interface Block {
  /** From 1 */
  readonly line: number;
  readonly properties: readonly NamedProperty[];
}

/** A command line and what it printed; without one for what stands before the first. */
export interface Segment {
  readonly line: number;
  readonly command: CommandLine | undefined;
  readonly blocks: readonly Block[];
}

const property = /^(\s*)([A-Za-z]\w{0,80})\s*:(?:\s(.*))?$/s;
// eslint-disable-next-line no-control-regex -- PowerShell 7 colors the names of properties
const colors = /\u001b\[[0-9;]*m/g;

interface Draft {
  readonly line: number;
  readonly indent: number;
  readonly properties: { name: string; line: string; column: number; following: string[]; interrupted: boolean }[];
}

export function segmentsOf(text: string): Segment[] {
  const segments: { line: number; command: CommandLine | undefined; blocks: Draft[] }[] = [{ line: 1, command: undefined, blocks: [] }];
  let block: Draft | undefined;
  let afterCommand = false;
  for (const { line, number } of linesOf(text)) {
    const segment = segments.at(-1);
    if (segment === undefined) break;
    if (line.trim() === '') {
      block = undefined;
      afterCommand = false;
      continue;
    }
    const command = commandOfLine(line);
    if (command !== undefined) {
      segments.push({ line: number, command, blocks: [] });
      block = undefined;
      afterCommand = true;
      continue;
    }
    const found = property.exec(line);
    const indent = line.length - line.trimStart().length;
    if (block !== undefined && indent > block.indent) {
      block.properties.at(-1)?.following.push(line);
      continue;
    }
    if (found === null) {
      // The rest of a long command line that the console wrapped, or a line of something else.
      const last = block?.properties.at(-1);
      if (last !== undefined && !afterCommand) last.interrupted = true;
      block = undefined;
      continue;
    }
    afterCommand = false;
    const name = found[2] ?? '';
    // A property that comes again begins the next object: the empty line between them was lost.
    if (block === undefined || block.properties[0]?.name === name) {
      block = { line: number, indent, properties: [] };
      segment.blocks.push(block);
    }
    const column = line.length - (found[3] ?? '').length;
    block.properties.push({ name, line, column, following: [], interrupted: false });
  }
  return segments.filter(({ command, blocks }) => command !== undefined || blocks.length > 0);
}

/** Lines without colors. Where a web page put an empty line behind every line, those are left out. */
function linesOf(text: string): { line: string; number: number }[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .replaceAll(colors, '')
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ line, number: index + 1 }));
  const filled = (index: number): boolean => (lines[index]?.line.trim() ?? '') !== '';
  const count = lines.filter((_, index) => filled(index)).length;
  const apart = lines.every((_, index) => !filled(index) || !filled(index + 1));
  if (count < 4 || !apart) return lines;
  // One empty line is the page's; of several, those that are more are Format-List's own.
  return lines.filter((_, index) => filled(index) || !filled(index - 1));
}

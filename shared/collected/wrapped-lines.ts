/**
 * Lines that Format-List wrapped, put together again. PowerShell wraps at words where the language of
 * the shell is English, French, German, Italian, Portuguese or Spanish (a word longer than the column
 * is split), and after any character in every other one, Japanese and Russian among them
 * (StringManipulationHelper of System.Management.Automation, MIT). The space at which it wrapped stays
 * at the end of the line, where copying often drops it. So whether two lines join with a space is seen
 * from the widths of the lines, lists and dates; where it cannot be seen, the text is not certain.
 */

/** A property as it stands in the text: its own line, and the lines that continue it. */
export interface WrappedProperty {
  /** The whole line, with the name */
  readonly line: string;
  /** Where the value begins in `line` */
  readonly column: number;
  readonly following: readonly string[];
  /** The value stands in the column of the other values of the object */
  readonly aligned: boolean;
}

export interface Wrapping {
  /** Columns of the widest line */
  readonly widest: number;
  readonly at: 'word' | 'character' | 'unknown';
  /** Whether a line as wide as the widest is full for certain: else the widest ones may all have lost a space */
  readonly exact: boolean;
}

/** Format-List puts what it wraps below the value, or one column further where it wrapped before a space. */
const isBelowValue = (line: string, column: number): boolean => {
  const indent = line.length - line.trimStart().length;
  return indent === column || indent === column + 1;
};

/** How the lines of one output were wrapped. Where another program wrapped lines too, nothing can be seen from their widths. */
export function wrappingOf(properties: readonly WrappedProperty[]): Wrapping {
  if (properties.some(({ column, following, aligned }) => following.some((line) => !aligned || !isBelowValue(line, column)))) {
    return { widest: 0, at: 'unknown', exact: false };
  }
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

/** No value that is read has more characters. */
const longestValue = 65_536;

/** What is known of the text so far when the next line is joined to it, kept up line by line, so that a long value takes linear time. */
interface Joined {
  readonly kind: 'list' | 'name' | 'other';
  readonly lastWord: string;
  readonly endsInComma: boolean;
  readonly isQuoted: boolean;
}

const startOf = (text: string): Joined =>
  extended(
    { kind: text.startsWith('{') ? 'list' : /^<[is]>/i.test(text) ? 'name' : 'other', lastWord: '', endsInComma: false, isQuoted: false },
    text,
  );

function extended(joined: Joined, piece: string): Joined {
  const at = piece.lastIndexOf(' ');
  return {
    kind: joined.kind,
    lastWord: at < 0 ? joined.lastWord + piece : piece.slice(at + 1),
    endsInComma: piece.endsWith(','),
    isQuoted: joined.isQuoted !== (piece.split('"').length % 2 === 0),
  };
}

/** The value, or `undefined` where a space is not certain, or the value is longer than any that is read. */
export function unwrap({ line, column, following, aligned }: WrappedProperty, wrapping: Wrapping): string | undefined {
  const pieces = [line.slice(column).trim()];
  let length = pieces[0]?.length ?? 0;
  let joined = startOf(pieces[0] ?? '');
  let before = line;
  for (const next of following) {
    const spaceLeads = aligned && next.length - next.trimStart().length === column + 1;
    // The space is still there: at the end of this line, or at the start of the next.
    const hasSpace = spaceLeads || before.length - before.trimEnd().length === 1;
    const joint = hasSpace ? ' ' : jointOf(joined, before, next, column, wrapping);
    length += next.length;
    if (joint === undefined || length > longestValue) return undefined;
    const piece = joint + next.trim();
    pieces.push(piece);
    joined = extended(joined, piece);
    before = next;
  }
  return length > longestValue ? undefined : pieces.join('');
}

function jointOf(joined: Joined, before: string, next: string, column: number, { widest, at, exact }: Wrapping): '' | ' ' | undefined {
  // Between the items of a list a space means nothing.
  if (joined.kind === 'list' && joined.endsInComma) return ' ';
  const width = widthOf(before.trimEnd());
  const after = next.trimStart();
  const missing = widest - width;
  if (at === 'word') {
    // A word is split only when it, with the space behind it, is longer than the column.
    const crossing = widthOf(joined.lastWord) + widthOf(/^\S*/.exec(after)?.[0] ?? '') + 1;
    return missing >= widthOf(after.slice(0, 1)) || crossing <= widest - column ? ' ' : inName(joined, after);
  }
  if (at === 'character') {
    if (missing === 0) return exact ? '' : inName(joined, after);
    // A wide character did not fit into the last column, or a space was dropped there.
    return missing === 1 && widthOf(after.slice(0, 1)) === 1 ? ' ' : undefined;
  }
  return inName(joined, after);
}

/** What the form of a certificate name says: `<I>…, …<S>…, …`, with a space behind each comma between its parts. */
function inName({ kind, endsInComma, isQuoted }: Joined, after: string): '' | ' ' | undefined {
  if (kind !== 'name') return undefined;
  if (/^<s>/i.test(after)) return '';
  return endsInComma && !isQuoted && isPartOfName.test(after) ? ' ' : undefined;
}

/** `O=`, `2.5.4.15=`: how a part of a distinguished name begins. */
export const isPartOfName = /^[A-Za-z][\w.]{0,40}=|^\d+(?:\.\d+)+=/;

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

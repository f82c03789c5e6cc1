/** A text cut into command lines and what each printed: blocks of properties as Format-List writes them, and other formats. */
import { linesOf, type CopiedLine } from './copied-text.ts';
import { otherFormatAt, type OtherFormat } from './other-format.ts';
import { commandAtOtherPrompt, commandOfLine, isKnownProperty, mentionedCmdlet, type CommandLine } from './pasted-command.ts';
import { isPartOfName, type WrappedProperty } from './wrapped-lines.ts';

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

/** A command line and what it printed; without one for what stands before the first, and behind a line that is not understood. */
export interface Segment {
  readonly line: number;
  readonly command: CommandLine | undefined;
  readonly blocks: readonly Block[];
  readonly formats: readonly OtherFormat[];
  /** An error was printed: objects may be missing */
  readonly failed: boolean;
  /** The number of objects after which the cmdlet said that it stops; Infinity when it said nothing */
  readonly limit: number;
  /** Whether another command stands behind it: then its output has an end */
  readonly ended: boolean;
}

interface PropertyDraft {
  name: string;
  line: string;
  column: number;
  following: string[];
  interrupted: boolean;
  aligned: boolean;
  /** What the value begins as, while its end has not been seen */
  open: 'list' | 'issuer' | 'subject' | undefined;
}
interface BlockDraft {
  readonly line: number;
  readonly indent: number;
  /** The names are filled up with blanks: a value that goes on stands below itself */
  isAligned: boolean;
  readonly properties: PropertyDraft[];
}
interface SegmentDraft {
  readonly line: number;
  readonly command: CommandLine | undefined;
  readonly blocks: BlockDraft[];
  readonly formats: OtherFormat[];
  failed: boolean;
  limit: number;
  ended: boolean;
}

const property = /^(\s*)([A-Za-z]\w{0,80})(\s*):(?:\s(.*))?$/s;
/** A fence of Markdown, or the tag that a forum puts around code. */
const fence = /^\s*(?:(?:`{3,}|~{3,})[\w +.-]*|\{(?:code|noformat)[^}]*\}|\[\/?code[^\]]*\])\s*$/i;
/**
 * Other streams of PowerShell, in its languages: `WARNING: `, `VERBOSE: `, `警告: `. Their words are written in capitals,
 * which no name of a property is, or in a script without capitals.
 */
const stream = /^\s{0,3}(?:\p{Lu}[\p{Lu}\p{M}]{3,30}(?: \p{Lu}+)?|[\p{Lo}\p{M}ー]{2,20}(?: [\p{Lo}\p{M}]{1,12}){0,2})\s?(?::(?:\s|$)|：)/u;
const surelyStream = /^\s{0,3}(?:\p{Lu}{4}|警告|詳細|デバッグ|详细信息|調試|调试|偵錯|경고|자세한 정보 표시|디버그|אזהרה|تحذير|คำเตือน)/u;
/** Lines of an error record, whose labels are English in every language, and of the view of PowerShell 7. */
const errorLine = /^\s*(?:\+ |[A-Z][a-z]+-[A-Za-z]+ ?: |At line:\d|(?:Line|\d{1,5})?\s*\|(?:\s|$))/;
const errorLabel = /^\s*\+ (?:CategoryInfo|FullyQualifiedErrorId)\s*:/;
const paging = /^\s*(?:-- ?more ?--|<SPACE> next page)/i;
/** A prompt that somebody made, and a command that is no cmdlet. */
const likePrompt = /^\s*[^\s<].{0,120}?(?:[>❯»›➜λ]|\s[#$]\s)\s{0,4}[\w.\\$&(]/u;
/** What PowerShell says while it connects; it names the cmdlet that follows. */
const isAbout = (line: string, command: CommandLine | undefined): boolean =>
  command !== undefined && mentionedCmdlet(line)?.toLowerCase() === command.cmdlet.toLowerCase();

/** More lines than these are no value that is read. */
const mostFollowing = 4000;

export function segmentsOf(text: string): Segment[] {
  const lines = linesOf(text);
  const errors = errorMessages(lines);
  const segments: SegmentDraft[] = [];
  let block: BlockDraft | undefined;
  let segment = begin(1, undefined);
  /** Lines up to the next empty one may belong to a command line or a message that the console wrapped. */
  let tailOf: 'command' | 'message' | undefined;

  function begin(line: number, command: CommandLine | undefined): SegmentDraft {
    const next: SegmentDraft = { line, command, blocks: [], formats: [], failed: false, limit: Infinity, ended: false };
    segments.push(next);
    block = undefined;
    return next;
  }

  for (let at = 0; at < lines.length; at += 1) {
    const { text: line, number } = lines[at] ?? { text: '', number: 0 };
    if (line.trim() === '' || fence.test(line)) {
      block = undefined;
      tailOf = undefined;
      continue;
    }
    const command = commandOfLine(line);
    if (command !== undefined) {
      segment.ended ||= command.prompted;
      segment = begin(number, command);
      tailOf = 'command';
      continue;
    }
    const indent = line.length - line.trimStart().length;
    const last = block?.properties.at(-1);
    if (block !== undefined && last !== undefined && indent > block.indent) {
      goOn(last, line);
      block.isAligned ||= indent >= last.column;
      continue;
    }
    const isError = errors.has(at) || errorLine.test(line);
    if (isError || stream.test(line) || paging.test(line)) {
      segment.failed ||= isError;
      segment.limit = Math.min(segment.limit, limitOf(line));
      if (last !== undefined && block?.isAligned === false && !isError && !surelyStream.test(line)) last.interrupted = true;
      tailOf = 'message';
      continue;
    }
    const other = otherFormatAt(lines, at);
    // The names behind a long command line that the console wrapped look like the first line of a CSV file.
    if (other !== undefined && !(tailOf === 'command' && other.format.kind === 'csv')) {
      segment.formats.push(other.format);
      if (other.format.kind === 'hcwLog' || other.format.kind === 'event') segment = begin(number, undefined);
      block = undefined;
      at += other.length - 1;
      continue;
    }
    const found = property.exec(line);
    if (found !== null && (isKnownProperty(found[2] ?? '') || commandAtOtherPrompt(line) === undefined)) {
      tailOf = undefined;
      const name = found[2] ?? '';
      // A property that comes again begins the next object: the empty line between them was lost.
      if (block === undefined || block.properties[0]?.name === name) {
        block = { line: number, indent, isAligned: false, properties: [] };
        segment.blocks.push(block);
      }
      const column = line.length - (found[4] ?? '').length;
      block.isAligned ||= (found[3] ?? '').length > 1;
      const open = openAfter(undefined, line.slice(column).trim());
      const draft: PropertyDraft = { name, line, column, following: [], interrupted: false, aligned: found[3] !== '', open };
      block.properties.push(draft);
      continue;
    }
    const typed = commandAtOtherPrompt(line);
    if (typed !== undefined) {
      segment.ended = true;
      segment = begin(number, typed);
      tailOf = 'command';
      continue;
    }
    if (last !== undefined && block?.isAligned === false && last.open !== undefined && goesOn(last, line)) {
      goOn(last, line);
      continue;
    }
    // The rest of a long command line or message that the console wrapped.
    if (tailOf === 'command' || (tailOf === 'message' && (last === undefined || block?.isAligned === true))) continue;
    if (last !== undefined) last.interrupted = true;
    block = undefined;
    // Before the first object it may be a message. Behind one, or where a cmdlet is named, it may be the command of what follows.
    const mentions = mentionedCmdlet(line) !== undefined && !isAbout(line, segment.command);
    if (segment.blocks.length > 0 || mentions || likePrompt.test(line)) segment = begin(number, undefined);
  }
  for (const { blocks } of segments) for (const { properties } of blocks) markShifted(properties);
  return segments.filter(({ command, blocks, formats }) => command !== undefined || blocks.length > 0 || formats.length > 0);
}

/** Format-List puts the values of an object in one column; where they are not, blanks were changed, and indentation says nothing. */
function markShifted(properties: readonly PropertyDraft[]): void {
  const columns = new Set(properties.flatMap(({ line, column }) => (line.slice(column).trim() === '' ? [] : [column])));
  if (columns.size > 1) for (const one of properties) one.aligned = false;
}

function goOn(last: PropertyDraft, line: string): void {
  if (last.following.length >= mostFollowing) {
    last.interrupted = true;
    return;
  }
  last.following.push(line);
  last.open = openAfter(last.open, line.trim());
}

/** What a value is still open as, behind a further piece of it; `undefined` once it has an end, and for values without one. */
function openAfter(before: PropertyDraft['open'], piece: string): PropertyDraft['open'] {
  const open = before ?? (piece.startsWith('{') ? 'list' : /^<i>/i.test(piece) ? 'issuer' : undefined);
  if (open === undefined) return undefined;
  if (open === 'list') return piece.endsWith('}') ? undefined : 'list';
  const hasSubject = open === 'subject' || /<s>/i.test(piece);
  if (!hasSubject) return 'issuer';
  return piece.endsWith(',') || /<s>$/i.test(piece) ? 'subject' : undefined;
}

/** Whether a line without indentation is the rest of an open value: collapsed blanks, or a program that wrapped again. */
const goesOn = ({ open }: PropertyDraft, line: string): boolean => open !== 'subject' || isPartOfName.test(line.trim());

/** The lines of error messages: those right above `+ CategoryInfo`. */
function errorMessages(lines: readonly CopiedLine[]): ReadonlySet<number> {
  const found = new Set<number>();
  const most = 12;
  for (const [at, { text }] of lines.entries()) {
    if (!errorLabel.test(text)) continue;
    for (let above = at - 1; above >= 0 && at - above <= most; above -= 1) {
      const line = lines[above]?.text ?? '';
      if (line.trim() === '' || errorLabel.test(line) || property.test(line) || commandOfLine(line) !== undefined) break;
      found.add(above);
    }
  }
  return found;
}

/** `… only the first 1000 items are returned. Use the ResultSize parameter …`: the parameter has the same name in every language. */
function limitOf(line: string): number {
  const [, digits] = line.includes('ResultSize') ? (/(\d{2,7})/.exec(line) ?? []) : [];
  return digits === undefined ? Infinity : Number(digits);
}

/**
 * The tables in which the HCW compares what it wants with what is there. That there are some, with the words Actual and Equals, is
 * documented; their layout is only shown in a picture. So they are read by their headings, whatever separates the columns.
 */
import type { Entry, LogPosition } from './entry.ts';

export interface ComparedRow {
  readonly line: number;
  /** By position, as the headings of the table; empty where the row does not fit them */
  readonly cells: readonly string[];
  readonly text: string;
  /** `null`: it does not stand there as True or False */
  readonly equals: boolean | null;
}

export interface ComparedTable extends LogPosition {
  readonly headings: readonly string[];
  /** The last ones */
  readonly rows: readonly ComparedRow[];
  readonly allRows: number;
}

const mostRows = 100;
const longestText = 500;

interface Columns {
  readonly separator: '|' | '\t' | 'blanks';
  readonly headings: readonly string[];
  /** Where each heading begins, for columns that are aligned by blanks on lines of their own */
  readonly starts: readonly number[];
}

/** What stands between two or more blanks. */
const wordsPattern = /\S+(?: \S+)*/g;

/** A table that is being read. */
export interface OpenTable {
  readonly table: ComparedTable;
  readonly columns: Columns;
  /** The headings stand on a line of their own, not behind the head of an entry */
  readonly isOwnLine: boolean;
}

/** A line that is the headings of such a table. Behind the head of an entry it is moved to the right, so it shows no columns for other lines. */
export function openTable(text: string, position: LogPosition, isOwnLine: boolean): OpenTable | undefined {
  if (!/\bactual\b/i.test(text) || !/\bequals\b/i.test(text)) return undefined;
  const line = text.slice(0, longestText);
  const columns = columnsOf(line, isOwnLine);
  const has = (word: RegExp): boolean => columns.headings.some((heading) => word.test(heading));
  if (columns.headings.length < 3 || !has(/^actual\b/i) || !has(/^equals$/i)) return undefined;
  return { columns, isOwnLine, table: { ...position, headings: columns.headings, rows: [], allRows: 0 } };
}

function columnsOf(line: string, isOwnLine: boolean): Columns {
  if (line.includes('|')) return { separator: '|', headings: cellsBetween(line, '|'), starts: [] };
  if (line.trim().includes('\t')) return { separator: '\t', headings: cellsBetween(line, '\t'), starts: [] };
  const words = [...line.matchAll(wordsPattern)];
  return { separator: 'blanks', headings: words.map(([word]) => word), starts: isOwnLine ? words.map(({ index }) => index) : [] };
}

/** The table with a line of its own as its next row; `undefined` when the line ends it. */
export function continueTable(open: OpenTable, line: string, number: number): OpenTable | undefined {
  // Also an empty line below the headings is part of the frame.
  if (line.trim() === '') return open.table.allRows > 0 ? undefined : open;
  return isFrame(line) ? open : withRow(open, line, cellsOf(open.columns, line), number);
}

/**
 * The table with an entry as its next row; `undefined` when the entry is none of its rows. Only headings that are an entry too have
 * such rows, and each fills all columns. An error, a warning and the beginning or end of a command are never a row: they would be lost.
 */
export function continueTableByEntry(open: OpenTable, { level, text }: Entry, number: number): OpenTable | undefined {
  const isOfOtherKind = level !== 'other' || /^(?:START|FINISH|Running command:)/.test(text);
  if (open.isOwnLine || isOfOtherKind || text === '') return undefined;
  if (isFrame(text)) return open;
  const cells = cellsOf(open.columns, text);
  return cells.length === 0 ? undefined : withRow(open, text, cells, number);
}

/** Dashes below the headings, or above and below the table. */
const isFrame = (line: string): boolean => /^[\s|+=-]*$/.test(line);

function withRow(open: OpenTable, line: string, cells: readonly string[], number: number): OpenTable {
  const { columns, table } = open;
  const word = cells[columns.headings.findIndex((heading) => /^equals$/i.test(heading))] ?? '';
  const equals = /^true$/i.test(word) ? true : /^false$/i.test(word) ? false : null;
  const row = { line: number, cells: cells.map((cell) => cell.slice(0, longestText)), text: line.trim().slice(0, longestText), equals };
  return { ...open, table: { ...table, rows: [...table.rows, row].slice(-mostRows), allRows: table.allRows + 1 } };
}

const cellsBetween = (line: string, separator: '|' | '\t'): string[] => {
  const cells = line.split(separator).map((cell) => cell.trim());
  // Frames have a separator at both ends.
  if (separator === '|' && cells[0] === '' && cells.length > 1) cells.shift();
  if (separator === '|' && cells.at(-1) === '' && cells.length > 1) cells.pop();
  return cells;
};

/** None where a value reaches into the next column, or their number is another: then it is not certain which one is which. */
function cellsOf({ separator, headings, starts }: Columns, text: string): readonly string[] {
  const line = text.slice(0, 10 * longestText);
  if (separator !== 'blanks') {
    const cells = cellsBetween(line, separator);
    return cells.length === headings.length ? cells : [];
  }
  const words = line.match(wordsPattern) ?? [];
  if (words.length === headings.length) return words;
  const isAligned = starts.every((start) => start === 0 || line.length <= start || line.charAt(start - 1) === ' ');
  return isAligned ? starts.map((start, index) => line.slice(index === 0 ? 0 : start, starts[index + 1]).trim()) : [];
}

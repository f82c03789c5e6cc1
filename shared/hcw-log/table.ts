/**
 * The tables in which the HCW compares what it wants with what is there. That there are some, with the words Actual and Equals, is
 * documented; their layout is only shown in a picture. So they are read by their headings, whatever separates the columns.
 */
import type { Place } from './entry.ts';

export interface ComparedRow {
  readonly line: number;
  /** By position, as the headings of the table; empty where the row does not fit them */
  readonly cells: readonly string[];
  readonly text: string;
  /** `null`: it does not stand there as True or False */
  readonly equals: boolean | null;
}

export interface ComparedTable extends Place {
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
}

/** A line that is the headings of such a table. `isOwnLine`: not behind the head of an entry, which moves it to the right. */
export function openTable(text: string, place: Place, isOwnLine: boolean): OpenTable | undefined {
  if (!/\bactual\b/i.test(text) || !/\bequals\b/i.test(text)) return undefined;
  const line = text.slice(0, longestText);
  const columns = columnsOf(line, isOwnLine);
  const has = (word: RegExp): boolean => columns.headings.some((heading) => word.test(heading));
  if (columns.headings.length < 3 || !has(/^actual\b/i) || !has(/^equals$/i)) return undefined;
  return { columns, table: { ...place, headings: columns.headings, rows: [], allRows: 0 } };
}

function columnsOf(line: string, isOwnLine: boolean): Columns {
  if (line.includes('|')) return { separator: '|', headings: cellsBetween(line, '|'), starts: [] };
  if (line.trim().includes('\t')) return { separator: '\t', headings: cellsBetween(line, '\t'), starts: [] };
  const words = [...line.matchAll(wordsPattern)];
  return { separator: 'blanks', headings: words.map(([word]) => word), starts: isOwnLine ? words.map(({ index }) => index) : [] };
}

/** The table with one more row; `undefined` when the line ends it. */
export function continueTable(open: OpenTable, text: string, line: number): OpenTable | undefined {
  // A line of dashes, or an empty one below the headings, is part of the frame.
  if (/^[\s|+=-]*$/.test(text)) return text.trim() === '' && open.table.allRows > 0 ? undefined : open;
  const { columns, table } = open;
  const cells = cellsOf(columns, text.slice(0, 10 * longestText));
  const at = columns.headings.findIndex((heading) => /^equals$/i.test(heading));
  const word = cells[at] ?? '';
  const equals = /^true$/i.test(word) ? true : /^false$/i.test(word) ? false : null;
  const row = { line, cells: cells.map((cell) => cell.slice(0, longestText)), text: text.trim().slice(0, longestText), equals };
  return { columns, table: { ...table, rows: [...table.rows, row].slice(-mostRows), allRows: table.allRows + 1 } };
}

const cellsBetween = (line: string, separator: '|' | '\t'): string[] => {
  const cells = line.split(separator).map((cell) => cell.trim());
  // Frames have a separator at both ends.
  if (separator === '|' && cells[0] === '' && cells.length > 1) cells.shift();
  if (separator === '|' && cells.at(-1) === '' && cells.length > 1) cells.pop();
  return cells;
};

/** None where a value reaches into the next column, or their number is another: then it is not certain which one is which. */
function cellsOf({ separator, headings, starts }: Columns, line: string): readonly string[] {
  if (separator !== 'blanks') {
    const cells = cellsBetween(line, separator);
    return cells.length === headings.length ? cells : [];
  }
  const words = line.match(wordsPattern) ?? [];
  if (words.length === headings.length) return words;
  const isAligned = starts.every((start) => start === 0 || line.length <= start || line.charAt(start - 1) === ' ');
  return isAligned ? starts.map((start, index) => line.slice(index === 0 ? 0 : start, starts[index + 1]).trim()) : [];
}

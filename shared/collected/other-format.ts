/** What stands in a text and is no Format-List: it is named, since its values cannot be read reliably or are none. */
import type { CopiedLine } from './copied-text.ts';

/**
 * `table`: Format-Table cuts values and does not mark where a column ends. `csv` and `json` print lists and
 * certificate names in forms that differ by version. `event`: of the Windows event log. `hcwLog`: written by the HCW.
 */
export type OtherFormatKind = 'table' | 'csv' | 'json' | 'event' | 'hcwLog';

export interface OtherFormat {
  readonly kind: OtherFormatKind;
  /** From 1 */
  readonly line: number;
  /** Of the columns or properties */
  readonly names: readonly string[];
  /** The number of an event, or the .NET type that a CSV file names; '' where there is none */
  readonly what: string;
}

/** The format that begins at a line, and how many lines it has; `undefined` for every other line. */
export function otherFormatAt(
  lines: readonly CopiedLine[],
  at: number,
): { readonly format: OtherFormat; readonly length: number } | undefined {
  const line = lines[at];
  if (line === undefined) return undefined;
  const found = hcwLog(line.text) ?? event(line.text) ?? table(lines, at) ?? csv(lines, at) ?? json(lines, at);
  return found === undefined ? undefined : { format: { what: '', names: [], ...found.format, line: line.number }, length: found.length };
}

type Found = { readonly format: Pick<OtherFormat, 'kind'> & Partial<OtherFormat>; readonly length: number } | undefined;

/** Its level may have lost the asterisks, its stamp its beginning (docs/domain.md, "Not selected or not listed in the HCW"). */
const hcwLog = (text: string): Found =>
  /(?:^|\s)\*?(?:INFO|ERROR|WARNING|WARN|VERBOSE)\*?\s+\d{4,6}\s+\[Client=/.test(text)
    ? { format: { kind: 'hcwLog' }, length: 1 }
    : undefined;

/** The number stands behind `Event ID` in the language of the server; what the transport service says of a missing certificate is event 12014. */
function event(text: string): Found {
  const [, number] =
    /^\s*(?:Event[ -]?ID|EventID|Ereignis-ID|ID de l.[ée]v[ée]nement|Id\. del evento|イベント ID)\s*[:：]\s*(\d{1,5})\s*$/i.exec(text) ??
    [];
  const what = number ?? (/could not find a certificate that contains the domain name/i.test(text) ? '12014' : undefined);
  return what === undefined ? undefined : { format: { kind: 'event', what }, length: 1 };
}

const rule = /^\s*-{2,}(?:\s+-{2,})*\s*$|^\s*-(?:\s+-{1,})+\s*$/;

/** A line of names with a line of dashes below it; the rows end at an empty line. */
function table(lines: readonly CopiedLine[], at: number): Found {
  const names = (lines[at]?.text ?? '').trim().split(/\s+/);
  if (!rule.test(lines[at + 1]?.text ?? '') || !names.every((name) => /^[A-Za-z]\w*$/.test(name))) return undefined;
  return { format: { kind: 'table', names }, length: untilBlank(lines, at) };
}

/** A line of names between the same separators, perhaps with the type of Export-Csv above it. */
function csv(lines: readonly CopiedLine[], at: number): Found {
  const first = lines[at]?.text ?? '';
  const [, type] = /^"?#TYPE\s+([\w.]{1,300})/i.exec(first) ?? [];
  if (type !== undefined) {
    const header = namesOfCsv(lines[at + 1]?.text ?? '');
    return { format: { kind: 'csv', names: header ?? [], what: type }, length: untilBlank(lines, at) };
  }
  const names = namesOfCsv(first);
  const separator = /[,;\t]/.exec(first)?.[0] ?? ',';
  if (names === undefined || (lines[at + 1]?.text.split(separator).length ?? 0) < names.length) return undefined;
  return { format: { kind: 'csv', names }, length: untilBlank(lines, at) };
}

function namesOfCsv(text: string): readonly string[] | undefined {
  if (!/^"?[A-Za-z]\w*"?(?:([,;\t])"?[A-Za-z]\w*"?)(?:\1"?[A-Za-z]\w*"?)*$/.test(text.trim())) return undefined;
  return text
    .trim()
    .replaceAll('"', '')
    .split(/[,;\t]/);
}

/** From an opening bracket to the one that closes it. */
function json(lines: readonly CopiedLine[], at: number): Found {
  const start = `${lines[at]?.text ?? ''}\n${lines[at + 1]?.text ?? ''}\n${lines[at + 2]?.text ?? ''}`;
  if (!/^\s*(?:\[\s*)?\{\s*"[^"\n]{1,200}"\s*:/.test(start)) return undefined;
  const names = new Set<string>();
  let depth = 0;
  let length = 0;
  for (const { text } of lines.slice(at)) {
    length += 1;
    for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[[\]{}]/g)) {
      if (piece === '{' || piece === '[') depth += 1;
      else if (piece === '}' || piece === ']') depth -= 1;
      else if (piece.endsWith(':') && names.size < 500) names.add(/"([^"]*)/.exec(piece)?.[1] ?? '');
    }
    if (depth <= 0) break;
  }
  return { format: { kind: 'json', names: [...names] }, length };
}

function untilBlank(lines: readonly CopiedLine[], at: number): number {
  let length = 0;
  while ((lines[at + length]?.text.trim() ?? '') !== '') length += 1;
  return length;
}

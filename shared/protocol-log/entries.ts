/** The lines of a protocol log as entries: columns by the names in its header, CSV with quotation marks. */

/** In the order that Microsoft documents, for a file whose header was cut off. */
const columnNames = [
  'date-time',
  'connector-id',
  'session-id',
  'sequence-number',
  'local-endpoint',
  'remote-endpoint',
  'event',
  'data',
  'context',
] as const;
type ColumnName = (typeof columnNames)[number];

/** Without one of these no line can be told from a line of another session, or says anything. */
const neededColumns = ['date-time', 'session-id', 'data', 'context'] as const satisfies readonly ColumnName[];

export const logKinds = ['receive', 'send'] as const;
export type LogKind = (typeof logKinds)[number];

export interface Columns {
  /** `documentedOrder`: the file had no `#Fields` line before */
  readonly by: 'names' | 'documentedOrder';
  readonly at: Readonly<Partial<Record<ColumnName, number>>>;
  readonly count: number;
}

/** What the lines that begin with `#` have said of the file so far. */
export interface Header {
  /** `null`: not said. `other`: a log of something else */
  readonly kind: LogKind | 'other' | null;
  /** `null`: a needed column is missing, so no line can be read */
  readonly columns: Columns | null;
}

const columnsOf = (names: readonly string[], by: Columns['by']): Columns | null => {
  const at: Partial<Record<ColumnName, number>> = {};
  for (const name of columnNames) {
    const index = names.indexOf(name);
    if (index >= 0) at[name] = index;
  }
  return neededColumns.every((name) => at[name] !== undefined) ? { by, at, count: names.length } : null;
};

export const noHeader: Header = { kind: null, columns: columnsOf(columnNames, 'documentedOrder') };

/** The header with one more of its lines. `#Software`, `#Version` and `#Date` say nothing that is needed. */
export function headerWith(header: Header, line: string): Header {
  const [, name = '', value = ''] = /^#([\w-]{1,20}):(.*)$/.exec(line) ?? [];
  switch (name.toLowerCase()) {
    case 'log-type':
      return { ...header, kind: /\bSMTP\s+Receive\b/i.test(value) ? 'receive' : /\bSMTP\s+Send\b/i.test(value) ? 'send' : 'other' };
    case 'fields':
      return {
        ...header,
        columns: columnsOf(
          value.split(',').map((one) => one.trim().toLowerCase()),
          'names',
        ),
      };
    default:
      return header;
  }
}

export interface Entry {
  /** ISO 8601 in UTC, with milliseconds, by the clock of the server */
  readonly at: string;
  readonly connectorId: string;
  readonly sessionId: string;
  readonly sequence: number | null;
  readonly localEndpoint: string;
  readonly remoteEndpoint: string;
  /** `+` connected, `-` disconnected, `>` sent, `<` received, `*` information; '' where there is no such column */
  readonly event: string;
  readonly data: string;
  readonly context: string;
}

/** `undefined` for a line that is no entry: cut at its beginning, or with other columns than the header says. */
export function entryOf(line: string, { at, count }: Columns): Entry | undefined {
  const fields = fieldsOf(line);
  // One column more than the header names, and which value stands where is no longer certain.
  if (fields === undefined || fields.length > count) return undefined;
  const field = (name: ColumnName): string => (at[name] === undefined ? '' : (fields[at[name]] ?? '').trim());
  const [time, sessionId] = [timeOf(field('date-time')), field('session-id')];
  if (time === undefined || sessionId === '') return undefined;
  const sequence = field('sequence-number');
  return {
    at: time,
    connectorId: field('connector-id'),
    sessionId,
    sequence: /^\d{1,9}$/.test(sequence) ? Number(sequence) : null,
    localEndpoint: field('local-endpoint'),
    remoteEndpoint: field('remote-endpoint'),
    event: field('event'),
    data: field('data'),
    context: field('context'),
  };
}

/** Only with its `Z`: a time of another zone would be taken for an earlier or a later one. */
function timeOf(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** `undefined` where a quotation mark is not closed, or something stands behind a closing one. */
function fieldsOf(line: string): readonly string[] | undefined {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  for (let at = 0; at <= line.length;) {
    if (line[at] !== '"') {
      const comma = line.indexOf(',', at);
      const end = comma < 0 ? line.length : comma;
      fields.push(line.slice(at, end));
      at = end + 1;
      continue;
    }
    let close = line.indexOf('"', at + 1);
    while (close >= 0 && line[close + 1] === '"') close = line.indexOf('"', close + 2);
    if (close < 0 || (close + 1 < line.length && line[close + 1] !== ',')) return undefined;
    fields.push(line.slice(at + 1, close).replaceAll('""', '"'));
    at = close + 2;
  }
  return fields;
}

/**
 * Reads a log of the HCW piece by piece: `readHcwLog(state, text) -> state`, and at any time `hcwLogAnswers(state)`. How the text is
 * cut into pieces does not matter; a line waits for its end. What is kept is bounded, however long the log is.
 */
import { map } from '../model/known.ts';
import { recognizeHcwMessage, type HcwMessageId } from '../rules/not-listed-message.ts';
import { keyOfCertificateName, parseCertificateName } from '../x509/certificate-name.ts';
import type {
  CertificateUse,
  CommandOutcome,
  HcwCertificate,
  HcwCertificateServer,
  HcwCommand,
  HcwError,
  HcwLogAnswers,
  HcwMessage,
  HcwProperty,
  HcwSubtask,
  Kept,
  Unread,
} from './answers.ts';
import { objectOf, parameterOf, readCommand, textsOf, type LoggedCommand } from './command.ts';
import { readEntry, type Entry, type LogPosition } from './entry.ts';
import { certificateProperties } from './property-lines.ts';
import { continueTable, continueTableByEntry, openTable, type ComparedTable, type OpenTable } from './table.ts';
import { sameText } from '../model/same-text.ts';

/** A longer line is skipped as a whole. */
export const longestLine = 1024 * 1024;
/** Only this much of a line is parsed. */
export const longestRead = 32 * 1024;
export const mostKept = {
  commands: 300,
  certificates: 50,
  uses: 100,
  properties: 50,
  servers: 50,
  subtasks: 100,
  messages: 100,
  errors: 100,
  tables: 12,
} as const;
const mostOpen = 200;
const longestError = 1000;
const longestMessage = 300;

/** An error whose text may go on in the next lines. */
interface OpenError extends HcwError {
  readonly isLong: boolean;
}

export interface HcwLogState {
  /** The beginning of a line whose end has not come */
  readonly rest: string;
  /** The line is too long, and its end has not come */
  readonly isSkipping: boolean;
  readonly isUnended: boolean;
  readonly lines: number;
  readonly entries: number;
  readonly first: LogPosition | null;
  readonly last: LogPosition | null;
  readonly commands: Kept<HcwCommand>;
  readonly finished: number;
  readonly failed: number;
  readonly failedWithoutStart: number;
  /** By session, cmdlet and thread: the line of the START whose FINISH has not come */
  readonly open: ReadonlyMap<string, number>;
  readonly properties: ReadonlyMap<string, HcwProperty>;
  readonly servers: ReadonlyMap<string, HcwCertificateServer>;
  readonly subtasks: Kept<HcwSubtask>;
  readonly failedSubtasks: number;
  readonly messages: ReadonlyMap<string, HcwMessage>;
  readonly errors: Kept<HcwError>;
  readonly openError: OpenError | null;
  readonly tables: Kept<ComparedTable>;
  readonly openTable: OpenTable | null;
  readonly skipped: Unread;
  readonly cut: Unread;
}

const none = { all: 0, last: [] };

export const emptyHcwLog: HcwLogState = {
  rest: '',
  isSkipping: false,
  isUnended: false,
  lines: 0,
  entries: 0,
  first: null,
  last: null,
  commands: none,
  finished: 0,
  failed: 0,
  failedWithoutStart: 0,
  open: new Map(),
  properties: new Map(),
  servers: new Map(),
  subtasks: none,
  failedSubtasks: 0,
  messages: new Map(),
  errors: none,
  openError: null,
  tables: none,
  openTable: null,
  skipped: { count: 0, lastLine: 0 },
  cut: { count: 0, lastLine: 0 },
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B> : T[K] };
/** A copy for the time of one piece; the state itself is never changed. */
type Draft = Mutable<HcwLogState>;

const draftOf = (state: HcwLogState): Draft => ({
  ...state,
  open: new Map(state.open),
  properties: new Map(state.properties),
  servers: new Map(state.servers),
  messages: new Map(state.messages),
});

/** Adds what has been appended. Lines end with LF, or CR LF. */
export function readHcwLog(state: HcwLogState, text: string): HcwLogState {
  const draft = draftOf(state);
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    addToLine(draft, text.slice(start, end));
    endLine(draft);
    start = end + 1;
  }
  addToLine(draft, text.slice(start));
  return draft;
}

/**
 * Nothing follows: reads the line without an end, if there is one. What is not certain without its end is not taken from it: no
 * success, and not its last word.
 */
export function endHcwLog(state: HcwLogState): HcwLogState {
  if (state.rest === '' && !state.isSkipping) return state;
  const draft = draftOf(state);
  draft.isUnended = true;
  endLine(draft);
  return draft;
}

function addToLine(draft: Draft, part: string): void {
  if (part === '' || draft.isSkipping) return;
  if (draft.rest.length + part.length <= longestLine) {
    draft.rest = draft.rest === '' ? part : draft.rest + part;
    return;
  }
  draft.rest = '';
  draft.isSkipping = true;
}

function endLine(draft: Draft): void {
  draft.lines += 1;
  const line = draft.rest.endsWith('\r') ? draft.rest.slice(0, -1) : draft.rest;
  draft.rest = '';
  if (draft.isSkipping) {
    draft.isSkipping = false;
    draft.skipped = { count: draft.skipped.count + 1, lastLine: draft.lines };
    // It may have been the end of a command, or another beginning: what ends later is not known to be the same one.
    draft.open.clear();
    closeError(draft);
    closeTable(draft);
    return;
  }
  const isCut = line.length > longestRead;
  if (isCut) draft.cut = { count: draft.cut.count + 1, lastLine: draft.lines };
  readLine(draft, isCut ? line.slice(0, longestRead) : line, isCut || draft.isUnended);
}

function readLine(draft: Draft, line: string, isCut: boolean): void {
  const entry = mayBeEntry(line) ? readEntry(draft.openTable !== null || keepsText.test(line) ? detached(line) : line) : undefined;
  if (entry === undefined) {
    readContinuation(draft, line, isCut);
    return;
  }
  const position: LogPosition = { line: draft.lines, stamp: entry.stamp, time: entry.time };
  draft.entries += 1;
  draft.first ??= position;
  draft.last = position;
  closeError(draft);
  const continued = draft.openTable === null ? undefined : continueTableByEntry(draft.openTable, entry, draft.lines);
  if (continued !== undefined) {
    draft.openTable = continued;
    return;
  }
  closeTable(draft);
  if (entry.form === 'old') readOldEntry(draft, entry, position, isCut);
  else readModernEntry(draft, entry, position, isCut);
  if (entry.level === 'error') {
    draft.openError = {
      ...position,
      cmdlet: failedCmdlet(entry),
      text: entry.text.slice(0, longestError),
      isLong: entry.text.length > longestError,
    };
  } else recognize(draft, entry.text, position, entry.level);
  draft.openTable = openTable(entry.text, position, false) ?? null;
}

/** Spares the patterns of an entry for most other lines. */
const mayBeEntry = (line: string): boolean => line.includes('[Client=') || /^[\s>]{0,8}\[/.test(line);

/** Only lines that match this keep text, so only they are copied. */
const keepsText = /START|FINISH|Running|ERROR|WARN|HCW|actual/i;

/** A copy: a part of a piece that is kept would keep the whole piece in memory. */
const detached = (text: string): string => ` ${text}`.slice(1);

function readContinuation(draft: Draft, line: string, isCut: boolean): void {
  if (draft.openTable !== null) {
    const table = continueTable(draft.openTable, detached(line), draft.lines);
    if (table === undefined) closeTable(draft);
    else draft.openTable = table;
    return;
  }
  const position: LogPosition = { line: draft.lines, stamp: '', time: null };
  const error = draft.openError;
  if (error !== null && !error.isLong) {
    const text = `${error.text}\n${line.trim()}`.trim();
    draft.openError = { ...error, text: detached(text.slice(0, longestError)), isLong: text.length > longestError };
    return;
  }
  if (line.includes('HCW')) recognize(draft, line, position, error === null ? 'other' : 'error');
  if (line.includes('<property ')) addProperties(draft, line, position);
  // In a log such a line is a part of something else.
  else if (draft.entries === 0 && /^\s*(?:Set|New|Remove|Add|Enable|Disable|Update)-[A-Z]/.test(line))
    addCommand(draft, readCommand(detached(line).trim(), isCut), position, 'alone', '');
  if (/\bactual\b/i.test(line)) draft.openTable = openTable(detached(line), position, true) ?? null;
}

function readModernEntry(draft: Draft, entry: Entry, position: LogPosition, isCut: boolean): void {
  const { context, text } = entry;
  if (/^START(?:\s|$)/.test(text)) {
    const command = readCommand(text.slice('START'.length).trim(), isCut);
    if (command !== undefined) startCommand(draft, command, entry, position);
    else if (isSubtask(context)) addSubtask(draft, entry, position, 'started');
  } else if (/^FINISH(?:\s|$)/.test(text)) {
    if (context.has('cmdlet')) finishCommand(draft, entry, position, isCut);
    else if (isSubtask(context)) addSubtask(draft, entry, position, stateOf(entry, isCut));
  }
}

function readOldEntry(draft: Draft, entry: Entry, position: LogPosition, isCut: boolean): void {
  // Copies have several entries on a line.
  const [, running] = /^Running command:\s*(.*?)(?:\[[^\]]{1,60}\]\s{0,4}(?:INFO|ERROR|WARNING):.*)?$/s.exec(entry.text) ?? [];
  const command = running === undefined ? undefined : readCommand(running.trim(), isCut);
  if (command === undefined) return;
  addCertificateServer(draft, command, position);
  addCommand(draft, command, position, 'running', '');
}

// Commands

/** Whether a command may change something. */
const changes = (cmdlet: string): boolean => !/^(?:Get|Test)-/i.test(cmdlet);

function startCommand(draft: Draft, command: LoggedCommand, entry: Entry, position: LogPosition): void {
  addCertificateServer(draft, command, position);
  if (!changes(command.cmdlet)) return;
  addCommand(draft, command, position, 'start', entry.context.get('session') ?? '');
  const key = keyOf(entry.context);
  // Without a thread it cannot be told whose end follows.
  if (key === undefined || !sameText(command.cmdlet, entry.context.get('cmdlet') ?? '')) return;
  draft.open.delete(key);
  draft.open.set(key, position.line);
  const [oldest] = draft.open.keys();
  if (draft.open.size > mostOpen && oldest !== undefined) draft.open.delete(oldest);
}

function addCommand(
  draft: Draft,
  command: LoggedCommand | undefined,
  position: LogPosition,
  form: HcwCommand['form'],
  session: string,
): void {
  if (command === undefined || !changes(command.cmdlet)) return;
  const added = { ...position, ...command, form, object: objectOf(command), session, outcome: 'notKnown', ended: null, error: '' } as const;
  draft.commands = withOne(draft.commands, added, mostKept.commands);
}

function keyOf(context: Entry['context']): string | undefined {
  const [cmdlet, thread] = [context.get('cmdlet'), context.get('thread')];
  return cmdlet === undefined || thread === undefined ? undefined : `${context.get('session') ?? ''}\n${cmdlet}\n${thread}`.toLowerCase();
}

function finishCommand(draft: Draft, entry: Entry, position: LogPosition, isCut: boolean): void {
  const cmdlet = entry.context.get('cmdlet') ?? '';
  if (!changes(cmdlet)) return;
  const hasFailed = entry.level === 'error' || failurePattern.test(entry.text);
  const key = keyOf(entry.context);
  const line = key === undefined ? undefined : draft.open.get(key);
  if (key === undefined || line === undefined) {
    if (hasFailed) draft.failedWithoutStart += 1;
    return;
  }
  // The end of the line may report the error.
  if (!hasFailed && isCut) return;
  draft.open.delete(key);
  if (hasFailed) draft.failed += 1;
  else draft.finished += 1;
  const outcome: CommandOutcome = hasFailed ? 'failed' : 'finished';
  const error = hasFailed ? entry.text.slice(0, longestError) : '';
  draft.commands = {
    ...draft.commands,
    last: draft.commands.last.map((one) => (one.line === line ? { ...one, outcome, ended: position, error } : one)),
  };
}

const failurePattern = /PowerShell failed to invoke|\bResults=FAILED\b/i;

const failedCmdlet = ({ context, text }: Entry): string =>
  /PowerShell failed to invoke '([^']{1,100})'/i.exec(text)?.[1] ?? (/^FINISH\b/.test(text) ? (context.get('cmdlet') ?? '') : '');

function addCertificateServer(draft: Draft, command: LoggedCommand, position: LogPosition): void {
  if (!sameText(command.cmdlet, 'Get-ExchangeCertificate')) return;
  for (const server of textsOf(parameterOf(command, 'Server'))) {
    const key = server.toLowerCase();
    setLast(draft.servers, key, { ...position, server, count: (draft.servers.get(key)?.count ?? 0) + 1 }, mostKept.servers);
  }
}

// Subtasks

const isSubtask = (context: Entry['context']): boolean => context.has('workflow') && !context.has('cmdlet');

function stateOf({ level, text }: Entry, isCut: boolean): HcwSubtask['state'] {
  if (level === 'error' || /\bResults=FAILED\b/.test(text)) return 'failed';
  return /\bResults=PASSED\b/.test(text) && !isCut ? 'passed' : 'ended';
}

function addSubtask(draft: Draft, { context, text }: Entry, position: LogPosition, state: HcwSubtask['state']): void {
  const [task, phase] = [context.get('task') ?? '', context.get('phase') ?? ''];
  if (state === 'failed') draft.failedSubtasks += 1;
  draft.subtasks = withOne(draft.subtasks, { ...position, task, phase, state, text: text.slice(0, longestMessage) }, mostKept.subtasks);
}

const failedSubtask =
  /\bSubtask (\w{1,60}) execution failed(?:\s*:\s*((?:Check|Configure|Creating) [A-Z][A-Za-z ]{1,60}?)(?=[\s'".:]*(?:\n|$|Execution\b|['".:])))?/;

// Errors and messages

function closeError(draft: Draft): void {
  const error = draft.openError;
  if (error === null) return;
  draft.openError = null;
  const { line, stamp, time, cmdlet } = error;
  const kept: HcwError = { line, stamp, time, cmdlet, text: error.text };
  draft.errors = withOne(draft.errors, kept, mostKept.errors);
  recognize(draft, kept.text, kept, 'error');
  const [, phase, task = ''] = failedSubtask.exec(kept.text) ?? [];
  if (phase === undefined) return;
  const text = kept.text.slice(0, longestMessage);
  draft.failedSubtasks += 1;
  draft.subtasks = withOne(draft.subtasks, { line, stamp, time, task: task.trim(), phase, state: 'failed', text }, mostKept.subtasks);
}

/** Codes in any text; known words without a code only in errors and warnings. */
function recognize(draft: Draft, text: string, { line, stamp, time }: LogPosition, level: Entry['level']): void {
  const codes = text.includes('HCW') ? new Set([...text.matchAll(/\bHCW ?(8\d{3})(?!\d)/g)].map(([, number = '']) => `HCW${number}`)) : [];
  const byCode = [...codes].map((code) => ({ code, id: recognizeHcwMessage(code)[0] ?? null }));
  const worded = level === 'other' ? [] : recognizeHcwMessage(text.slice(0, longestError));
  const found: { readonly code: string; readonly id: HcwMessageId | null }[] = [
    ...byCode,
    ...worded.filter((id) => !byCode.some((one) => one.id === id)).map((id) => ({ code: '', id })),
  ];
  for (const { code, id } of found) {
    const key = id ?? code;
    const before = draft.messages.get(key);
    const position = { line, stamp, time };
    setLast(
      draft.messages,
      key,
      {
        code: code === '' ? (before?.code ?? '') : code,
        id,
        level: mostSevere(level, before?.level),
        count: (before?.count ?? 0) + 1,
        first: before?.first ?? position,
        last: position,
        text: detached(text.slice(0, longestMessage)),
      },
      mostKept.messages,
    );
  }
}

const mostSevere = (a: Entry['level'], b: Entry['level'] | undefined): Entry['level'] =>
  (['error', 'warning', 'other'] as const).find((level) => level === a || level === b) ?? a;

function closeTable(draft: Draft): void {
  if (draft.openTable === null) return;
  draft.tables = withOne(draft.tables, draft.openTable.table, mostKept.tables);
  draft.openTable = null;
}

function addProperties(draft: Draft, line: string, position: LogPosition): void {
  for (const { name, value } of certificateProperties(detached(line))) {
    const key = `${name}\n${value}`.toLowerCase();
    setLast(draft.properties, key, { ...position, name, value, count: (draft.properties.get(key)?.count ?? 0) + 1 }, mostKept.properties);
  }
}

// What is kept

const withOne = <T>({ all, last }: Kept<T>, one: T, most: number): Kept<T> => ({
  all: all + 1,
  last: [...(last.length < most ? last : last.slice(last.length - most + 1)), one],
});

/** The last ones that were seen, in the order in which they were seen last. */
function setLast<T>(target: Map<string, T>, key: string, value: T, most: number): void {
  target.delete(key);
  target.set(key, value);
  const [oldest] = target.keys();
  if (target.size > most && oldest !== undefined) target.delete(oldest);
}

// Answers

/** What was read so far. A line whose end has not come is not part of it. */
export function hcwLogAnswers(state: HcwLogState): HcwLogAnswers {
  const draft = draftOf(state);
  closeError(draft);
  closeTable(draft);
  const { finished, failed, commands } = draft;
  return {
    lines: draft.lines,
    entries: draft.entries,
    first: draft.first,
    last: draft.last,
    certificates: certificatesIn(commands.last),
    properties: [...draft.properties.values()].reverse(),
    certificateServers: [...draft.servers.values()],
    commands,
    outcomes: { finished, failed, notKnown: commands.all - finished - failed },
    failedWithoutStart: draft.failedWithoutStart,
    subtasks: draft.subtasks,
    failedSubtasks: draft.failedSubtasks,
    messages: [...draft.messages.values()],
    errors: draft.errors,
    tables: draft.tables,
    skipped: draft.skipped,
    cut: draft.cut,
    isUnended: draft.isUnended || draft.rest !== '' || draft.isSkipping,
  };
}

function certificatesIn(commands: readonly HcwCommand[]): readonly HcwCertificate[] {
  const found = new Map<string, HcwCertificate>();
  for (const command of commands) {
    const written = parameterOf(command, 'TlsCertificateName');
    if (written === undefined) continue;
    const value = map(written, (given) => (given === null || typeof given === 'string' ? given : String(given)));
    const [text] = textsOf(written);
    // Web pages that the log was copied from write `<\S>`.
    const name = text === undefined ? undefined : parseCertificateName(text.replaceAll(/<[\\/]([IS])>/gi, '<$1>'));
    const key = name === undefined ? JSON.stringify(value).toLowerCase() : keyOfCertificateName(name);
    const { line, stamp, time, cmdlet, object, outcome } = command;
    const use: CertificateUse = { line, stamp, time, cmdlet, object, outcome };
    const before = found.get(key);
    setLast(
      found,
      key,
      { value: before?.value ?? value, name: name ?? null, uses: [...(before?.uses ?? []), use].slice(-mostKept.uses) },
      mostKept.certificates,
    );
  }
  return [...found.values()].reverse();
}

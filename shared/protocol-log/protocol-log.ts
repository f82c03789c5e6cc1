/**
 * Reads Exchange's SMTP protocol logs as a stream: text goes in piece by piece, in any pieces, and the memory that is needed does
 * not grow with it. Sessions are interleaved in a log, and go on in the next file.
 * Source: Microsoft Learn, Protocol logging; public excerpts of such logs from 2013 to 2025, and KB 4051498 and 4495258.
 */
import { beginSession, sessionWith, type Session } from './session.ts';
import { entryOf, headerWith, noHeader, type Header } from './entries.ts';
import { connectorLogOf, sorted, withSession, type ProtocolLogReading, type Tally } from './reading.ts';

/** With its end. A certificate with some hundred names is not as long. */
export const longestLine = 65_536;
/** Without an end yet. A busy server has fewer connections at a time. */
export const mostOpenSessions = 1000;

export interface ReaderState {
  readonly since: string | null;
  /** Of the file that is being read */
  readonly server: string | null;
  readonly header: Header;
  readonly isFirstLine: boolean;
  /** The beginning of a line whose end has not come yet */
  readonly partial: string;
  /** The rest of a line that is too long is coming */
  readonly isSkipping: boolean;
  /** Those that were written to last come last */
  readonly sessions: ReadonlyMap<string, Session>;
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly counts: Counts;
  readonly first: string | null;
  readonly last: string | null;
}

type Counts = Readonly<
  Record<'files' | 'read' | 'withoutHeader' | 'tooLong' | 'unread' | 'notThisLog' | 'ended' | 'dropped' | 'leftOut', number>
>;

/** `since`: ISO 8601; what was shown in sessions that began before it is kept apart. `null`: nothing is. */
export const startReading = (since: string | null): ReaderState => ({
  since: since === null ? null : new Date(since).toISOString(),
  server: null,
  header: noHeader,
  isFirstLine: true,
  partial: '',
  isSkipping: false,
  sessions: new Map(),
  tallies: new Map(),
  counts: { files: 0, read: 0, withoutHeader: 0, tooLong: 0, unread: 0, notThisLog: 0, ended: 0, dropped: 0, leftOut: 0 },
  first: null,
  last: null,
});

/** What comes next is another file. `server`: whose it is, where that is known; the log of a send connector does not say it. */
export function nextFile(state: ReaderState, server: string | null): ReaderState {
  const ended = withRest(state);
  const counts = { ...ended.counts, files: ended.counts.files + 1 };
  return { ...ended, server, header: noHeader, isFirstLine: true, isSkipping: false, counts };
}

/** The state with the next piece of the text, however it is cut. */
export function readChunk(state: ReaderState, text: string): ReaderState {
  const work = copyOf(state);
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    append(work, text.slice(start, end));
    endLine(work);
    start = end + 1;
  }
  append(work, text.slice(start));
  return work;
}

/** What has been read so far. Reading may go on afterwards. */
export function readingOf(state: ReaderState): ProtocolLogReading {
  const work = copyOf(withRest(state));
  const { since, first, last, counts, sessions } = work;
  for (const session of sessions.values()) tally(work, session);
  const { files, read, withoutHeader, tooLong, unread, notThisLog, ended, dropped } = counts;
  return {
    since,
    first,
    last,
    files,
    lines: { read, withoutHeader, tooLong, unread, notThisLog },
    sessions: { ended, open: sessions.size, dropped },
    connectors: sorted([...work.tallies.values()].map(connectorLogOf)),
    leftOut: work.counts.leftOut,
  };
}

type Work = { -readonly [K in keyof ReaderState]: ReaderState[K] } & {
  sessions: Map<string, Session>;
  counts: { -readonly [K in keyof Counts]: number };
};

const copyOf = (state: ReaderState): Work => ({ ...state, sessions: new Map(state.sessions), counts: { ...state.counts } });

/** The last line of a file may have no line break. */
function withRest(state: ReaderState): ReaderState {
  if (state.partial === '') return state;
  const work = copyOf(state);
  endLine(work);
  return work;
}

function append(work: Work, text: string): void {
  if (work.isSkipping) return;
  work.partial += text;
  if (work.partial.length <= longestLine) return;
  work.partial = '';
  work.isSkipping = true;
  work.counts.tooLong += 1;
}

function endLine(work: Work): void {
  const line = work.partial;
  const wasSkipped = work.isSkipping;
  const isFirst = work.isFirstLine;
  work.partial = '';
  work.isSkipping = false;
  work.isFirstLine = false;
  if (!wasSkipped) readLine(work, (isFirst && line.startsWith('\ufeff') ? line.slice(1) : line).trimEnd());
}

function readLine(work: Work, line: string): void {
  const { header, counts } = work;
  if (line === '') return;
  if (line.startsWith('#')) {
    work.header = headerWith(header, line);
    return;
  }
  const { kind, columns } = header;
  if (kind === 'other' || columns === null) {
    counts.notThisLog += 1;
    return;
  }
  const entry = entryOf(line, columns);
  if (entry === undefined) {
    counts.unread += 1;
    return;
  }
  counts.read += 1;
  if (columns.by === 'documentedOrder') counts.withoutHeader += 1;
  if (work.first === null || entry.at < work.first) work.first = entry.at;
  if (work.last === null || entry.at > work.last) work.last = entry.at;
  const key = `${work.server ?? ''}\0${entry.connectorId}\0${entry.sessionId}`;
  const before = work.sessions.get(key) ?? beginSession(entry, work.server);
  const session = sessionWith(kind === null ? before : { ...before, kind, kindBy: 'logType' }, entry, line);
  work.sessions.delete(key);
  if (entry.event === '-') {
    counts.ended += 1;
    tally(work, session);
    return;
  }
  work.sessions.set(key, session);
  if (work.sessions.size > mostOpenSessions) dropOldest(work);
}

function dropOldest(work: Work): void {
  const [oldest] = work.sessions;
  if (oldest === undefined) return;
  const [key, session] = oldest;
  work.sessions.delete(key);
  work.counts.dropped += 1;
  tally(work, session);
}

function tally(work: Work, session: Session): void {
  const tallies = withSession(work.tallies, session, work.since);
  if (tallies === 'full') work.counts.leftOut += 1;
  else work.tallies = tallies;
}

/** Reads protocol logs of one server from the disk as streams, and says what they prove of one direction. Nothing is written. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';
import type { Direction } from '../../shared/mail-flow/verdict.ts';
import { sameServer } from '../../shared/model/server-name.ts';
import type { Evidence, LogResult } from '../../shared/proof/evidence.ts';
import { proveByLog, type ConnectorProof } from '../../shared/protocol-log/presented.ts';
import { nextFile, readChunk, readingOf, startReading, type ReaderState } from '../../shared/protocol-log/protocol-log.ts';
import type { Shown } from '../../shared/protocol-log/reading.ts';

export interface LogQuestion {
  readonly direction: Direction;
  readonly server: string;
  /** The connectors over which that mail goes, without their server */
  readonly connectors: readonly string[];
  /** Thumbprint of the new certificate */
  readonly wanted: string;
  /** When the last change was made: ISO 8601; `null`: none was */
  readonly since: string | null;
}

/** `file.unreadable` for what is no regular file, or cannot be read; a file that is being written is read as far as it is. */
export async function readLogs(paths: readonly string[], question: LogQuestion): Promise<Result<Evidence>> {
  let state = startReading(question.since);
  for (const path of paths) {
    const read = await readLog(path, nextFile(state, question.server));
    if (!read.ok) return read;
    state = read.value;
  }
  return ok(
    evidenceOf(
      paths.map((path) => basename(path)),
      state,
      question,
    ),
  );
}

/** The same of a text that is at hand. */
export const readLogText = (name: string, text: string, question: LogQuestion): Evidence =>
  evidenceOf([name], readChunk(nextFile(startReading(question.since), question.server), text), question);

async function readLog(path: string, state: ReaderState): Promise<Result<ReaderState>> {
  let now = state;
  try {
    if (!(await stat(path)).isFile()) return fail(appError('file.unreadable', { path, message: '' }));
    for await (const chunk of createReadStream(path, { encoding: 'utf8' })) now = readChunk(now, String(chunk));
  } catch (error) {
    return fail(appError('file.unreadable', { path, message: messageOf(error) }));
  }
  return ok(now);
}

const mostFiles = 20;

function evidenceOf(files: readonly string[], state: ReaderState, { direction, server, connectors, wanted }: LogQuestion): Evidence {
  const proofs = proveByLog(readingOf(state), { wanted, servers: [server], connectors }).filter(
    (one) => (one.direction === direction || one.direction === null) && (one.server === null || sameServer(one.server, server)),
  );
  return { kind: 'log', direction, server, files: files.slice(0, mostFiles), result: resultOf(proofs) };
}

/** Of several connectors each has to prove itself: what is wrong comes first, then what is not proven. */
function resultOf(proofs: readonly ConnectorProof[]): LogResult {
  const [wrong] = proofs.flatMap(({ proof }) => (proof.kind === 'otherCertificate' ? [proof] : []));
  const seenOther = wrong === undefined ? undefined : seenIn(wrong.shown);
  if (seenOther !== undefined) return { kind: 'otherCertificate', seen: seenOther };
  const [open] = proofs.flatMap(({ proof }) => (proof.kind === 'notProven' ? [proof] : []));
  if (open !== undefined) return { kind: 'notProven', reason: open.reason };
  const seen = seenIn(proofs.flatMap(({ proof }) => (proof.kind === 'wanted' ? proof.shown : [])));
  return seen === undefined ? { kind: 'notProven', reason: 'notInLog' } : { kind: 'wanted', seen };
}

/** Together, with the lines of the latest session. */
function seenIn(shown: readonly Shown[]): Extract<LogResult, { readonly kind: 'wanted' }>['seen'] | undefined {
  const [latest] = [...shown].sort((a, b) => (a.last < b.last ? 1 : -1));
  const sighting = latest?.sightings.at(-1);
  const thumbprint = latest?.certificate.thumbprint ?? null;
  if (latest === undefined || thumbprint === null || sighting === undefined) return undefined;
  return {
    thumbprint,
    first: shown.reduce((first, one) => (one.first < first ? one.first : first), latest.first),
    last: latest.last,
    count: shown.reduce((sum, { count }) => sum + count, 0),
    session: sighting.session,
    remote: sighting.remoteName ?? sighting.remote,
    lines: sighting.lines,
  };
}

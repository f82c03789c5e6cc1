/**
 * What was read from protocol logs, as data that is small enough to be kept: for each connector the certificates that were shown,
 * and what else a session with Exchange Online says. Sessions are added in any order, with the same result.
 */
import * as v from 'valibot';
import { decodeError } from '../decode/recognize.ts';
import { knownErrorIds } from '../decode/known-errors.ts';
import { exchangeOnlineCoverage, isExchangeOnlineHost } from '../mail-flow/addresses.ts';
import { fuller, loggedCertificateSchema, type LoggedCertificate } from './certificate.ts';
import { logKinds } from './entries.ts';
import type { Session, ShownCertificate } from './session.ts';

const iso = v.pipe(v.string(), v.isoTimestamp());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * Who the other side is. `exchangeOnline`: its address is one of Exchange Online's; that every customer of it sends from these
 * addresses is not to be seen there. `nameOnly`: it only says such a name, as behind a load balancer that hides the address, or
 * in a cloud whose addresses are not known here. `unknown`: the log has neither.
 */
export const remotes = ['exchangeOnline', 'nameOnly', 'other', 'unknown'] as const;
export type Remote = (typeof remotes)[number];

/** How TLS ended. `notSeen`: the log does not say it, or its line was not read. */
export const tlsOutcomes = ['succeeded', 'failed', 'notSeen'] as const;
export type TlsOutcome = (typeof tlsOutcomes)[number];

/** `X-ANONYMOUSTLS`: between Exchange servers, which show each other their internal transport certificates. */
const tlsCommands = ['STARTTLS', 'X-ANONYMOUSTLS', 'notSeen'] as const;

/** A session as the administrator finds it in the log. */
const sightingSchema = v.object({
  session: v.string(),
  at: iso,
  remote: v.string(),
  /** As the other side says it; `null` where the log does not have it */
  remoteName: v.nullable(v.string()),
  /** Lines of the log as they stand there, each cut at its end where it is long */
  lines: v.array(v.string()),
});
export type Sighting = v.InferOutput<typeof sightingSchema>;

const timesSchema = v.object({ count, first: iso, last: iso });
export type Times = v.InferOutput<typeof timesSchema>;

const shownSchema = v.object({
  certificate: loggedCertificateSchema,
  remote: v.picklist(remotes),
  command: v.picklist(tlsCommands),
  tls: v.picklist(tlsOutcomes),
  ...timesSchema.entries,
  /** The latest ones */
  sightings: v.array(sightingSchema),
});
export type Shown = v.InferOutput<typeof shownSchema>;

const errorSchema = v.object({
  /** `null`: none that is known; the text stands in the sighting */
  id: v.nullable(v.picklist(knownErrorIds)),
  remote: v.picklist(remotes),
  ...timesSchema.entries,
  sightings: v.array(sightingSchema),
});
export type LoggedError = v.InferOutput<typeof errorSchema>;

const connectorSchema = v.object({
  /** `null`: the log has no header that says it, and no conversation that shows it */
  kind: v.nullable(v.picklist(logKinds)),
  kindBy: v.picklist(['logType', 'conversation']),
  /** As the connector id names it (`EX01\…`), else as the person who opened the file said; the log of a send connector does not name it */
  server: v.nullable(v.string()),
  serverBy: v.picklist(['connectorId', 'given', 'nothing']),
  /** Without its server */
  connector: v.string(),
  /** Where the server is not named, this tells servers apart; '' where it is named */
  localAddress: v.string(),
  /** Certificates that this server sent, before and since the time that was asked for; with no such time all are since */
  sentBefore: v.array(shownSchema),
  sentSince: v.array(shownSchema),
  /** Certificates of the other side, where it is or may be Exchange Online, since that time */
  received: v.array(shownSchema),
  /** Sessions since that time, by who the other side is */
  sessions: v.object({ exchangeOnline: count, nameOnly: count, other: count, unknown: count }),
  /** Of sessions with Exchange Online since that time */
  startTls: v.object({ offered: count, notOffered: count }),
  tls: v.array(v.object({ protocol: v.string(), cipher: v.string(), count })),
  capabilities: v.array(
    v.object({
      capabilities: v.string(),
      status: v.string(),
      domain: v.string(),
      /** Only one form of this line has been seen in a log (`TlsDomainCapabilities='None'`) */
      form: v.picklist(['captured', 'notConfirmed']),
      ...timesSchema.entries,
    }),
  ),
  chainStatuses: v.array(v.object({ status: v.string(), count })),
  xoorg: v.object({ offered: count, used: count }),
  accepted: count,
  errors: v.array(errorSchema),
  /** What was left out because the lists were full: certificates that this server sent since that time, and all else */
  leftOut: v.object({ sent: count, rest: count }),
});
export type ConnectorLog = v.InferOutput<typeof connectorSchema>;

export const protocolLogSchema = v.object({
  /** ISO 8601 in UTC: what is older proves nothing. `null`: everything was asked for */
  since: v.nullable(iso),
  /** The time that the lines are from, by the clocks of the servers; `null` without a line that was read */
  first: v.nullable(iso),
  last: v.nullable(iso),
  files: count,
  lines: v.object({
    read: count,
    /** Read by the documented order of columns: no header stood before them */
    withoutHeader: count,
    /** Longer than any that is read */
    tooLong: count,
    /** No entries: cut, or with other columns than the header says */
    unread: count,
    /** Of a log of something else, or under a header without a needed column */
    notThisLog: count,
  }),
  sessions: v.object({
    ended: count,
    /** Without an end that was read */
    open: count,
    /** More were open than are kept: what was known of the oldest ones by then counts, and what followed does not belong to them */
    dropped: count,
  }),
  connectors: v.array(connectorSchema),
  /** Sessions of more connectors than are kept */
  leftOut: count,
});
export type ProtocolLogReading = v.InferOutput<typeof protocolLogSchema>;

export const mostConnectors = 48;
const mostOfAKind = 32;
const mostSightings = 2;

/** Like a `ConnectorLog`, with the errors by their texts: they are decoded once, when all are read. */
export type Tally = Omit<ConnectorLog, 'errors'> & { readonly errors: readonly ErrorTally[] };
interface ErrorTally extends Omit<LoggedError, 'id'> {
  readonly stem: string;
  readonly text: string;
}

/** The tallies with one more session, and whether there was room for it. */
export function withSession(
  tallies: ReadonlyMap<string, Tally>,
  session: Session,
  since: string | null,
): ReadonlyMap<string, Tally> | 'full' {
  const empty = emptyTally(session);
  const key = [empty.kind, empty.kindBy, empty.serverBy, empty.server, empty.connector, empty.localAddress].join('\0');
  const before = tallies.get(key);
  if (before === undefined && tallies.size >= mostConnectors) return 'full';
  return new Map(tallies).set(key, added(before ?? empty, session, since));
}

function emptyTally({ kind, kindBy, connectorId, server: given, localEndpoint }: Session): Tally {
  const [, named, rest] = /^([^\\]{1,255})\\(.+)$/.exec(connectorId) ?? [];
  const server = named ?? given;
  return {
    kind,
    kindBy: kind === null ? 'conversation' : kindBy,
    server,
    serverBy: named !== undefined ? 'connectorId' : given !== null ? 'given' : 'nothing',
    connector: rest ?? connectorId,
    localAddress: server === null ? addressOf(localEndpoint) : '',
    sentBefore: [],
    sentSince: [],
    received: [],
    sessions: { exchangeOnline: 0, nameOnly: 0, other: 0, unknown: 0 },
    startTls: { offered: 0, notOffered: 0 },
    tls: [],
    capabilities: [],
    chainStatuses: [],
    xoorg: { offered: 0, used: 0 },
    accepted: 0,
    errors: [],
    leftOut: { sent: 0, rest: 0 },
  };
}

function added(tally: Tally, session: Session, since: string | null): Tally {
  const remote = remoteOf(session);
  if (since !== null && session.first < since) {
    const [sentBefore, left] = withShown(tally.sentBefore, session.sent, session, remote);
    return { ...tally, sentBefore, leftOut: { ...tally.leftOut, rest: tally.leftOut.rest + left } };
  }
  const [sentSince, left] = withShown(tally.sentSince, session.sent, session, remote);
  const counted: Tally = {
    ...tally,
    sentSince,
    sessions: { ...tally.sessions, [remote]: tally.sessions[remote] + 1 },
    leftOut: { ...tally.leftOut, sent: tally.leftOut.sent + left },
  };
  return remote === 'other' ? counted : withRest(counted, session, remote);
}

/** What matters only where the other side is, or may be, Exchange Online. */
function withRest(tally: Tally, session: Session, remote: Remote): Tally {
  const { offer, tls, capabilities, chainStatus, first } = session;
  const [received, leftReceived] = withShown(tally.received, session.received, session, remote);
  const [protocols, leftTls] =
    tls?.outcome === 'succeeded'
      ? counting(tally.tls, (one) => one.protocol === tls.protocol && one.cipher === tls.cipher, {
          protocol: tls.protocol,
          cipher: tls.cipher,
          count: 1,
        })
      : [tally.tls, 0];
  const [chains, leftChains] =
    chainStatus === null
      ? [tally.chainStatuses, 0]
      : counting(tally.chainStatuses, ({ status }) => status === chainStatus, { status: chainStatus, count: 1 });
  const [seen, leftSeen] =
    capabilities === null
      ? [tally.capabilities, 0]
      : merging(
          tally.capabilities,
          (one) =>
            one.capabilities === capabilities.capabilities && one.status === capabilities.status && one.domain === capabilities.domain,
          { ...capabilities, ...once(first) },
          (a, b) => ({ ...a, ...times(a, b) }),
        );
  const withErrors = session.errors.reduce((all, error) => withError(all, session, remote, error), tally);
  return {
    ...withErrors,
    received,
    tls: protocols,
    chainStatuses: chains,
    capabilities: seen,
    startTls: {
      offered: tally.startTls.offered + (offer === 'offered' ? 1 : 0),
      notOffered: tally.startTls.notOffered + (offer === 'notOffered' ? 1 : 0),
    },
    xoorg: { offered: tally.xoorg.offered + (session.offersXoorg ? 1 : 0), used: tally.xoorg.used + (session.usesXoorg ? 1 : 0) },
    accepted: tally.accepted + session.accepted,
    leftOut: { ...withErrors.leftOut, rest: withErrors.leftOut.rest + leftReceived + leftTls + leftChains + leftSeen },
  };
}

function withShown(list: readonly Shown[], shown: ShownCertificate | null, session: Session, remote: Remote): [Shown[], number] {
  if (shown === null) return [[...list], 0];
  const { certificate, at, evidence } = shown;
  const tls: TlsOutcome = session.tls?.outcome ?? 'notSeen';
  const command = session.command ?? 'notSeen';
  const lines = [...evidence, ...(session.tls === null ? [] : [session.tls.evidence])];
  return merging(
    list,
    (one) => one.certificate.thumbprint === certificate.thumbprint && one.remote === remote && one.tls === tls && one.command === command,
    { certificate, remote, command, tls, ...once(at), sightings: [sightingOf(session, at, lines)] },
    (a, b) => ({ ...a, certificate: together(a.certificate, b.certificate), ...times(a, b), sightings: latest(a.sightings, b.sightings) }),
  );
}

/** Without a thumbprint nothing says that two of them are one certificate. */
const together = (a: LoggedCertificate, b: LoggedCertificate): LoggedCertificate =>
  a.thumbprint === null ? (JSON.stringify(a) < JSON.stringify(b) ? a : b) : fuller(a, b);

function withError(tally: Tally, session: Session, remote: Remote, { at, text, evidence }: Session['errors'][number]): Tally {
  const stem = stemOf(text);
  const [errors, left] = merging<ErrorTally>(
    tally.errors,
    (one) => one.stem === stem && one.remote === remote,
    { stem, text, remote, ...once(at), sightings: [sightingOf(session, at, [evidence])] },
    (a, b) => ({ ...a, text: a.text < b.text ? a.text : b.text, ...times(a, b), sightings: latest(a.sightings, b.sightings) }),
  );
  return { ...tally, errors, leftOut: { ...tally.leftOut, rest: tally.leftOut.rest + left } };
}

/** Texts that differ only in names, times and numbers of the session are one error. */
const stemOf = (text: string): string =>
  text.replaceAll(/[^\s[\]<>'"=]{10,}/g, (word) => (/\d/.test(word) && /[a-z@]/i.test(word) ? '#' : word)).slice(0, 200);

/** Decodes the errors, those that are the same known one together. */
export function connectorLogOf({ errors, ...rest }: Tally): ConnectorLog {
  const decoded = errors.map(({ text, remote, count: seen, first, last, sightings }): LoggedError => {
    const id = decodeError(text).matches[0]?.id ?? null;
    return { id, remote, count: seen, first, last, sightings };
  });
  const joined = decoded.reduce<LoggedError[]>((all, error) => {
    if (error.id === null) return [...all, error];
    return merging(
      all,
      (one) => one.id === error.id && one.remote === error.remote,
      error,
      (a, b) => ({ ...a, ...times(a, b), sightings: latest(a.sightings, b.sightings) }),
    )[0];
  }, []);
  return {
    ...rest,
    sentBefore: sorted(rest.sentBefore),
    sentSince: sorted(rest.sentSince),
    received: sorted(rest.received),
    tls: sorted(rest.tls),
    capabilities: sorted(rest.capabilities),
    chainStatuses: sorted(rest.chainStatuses),
    errors: sorted(joined),
  };
}

/** The same whatever was read first. */
export const sorted = <T>(list: readonly T[]): T[] => [...list].sort((a, b) => order(JSON.stringify(a), JSON.stringify(b)));

function remoteOf({ remoteEndpoint, remoteName }: Session): Remote {
  const address = addressOf(remoteEndpoint);
  if (address !== '' && exchangeOnlineCoverage([address]) === 'partial') return 'exchangeOnline';
  if (remoteName !== null && isExchangeOnlineHost(remoteName)) return 'nameOnly';
  return address === '' ? 'unknown' : 'other';
}

/** `203.0.113.33:56026`, `[2a01:111:f403::1]:25`, with or without a zone. */
const addressOf = (endpoint: string): string =>
  /^\[([0-9a-f:.]{2,45})(?:%[\w.-]{1,32})?\]/i.exec(endpoint)?.[1] ?? /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/.exec(endpoint)?.[1] ?? '';

const sightingOf = ({ id, remoteEndpoint, remoteName }: Session, at: string, lines: readonly string[]): Sighting => ({
  session: id.slice(0, 100),
  at,
  remote: remoteEndpoint.slice(0, 100),
  remoteName,
  lines: [...lines],
});

const once = (at: string): Times => ({ count: 1, first: at, last: at });
const times = (a: Times, b: Times): Times => ({
  count: a.count + b.count,
  first: a.first < b.first ? a.first : b.first,
  last: a.last > b.last ? a.last : b.last,
});

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const latest = (a: readonly Sighting[], b: readonly Sighting[]): Sighting[] =>
  [...a, ...b].sort((one, other) => order(other.at, one.at) || order(JSON.stringify(one), JSON.stringify(other))).slice(0, mostSightings);

/** The list with one more, together with the one that it belongs to; and how many had no room. */
function merging<T>(list: readonly T[], isSame: (one: T) => boolean, next: T, join: (a: T, b: T) => T): [T[], number] {
  const at = list.findIndex(isSame);
  const found = list[at];
  if (found !== undefined) return [list.with(at, join(found, next)), 0];
  return list.length >= mostOfAKind ? [[...list], 1] : [[...list, next], 0];
}

const counting = <T extends { readonly count: number }>(list: readonly T[], isSame: (one: T) => boolean, next: T): [T[], number] =>
  merging(list, isSame, next, (a, b) => ({ ...a, count: a.count + b.count }));

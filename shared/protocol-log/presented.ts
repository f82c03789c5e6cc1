/** What protocol logs prove: which certificate each server has shown to Exchange Online since a change. */
import type { Direction } from '../mail-flow/verdict.ts';
import { sameServer } from '../model/server-name.ts';
import { logKinds, type LogKind } from './entries.ts';
import type { ConnectorLog, ProtocolLogReading, Shown } from './reading.ts';

/**
 * Why nothing is proven. `notInLog`: the logs have nothing of that server in that direction. `notNamed`: they have sessions whose
 * server or direction is named nowhere, and they may be this one's. `endsBefore`: the last line is older than the time that was asked for.
 * `noSession`: none with Exchange Online since then on a
 * connector that was asked for. `remoteNotSeen`: who the other side was is not in the log. `nameOnly`: a client
 * only said that it is Exchange Online. `noCertificate`: sessions, but no line of a certificate. `unreadable`: of a certificate the
 * thumbprint could not be read. `tlsFailed`, `tlsNotSeen`: the right one was shown, but TLS was not begun, or that is not in the
 * log. `leftOut`: there was more than is kept.
 */
export const notProvenReasons = [
  'notInLog',
  'notNamed',
  'endsBefore',
  'noSession',
  'remoteNotSeen',
  'nameOnly',
  'noCertificate',
  'unreadable',
  'tlsFailed',
  'tlsNotSeen',
  'leftOut',
] as const;
export type NotProvenReason = (typeof notProvenReasons)[number];

/**
 * `wanted`: in every session with Exchange Online that was read since the time. `otherCertificate`: another one was shown since
 * the time; `wantedSince` is when the wanted one was first shown where none of the others came later, else `null`.
 */
export type Proof =
  | { readonly kind: 'wanted'; readonly shown: readonly Shown[] }
  | { readonly kind: 'otherCertificate'; readonly shown: readonly Shown[]; readonly wantedSince: string | null }
  | { readonly kind: 'notProven'; readonly reason: NotProvenReason };

export interface ConnectorProof {
  /** `null`: the log does not name it */
  readonly server: string | null;
  /** `null`: neither header nor conversation tells */
  readonly direction: Direction | null;
  /** `null`: the logs have none for this server and direction */
  readonly connector: string | null;
  /** Tells servers apart that are not named; '' else */
  readonly localAddress: string;
  readonly proof: Proof;
}

export interface ProtocolLogQuestion {
  /** The thumbprint of the new certificate */
  readonly wanted: string;
  /** Each of these has to prove itself, in both directions */
  readonly servers: readonly string[];
  /**
   * The hybrid connectors, without their servers. `null`: every connector that speaks to Exchange Online; one for the Internet does
   * so too, with the recipients of other customers, and may rightly show another certificate.
   */
  readonly connectors: readonly string[] | null;
}

const directionOfKind: Readonly<Record<LogKind, Direction>> = { receive: 'toOnPremises', send: 'toExchangeOnline' };

/** What a server has shown, for each of its connectors. */
export const presentedBy = (reading: ProtocolLogReading, server: string): readonly ConnectorLog[] =>
  reading.connectors.filter((one) => isOf(one, server));

/** One for each connector, and one for each server and direction that the logs do not have. */
export function proveByLog(reading: ProtocolLogReading, question: ProtocolLogQuestion): readonly ConnectorProof[] {
  const asked = reading.connectors.filter((one) => isAsked(one, question));
  const missing = question.servers.flatMap((server) =>
    logKinds
      .filter((kind) => !asked.some((one) => one.kind === kind && isOf(one, server)))
      .map((kind): ConnectorProof => {
        const reason = reasonWithout(reading, asked, server, kind);
        return { server, direction: directionOfKind[kind], connector: null, localAddress: '', proof: { kind: 'notProven', reason } };
      }),
  );
  const proven = asked.map((one): ConnectorProof => ({
    server: one.server,
    direction: one.kind === null ? null : directionOfKind[one.kind],
    connector: one.connector,
    localAddress: one.localAddress,
    proof: proofOf(reading, one, question.wanted),
  }));
  return [...proven, ...missing];
}

const isOf = ({ server }: ConnectorLog, name: string): boolean => server !== null && sameServer(server, name);

/** Why there is no connector that was asked for, of a server in one direction. */
function reasonWithout(reading: ProtocolLogReading, asked: readonly ConnectorLog[], server: string, kind: LogKind): NotProvenReason {
  if (asked.some((one) => (one.kind === kind && one.server === null) || (one.kind === null && (one.server === null || isOf(one, server)))))
    return 'notNamed';
  if (endsBefore(reading)) return 'endsBefore';
  if (reading.leftOut > 0) return 'leftOut';
  return reading.connectors.some((one) => one.kind === kind && isOf(one, server)) ? 'noSession' : 'notInLog';
}

function isAsked({ connector, sessions, server }: ConnectorLog, { servers, connectors }: ProtocolLogQuestion): boolean {
  if (server !== null && !servers.some((one) => sameServer(one, server))) return false;
  if (connectors !== null) return connectors.some((one) => one.toLowerCase() === connector.toLowerCase());
  return sessions.exchangeOnline + sessions.nameOnly + sessions.unknown > 0;
}

const endsBefore = ({ since, last }: ProtocolLogReading): boolean => since !== null && (last === null || last < since);

function proofOf(reading: ProtocolLogReading, log: ConnectorLog, thumbprint: string): Proof {
  const wanted = thumbprint.trim().toUpperCase();
  const shown = log.sentSince.filter(
    ({ remote, command }) => (remote === 'exchangeOnline' || remote === 'nameOnly') && command !== 'X-ANONYMOUSTLS',
  );
  const others = shown.filter(({ certificate }) => certificate.thumbprint !== null && certificate.thumbprint !== wanted);
  const right = shown.filter(({ certificate }) => certificate.thumbprint === wanted);
  // Who connects can say any name; to whom this server connects is decided here.
  const proven = right.filter(({ tls, remote }) => tls === 'succeeded' && (remote === 'exchangeOnline' || log.kind === 'send'));
  if (others.length > 0) {
    const lastOther = others.reduce((latest, { last }) => (last > latest ? last : latest), '');
    const first = proven.reduce<string | null>((earliest, one) => (earliest === null || one.first < earliest ? one.first : earliest), null);
    return { kind: 'otherCertificate', shown: others, wantedSince: first !== null && first > lastOther ? first : null };
  }
  const reason = reasonAgainst(reading, log, { shown, right, proven });
  return reason === null ? { kind: 'wanted', shown: proven } : { kind: 'notProven', reason };
}

function reasonAgainst(
  reading: ProtocolLogReading,
  { sessions, leftOut }: ConnectorLog,
  { shown, right, proven }: Readonly<Record<'shown' | 'right' | 'proven', readonly Shown[]>>,
): NotProvenReason | null {
  if (shown.some(({ certificate }) => certificate.thumbprint === null)) return 'unreadable';
  if (leftOut.sent > 0) return 'leftOut';
  if (proven.length > 0) return null;
  if (right.some(({ tls }) => tls === 'succeeded')) return 'nameOnly';
  if (right.length > 0) return right.some(({ tls }) => tls === 'failed') ? 'tlsFailed' : 'tlsNotSeen';
  if (endsBefore(reading)) return 'endsBefore';
  if (sessions.exchangeOnline + sessions.nameOnly > 0) return 'noCertificate';
  return sessions.unknown > 0 ? 'remoteNotSeen' : 'noSession';
}

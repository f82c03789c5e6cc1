/** SMTP protocol logs of both kinds of connectors. */
import { mostConnectors } from '../../../shared/protocol-log/reading.ts';
import {
  header,
  newThumbprint,
  oldThumbprint,
  oneLine,
  received,
  sendLog,
  sentTo,
  session,
  sixLines,
  tlsSucceeded,
} from '../../unit/protocol-log/log-text.ts';
import { readLogs } from '../../unit/protocol-log/reads.ts';
import { must, type FuzzFormat } from '../format.ts';

const logs: readonly (readonly string[])[] = [
  [...header('Receive'), ...session(received(sixLines(newThumbprint))), ...session(received(oneLine(oldThumbprint)), { id: '08DD2' })],
  [...header('Send'), ...session(sentTo(oneLine(newThumbprint, 'Sending', 2016), tlsSucceeded('CLIENT')), sendLog)],
  // Without a header the columns are those that are documented.
  session(received(oneLine(newThumbprint))),
];

export const protocolLog: FuzzFormat = {
  name: 'protocol-log',
  seeds: logs.map((lines) => ({ bytes: new Uint8Array(Buffer.from(lines.map((line) => `${line}\r\n`).join(''))), cuts: [] })),
  read: (input) => {
    const { connectors, lines, sessions, first, last } = readLogs([{ text: Buffer.from(input).toString('utf8'), server: 'EX01' }]);
    must(connectors.length <= mostConnectors, 'what is kept is bounded');
    must(first === null ? last === null : last !== null && first <= last, 'the first line is not behind the last one');
    must(sessions.ended + sessions.open + sessions.dropped <= lines.read, 'a session has a line of its own');
    return { accepted: lines.read > 0 };
  },
};

/** Text of protocol logs, read as the product reads it. */
import * as v from 'valibot';
import { nextFile, readChunk, readingOf, startReading } from '../../../shared/protocol-log/protocol-log.ts';
import { protocolLogSchema, type ConnectorLog, type ProtocolLogReading } from '../../../shared/protocol-log/reading.ts';
import { since } from './log-text.ts';

export interface LogFile {
  readonly text: string;
  readonly server?: string;
}

export function readLogs(files: readonly LogFile[], after: string | null = since): ProtocolLogReading {
  const end = files.reduce((state, { text, server }) => readChunk(nextFile(state, server ?? null), text), startReading(after));
  return v.parse(protocolLogSchema, readingOf(end));
}

export const readLog = (lines: readonly string[], after: string | null = since): ProtocolLogReading =>
  readLogs([{ text: lines.map((line) => `${line}\r\n`).join('') }], after);

export function onlyConnector({ connectors }: ProtocolLogReading): ConnectorLog {
  const [first, ...others] = connectors;
  if (first === undefined || others.length > 0) throw new Error(`${String(connectors.length)} connectors`);
  return first;
}

/** The log: one file on this machine, for the administrator. Nothing of it is sent anywhere. */
// The part of electron-log without Electron: the other one listens to messages of the window, past the check of their sender.
import electronLog from 'electron-log/node';
import { redactValue } from './redact.ts';

export interface Log {
  /** Plain facts may stand beside the message, e.g. `{ reason: 'crashed' }`. */
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  /** A failure of the program itself, with what was thrown */
  error(message: string, error?: unknown): void;
}

const mebibyte = 1024 * 1024;

/** Opens the log file at `path`: one line an event, redacted at the sink; beyond 1 MiB one older file is kept beside it. */
export function openLog(path: string): Log {
  const logger = electronLog.create({ logId: path });
  logger.transports.console.level = false;
  logger.transports.file.level = 'info';
  logger.transports.file.resolvePathFn = () => path;
  logger.transports.file.maxSize = mebibyte;
  logger.transports.file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  logger.hooks.push((message) => ({ ...message, data: message.data.map(oneRedactedLine) }));
  return {
    info: (message, facts) => {
      logger.info({ message, ...facts });
    },
    error: (message, error) => {
      logger.error({ message, error });
    },
  };
}

/** As JSON, so that a line break in a text cannot begin a line that looks like an event of its own. */
const oneRedactedLine = (entry: unknown): string => JSON.stringify(redactValue(entry));

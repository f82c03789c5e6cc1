/** The log file of this machine. Nothing leaves the machine. */
import log from 'electron-log/node';
import { redact } from './redact.ts';

export interface Log {
  info(message: string): void;
  error(message: string, error?: unknown): void;
}

/** Writes to `path`, each line redacted at the sink. */
export function openLog(path: string): Log {
  const logger = log.create({ logId: 'wizard' });
  logger.transports.console.level = false;
  logger.transports.file.level = 'info';
  logger.transports.file.resolvePathFn = () => path;
  logger.transports.file.maxSize = 5 * 1024 * 1024;
  logger.hooks.push((message) => ({ ...message, data: message.data.map((part: unknown) => redact(String(part))) }));
  return {
    info: (message) => {
      logger.info(message);
    },
    error: (message, error) => {
      logger.error(message, error instanceof Error ? (error.stack ?? error.message) : error === undefined ? '' : String(error));
    },
  };
}

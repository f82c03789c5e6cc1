/** The log: one local file for the administrator. It is never sent anywhere. */
// The part of electron-log without Electron: the other one listens to messages of the window, past the check of their sender.

import electronLog from 'electron-log/node';

/**
 * Redaction at the sink: nothing is written to the log that has not come through here. Each function
 * removes one kind of secret; what only looks like one (thumbprints, certificate names, addresses,
 * names of switches) stays, since it is what an administrator searches for.
 */

const hidden = '[redacted]';

/** `https://user:password@host` → `https://[redacted]@host`; an `@` in the path or query is left alone. */
export const redactUriCredentials = (text: string): string =>
  text.replaceAll(/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#]*@/gi, `$1${hidden}@`);

/** `Authorization: Basic …` and `Bearer …`; the words "Basic authentication" are no secret. */
export const redactAuthorization = (text: string): string =>
  text
    .replaceAll(/\b((?:proxy-)?authorization["']?\s{0,8}[:=]\s{0,8}["']?)(?:[a-z]{1,20}\s{1,8})?[^\s"',;]+/gi, `$1${hidden}`)
    .replaceAll(/\b(bearer\s{1,8})[a-z0-9._~+/=-]{16,}/gi, `$1${hidden}`);

/** JSON Web Tokens: three parts in base64url, the first of which begins with `{"`. */
export const redactWebTokens = (text: string): string => text.replaceAll(/\beyJ[\w-]{8,}\.[\w-]{2,}\.[\w-]*/g, hidden);

/** `password=…`, `"client_secret": "…"`, `access_token: …`; `passwordExpired=` and `tokens: 3` are none. */
export const redactNamedSecrets = (text: string): string =>
  text.replaceAll(
    /\b((?:[a-z]{1,20}[_-])?(?:password|passwd|pwd|passphrase|secret|access_?token|refresh_?token|id_?token|api_?key)["']?\s{0,8}[:=]\s{0,8})("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s&;,}\])]+)/gi,
    `$1${hidden}`,
  );

/** PowerShell: `-Password 'a b'`, `ConvertTo-SecureString 'x'`; `-PasswordNeverExpires $true` is none. */
export const redactPowerShellSecrets = (text: string): string =>
  text.replaceAll(
    /((?:-[a-z]{0,20}(?:password|passphrase|secret|accesstoken)|\bConvertTo-SecureString(?:\s{1,8}-String)?)(?::|\s){1,8})('(?:[^']|'')*'|"(?:[^"`]|`.|"")*"|[^\s|;)}]+)/gi,
    `$1${hidden}`,
  );

/** A private key in PEM, also when its end was cut off. */
export const redactPrivateKeys = (text: string): string =>
  text.replaceAll(
    /-----BEGIN ([A-Z0-9 ]{0,40})PRIVATE KEY-----[^]*?(?:-----END \1PRIVATE KEY-----|$)/g,
    `-----BEGIN $1PRIVATE KEY----- ${hidden}`,
  );

/** Every kind of secret of this file. Private keys first: their text could hold any of the others. */
export const redactText = (text: string): string =>
  [redactPrivateKeys, redactUriCredentials, redactAuthorization, redactWebTokens, redactPowerShellSecrets, redactNamedSecrets].reduce(
    (redacted, redact) => redact(redacted),
    text,
  );

const secretKey =
  /^(?:.*(?:password|passwd|passphrase|secret|credential|access_?token|refresh_?token|id_?token|api_?key)|authorization|pwd|pfx)$/i;
const deepest = 8;

/** A value as it may be logged: texts redacted, values under a secret's name left out, bytes counted only. */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return `[${String(value.byteLength)} bytes]`;
  if (depth >= deepest) return '[deeper]';
  if (Array.isArray(value)) return value.map((entry) => redactValue(entry, depth + 1));
  const entries = value instanceof Error ? errorEntries(value) : Object.entries(value);
  return Object.fromEntries(entries.map(([key, entry]) => [key, secretKey.test(key) ? hidden : redactValue(entry, depth + 1)]));
}

const errorEntries = (error: Error): [string, unknown][] => [
  ...Object.entries(error),
  ['name', error.name],
  ['stack', error.stack ?? error.message],
  ...(error.cause === undefined ? [] : [['cause', error.cause] satisfies [string, unknown]]),
];

export interface Log {
  /** Plain facts may stand beside the message, e.g. `{ reason: 'crashed' }`. */
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  /** A failure of the program itself, with what was thrown */
  error(message: string, error?: unknown): void;
}

const mebibyte = 1024 * 1024;

/** Opens the log file at `path`: one line per event, redacted before writing; beyond 1 MiB it is rotated, with one older file. */
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

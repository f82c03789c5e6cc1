/** Reads the replies of an SMTP server, up to the limits of a reply (RFC 5321, section 4.2). */
import type { Duplex } from 'node:stream';
import type { StarttlsFault } from '../../shared/x509/verification.ts';

/** RFC 5321, section 4.5.3.1.5, has 512 bytes a line; Exchange answers EHLO with some twenty lines. */
const maxReplyBytes = 16 * 1024;
const maxReplyLines = 100;

export interface SmtpReply {
  readonly code: number;
  readonly lines: readonly string[];
}

/** How the probe gives up. */
export class StarttlsFailure extends Error {
  readonly fault: StarttlsFault;

  constructor(fault: StarttlsFault, detail = '') {
    super(detail);
    this.fault = fault;
  }
}

export interface SmtpReader {
  /** The next reply. Throws a `StarttlsFailure`. */
  reply(): Promise<SmtpReply>;
  /** Whether something was received without a command */
  hasMore(): boolean;
  /** Stops to read, so that the stream can be given on. */
  release(): void;
}

const line = /^(\d{3})(?:([ -])([^\r\n]*))?$/;

/** The text of a server, fit to be shown: short, and without control characters. */
export const shownText = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

export function smtpReader(stream: Duplex): SmtpReader {
  let received = Buffer.alloc(0);
  let ended: StarttlsFailure | undefined;
  let wake: () => void = () => undefined;

  const onData = (chunk: Buffer): void => {
    // Bytes beyond the limit are not kept: the next reply fails because of them.
    if (received.length <= maxReplyBytes) received = Buffer.concat([received, chunk]);
    if (received.length > maxReplyBytes) stream.pause();
    wake();
  };
  const onEnd = (error?: Error): void => {
    ended ??= error instanceof StarttlsFailure ? error : new StarttlsFailure('closedEarly', error?.message);
    wake();
  };
  stream.on('data', onData);
  stream.on('end', onEnd);
  stream.on('close', onEnd);
  stream.on('error', onEnd);

  /** A line without its end; `undefined` while it has none. */
  function takeLine(): string | undefined {
    const end = received.indexOf(0x0a);
    if (end < 0) return undefined;
    const text = received.subarray(0, end).toString('latin1').replace(/\r$/, '');
    received = received.subarray(end + 1);
    return text;
  }

  async function nextLine(): Promise<string> {
    for (;;) {
      const text = takeLine();
      if (text !== undefined) return text;
      // Decided by the first byte: a server of another protocol may wait for a command.
      if (received.length > 0 && !isDigit(received[0])) throw new StarttlsFailure('notSmtp', shownText(received.toString('latin1')));
      if (received.length > maxReplyBytes) throw new StarttlsFailure('replyTooLong');
      if (ended !== undefined) throw ended;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  return {
    reply: async () => {
      const lines: string[] = [];
      let first: string | undefined;
      for (let bytes = 0; ;) {
        const text = await nextLine();
        const [, code, mark, rest = ''] = line.exec(text) ?? [];
        first ??= code;
        if (code === undefined || code !== first) throw new StarttlsFailure('notSmtp', shownText(text));
        bytes += text.length;
        lines.push(rest);
        if (bytes > maxReplyBytes || lines.length > maxReplyLines) throw new StarttlsFailure('replyTooLong');
        if (mark !== '-') return { code: Number(code), lines };
      }
    },
    hasMore: () => received.length > 0,
    release: () => {
      stream.pause();
      stream.off('data', onData);
      stream.off('end', onEnd);
      stream.off('close', onEnd);
      stream.off('error', onEnd);
    },
  };
}

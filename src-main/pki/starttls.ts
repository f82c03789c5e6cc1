/** Which certificate a server presents to SMTP with STARTTLS (RFC 3207). No mail is sent and no credentials are used. */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import type { StarttlsFault } from '../../shared/x509/verification.ts';
import { shownText, smtpReader, StarttlsFailure, type SmtpReader, type SmtpReply } from './smtp-reply.ts';
import { systemCode } from '../files/system-code.ts';

/** For one server, from the look-up of its name to the end of TLS. */
const serverTimeoutMs = 15_000;
/** More certificates than any server presents */
const maxPresented = 16;

export interface StarttlsOptions {
  readonly signal?: AbortSignal;
  readonly port?: number;
  /** Milliseconds for all of it */
  readonly timeoutMs?: number;
}

export type StarttlsResult =
  | {
      readonly state: 'presented';
      /**
       * DER, the server's own first, each issued by the next one. Node leaves out what is no part of that chain,
       * and adds nothing, since it is given no issuers.
       */
      readonly certificates: readonly Uint8Array[];
      readonly protocol: string;
      readonly cipher: string;
      readonly answersInTls: boolean;
    }
  | { readonly state: 'notOffered' }
  | { readonly state: 'failed'; readonly fault: StarttlsFault; readonly detail: string };

/** Names of the domain name system: a text from a collected file is connected to only if it is one, or an IP address. */
const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*\.?$/i;

/** Asks one server. Never throws, and ends in time whatever the server does. */
export async function probeStarttls(
  host: string,
  { signal, port = 25, timeoutMs = serverTimeoutMs }: StarttlsOptions = {},
): Promise<StarttlsResult> {
  if (isIP(host) === 0 && !hostName.test(host)) return { state: 'failed', fault: 'hostInvalid', detail: shownText(host) };
  if (signal?.aborted === true) return { state: 'failed', fault: 'canceled', detail: '' };
  const socket = connectTcp({ host, port });
  const timer = setTimeout(() => socket.destroy(new StarttlsFailure('timedOut')), timeoutMs);
  const cancel = (): void => {
    socket.destroy(new StarttlsFailure('canceled'));
  };
  signal?.addEventListener('abort', cancel, { once: true });
  let reason: Error | undefined;
  // Stays to the end: nothing else listens between SMTP and TLS.
  socket.on('error', (error) => {
    reason ??= error;
  });
  try {
    return await converse(socket, host);
  } catch (error) {
    return failedBy(reason instanceof StarttlsFailure ? reason : error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    socket.destroy();
  }
}

async function converse(socket: Socket, host: string): Promise<StarttlsResult> {
  await event(socket, 'connect');
  const plain = smtpReader(socket);
  const greeting = await plain.reply();
  if (greeting.code !== 220) throw new StarttlsFailure('greetingRefused', textOf(greeting));
  const offers = await say(plain, socket, 'EHLO certificate-wizard.invalid');
  if (offers.code !== 250) throw new StarttlsFailure('greetingRefused', textOf(offers));
  if (!offers.lines.slice(1).some((offer) => /^STARTTLS\s*$/i.test(offer))) {
    socket.end('QUIT\r\n');
    return { state: 'notOffered' };
  }
  const begin = await say(plain, socket, 'STARTTLS');
  if (begin.code !== 220) throw new StarttlsFailure('starttlsRefused', textOf(begin));
  // Data received before TLS would count as received within it (CVE-2011-0411).
  if (plain.hasMore()) throw new StarttlsFailure('injected');
  plain.release();
  return inTls(socket, host);
}

async function inTls(socket: Socket, host: string): Promise<StarttlsResult> {
  const secure = connectTls({
    socket,
    // The certificate is examined, not trusted. Without `ca: []` Node adds issuers of its own.
    rejectUnauthorized: false,
    ca: [],
    // Old versions are accepted, so that a server that still uses one is reported with it.
    minVersion: 'TLSv1',
    ...(isIP(host) === 0 && { servername: host.replace(/\.$/, '') }),
  });
  secure.on('error', () => undefined);
  try {
    await event(secure, 'secureConnect').catch((error: unknown) => {
      throw tlsFailure(error);
    });
    const certificates = presentedBy(secure);
    if (certificates.length === 0) throw new StarttlsFailure('noCertificate');
    return {
      state: 'presented',
      certificates,
      protocol: secure.getProtocol() ?? '',
      cipher: secure.getCipher().standardName,
      answersInTls: await answersAgain(secure),
    };
  } finally {
    secure.destroy();
  }
}

/** Whether the server answers EHLO again, as it must after TLS (RFC 3207, section 4.2). A failure here loses no earlier result. */
async function answersAgain(secure: TLSSocket): Promise<boolean> {
  const reader = smtpReader(secure);
  try {
    const { code } = await say(reader, secure, 'EHLO certificate-wizard.invalid');
    secure.write('QUIT\r\n');
    return code === 250;
  } catch {
    return false;
  }
}

function presentedBy(secure: TLSSocket): Uint8Array[] {
  const certificates: Uint8Array[] = [];
  const seen = new Set<string>();
  // The type has no empty object, which Node gives where there is no certificate.
  let one: Partial<DetailedPeerCertificate> | undefined = secure.getPeerCertificate(true);
  while (
    one?.raw !== undefined &&
    one.fingerprint256 !== undefined &&
    !seen.has(one.fingerprint256) &&
    certificates.length < maxPresented
  ) {
    seen.add(one.fingerprint256);
    certificates.push(new Uint8Array(one.raw));
    one = one.issuerCertificate;
  }
  return certificates;
}

/** Sends a command if nothing waits to be read: a reply that comes before its command is injected. */
async function say(reader: SmtpReader, stream: Socket, command: string): Promise<SmtpReply> {
  if (reader.hasMore()) throw new StarttlsFailure('injected');
  stream.write(`${command}\r\n`);
  return reader.reply();
}

const textOf = ({ code, lines }: SmtpReply): string => shownText(`${String(code)} ${lines.join(' ')}`);

/** The event, or the failure that comes instead. */
function event(stream: Socket, name: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once(name, () => {
      resolve();
    });
    stream.once('error', reject);
    stream.once('close', () => {
      reject(new StarttlsFailure('closedEarly'));
    });
  });
}

const tlsFailure = (error: unknown): StarttlsFailure =>
  error instanceof StarttlsFailure ? error : new StarttlsFailure('tlsFailed', error instanceof Error ? shownText(error.message) : '');

const systemFaults: Readonly<Record<string, StarttlsFault>> = {
  ENOTFOUND: 'notFound',
  EAI_AGAIN: 'notFound',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timedOut',
  ECONNRESET: 'closedEarly',
  EPIPE: 'closedEarly',
};

function failedBy(error: unknown): StarttlsResult {
  if (error instanceof StarttlsFailure) return { state: 'failed', fault: error.fault, detail: error.message };
  const code = systemCode(error);
  return { state: 'failed', fault: systemFaults[code] ?? 'unreachable', detail: code };
}

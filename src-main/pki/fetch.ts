/**
 * One request over HTTP to an address that a certificate names and the administrator was shown. Addresses
 * inside the organization's network are allowed: an authority may be there. Nothing is sent over TLS, since
 * what comes back is signed (RFC 5280, section 8), and no proxy is used.
 */
import { request, type IncomingMessage } from 'node:http';
import type { RevocationFault } from '../../shared/x509/verification.ts';
import { fail, ok, type Result } from '../../shared/model/error.ts';
import { shownText } from './smtp-reply.ts';
import { systemCode } from '../files/system-code.ts';

/** A response is some 2 KiB with the certificate of its responder, a certificate as much. */
export const maxResponseBytes = 64 * 1024;
export const responseTimeoutMs = 15_000;
const maxRedirects = 3;

export interface FetchOptions {
  /** Sent as the body of a POST; without it a GET is sent */
  readonly body?: { readonly type: string; readonly bytes: Uint8Array };
  readonly maxBytes: number;
  /** Milliseconds for all of it, redirects included */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface FetchFault {
  readonly fault: RevocationFault;
  readonly detail: string;
}
type Fetched = Result<Uint8Array, FetchFault>;

const fault = (fault: RevocationFault, detail = ''): Fetched => fail({ fault, detail: shownText(detail) });
const redirects: readonly number[] = [301, 302, 303, 307, 308];

/** The address if it may be connected to: plain HTTP, without credentials in it. */
export function addressOf(text: string): URL | undefined {
  if (text.length > 2048 || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'http:' && url.username === '' && url.password === '' ? url : undefined;
}

/** The body of the answer. Never throws. A redirect is followed only on the same host: no other was shown. */
export async function fetchBytes(address: string, options: FetchOptions): Promise<Fetched> {
  const first = addressOf(address);
  if (first === undefined) return fault('addressRefused');
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([options.signal, timeout]);
  let url = first;
  try {
    for (let hops = 0; ; hops += 1) {
      const response = await send(url, options.body, signal);
      const { statusCode = 0, headers } = response;
      if (statusCode === 200) return await bodyOf(response, options.maxBytes);
      response.destroy();
      if (!redirects.includes(statusCode)) return fault('httpStatus', String(statusCode));
      const to = headers.location ?? '';
      const next = URL.canParse(to, url.href) ? addressOf(new URL(to, url.href).href) : undefined;
      if (next?.host !== first.host || hops === maxRedirects) return fault('redirectRefused', to);
      url = next;
    }
  } catch (error) {
    if (options.signal.aborted) return fault('canceled');
    if (timeout.aborted) return fault('timedOut');
    return fault('unreachable', systemCode(error));
  }
}

function send(url: URL, body: FetchOptions['body'], signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': body.type, 'content-length': body.bytes.length };
    const sent = request(url, { method: body === undefined ? 'GET' : 'POST', headers, agent: false, signal }, resolve);
    sent.on('error', reject);
    sent.end(body?.bytes);
  });
}

async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<Fetched> {
  const announced = Number(response.headers['content-length'] ?? 0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (announced <= maxBytes) {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > maxBytes) break;
      chunks.push(chunk);
    }
    if (length <= maxBytes) return ok(Buffer.concat(chunks, length));
  }
  response.destroy();
  return fault('tooLarge', String(maxBytes));
}

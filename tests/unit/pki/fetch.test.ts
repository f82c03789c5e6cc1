import { afterEach, describe, expect, it } from 'vitest';
import { addressOf, fetchBytes, type FetchOptions } from '../../../src-main/pki/fetch.ts';
import { endHttp, serveHttp } from './http-server.ts';

afterEach(endHttp);

const fetched = async (url: string, options: Partial<FetchOptions> = {}): Promise<string> => {
  const result = await fetchBytes(url, { maxBytes: 1000, timeoutMs: 5000, signal: new AbortController().signal, ...options });
  return result.ok ? `ok ${Buffer.from(result.value).toString()}` : `${result.error.fault} ${result.error.detail}`.trim();
};

it.each([
  'https://crl.test/',
  'ldap:///CN=x',
  'file:///c:/windows',
  'ftp://crl.test/',
  'http://user:secret@crl.test/',
  'javascript:alert(1)',
  '//crl.test',
  '',
  `http://crl.test/${'x'.repeat(3000)}`,
])('%s is not connected to', async (url) => {
  expect(addressOf(url)).toBeUndefined();
  expect(await fetched(url)).toBe('addressRefused');
});

describe('an answer', () => {
  it('is given as it is', async () => {
    const { url, asked, bodies } = await serveHttp((_, response) => response.end('bytes'));
    expect(await fetched(`${url}/a?b`)).toBe('ok bytes');
    expect(await fetched(url, { body: { type: 'application/ocsp-request', bytes: Buffer.from('ask') } })).toBe('ok bytes');
    expect(asked).toEqual(['GET /a?b', 'POST /']);
    expect(bodies[1]?.toString()).toBe('ask');
  });

  it('is refused when it is too large, by its own word or in truth', async () => {
    const honest = await serveHttp((_, response) => response.end('x'.repeat(1001)));
    expect(await fetched(honest.url)).toBe('tooLarge 1000');
    const endless = await serveHttp((_, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(500), more);
      };
      more();
    });
    expect(await fetched(endless.url)).toBe('tooLarge 1000');
    expect(await fetched(honest.url, { maxBytes: 1001 })).toBe(`ok ${'x'.repeat(1001)}`);
  });

  it('that says no is told with its number', async () => {
    const { url } = await serveHttp((_, response) => response.writeHead(404).end('x'));
    expect(await fetched(url)).toBe('httpStatus 404');
  });

  it('that does not come, or not to its end, is given up in time', async () => {
    const silent = await serveHttp(() => undefined);
    expect(await fetched(silent.url, { timeoutMs: 40 })).toBe('timedOut');
    const half = await serveHttp((_, response) => response.write('half'));
    expect(await fetched(half.url, { timeoutMs: 40 })).toBe('timedOut');
    const broken = await serveHttp(({ socket }) => socket.destroy());
    expect(await fetched(broken.url)).toBe('unreachable ECONNRESET');
  });

  it('is given up when the administrator cancels', async () => {
    const abort = new AbortController();
    const { url } = await serveHttp(() => {
      abort.abort();
    });
    expect(await fetched(url, { signal: abort.signal })).toBe('canceled');
    expect(await fetched(url, { signal: abort.signal })).toBe('canceled');
  });
});

describe('a redirect', () => {
  it('is followed three times on the same host, and no fourth time', async () => {
    const { url, asked } = await serveHttp((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 0) response.end('there');
      else response.writeHead(302, { location: `/${String(step - 1)}` }).end();
    });
    expect(await fetched(`${url}/3`)).toBe('ok there');
    expect(asked).toHaveLength(4);
    expect(await fetched(`${url}/4`)).toBe('redirectRefused /0');
  });

  it.each(['https://127.0.0.1/', 'file:///etc/passwd', 'http://'])('to %s is refused', async (location) => {
    const { url } = await serveHttp((_, response) => response.writeHead(301, { location }).end());
    expect(await fetched(url)).toBe(`redirectRefused ${location}`);
  });

  it('to a host that was not shown is refused, and that host hears nothing', async () => {
    const other = await serveHttp((_, response) => response.end('x'));
    const { url } = await serveHttp((_, response) => response.writeHead(307, { location: other.url }).end());
    expect(await fetched(url)).toBe(`redirectRefused ${other.url}`);
    expect(other.asked).toEqual([]);
  });
});

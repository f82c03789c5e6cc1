import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { hexOf } from '../../../shared/x509/der.ts';
import { readIssuing } from '../../../shared/x509/certificate.ts';
import { publicRoots } from '../../../src-main/pki/known-certificates.ts';
import { probeStarttls, type StarttlsOptions, type StarttlsResult } from '../../../src-main/pki/starttls.ts';
import { chainOfThree, issue } from './issue.ts';
import { endServers, onCommands, serve, smtp, type SmtpOptions } from './smtp-server.ts';

afterEach(endServers);

const { root, intermediate, leaf } = chainOfThree();
const ask = (port: number, options: StarttlsOptions = {}): Promise<StarttlsResult> => probeStarttls('127.0.0.1', { port, ...options });
const presentedBy = (result: StarttlsResult): readonly string[] => (result.state === 'presented' ? result.certificates.map(hexOf) : []);
const failed = (fault: string) => expect.objectContaining({ state: 'failed', fault }) as unknown;

describe('a server with STARTTLS', () => {
  it('presents its chain, and is asked before and after TLS', async () => {
    const commands: string[] = [];
    const result = await ask(await serve(smtp([leaf, intermediate], { commands })));
    expect(result).toMatchObject({ state: 'presented', protocol: 'TLSv1.3', answersInTls: true });
    expect(presentedBy(result)).toEqual([hexOf(leaf.der), hexOf(intermediate.der)]);
    expect(commands.slice(0, 3)).toEqual(['EHLO certificate-wizard.invalid', 'STARTTLS', 'TLS EHLO certificate-wizard.invalid']);
  });

  it('presents no more than it has: no issuer is added', async () => {
    expect(presentedBy(await ask(await serve(smtp([leaf]))))).toEqual([hexOf(leaf.der)]);
    expect(presentedBy(await ask(await serve(smtp([leaf, intermediate, root]))))).toHaveLength(3);
  });

  it('presents no more than it has, also where Node knows a public root of the issuer’s name', async () => {
    const known = publicRoots().find(({ facts }) => facts.keyAlgorithm === 'ECDSA');
    if (known === undefined) throw new Error('no root');
    const pretended = issue({
      name: 'x',
      issuer: { ...root, name: Buffer.from(readIssuing(known.der).subjectName) },
      withoutKeyIdentifiers: true,
    });
    expect(presentedBy(await ask(await serve(smtp([pretended]))))).toEqual([hexOf(pretended.der)]);
  });

  it('is seen also when its certificate has expired, is self-signed or of another name', async () => {
    for (const one of [
      issue({ name: 'old', issuer: intermediate, fromDay: -400, toDay: -300 }),
      issue({ name: 'EX01' }),
      issue({ name: 'x', key: 'rsa' }),
    ]) {
      expect(presentedBy(await ask(await serve(smtp([one]))))).toEqual([hexOf(one.der)]);
    }
  });

  it.each<[string, SmtpOptions]>([
    ['greets in several lines', { greeting: '220-ex01\r\n220-is\r\n220 ready\r\n' }],
    ['ends its lines as Unix does', { greeting: '220 ready\n' }],
    ['says it in small letters', { offers: ['starttls'] }],
  ])('is understood when it %s', async (_, options) => {
    expect(await ask(await serve(smtp([leaf], options)))).toMatchObject({ state: 'presented' });
  });

  it.each<[string, SmtpOptions]>([
    ['refuses', { inTls: '500 no\r\n' }],
    ['talks nonsense', { inTls: '\u0001\u0002\r\n' }],
    ['closes', { inTls: null }],
  ])('that then %s in TLS has presented its certificate all the same', async (_, options) => {
    expect(await ask(await serve(smtp([leaf], options)))).toMatchObject({ state: 'presented', answersInTls: false });
  });
});

it('a server without STARTTLS is said to have none', async () => {
  expect(await ask(await serve(smtp([leaf], { offers: ['SIZE', 'XSTARTTLS', 'STARTTLSX'] })))).toEqual({ state: 'notOffered' });
});

describe('a hostile server', () => {
  it.each<[string, SmtpOptions, string]>([
    ['refuses at once', { greeting: '554 5.7.1 no\r\n' }, 'greetingRefused'],
    ['refuses STARTTLS', { begin: '454 4.7.0 TLS not available\r\n' }, 'starttlsRefused'],
    ['puts something before TLS', { begin: '220 ready\r\n250 injected\r\n' }, 'injected'],
    ['puts something behind its greeting', { greeting: '220 ready\r\n250-x\r\n250 STARTTLS\r\n' }, 'injected'],
    ['is no SMTP server', { greeting: 'HTTP/1.1 400 Bad Request\r\n' }, 'notSmtp'],
    ['changes its mind within a reply', { greeting: '220-a\r\n554 b\r\n' }, 'notSmtp'],
    ['has a line without end', { greeting: '2'.repeat(40_000) }, 'replyTooLong'],
    ['has many lines', { greeting: '220-more\r\n'.repeat(500) }, 'replyTooLong'],
    ['offers thousands', { offers: Array.from({ length: 3000 }, (_, index) => `X${String(index)}`) }, 'replyTooLong'],
  ])('%s', async (_, options, fault) => {
    expect(await ask(await serve(smtp([leaf], options)))).toEqual(failed(fault));
  });

  it('says what it said, without controls and not at length', async () => {
    const result = await ask(await serve(smtp([leaf], { greeting: `554 \u0007${'x'.repeat(900)}\r\n` })));
    expect(result).toEqual({ state: 'failed', fault: 'greetingRefused', detail: `554 ?${'x'.repeat(195)}` });
  });

  it('sends without end', async () => {
    const port = await serve((socket) => {
      const more = (): void => {
        if (!socket.destroyed) socket.write('220-and on\r\n'.repeat(50), more);
      };
      more();
    });
    expect(await ask(port)).toEqual(failed('replyTooLong'));
  });

  it('sends anything', async () => {
    expect(await ask(await serve((socket) => socket.write(Buffer.from('1603010a00ff', 'hex'))))).toEqual(failed('notSmtp'));
  });

  it('never answers', async () => {
    expect(await ask(await serve(() => undefined), { timeoutMs: 40 })).toEqual(failed('timedOut'));
    const silentInTls = await serve((socket) => {
      onCommands(socket, (command) => socket.write(command === 'STARTTLS' ? '220 go\r\n' : '250-x\r\n250 STARTTLS\r\n'));
      socket.write('220 ready\r\n');
    });
    expect(await ask(silentInTls, { timeoutMs: 200 })).toMatchObject({ state: 'failed' });
  });

  it('closes early, at each place', async () => {
    expect(await ask(await serve((socket) => socket.destroy()))).toEqual(failed('closedEarly'));
    expect(await ask(await serve((socket) => socket.end('220-half\r\n')))).toEqual(failed('closedEarly'));
    const atTls = await serve((socket) => {
      onCommands(socket, (command) => (command === 'STARTTLS' ? socket.end('220 go\r\n') : socket.write('250-x\r\n250 STARTTLS\r\n')));
      socket.write('220 ready\r\n');
    });
    expect(await ask(atTls)).toMatchObject({ state: 'failed' });
  });

  it('answers the beginning of TLS with an alert', async () => {
    const port = await serve((socket) => {
      const release = onCommands(socket, (command) => {
        socket.write(command === 'STARTTLS' ? '220 go\r\n' : '250-x\r\n250 STARTTLS\r\n');
        if (command !== 'STARTTLS') return;
        release();
        socket.once('data', () => socket.end(Buffer.from('15030300020228', 'hex')));
      });
      socket.write('220 ready\r\n');
    });
    expect(await ask(port)).toEqual(failed('tlsFailed'));
  });
});

describe('what is not reached', () => {
  it('has nothing that listens', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    await new Promise((resolve) => server.close(resolve));
    expect(await ask(port)).toEqual(failed('refused'));
  });

  it.each(['', ' ', 'ex01 contoso', 'ex01/../..', '-ex01', 'a'.repeat(300), 'ex01\r\nRCPT', 'http://ex01'])(
    'is no name of a server: %j',
    async (host) => {
      expect(await probeStarttls(host, { port: 1 })).toEqual(failed('hostInvalid'));
    },
  );

  it('is given up when the administrator cancels, before and while', async () => {
    const abort = new AbortController();
    const port = await serve(() => {
      abort.abort();
    });
    expect(await ask(port, { signal: abort.signal })).toEqual(failed('canceled'));
    expect(await ask(port, { signal: abort.signal })).toEqual(failed('canceled'));
  });
});

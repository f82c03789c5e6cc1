/**
 * What a real mail server presents, from its socket to what is said of it: the new certificate, another one, an old one, and servers that
 * do not want to be asked.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Organization } from '../../../shared/model/organization.ts';
import type { Evidence } from '../../../shared/proof/evidence.ts';
import { sealsOf } from '../../../shared/proof/seals.ts';
import { askServer } from '../../../src-main/proof/ask-server.ts';
import { openPractice } from '../../contract/practice.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { read } from '../plan/practice-organizations.ts';
import { noTargets } from './no-targets.ts';
import { issue, chainOfThree, now, type Issued } from '../pki/issue.ts';
import { endServers, serve, smtp } from '../pki/smtp-server.ts';

// The sockets and TLS are real. Only the list of public roots has one more: nobody has the keys of the others.
const { roots } = vi.hoisted(() => ({ roots: [] as string[] }));
vi.mock('node:tls', async (importOriginal) => ({ ...(await importOriginal<typeof import('node:tls')>()), rootCertificates: roots }));

const { root, intermediate, leaf } = chainOfThree();
roots.push(root.pem);
const old = issue({
  name: 'mail.contoso.com',
  names: ['mail.contoso.com'],
  issuer: intermediate,
  fromDay: -400,
  toDay: -3,
  serialNumber: '77',
});
const previous = issue({ name: 'mail.contoso.com', names: ['mail.contoso.com'], issuer: intermediate, serialNumber: '78' });
const wildcard = issue({ name: '*.contoso.com', names: ['*.contoso.com'], issuer: intermediate });
const selfSigned = issue({ name: 'EX01', names: ['EX01'] });
const anotherRoot = issue({ name: 'Another root', isCA: true, keyUsage: 0x06 });
const anotherChain = issue({ name: 'mail.contoso.com', names: ['mail.contoso.com'], issuer: anotherRoot });
const ofBadSignature = issue({ name: 'mail.contoso.com', names: ['mail.contoso.com'], issuer: intermediate, badSignature: true });

afterEach(endServers);

async function partOf(wanted: Issued, port: number): Promise<readonly string[]> {
  const organization: Organization = await read(await openPractice(await practiceOrganization('renewal', now)));
  const result = await askServer({ server: 'EX01', host: '127.0.0.1' }, organization, now, { port, timeoutMs: 300 });
  const evidence: Evidence = { kind: 'handshake', server: 'EX01', host: '127.0.0.1', askedFrom: 'thisComputer', result };
  const seals = sealsOf({
    wanted: wanted.facts.thumbprint,
    targets: { ...noTargets, receiving: [{ server: 'EX01', host: '127.0.0.1' }] },
    evidence: [{ n: 2, at: now.toISOString(), evidence }],
    changed: { n: 1, at: new Date(now.getTime() - 60_000).toISOString() },
    changedElsewhere: null,
    isOnlineSkipped: false,
  });
  return seals
    .filter(({ kind, direction }) => kind === 'presented' && direction === 'toOnPremises')
    .flatMap(({ parts }) => parts.map(({ state, reason }) => `${state}: ${reason.kind}`));
}

describe('an honest server', () => {
  it.each<[string, Issued, readonly [Issued, ...Issued[]], string]>([
    ['the new certificate with its intermediate', leaf, [leaf, intermediate], 'proven: presentsNew'],
    ['the new certificate with intermediate and root', leaf, [leaf, intermediate, root], 'proven: presentsNew'],
    ['the new certificate, a wildcard', wildcard, [wildcard, intermediate], 'proven: presentsNew'],
    ['the new certificate without its intermediate', leaf, [leaf], 'notYet: chainUnknown'],
    ['the new certificate of a root on no public list', anotherChain, [anotherChain, anotherRoot], 'notYet: chainUnknown'],
    ['the new certificate with the intermediate of another chain', leaf, [leaf, anotherRoot], 'notYet: chainUnknown'],
    ['a certificate that its issuer did not sign', ofBadSignature, [ofBadSignature, intermediate], 'failed: chainBroken'],
    ['the certificate of before, which is still valid', leaf, [previous, intermediate], 'failed: presentsOther'],
    ['the certificate of before, which has expired', leaf, [old, intermediate], 'failed: presentsOther'],
    ['a wildcard instead of the new one', leaf, [wildcard, intermediate], 'failed: presentsOther'],
    ["Exchange's own certificate", leaf, [selfSigned], 'failed: presentsOther'],
  ])('that presents %s', async (_, wanted, presents, expected) => {
    expect(await partOf(wanted, await serve(smtp(presents)))).toEqual([expected]);
  });
});

describe('a server that proves nothing', () => {
  it.each<[string, Parameters<typeof serve>[0], string]>([
    ['offers no STARTTLS', smtp([leaf, intermediate], { offers: ['SIZE'] }), 'failed: notOffered'],
    ['refuses STARTTLS', smtp([leaf, intermediate], { begin: '454 4.7.0 TLS not available\r\n' }), 'notYet: noAnswer'],
    ['closes in TLS', smtp([leaf, intermediate], { inTls: null }), 'notYet: silentInTls'],
    ['refuses at once', smtp([leaf, intermediate], { greeting: '554 no\r\n' }), 'notYet: noAnswer'],
    ['puts something before TLS', smtp([leaf, intermediate], { begin: '220 go\r\n250 more\r\n' }), 'notYet: noAnswer'],
    ['never answers', () => undefined, 'notYet: noAnswer'],
    [
      'sends without end',
      (socket) => {
        const more = (): void => {
          while (socket.writable && socket.write('x'.repeat(65_536)));
        };
        socket.on('drain', more);
        more();
      },
      'notYet: noAnswer',
    ],
    ['is no SMTP server', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'notYet: noAnswer'],
  ])('%s', async (_, answer, expected) => {
    expect(await partOf(leaf, await serve(answer))).toEqual([expected]);
  });
});

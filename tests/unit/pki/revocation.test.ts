import { afterEach, describe, expect, it } from 'vitest';
import { readOcspResponse } from '../../../shared/x509/ocsp.ts';
import { readRevocationList } from '../../../shared/x509/crl.ts';
import { checkRevocation, identifierOf, judgeList, judgeResponse, type Question, type Judgment } from '../../../src-main/pki/revocation.ts';
import { createRandom } from '../../fuzz/random.ts';
import { mutated } from '../../fuzz/mutate.ts';
import { integer, sequence } from '../x509/encode.ts';
import { ocspRefusal, ocspResponse, revocationList, unknownCritical, type ListOptions, type ResponseOptions } from './answers.ts';
import { endHttp, serveHttp } from './http-server.ts';
import { chainOfThree, daysFromNow, issue, now, time, type Issued } from './issue.ts';

afterEach(endHttp);

const { root, intermediate, leaf } = chainOfThree({ crlUrls: ['http://crl.test/1.crl'] });
const { signal } = new AbortController();
const question = (subject: Issued = leaf, issuer: Issued = intermediate): Question => ({ subject: subject.facts, issuer, now, signal });
const shown = (told: Judgment): string =>
  told.ok
    ? told.value.revoked === null
      ? 'good'
      : `revoked ${told.value.revoked.revokedAt.slice(0, 10)} ${told.value.revoked.reason}`
    : told.error.fault;
const ocspSigning = '1.3.6.1.5.5.7.3.9';

describe('what a responder says', () => {
  const say = async (options: Partial<ResponseOptions> = {}, asked = question()): Promise<string> =>
    shown(await judgeResponse(ocspResponse({ of: leaf, issuer: intermediate, ...options }), identifierOf(asked), asked));
  const responder = issue({ name: 'Responder', issuer: intermediate, extendedKeyUsage: ocspSigning });

  it.each<[string, Partial<ResponseOptions>, string]>([
    ['good, signed by the issuer', {}, 'good'],
    ['good, the issuer named by its key', { by: 'key' }, 'good'],
    ['good, among others', { before: [root, intermediate] }, 'good'],
    ['good, without an end', { toDay: null, fromDay: -0.5 }, 'good'],
    ['good, by a responder of the issuer', { signer: responder, certificates: [responder] }, 'good'],
    ['good, by one named by its key', { signer: responder, by: 'key', certificates: [root, responder] }, 'good'],
    ['revoked', { status: { day: -3, reason: 1 } }, 'revoked 2026-11-17 keyCompromise'],
    ['revoked without a reason', { status: { day: -3 } }, 'revoked 2026-11-17 unspecified'],
    ['a status that it does not know', { status: 'unknown' }, 'statusUnknown'],
    ['something of another certificate', { serialNumber: '7f' }, 'otherCertificate'],
    ['it by another digest', { digest: '2.16.840.1.101.3.4.2.1' }, 'otherCertificate'],
    ['what is out of date', { fromDay: -9, toDay: -2 }, 'outOfDate'],
    ['what has no end and is old', { fromDay: -2, toDay: null }, 'outOfDate'],
    ['what is of tomorrow', { fromDay: 1, toDay: 5 }, 'notYetValid'],
    ['what was changed on its way', { badSignature: true }, 'wrongSignature'],
    ['it with another key in the name of the issuer', { signer: { ...root, name: intermediate.name } }, 'wrongSignature'],
    ['it in a name that nobody knows', { signer: root }, 'notAuthorized'],
    ['what must be understood', { answerExtensions: [unknownCritical] }, 'notUnderstood'],
    ['what must be understood as a whole', { extensions: [unknownCritical] }, 'notUnderstood'],
    ['no known reason', { status: { day: -3, reason: 99 } }, 'malformed'],
  ])('%s', async (_, options, result) => {
    expect(await say(options)).toBe(result);
  });

  it.each<[string, Parameters<typeof issue>[0]]>([
    ['was not made for it', { name: 'R', issuer: intermediate }],
    ['was made for something else', { name: 'R', issuer: intermediate, extendedKeyUsage: '1.3.6.1.5.5.7.3.1' }],
    ['is of another authority', { name: 'R', issuer: root, extendedKeyUsage: ocspSigning }],
    ['has expired', { name: 'R', issuer: intermediate, extendedKeyUsage: ocspSigning, fromDay: -90, toDay: -1 }],
    ['is not valid yet', { name: 'R', issuer: intermediate, extendedKeyUsage: ocspSigning, fromDay: 1 }],
    ['the authority did not sign', { name: 'R', issuer: intermediate, extendedKeyUsage: ocspSigning, badSignature: true }],
  ])('a responder whose certificate %s may not answer', async (_, options) => {
    const wrong = issue(options);
    expect(await say({ signer: wrong, certificates: [wrong] })).toBe('notAuthorized');
  });

  it.each(['rsa', 'ed25519'] as const)('is verified with a key of kind %s, and PSS', async (key) => {
    const authority = issue({ name: 'A', isCA: true, key });
    const one = issue({ name: 'x', issuer: authority });
    expect(await say({ of: one, issuer: authority }, question(one, authority))).toBe('good');
    if (key === 'rsa') expect(await say({ of: one, issuer: authority, pss: true }, question(one, authority))).toBe('good');
  });

  it.each([1, 2, 3, 5, 6])('no answer but the word %i', async (status) => {
    expect(shown(await judgeResponse(ocspRefusal(status), identifierOf(question()), question()))).toBe('responderRefused');
  });
});

describe('what a list says', () => {
  const say = async (options: Partial<ListOptions> = {}, asked = question()): Promise<string> =>
    shown(await judgeList(revocationList({ issuer: intermediate, ...options }), asked));
  const { serialNumber } = leaf.facts;

  it.each<[string, Partial<ListOptions>, string]>([
    ['nothing is revoked', {}, 'good'],
    ['another one is revoked', { revoked: [{ serialNumber: '7f', day: -3 }] }, 'good'],
    [
      'it is revoked',
      {
        revoked: [
          { serialNumber: '7f', day: -3 },
          { serialNumber, day: -2, reason: 4 },
        ],
      },
      'revoked 2026-11-18 superseded',
    ],
    ['it is revoked without a reason', { revoked: [{ serialNumber, day: -2 }] }, 'revoked 2026-11-18 unspecified'],
    ['what is out of date', { fromDay: -9, toDay: -1 }, 'outOfDate'],
    ['what is of tomorrow', { fromDay: 1, toDay: 2 }, 'notYetValid'],
    ['what was changed on its way', { badSignature: true }, 'wrongSignature'],
    ['it with another key', { signer: root }, 'wrongSignature'],
    ['something of another authority', { issuer: root }, 'notAuthorized'],
    ['only what is of its place', { urls: ['http://crl.test/0.crl', 'http://crl.test/1.crl'] }, 'good'],
    ['only what is of another place', { urls: ['http://crl.test/2.crl'] }, 'otherScope'],
    ['only of leaves', { scope: 1 }, 'good'],
    ['only of authorities', { scope: 2 }, 'otherScope'],
    ['only some reasons', { scope: 3 }, 'otherScope'],
    ['entries of others', { scope: 4 }, 'otherScope'],
    ['only changes', { extensions: [unknownCritical] }, 'notUnderstood'],
    ['an entry that must be understood', { revoked: [{ serialNumber, day: -2, critical: true }] }, 'malformed'],
    ['entries that are none', { entries: integer('01') }, 'malformed'],
  ])('%s', async (_, options, result) => {
    expect(await say(options)).toBe(result);
  });

  it('of authorities is about an intermediate', async () => {
    expect(await say({ issuer: root, scope: 2 }, question(intermediate, root))).toBe('good');
    expect(await say({ issuer: root, scope: 1 }, question(intermediate, root))).toBe('otherScope');
  });

  it('counts only when the authority may sign lists', async () => {
    const silent = issue({ name: 'S', isCA: true, keyUsage: 0x04 });
    expect(await say({ issuer: silent }, question(issue({ name: 'x', issuer: silent }), silent))).toBe('notAuthorized');
  });

  it('with a million entries is searched at once, to its end', async () => {
    const count = 1_000_000;
    const one = sequence(integer('7fffffff'), time(daysFromNow(-3)));
    const entries = Buffer.alloc(one.length * count);
    for (let index = 0; index < count; index += 1) {
      one.forEach((byte, at) => (entries[index * one.length + at] = byte));
      entries.writeUInt32BE(index, index * one.length + 4);
    }
    const bytes = revocationList({ issuer: intermediate, entries, revoked: [{ serialNumber, day: -2, reason: 1 }] });
    expect(bytes.length).toBeGreaterThan(24_000_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(shown(await judgeList(bytes, question()))).toBe('revoked 2026-11-18 keyCompromise');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * bytes.length);
  });
});

describe('asking the addresses of a certificate', () => {
  const at = (ocspUrls: readonly string[], crlUrls: readonly string[]): Question => ({
    ...question(),
    subject: { ...leaf.facts, ocspUrls: [...ocspUrls], crlUrls: [...crlUrls] },
  });

  it('sends a request that names the certificate, and is done when the responder answers', async () => {
    const server = await serveHttp((_, response) => response.end(ocspResponse({ of: leaf, issuer: intermediate })));
    const result = await checkRevocation(at([`${server.url}/ocsp`], [`${server.url}/crl`]));
    expect(result).toEqual({
      state: 'good',
      by: 'ocsp',
      url: `${server.url}/ocsp`,
      thisUpdate: daysFromNow(-1).toISOString(),
      nextUpdate: daysFromNow(3).toISOString(),
      failed: [],
    });
    expect(server.asked).toEqual(['POST /ocsp']);
    expect(server.bodies[0]?.toString('hex')).toContain(`0202${leaf.facts.serialNumber.toLowerCase()}`);
  });

  it('goes on to the list when the responder does not tell, and keeps why', async () => {
    const server = await serveHttp(({ url }, response) =>
      url === '/crl'
        ? response.end(revocationList({ issuer: intermediate, revoked: [{ serialNumber: leaf.facts.serialNumber, day: -2 }] }))
        : response.writeHead(503).end(),
    );
    expect(await checkRevocation(at([`${server.url}/ocsp`], [`${server.url}/crl`]))).toMatchObject({
      state: 'revoked',
      by: 'crl',
      revokedAt: daysFromNow(-2).toISOString(),
      failed: [{ url: `${server.url}/ocsp`, fault: 'httpStatus', detail: '503' }],
    });
    expect(server.asked).toEqual(['POST /ocsp', 'GET /crl']);
  });

  it('is unknown where there is no address, or no answer', async () => {
    expect(await checkRevocation(at([], []))).toMatchObject({ state: 'unknown', failed: [{ fault: 'noAddress' }] });
    const server = await serveHttp((_, response) => response.end('<html>'));
    const result = await checkRevocation(at(['https://x.test', `${server.url}/a`], ['ldap:///CN=x', `${server.url}/b`]));
    expect([result.state, ...result.failed.map(({ fault }) => fault)]).toEqual([
      'unknown',
      'addressRefused',
      'malformed',
      'addressRefused',
      'malformed',
    ]);
  });

  it('asks no more than eight of them', async () => {
    const server = await serveHttp((_, response) => response.writeHead(404).end());
    await checkRevocation(
      at(
        Array.from({ length: 50 }, (_, index) => `${server.url}/${String(index)}`),
        [],
      ),
    );
    expect(server.asked).toHaveLength(8);
  });
});

describe('4,000 mutated answers', () => {
  const seeds = [
    ocspResponse({ of: leaf, issuer: intermediate, status: { day: -3, reason: 1 } }),
    ocspResponse({ of: leaf, issuer: intermediate, certificates: [root], before: [root] }),
    revocationList({
      issuer: intermediate,
      urls: ['http://crl.test/1.crl'],
      revoked: [{ serialNumber: leaf.facts.serialNumber, day: -2, reason: 4 }],
    }),
    revocationList({ issuer: intermediate, scope: 1 }),
  ].map((bytes) => ({ bytes: Uint8Array.from(bytes), cuts: [0, 4, 8, 40, 80, 120, 160] }));
  const format = { name: 'revocation', seeds, read: () => ({ accepted: true }) };

  it('fail by code, never by exception, and are never taken for another answer', async () => {
    const [id, asked] = [identifierOf(question()), question()];
    const results = new Map<string, number>();
    for (let index = 0; index < 4000; index += 1) {
      const bytes = mutated(format, index);
      for (const told of [await judgeResponse(bytes, id, asked), await judgeList(bytes, asked)]) {
        const word = told.ok ? 'told' : told.error.fault;
        results.set(word, (results.get(word) ?? 0) + 1);
        if (!told.ok) continue;
        // What is still told was changed only where no signature is needed, so it is what was signed.
        expect(['good', 'revoked 2026-11-17 keyCompromise', 'revoked 2026-11-18 superseded']).toContain(shown(told));
      }
    }
    expect([...results.keys()]).toEqual(expect.arrayContaining(['malformed', 'wrongSignature']));
    expect(results.get('wrongSignature')).toBeGreaterThan(50);
    expect(results.get('told') ?? 0).toBeLessThan(300);
  });

  it('are the same in every run', () => {
    expect(createRandom('revocation', 7).below(1000)).toBe(createRandom('revocation', 7).below(1000));
    expect(mutated(format, 11)).toEqual(mutated(format, 11));
  });

  it('began as answers that are read', () => {
    expect(readOcspResponse(seeds[0]?.bytes ?? new Uint8Array())).toMatchObject({ answers: [{ status: { reason: 'keyCompromise' } }] });
    expect(readRevocationList(seeds[3]?.bytes ?? new Uint8Array()).scope).toEqual({ urls: null, only: 'leaves', partial: false });
  });
});

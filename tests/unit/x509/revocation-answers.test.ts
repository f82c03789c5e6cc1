/** What OpenSSL wrote: requests, responses and a list of revoked certificates. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readIssuing } from '../../../shared/x509/certificate.ts';
import { entryOf, readRevocationList } from '../../../shared/x509/crl.ts';
import { bytesOfHex } from '../../../shared/x509/der.ts';
import { ocspRequest, readOcspResponse, sha1Oid, type OcspResponse } from '../../../shared/x509/ocsp.ts';
import { judgeList } from '../../../src-main/pki/revocation.ts';
import { certificateOf } from '../../../src-main/pki/known-certificates.ts';
import { fixture } from '../pki/fixture.ts';
import { element, extension, integer, latin, sequence } from './encode.ts';

const sha1 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha1').update(bytes).digest());
const { subjectName, publicKey } = readIssuing(fixture('revocation/authority.cer'));
const idOf = (serial: string) => ({ issuerNameHash: sha1(subjectName), issuerKeyHash: sha1(publicKey), serialNumber: bytesOfHex(serial) });

function responseOf(name: string): OcspResponse {
  const response = readOcspResponse(fixture(`revocation/${name}`));
  if (typeof response === 'string') throw new Error(response);
  return response;
}

describe('OCSP', () => {
  it('writes the request that OpenSSL writes', () => {
    expect(Buffer.from(ocspRequest(idOf('00D0AB')))).toEqual(Buffer.from(fixture('revocation/good.ocsp-request')));
  });

  it('reads a good and a revoked answer, and the certificate of the responder with its own bytes', () => {
    expect(responseOf('good.ocsp').answers).toMatchObject([
      { digest: sha1Oid, status: 'good', unknownCritical: false, id: idOf('00D0AB') },
    ]);
    expect(responseOf('revoked.ocsp').answers).toMatchObject([
      { id: idOf('7F01'), status: { revokedAt: '2026-11-01T12:00:00.000Z', reason: 'keyCompromise' } },
    ]);
    const { certificates, responder } = responseOf('good.ocsp');
    expect(certificates.map((der) => certificateOf(der)?.facts.subject)).toEqual(['CN=Fabrikam responder']);
    expect(responder).toHaveProperty('name');
  });
});

describe('a list of revoked certificates', () => {
  const list = readRevocationList(fixture('revocation/list.crl'));

  it('has its issuer, its scope and its entries', () => {
    expect(list.scope).toEqual({ urls: ['http://crl.fabrikam.example/1.crl'], only: 'leaves', partial: false });
    expect(Buffer.from(list.issuerName)).toEqual(Buffer.from(subjectName));
    expect(entryOf(list, bytesOfHex('7F01'))).toEqual({ revokedAt: '2026-11-01T12:00:00.000Z', reason: 'keyCompromise' });
    expect(entryOf(list, bytesOfHex('00D0AB'))).toBeUndefined();
  });

  it('is verified with its entries', async () => {
    const issuer = certificateOf(fixture('revocation/authority.cer'));
    if (issuer === undefined) throw new Error('The authority cannot be read.');
    const subject = { ...issuer.facts, serialNumber: '7F01', isCA: false, crlUrls: ['http://crl.fabrikam.example/1.crl'] };
    const question = { subject, issuer, now: new Date(list.thisUpdate), signal: new AbortController().signal };
    expect(await judgeList(fixture('revocation/list.crl'), question)).toMatchObject({ value: { revoked: { reason: 'keyCompromise' } } });
    const forged = fixture('revocation/list.crl').map((byte, at, all) => (at > 0 && all[at - 1] === 0x7f && byte === 0x01 ? 0x02 : byte));
    expect(await judgeList(forged, question)).toMatchObject({ error: { fault: 'wrongSignature' } });
  });
});

describe('the scope of a list', () => {
  const algorithm = sequence(Uint8Array.from([0x06, 0x03, 0x2b, 0x65, 0x70]));
  const listOf = (point: Uint8Array): Uint8Array =>
    sequence(
      sequence(algorithm, sequence(), element(0x17, latin('261128120000Z')), element(0xa0, sequence(extension('2.5.29.28', point)))),
      algorithm,
      element(0x03, Uint8Array.of(0)),
    );

  it.each<[string, Uint8Array, readonly string[] | null]>([
    ['no distribution point', sequence(element(0x81, Uint8Array.of(0xff))), null],
    [
      'a relative name',
      sequence(element(0xa0, element(0xa1, sequence(Uint8Array.from([0x06, 0x01, 0x2a]), element(0x0c, latin('x')))))),
      [],
    ],
    ['a name of an unknown kind', sequence(element(0xa0, element(0xa5, latin('')))), []],
    ['a URL', sequence(element(0xa0, element(0xa0, element(0x86, latin('http://a'))))), ['http://a']],
  ])('%s', (_, point, urls) => {
    expect(readRevocationList(new Uint8Array(listOf(point))).scope.urls).toEqual(urls);
  });
});

describe('times that the library would turn into others', () => {
  const listOf = (time: Uint8Array): Uint8Array => {
    const algorithm = sequence(Uint8Array.from([0x06, 0x03, 0x2b, 0x65, 0x70]));
    return sequence(sequence(algorithm, sequence(), time), algorithm, element(0x03, Uint8Array.of(0)));
  };

  it.each([
    ['without seconds', element(0x17, latin('2611281200Z'))],
    ['with an offset', element(0x18, latin('20261128120000+0900'))],
    ['of a day that does not exist', element(0x17, latin('260230000000Z'))],
    ['that is a number', integer('01')],
  ])('%s are refused', (_, time) => {
    expect(() => readRevocationList(new Uint8Array(listOf(time)))).toThrow();
  });

  it('in the form of RFC 5280 are read', () => {
    expect(readRevocationList(new Uint8Array(listOf(element(0x18, latin('20501128120000Z')))))).toMatchObject({
      thisUpdate: '2050-11-28T12:00:00.000Z',
      nextUpdate: null,
    });
  });
});

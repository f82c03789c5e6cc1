import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../../shared/x509/certificate.ts';
import type { CertificateFacts } from '../../../shared/model/certificate.ts';
import { bits, element, encodedCertificate, extension, latin, octets, oid, sequence, utf8, type Bytes } from './encode.ts';

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');
function factsOf(der: Uint8Array): CertificateFacts {
  const facts = readCertificate(der, sha1);
  if (!facts.ok) throw new Error(JSON.stringify(facts.error));
  return facts.value;
}
const withExtensions = (...extensions: readonly Bytes[]): CertificateFacts => factsOf(encodedCertificate({ extensions }));
const real = new Uint8Array(readFileSync(join(import.meta.dirname, '../pki/fixtures/mail.der.cer')));

describe('extensions', () => {
  it('of a certificate that OpenSSL made, and as Node reads them', () => {
    const facts = factsOf(real);
    const node = new X509Certificate(real);
    expect(facts).toMatchObject({
      names: ['mail.contoso.com', 'autodiscover.contoso.com'],
      otherNames: [
        'IP Address=192.0.2.1',
        'IP Address=2001:db8:0:0:0:0:0:1',
        'RFC822 Name=postmaster@contoso.com',
        'URL=https://mail.contoso.com/',
        'Other Name=Principal Name=exchange@contoso.com',
        'Registered ID=1.2.3.4',
        'Directory Address=CN=Contoso directory, C=JP',
      ],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
      isCA: false,
      ocspUrls: ['http://ocsp.fabrikam.example'],
      issuerUrls: ['http://ca.fabrikam.example/tls.crt'],
      crlUrls: ['http://crl.fabrikam.example/tls.crl'],
      keyAlgorithm: 'RSA',
      keySize: 2048,
    });
    expect([facts.thumbprint, facts.serialNumber, facts.isCA]).toEqual([node.fingerprint.replaceAll(':', ''), node.serialNumber, node.ca]);
    expect([facts.notBefore, facts.notAfter]).toEqual([node.validFrom, node.validTo].map((date) => new Date(date).toISOString()));
    for (const key of [facts.subjectKeyIdentifier, facts.authorityKeyIdentifier]) expect(key).toMatch(/^[0-9A-F]{40}$/);
    expect(facts.subjectKeyIdentifier).not.toBe(facts.authorityKeyIdentifier);
  });

  it('that are not there: no names, no keys, every use', () => {
    for (const facts of [factsOf(encodedCertificate()), withExtensions()]) {
      expect(facts).toMatchObject({
        names: [],
        otherNames: [],
        extendedKeyUsage: null,
        isCA: false,
        ocspUrls: [],
        issuerUrls: [],
        crlUrls: [],
      });
      expect([facts.subjectKeyIdentifier, facts.authorityKeyIdentifier]).toEqual([null, null]);
    }
  });

  it('500 names', () => {
    const names = Array.from({ length: 500 }, (_, index) => `host-${String(index)}.contoso.com`);
    const facts = withExtensions(extension('2.5.29.17', sequence(...names.map((name) => element(0x82, latin(name))))));
    expect(facts.names).toEqual(names);
  });

  it('critical ones, unknown ones, and the first of two of a kind', () => {
    const critical = sequence(oid('2.5.29.19'), element(0x01, Uint8Array.of(0xff)), octets(sequence(element(0x01, Uint8Array.of(0xff)))));
    const unknown = extension('1.2.3.4', latin('not even DER'));
    const usages = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'].map((use) => extension('2.5.29.37', sequence(oid(use))));
    expect(withExtensions(critical, unknown, ...usages)).toMatchObject({ isCA: true, extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] });
  });

  it.each<[string, Bytes, Partial<CertificateFacts>]>([
    ['a path length without CA', extension('2.5.29.19', sequence(element(0x02, Uint8Array.of(0)))), { isCA: false }],
    ['CA that is false', extension('2.5.29.19', sequence(element(0x01, Uint8Array.of(0)))), { isCA: false }],
    [
      'an authority by issuer and number only',
      extension('2.5.29.35', sequence(element(0x82, Uint8Array.of(1)))),
      { authorityKeyIdentifier: null },
    ],
    [
      'a list at a place in a directory',
      extension('2.5.29.31', sequence(sequence(element(0xa0, element(0xa1, sequence()))))),
      { crlUrls: [] },
    ],
    ['a list with reasons only', extension('2.5.29.31', sequence(sequence(element(0x81, Uint8Array.of(1, 0))))), { crlUrls: [] }],
    [
      'two places of a list',
      extension(
        '2.5.29.31',
        sequence(sequence(element(0xa0, element(0xa0, element(0x86, latin('ldap:///a')), element(0x86, latin('http://b')))))),
      ),
      { crlUrls: ['ldap:///a', 'http://b'] },
    ],
    [
      'a name of an unknown kind, another name of an unknown type, an address of five bytes',
      extension(
        '2.5.29.17',
        sequence(
          element(0xa3, utf8('x')),
          element(0xa0, oid('1.2.3'), element(0xa0, element(0x0c, utf8('y')))),
          element(0x87, latin('abcde')),
        ),
      ),
      { names: [], otherNames: ['Unknown=A30178', 'Other Name=1.2.3=0C0179', 'IP Address=6162636465'] },
    ],
  ])('%s', (_, encoded, expected) => {
    expect(withExtensions(encoded)).toMatchObject(expected);
  });
});

describe('keys', () => {
  const elliptic = (curve: string, size: number, first = 4): Bytes =>
    sequence(sequence(oid('1.2.840.10045.2.1'), oid(curve)), bits(Uint8Array.of(first), new Uint8Array(size)));
  it.each<[string, Bytes, string, number]>([
    ['P-256', elliptic('1.2.840.10045.3.1.7', 64), 'ECDSA', 256],
    ['P-384', elliptic('1.3.132.0.34', 96), 'ECDSA', 384],
    ['P-521', elliptic('1.3.132.0.35', 132), 'ECDSA', 521],
    ['P-256, compressed', elliptic('1.2.840.10045.3.1.7', 32, 2), 'ECDSA', 256],
    ['an unknown curve', elliptic('1.2.3.4', 64), 'ECDSA', 256],
    ['Ed25519', sequence(sequence(oid('1.3.101.112')), bits(new Uint8Array(32))), 'other', 0],
    ['a kind that nobody knows', sequence(sequence(oid('1.2.3.4.5')), bits(latin('anything'))), 'other', 0],
    [
      'RSASSA-PSS of 1023 bits',
      sequence(
        sequence(oid('1.2.840.113549.1.1.10')),
        bits(sequence(element(0x02, new Uint8Array(128).fill(0x41)), element(0x02, Uint8Array.of(3)))),
      ),
      'RSA',
      1023,
    ],
  ])('%s', (_, publicKey, keyAlgorithm, keySize) => {
    expect(factsOf(encodedCertificate({ publicKey }))).toMatchObject({ keyAlgorithm, keySize });
  });
});

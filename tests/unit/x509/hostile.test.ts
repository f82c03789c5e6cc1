import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { maxCertificateBytes, readCertificate } from '../../../shared/x509/certificate.ts';
import type { Result } from '../../../shared/model/error.ts';
import type { CertificateFacts } from '../../../shared/model/certificate.ts';
import { element, encodedCertificate, extension, integer, latin, sequence } from './encode.ts';
import { mutatedDer } from './mutated-der.ts';

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');
const read = (der: Uint8Array): Result<CertificateFacts> => readCertificate(der, sha1);
const reasonOf = (result: Result<unknown>): string => (result.ok ? 'ok' : `${result.error.code} ${result.error.details['reason'] ?? ''}`);

describe('what is not one certificate', () => {
  it('has bytes behind its end', () => {
    expect(reasonOf(read(Uint8Array.from([...encodedCertificate(), 0])))).toBe('file.damaged trailingBytes');
    expect(reasonOf(read(Buffer.concat([encodedCertificate(), encodedCertificate()])))).toBe('file.damaged trailingBytes');
  });

  it('is larger than any certificate, by its own word or in truth', () => {
    expect(reasonOf(read(new Uint8Array(maxCertificateBytes + 1)))).toBe('file.damaged tooLarge');
    expect(reasonOf(read(Uint8Array.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x30])))).toBe('file.damaged malformed');
    const padding = (length: number): Uint8Array => encodedCertificate({ extensions: [extension('1.2.3.4', new Uint8Array(length))] });
    expect(reasonOf(read(padding(maxCertificateBytes - 2000)))).toBe('ok');
    expect(reasonOf(read(padding(maxCertificateBytes)))).toBe('file.damaged tooLarge');
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['one byte', Uint8Array.of(0x30)],
    ['a list of nothing', sequence()],
    ['a length that is not definite', Uint8Array.of(0x30, 0x80, 0, 0)],
    ['a length of five bytes', Uint8Array.of(0x30, 0x85, 0, 0, 0, 0, 1, 0)],
    ['a tag of two bytes', Uint8Array.of(0x3f, 0x81, 0x01, 0x00)],
    ['a time that does not exist', encodedCertificate({ notAfter: element(0x17, latin('270230000000Z')) })],
    ['a time that is a text', encodedCertificate({ notAfter: element(0x0c, latin('270101000000Z')) })],
    ['a broken extension', encodedCertificate({ extensions: [extension('2.5.29.17', latin('\x30\x05abc'))] })],
    [
      'sixty thousand names',
      encodedCertificate({
        extensions: [extension('2.5.29.17', sequence(new Uint8Array(120_000).fill(0x82).map((byte, at) => (at % 2 === 0 ? byte : 0))))],
      }),
    ],
    ['text', latin('-----BEGIN CERTIFICATE-----')],
  ])('%s', (_, bytes) => {
    expect(reasonOf(read(bytes))).toBe('file.damaged malformed');
  });

  it('3,000 mutated ones fail by code, never by exception', () => {
    let [readable, damaged] = [0, 0];
    for (let seed = 0; seed < 3000; seed += 1) {
      const result = read(mutatedDer(seed));
      if (result.ok) readable += 1;
      else damaged += result.error.code === 'file.damaged' ? 1 : 0;
    }
    expect(readable + damaged).toBe(3000);
    // Both sides of the line are met.
    expect(Math.min(readable, damaged)).toBeGreaterThan(200);
  });

  it('is mutated in the same way for the same seed', () => {
    expect(mutatedDer(7)).toEqual(mutatedDer(7));
    expect(mutatedDer(7)).not.toEqual(mutatedDer(8));
  });
});

describe('numbers and times', () => {
  it.each([
    ['01', '01'],
    ['00d0ab', '00D0AB'],
    ['ff', 'FF'],
    ['80000000000000000000000000000000000000000001', '80000000000000000000000000000000000000000001'],
  ])('the serial number %s is printed with all of its bytes', (hex, printed) => {
    expect(read(encodedCertificate({ serialNumber: integer(hex) }))).toMatchObject({ value: { serialNumber: printed } });
  });

  it.each([
    [0x17, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [0x17, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [0x17, '2601010000Z', '2026-01-01T00:00:00.000Z'],
    [0x17, '260101000000+0900', '2025-12-31T15:00:00.000Z'],
    [0x18, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
    [0x18, '99991231235959Z', '9999-12-31T23:59:59.000Z'],
    [0x18, '20991231235959.5Z', '2099-12-31T23:59:59.500Z'],
  ])('a time %i of %s is %s', (tag, text, expected) => {
    expect(read(encodedCertificate({ notAfter: element(tag, latin(text)) }))).toMatchObject({ value: { notAfter: expected } });
  });
});

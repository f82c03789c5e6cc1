import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSerializedCertificate, type SerializedCertificateFault } from '../../../shared/x509/windows-serialized.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import { joined } from './write-bytes.ts';
import { keyProviderInfo, utf16, writeCertData, writeStoreElements, type StoreElement } from './write-certificate.ts';
import { runs } from '../../properties/seed.ts';

const der = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05);
const certificate: StoreElement = { id: 32, data: der };
const elements = (...list: readonly StoreElement[]): Uint8Array => writeStoreElements(list).bytes;
const other: StoreElement = { id: 92, data: Uint8Array.of(0, 8, 0, 0) };

function read(bytes: Uint8Array) {
  const result = readSerializedCertificate(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const anyText = fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !text.includes('\0'));
const anyParts = fc.record({
  container: anyText,
  provider: fc.option(anyText, { nil: undefined }),
  type: fc.integer({ min: 0, max: 24 }),
  friendlyName: fc.option(anyText, { nil: undefined }),
  thumbprint: fc.option(fc.uint8Array({ minLength: 20, maxLength: 20 }), { nil: undefined }),
  body: fc.uint8Array({ maxLength: 400 }),
});

/** A DER SEQUENCE around any bytes. */
function sequence(body: Uint8Array): Uint8Array {
  const { length } = body;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([0x30, ...head, ...body]);
}

describe('readSerializedCertificate', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(anyParts, ({ container, provider, type, friendlyName, thumbprint, body }) => {
        const parts = { der: sequence(body), provider: keyProviderInfo(container, provider, type), friendlyName, thumbprint };
        expect(read(writeCertData(parts).bytes)).toMatchObject({
          der: sequence(body),
          keyProvider: known({
            kind: type === 0 ? 'CNG' : 'CSP',
            providerName: provider ?? '',
            providerType: type,
            containerName: container,
          }),
          friendlyName: known(friendlyName ?? ''),
          thumbprint:
            thumbprint === undefined ? unknown('notReturned', 'CertData: 3') : known(Buffer.from(thumbprint).toString('hex').toUpperCase()),
        });
      }),
      { numRuns: runs(500) },
    );
  });

  it('has no key provider where the store links no key', () => {
    expect(read(elements(other, certificate)).keyProvider).toEqual(known({ kind: 'none' }));
  });

  it('takes bare DER, of which nothing else is known', () => {
    const notSent = unknown('notReturned', 'CertData: DER');
    expect(read(der)).toMatchObject({ der, keyProvider: notSent, friendlyName: notSent, thumbprint: notSent });
    expect(read(sequence(new Uint8Array(300))).der).toHaveLength(304);
  });

  const info = (...numbers: readonly number[]): Uint8Array => Uint8Array.from(new Uint8Array(Uint32Array.from(numbers).buffer));
  it.each([
    ['cut', info(28, 0, 12, 0, 0, 0)],
    ['an offset into its head', joined(info(4, 0, 12, 0, 0, 0, 1), utf16('te'))],
    ['an offset behind its end', joined(info(0x7fffffff, 0, 12, 0, 0, 0, 1), utf16('te'))],
    ['an offset of the provider behind its end', joined(info(28, 0xffffffff, 12, 0, 0, 0, 1), utf16('te'))],
    ['a name without an end', joined(info(28, 0, 12, 0, 0, 0, 1), utf16('te').subarray(0, 4))],
    ['half a unit', joined(info(28, 0, 12, 0, 0, 0, 1), Uint8Array.of(0x41, 0, 0))],
  ])('does not know the key provider, but all else, when its property is %s', (_, data) => {
    expect(read(elements({ id: 2, data }, { id: 11, data: utf16('x') }, certificate))).toMatchObject({
      der,
      keyProvider: unknown('unreadable', `CertData: 2, ${data.length} bytes`),
      friendlyName: known('x'),
    });
  });

  it.each([
    ['thumbprint', { id: 3, data: new Uint8Array(19) }, 'CertData: 3, 19 bytes'],
    ['friendlyName', { id: 11, data: Uint8Array.of(0x41) }, 'CertData: 11, 1 bytes'],
  ])('does not know the %s when its property is not understood', (property, element, evidence) => {
    expect(read(elements(element, certificate))).toMatchObject({ [property]: unknown('unreadable', evidence) });
  });

  const size = 12 + other.data.length;
  it.each([
    ['nothing', new Uint8Array(), 'noCertificate', 0],
    ['no certificate at its end', elements(other), 'noCertificate', size],
    ['half a head', elements(other, certificate).subarray(0, size + 11), 'truncated', size],
    ['half its data', elements(other, certificate).subarray(0, size + 14), 'truncated', size],
    ['a length of four billion', elements({ ...certificate, length: -1 }), 'truncated', 0],
    ['an encoding that there is not', elements({ ...other, encoding: 2 }, certificate), 'badElement', 0],
    ['id 0', elements(other, { id: 0, data: new Uint8Array() }, certificate), 'badElement', size],
    ['a property twice', elements(other, other, certificate), 'duplicate', size],
    ['a certificate that is no DER', elements(other, { id: 32, data: Uint8Array.of(1, 2) }), 'notDer', size],
    ['a certificate with a loose byte', elements({ id: 32, data: joined(der, Uint8Array.of(0)) }), 'notDer', 0],
    ['a certificate without a length', elements({ id: 32, data: Uint8Array.of(0x30, 0x80, 0, 0) }), 'notDer', 0],
    ['bytes behind the certificate', joined(elements(other, certificate), Uint8Array.of(0)), 'trailing', size + 12 + der.length],
    ['DER that is cut', der.subarray(0, 4), 'truncated', 0],
    [
      'endless properties',
      elements(...Array.from({ length: 300 }, (_, index) => ({ id: 100 + index, data: new Uint8Array() })), certificate),
      'tooMany',
      256 * 12,
    ],
    ['a megabyte and a byte', new Uint8Array(1024 * 1024 + 1), 'tooLarge', 0],
  ] satisfies readonly (readonly [string, Uint8Array, SerializedCertificateFault['reason'], number])[])(
    'refuses %s',
    (_, bytes, reason, offset) => {
      expect(readSerializedCertificate(bytes)).toEqual({ ok: false, error: { reason, offset } });
    },
  );
});

import { describe, expect, it } from 'vitest';
import { certificateStatuses, rootCATypes } from '../../../shared/model/certificate.ts';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import type { NrbfObject } from '../../../shared/nrbf/value.ts';
import { readSerializationData, type SerializationData } from '../../../shared/read/certificate-evidence.ts';
import { int32 } from '../../../src-main/exchange/practice/certificate-payload/exchange-certificate.ts';
import { joined } from '../nrbf/write-bytes.ts';
import {
  exchangeCertificate,
  keyProviderInfo,
  writeCertData,
  writeExchangeCertificate,
  type ExchangeCertificateParts,
} from '../nrbf/write-certificate.ts';
import { writeNrbf } from '../nrbf/write-nrbf.ts';

const der = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05);
const certData = writeCertData({
  der,
  provider: keyProviderInfo('te-1', 'Microsoft RSA SChannel Cryptographic Provider', 12),
  thumbprint: new Uint8Array(20).fill(0xab),
  friendlyName: 'mail',
}).bytes;
const parts: ExchangeCertificateParts = { certData, selfSigned: false, status: 1, rootCAType: 1, services: 27, privateKeyExportable: true };
const stream = (changes: Partial<ExchangeCertificateParts> = {}): Uint8Array => writeExchangeCertificate({ ...parts, ...changes }).bytes;

/** The stream with one object or some members replaced; `undefined` leaves a member out. */
function changed(change: (objects: Map<number, NrbfObject>, members: Map<string, unknown>) => void): Uint8Array {
  const { rootId, objects } = exchangeCertificate(parts);
  const copy = new Map(objects);
  const root = copy.get(1);
  if (root?.type !== 'class') throw new Error('no root');
  const members = new Map(root.members);
  copy.set(1, { ...root, members });
  change(copy, members);
  return writeNrbf({ rootId, objects: copy }).bytes;
}

const valuesOf = (data: Partial<SerializationData>): Known<unknown>[] => Object.values<Known<unknown>>({ ...data });

const expected: SerializationData = {
  certificate: known(der),
  services: known(['IMAP', 'POP', 'IIS', 'SMTP']),
  status: known('Valid'),
  rootCAType: known('ThirdParty'),
  isSelfSigned: known(false),
  privateKeyExportable: known(true),
  keyProvider: known({
    kind: 'CSP',
    providerName: 'Microsoft RSA SChannel Cryptographic Provider',
    providerType: 12,
    containerName: 'te-1',
  }),
  friendlyName: known('mail'),
  thumbprint: known('AB'.repeat(20)),
};

describe('readSerializationData', () => {
  it('reads all that remoting loses', () => {
    expect(readSerializationData(stream())).toEqual(expected);
  });

  it.each(certificateStatuses.map((name, number) => [number, name] as const))('status %i is %s', (status, name) => {
    expect(readSerializationData(stream({ status })).status).toEqual(known(name));
  });

  it.each(rootCATypes.map((name, number) => [number, name] as const))('root type %i is %s', (rootCAType, name) => {
    expect(readSerializationData(stream({ rootCAType })).rootCAType).toEqual(known(name));
  });

  it.each([
    [0, []],
    [16, ['SMTP']],
    [36, ['UM', 'Federation']],
    [127, ['IMAP', 'POP', 'UM', 'IIS', 'SMTP', 'Federation', 'UMCallRouter']],
  ])('services %i are %j', (services, names) => {
    expect(readSerializationData(stream({ services })).services).toEqual(known(names));
  });

  it.each([
    ['status', stream({ status: 8 }), 'Status 8'],
    ['status', stream({ status: -1 }), 'Status -1'],
    ['rootCAType', stream({ rootCAType: 6 }), 'RootCAType 6'],
    ['services', stream({ services: 128 }), 'Services 128'],
    ['services', stream({ services: -1 }), 'Services -1'],
    ['isSelfSigned', changed((_, members) => members.set('SelfSigned', { type: 'int32', value: 1 })), 'SelfSigned'],
    ['status', changed((_, members) => members.set('Status', { type: 'int32', value: 1 })), 'Status'],
    ['status', changed((objects) => objects.set(-4, { type: 'text', value: 'Valid' })), 'Status'],
    ['keyProvider', changed((objects) => objects.set(3, { type: 'text', value: 'AAAA' })), 'CertData'],
    ['certificate', changed((_, members) => members.set('CertData', { type: 'null' })), 'CertData'],
  ])('does not know the %s in a form that it does not understand', (property, bytes, evidence) => {
    const { [property as 'status']: value, ...others } = readSerializationData(bytes);
    expect(value).toEqual(unknown('unreadable', `SerializationData: ${evidence}`));
    expect(valuesOf(others).some((one) => one.known)).toBe(true);
  });

  it.each(['Services', 'Status', 'SelfSigned', 'CertData'])('says which member was not sent: %s', (member) => {
    const values = valuesOf(readSerializationData(changed((_, members) => members.delete(member))));
    expect(values).toContainEqual(unknown('notReturned', `SerializationData: ${member}`));
    expect(values.some((one) => one.known)).toBe(true);
  });

  it('knows no key provider of a certificate that came as bare DER', () => {
    expect(readSerializationData(stream({ certData: der }))).toEqual({
      ...expected,
      keyProvider: unknown('notReturned', 'CertData: DER'),
      friendlyName: unknown('notReturned', 'CertData: DER'),
      thumbprint: unknown('notReturned', 'CertData: DER'),
    });
  });

  it('says what stands in CertData where that is no certificate', () => {
    const { certificate, services } = readSerializationData(stream({ certData: Uint8Array.of(9, 8, 7) }));
    expect(certificate).toEqual(unknown('unreadable', 'CertData: 3 bytes, 09 08 07; truncated at 0'));
    expect(services.known).toBe(true);
  });

  it.each([0, 256, 260])('reads a signed payload: #sig#, four bytes, the stream, and %i bytes of signature', (length) => {
    const bytes = stream();
    // The beginning that Microsoft's support article prints, with the length of this stream
    const head = joined(Uint8Array.of(0x23, 0x73, 0x69, 0x67, 0x23), int32(bytes.length));
    expect(readSerializationData(joined(head, bytes, new Uint8Array(length).fill(0x5a)))).toEqual(expected);
  });

  it('says of a signed payload whose stream is cut how it begins', () => {
    const cut = joined(Uint8Array.of(0x23, 0x73, 0x69, 0x67, 0x23, 0x72, 0x2a, 0, 0), stream().subarray(0, 40));
    for (const value of valuesOf(readSerializationData(cut))) {
      expect(value).toMatchObject({
        known: false,
        evidence: expect.stringMatching(/^SerializationData: 49 bytes, 23 73 69 67 23 72 2A 00 00 00 01/) as string,
      });
    }
  });

  it('finds the stream within something else', () => {
    const wrapper: NrbfObject = {
      type: 'class',
      name: 'Signed',
      library: undefined,
      members: new Map([['Payload', { type: 'reference', id: 2 }]]),
    };
    const objects = new Map<number, NrbfObject>([
      [1, wrapper],
      [2, { type: 'bytes', value: stream() }],
    ]);
    expect(readSerializationData(writeNrbf({ rootId: 1, objects }).bytes)).toEqual(expected);
  });

  it.each([
    ['no bytes', new Uint8Array(), '0 bytes, ; no NRBF header'],
    ['another format', Uint8Array.of(0x1f, 0x8b, 0x08), '3 bytes, 1F 8B 08; no NRBF header'],
    ['a stream that is cut', stream().subarray(0, 40), '40 bytes, 00 01 00 00 00 FF FF FF FF 01 00 00 00 00 00 00; truncated 97 at 23'],
    [
      'another class',
      changed((objects) => objects.set(1, { type: 'class', name: 'Other', library: undefined, members: new Map() })),
      /; class Other$/,
    ],
    ['no class', writeNrbf({ rootId: 1, objects: new Map([[1, { type: 'text', value: 'x' }]]) }).bytes, /; text$/],
  ])('knows nothing of %s, and says what came', (_, bytes, evidence) => {
    for (const value of valuesOf(readSerializationData(bytes))) {
      expect(value).toMatchObject({ known: false, reason: 'unreadable' });
      const text = value.known ? '' : value.evidence;
      if (typeof evidence === 'string') expect(text).toBe(`SerializationData: ${evidence}`);
      else expect(text).toMatch(evidence);
    }
  });

  it('does not look for a stream for ever', () => {
    const header = stream().subarray(0, 17);
    const many = joined(...Array.from({ length: 2000 }, () => header));
    expect(readSerializationData(joined(many, stream())).status).toMatchObject({ known: false, reason: 'unreadable' });
  });
});

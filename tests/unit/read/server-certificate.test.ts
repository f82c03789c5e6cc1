import 'reflect-metadata';
import { createHash } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { psBoolean, psBytes, psInt32, psNull, psObject, psString, type PsObject, type PsValue } from '../../../shared/clixml/value.ts';
import { onlyRawData, type ServerCertificate } from '../../../shared/model/certificate.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import { readServerCertificates, type SelectedRows } from '../../../shared/read/certificate.ts';

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');
let der: Uint8Array;
let thumbprint: string;

beforeAll(async () => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=mail.contoso.com',
    notBefore: new Date('2026-01-01'),
    notAfter: new Date('2026-07-01'),
    keys,
    signingAlgorithm: algorithm,
  });
  der = new Uint8Array(certificate.rawData);
  thumbprint = sha1(der).toUpperCase();
});

const raw = (): PsObject => psObject({ RawData: psBytes(der), HasPrivateKey: psBoolean(false) });
const enumeration = (number: number, text: string): PsObject => ({
  ...psObject({}, ['Deserialized.System.Enum'], text),
  base: psInt32(number),
});
const row = (properties: Record<string, PsValue>): PsObject => psObject({ Thumbprint: psString(thumbprint), ...properties });

function read(selected: SelectedRows): ServerCertificate {
  const result = readServerCertificates([raw()], selected, sha1);
  const [certificate] = result.ok ? result.value : [];
  if (certificate === undefined) throw new Error(JSON.stringify(result));
  return certificate;
}

describe('what only the server knows', () => {
  it('comes from the row with the same thumbprint, in either case', () => {
    const details = {
      Services: psString('IMAP, POP, IIS, SMTP'),
      Status: psString('Valid'),
      RootCAType: psString('ThirdParty'),
      IsSelfSigned: psBoolean(false),
      HasPrivateKey: psBoolean(true),
      PrivateKeyExportable: psBoolean(false),
      FriendlyName: psString(''),
    };
    expect(
      read({
        rows: [
          row({ ...details, Thumbprint: psString('00'), HasPrivateKey: psBoolean(false) }),
          row({ ...details, Thumbprint: psString(thumbprint.toLowerCase()) }),
        ],
      }),
    ).toMatchObject({
      services: known(['IMAP', 'POP', 'IIS', 'SMTP']),
      status: known('Valid'),
      rootCAType: known('ThirdParty'),
      isSelfSigned: known(false),
      hasPrivateKey: known(true),
      privateKeyExportable: known(false),
      keyProvider: unknown('notReturned', 'SerializationData'),
      friendlyName: known(''),
      sources: ['selected'],
      disagreements: [],
    });
  });

  it('is never taken from the object that remoting rebuilt: its HasPrivateKey is falsely False', () => {
    expect(read({ rows: [] }).hasPrivateKey).toEqual(unknown('notReturned', onlyRawData));
  });

  it('is unknown for the reason for which there are no rows', () => {
    expect(read({ reason: 'denied', evidence: 'no' })).toMatchObject({
      services: unknown('denied', 'no'),
      hasPrivateKey: unknown('denied', 'no'),
    });
  });

  it('is unknown where Select-Object put null for a property that was not there', () => {
    const nothing = { Services: psNull, Status: psNull, RootCAType: psNull, HasPrivateKey: psNull, FriendlyName: psNull };
    expect(read({ rows: [row(nothing)] })).toMatchObject({
      services: unknown('notReturned', 'Services'),
      status: unknown('notReturned', 'Status'),
      rootCAType: unknown('notReturned', 'RootCAType'),
      hasPrivateKey: unknown('notReturned', 'HasPrivateKey'),
      friendlyName: unknown('notReturned', 'FriendlyName'),
    });
  });

  it.each([
    ['the bits of its number', enumeration(27, 'egal'), known(['IMAP', 'POP', 'IIS', 'SMTP'])],
    ['no bit', enumeration(0, 'None'), known([])],
    ['a bit that is not known', enumeration(128, 'New'), unknown('unreadable', 'Services')],
    ['None', psString('None'), known([])],
    ['one', psString('SMTP'), known(['SMTP'])],
    ['an empty text', psString(''), unknown('unreadable', 'Services')],
    ['a name that is not known', psString('SMTP, New'), unknown('unreadable', 'Services')],
    ['a plain number', psInt32(16), unknown('unreadable', 'Services')],
  ])('services from %s', (_, sent, expected) => {
    expect(read({ rows: [row({ Services: sent })] }).services).toEqual(expected);
  });

  it.each([
    ['number', enumeration(3, 'Registrierung'), known('Registry')],
    ['text', psString('GroupPolicy'), known('GroupPolicy')],
    ['text that is not known', psString('Cloud'), unknown('unreadable', 'RootCAType: Cloud')],
  ])('root type from its %s', (_, sent, expected) => {
    expect(read({ rows: [row({ RootCAType: sent })] }).rootCAType).toEqual(expected);
  });

  it.each([
    [1, 'Valid'],
    [2, 'Revoked'],
    [3, 'DateInvalid'],
    [7, 'PendingRequest'],
  ])('status %i is %s', (number, name) => {
    expect(read({ rows: [row({ Status: enumeration(number, '?') })] }).status).toEqual(known(name));
  });
});

describe('the certificate itself', () => {
  it('is read from RawData', () => {
    expect(read({ rows: [] }).facts).toMatchObject({ thumbprint, subject: 'CN=mail.contoso.com', notAfter: '2026-07-01T00:00:00.000Z' });
  });

  it('has issuer and subject in the words of the server where they came', () => {
    const { facts } = read({ rows: [row({ Subject: psString('CN=mail.contoso.com, SERIALNUMBER=1'), Issuer: psNull })] });
    expect([facts.subject, facts.issuer]).toEqual(['CN=mail.contoso.com, SERIALNUMBER=1', 'CN=mail.contoso.com']);
  });

  it.each([
    ['absent', psObject({})],
    ['not bytes', psObject({ RawData: psString('AAAA') })],
    ['not a certificate', psObject({ RawData: psBytes(new Uint8Array([1, 2, 3])) })],
  ])('is a failure, not a gap, when RawData is %s', (_, object) => {
    expect(readServerCertificates([raw(), object], { rows: [] }, sha1)).toMatchObject({
      ok: false,
      error: { code: 'organization.unreadable', details: { object: 'certificate', property: 'RawData' } },
    });
  });
});

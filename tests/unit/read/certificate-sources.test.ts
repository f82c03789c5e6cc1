import 'reflect-metadata';
import { createHash } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { psBoolean, psBytes, psInt32, psNull, psObject, psString, type PsObject, type PsValue } from '../../../shared/clixml/value.ts';
import { onlyRawData, serverCertificateSchema, type ServerCertificate } from '../../../shared/model/certificate.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import { readServerCertificates, type SelectedRows } from '../../../shared/read/certificate.ts';
import * as v from 'valibot';
import { keyProviderInfo, writeCertData, writeExchangeCertificate, type ExchangeCertificateParts } from '../nrbf/write-certificate.ts';

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex').toUpperCase();
let der: Uint8Array;
let otherDer: Uint8Array;
let thumbprint: string;

async function issue(serialNumber: string): Promise<Uint8Array> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const [notBefore, notAfter] = [new Date('2026-01-01'), new Date('2026-07-01')];
  const name = 'CN=mail.contoso.com';
  const issued = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber,
    name,
    notBefore,
    notAfter,
    keys,
    signingAlgorithm: algorithm,
  });
  return new Uint8Array(issued.rawData);
}

beforeAll(async () => {
  [der, otherDer] = [await issue('01'), await issue('02')];
  thumbprint = sha1(der);
});

const exchangeTypes = [
  'Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate',
  'System.Security.Cryptography.X509Certificates.X509Certificate2',
];
const windowsTypes = exchangeTypes.slice(1);
const enumeration = (number: number, text: string): PsObject => ({
  ...psObject({}, ['Deserialized.System.Enum'], text),
  base: psInt32(number),
});

const provider = { kind: 'CSP' as const, providerName: 'P', providerType: 12, containerName: 'te-1' };
const certData = (changes: { readonly der?: Uint8Array; readonly linked?: boolean; readonly thumbprint?: Uint8Array } = {}): Uint8Array =>
  writeCertData({
    der: changes.der ?? der,
    provider: changes.linked === false ? undefined : keyProviderInfo('te-1', 'P', 12),
    thumbprint: changes.thumbprint ?? Buffer.from(sha1(changes.der ?? der), 'hex'),
    friendlyName: 'mail',
  }).bytes;
const payload = (changes: Partial<ExchangeCertificateParts> = {}): PsValue =>
  psBytes(
    writeExchangeCertificate({
      certData: certData(),
      selfSigned: false,
      status: 1,
      rootCAType: 1,
      services: 27,
      privateKeyExportable: true,
      ...changes,
    }).bytes,
  );

/** An object as a client rebuilds it: what it computes itself is not true. */
const rebuilt = (members: Readonly<Record<string, PsValue>>, typeNames = windowsTypes): PsObject => ({
  ...psObject({ RawData: psBytes(der), HasPrivateKey: psBoolean(false), FriendlyName: psString('') }, typeNames),
  members: new Map(Object.entries(members)),
});
const row = (properties: Record<string, PsValue>): PsObject => psObject({ Thumbprint: psString(thumbprint), ...properties });

function read(object: PsValue, selected: SelectedRows = { rows: [] }): ServerCertificate {
  const result = readServerCertificates([object], selected, sha1);
  const [certificate] = result.ok ? result.value : [];
  if (certificate === undefined) throw new Error(JSON.stringify(result));
  expect(v.parse(serverCertificateSchema, certificate)).toEqual(certificate);
  return certificate;
}

describe('the payload on an object', () => {
  it('tells what remoting lost, and is believed where the rebuilt object is not', () => {
    expect(read(rebuilt({ SerializationData: payload() }))).toMatchObject({
      services: known(['IMAP', 'POP', 'IIS', 'SMTP']),
      status: known('Valid'),
      rootCAType: known('ThirdParty'),
      isSelfSigned: known(false),
      hasPrivateKey: known(true),
      privateKeyExportable: known(true),
      keyProvider: known(provider),
      friendlyName: known('mail'),
      sources: ['serializationData'],
      disagreements: [],
    });
  });

  it('proves that no key is linked where the store has no key provider', () => {
    expect(read(rebuilt({ SerializationData: payload({ certData: certData({ linked: false }) }) }))).toMatchObject({
      hasPrivateKey: known(false),
      keyProvider: known({ kind: 'none' }),
    });
  });

  it('stands in for the rows when those were denied', () => {
    const denied: SelectedRows = { reason: 'denied', evidence: 'no' };
    expect(read(rebuilt({ SerializationData: payload() }), denied)).toMatchObject({ services: known(['IMAP', 'POP', 'IIS', 'SMTP']) });
    const bare = payload({ certData: der });
    expect(read(rebuilt({ SerializationData: bare }), denied)).toMatchObject({
      status: known('Valid'),
      keyProvider: unknown('denied', 'no'),
    });
  });

  it('is described where it cannot be read', () => {
    const value = unknown('unreadable', 'SerializationData: 3 bytes, 53 49 47; no NRBF header');
    expect(read(rebuilt({ SerializationData: psBytes(Uint8Array.of(0x53, 0x49, 0x47)) }))).toMatchObject({
      services: value,
      hasPrivateKey: value,
      keyProvider: value,
      sources: [],
    });
    expect(read(rebuilt({ SerializationData: psString('AAEAAAD') })).services).toMatchObject({ reason: 'unreadable' });
  });

  it('leaves the rows their word where it cannot be read', () => {
    const { services, keyProvider, sources } = read(rebuilt({ SerializationData: psBytes(Uint8Array.of(1)) }), {
      rows: [row({ Services: psString('SMTP') })],
    });
    expect([services, sources]).toEqual([known(['SMTP']), ['selected']]);
    expect(keyProvider).toMatchObject({ reason: 'unreadable' });
  });

  it('gives the certificate itself where RawData did not come', () => {
    const object = { ...psObject({}, exchangeTypes), members: new Map([['SerializationData', payload()]]) };
    expect(read(object)).toMatchObject({ facts: { thumbprint }, services: known(['IMAP', 'POP', 'IIS', 'SMTP']) });
  });

  it('says nothing of this certificate when it carries another', () => {
    const of = unknown('unreadable', 'SerializationData: another certificate');
    const other = payload({ certData: certData({ der: otherDer }) });
    expect(read(rebuilt({ SerializationData: other }))).toMatchObject({
      facts: { thumbprint },
      services: of,
      hasPrivateKey: of,
      keyProvider: of,
      sources: [],
      disagreements: [
        {
          property: 'thumbprint',
          a: { source: 'rawData', value: thumbprint },
          b: { source: 'serializationData', value: sha1(otherDer) },
        },
      ],
    });
  });

  it('with a thumbprint that is not that of its certificate is reported', () => {
    const stale = payload({ certData: certData({ thumbprint: new Uint8Array(20).fill(0xab) }) });
    expect(read(rebuilt({ SerializationData: stale }))).toMatchObject({
      services: { known: true },
      disagreements: [{ property: 'thumbprint', b: { source: 'serializationData', value: 'AB'.repeat(20) } }],
    });
  });
});

describe('the properties of the object itself', () => {
  const own = {
    Services: enumeration(16, 'SMTP'),
    Status: enumeration(1, 'Valid'),
    HasPrivateKey: psBoolean(true),
    FriendlyName: psString('own'),
  };

  it.each([
    ['of Exchange', exchangeTypes],
    ['of Exchange, deserialized', exchangeTypes.map((name) => `Deserialized.${name}`)],
    ['of Exchange, selected', exchangeTypes.map((name) => `Selected.${name}`)],
  ])('are believed where they are %s', (_, typeNames) => {
    expect(read(psObject({ RawData: psBytes(der), ...own }, typeNames))).toMatchObject({
      services: known(['SMTP']),
      hasPrivateKey: known(true),
      friendlyName: known('own'),
      rootCAType: unknown('notReturned', 'RootCAType'),
      sources: ['object'],
    });
  });

  it('give the words for issuer and subject', () => {
    const words = { Subject: psString('CN=mail.contoso.com, SERIALNUMBER=1'), Issuer: psString('CN=I') };
    expect(read(psObject({ RawData: psBytes(der), ...own, ...words }, exchangeTypes)).facts).toMatchObject({
      subject: 'CN=mail.contoso.com, SERIALNUMBER=1',
      issuer: 'CN=I',
    });
  });

  it.each([
    ['Windows made the object', () => rebuilt({}, windowsTypes)],
    ['only its name is Exchange’s', () => rebuilt({}, exchangeTypes)],
    ['its properties are all null', () => rebuilt({ Services: psNull, Status: psNull, RootCAType: psNull }, exchangeTypes)],
    ['another class has properties of these names', () => rebuilt({ Services: psString('SMTP') }, ['Fabrikam.ExchangeCertificate'])],
  ])('are not believed where %s', (_, make) => {
    const value = unknown('notReturned', onlyRawData);
    expect(read(make())).toMatchObject({ services: value, hasPrivateKey: value, friendlyName: value, sources: [] });
  });
});

describe('sources that contradict each other', () => {
  it('leave the most trusted value, and are kept', () => {
    const object = rebuilt(
      { SerializationData: payload(), Services: enumeration(16, 'SMTP'), HasPrivateKey: psBoolean(true), FriendlyName: psString('mail') },
      exchangeTypes,
    );
    const selected = {
      rows: [
        row({
          Services: psString('SMTP, IIS, POP, IMAP'),
          Status: psString('DateInvalid'),
          RootCAType: psNull,
          HasPrivateKey: psBoolean(false),
          FriendlyName: psString('mail'),
        }),
      ],
    };
    expect(read(object, selected)).toMatchObject({
      services: known(['SMTP', 'IIS', 'POP', 'IMAP']),
      status: known('DateInvalid'),
      rootCAType: known('ThirdParty'),
      hasPrivateKey: known(false),
      sources: ['selected', 'serializationData', 'object'],
      disagreements: [
        { property: 'services', a: { source: 'selected', value: 'IIS, IMAP, POP, SMTP' }, b: { source: 'object', value: 'SMTP' } },
        { property: 'status', a: { source: 'selected', value: 'DateInvalid' }, b: { source: 'serializationData', value: 'Valid' } },
        { property: 'hasPrivateKey', a: { source: 'selected', value: 'false' }, b: { source: 'serializationData', value: 'true' } },
        { property: 'hasPrivateKey', a: { source: 'selected', value: 'false' }, b: { source: 'object', value: 'true' } },
      ],
    });
  });

  it('are none where all agree', () => {
    const object = rebuilt({ SerializationData: payload({ services: 16 }), Services: psString('SMTP') }, exchangeTypes);
    const { disagreements, sources } = read(
      { ...object, properties: new Map([['RawData', psBytes(der)]]) },
      { rows: [row({ Services: psString('SMTP') })] },
    );
    expect([disagreements, sources]).toEqual([[], ['selected', 'serializationData', 'object']]);
  });
});

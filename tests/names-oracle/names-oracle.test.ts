/** Names as we print them compared with .NET, whose text Exchange uses. Fails without the .NET SDK. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readOnly } from '../../shared/x509/der.ts';
import { readCertificate } from '../../shared/x509/certificate.ts';
import { readName } from '../../shared/x509/names.ts';
import { parseName, printName } from '../../shared/x509/distinguished-name.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { commonName, element, encodedCertificate, encodedName, integer, latin, strings, utf8, type Bytes } from '../unit/x509/encode.ts';
import { fixture } from '../unit/pki/fixture.ts';
import { printCertificates, printNames } from './print.ts';
import { randomNames, types } from './random-names.ts';

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');
const ours = (der: Bytes): string => printName(readName(readOnly(der)));

describe('names', () => {
  it('3,000 random ones are printed as .NET prints them', async () => {
    const names = randomNames(20261125, 3000);
    const theirs = await printNames(names);
    const disagreements = names.flatMap((der, index) => (ours(der) === theirs[index] ? [] : [{ ours: ours(der), theirs: theirs[index] }]));
    expect(disagreements).toEqual([]);
    // The generator covers different names, multi-valued RDNs, quotes and Japanese.
    expect(new Set(theirs).size).toBeGreaterThan(2000);
    for (const part of [' + ', '""', '="', '株式会社', 'OID.1.2.3.4='])
      expect(theirs.filter((name) => name.includes(part)).length).toBeGreaterThan(50);
  });

  it('are parsed from the printed text as the same name', async () => {
    const theirs = await printNames(randomNames(7, 1000));
    const again = theirs.map((text) => printName(parseName(text) ?? [[{ type: 'unreadable', value: text }]]));
    expect(again).toEqual(theirs);
  });

  it.each(types)('the type %s has the name that .NET gives it', async (type) => {
    const name = encodedName([[[type, strings.utf8, utf8('x')]]]);
    expect([ours(name)]).toEqual(await printNames([name]));
  });

  it.each([
    ['an octet string', 0x04, latin('ab')],
    ['a bit string', 0x03, Uint8Array.of(0, 1)],
    ['a time', 0x18, latin('20260101000000Z')],
  ])('%s is printed as its bytes', async (_, tag, content) => {
    const name = encodedName([[['2.5.4.3', tag, content]], [['2.5.4.10', strings.utf8, utf8('x')]]]);
    expect([ours(name)]).toEqual(await printNames([name]));
  });
});

describe('names that .NET on Linux prints differently from Windows', () => {
  /** Windows has no name for these types (CertStrToName); .NET on Linux uses OpenSSL's. */
  it.each([
    ['2.5.4.15', 'OID.2.5.4.15=x', 'businessCategory=x'],
    ['2.5.4.97', 'OID.2.5.4.97=x', 'organizationIdentifier=x'],
    ['1.3.6.1.4.1.311.60.2.1.3', 'OID.1.3.6.1.4.1.311.60.2.1.3=x', 'jurisdictionCountryName=x'],
    ['0.9.2342.19200300.100.1.1', 'OID.0.9.2342.19200300.100.1.1=x', 'userId=x'],
  ])('%s', async (type, windows, linux) => {
    const name = encodedName([[[type, strings.utf8, utf8('x')]]]);
    expect([ours(name), ...(await printNames([name]))]).toEqual([windows, linux]);
  });

  /** Windows reads characters that the string type does not allow; .NET on Linux prints an empty name, or bytes. */
  it.each([
    ['an asterisk in a PrintableString', strings.printable, latin('*.contoso.com'), 'CN=*.contoso.com', ''],
    ['eight bits in an IA5String', strings.ia5, latin('Zürich'), 'CN=Zürich', ''],
    ['an UniversalString', strings.universal, Uint8Array.of(0, 0, 0, 0x41), 'CN=A', 'CN=#1C0400000041'],
    ['a VisibleString', strings.visible, latin('ab'), 'CN=ab', 'CN=#1A026162'],
    ['no UTF-8 in a UTF8String', strings.utf8, Uint8Array.of(0x61, 0xff), 'CN=a\ufffd', ''],
  ])('%s', async (_, tag, content, windows, linux) => {
    const name = encodedName([[['2.5.4.3', tag, content]]]);
    expect([ours(name), ...(await printNames([name]))]).toEqual([windows, linux]);
  });
});

describe('certificates', () => {
  it('of all sample organizations and files have the same subject, issuer, serial number and thumbprint', async () => {
    const { servers } = await practiceOrganization('renewal', new Date('2026-11-20T00:00:00Z'));
    const samples = servers.flatMap(({ certificates }) =>
      certificates.map(({ rawData }) => new Uint8Array(Buffer.from(rawData, 'base64'))),
    );
    const numbers = ['00', '01', '7f', '00ff', 'ff', '80', '00d0abcdef', 'ff00'].map((hex) =>
      encodedCertificate({ serialNumber: integer(hex) }),
    );
    const names = encodedCertificate({
      subject: encodedName([]),
      issuer: commonName('株式会社, Inc.'),
      notAfter: element(0x18, latin('20991231235959Z')),
    });
    const all = [...samples, ...numbers, names, fixture('mail.der.cer')];
    const facts = all.map((der) => readCertificate(der, sha1));
    const printed = facts.map((read) => (read.ok ? read.value : undefined)).map(pickPrinted);
    expect(printed).toEqual(await printCertificates(all));
  });
});

const pickPrinted = (facts: { subject: string; issuer: string; serialNumber: string; thumbprint: string } | undefined): unknown =>
  facts && { subject: facts.subject, issuer: facts.issuer, serialNumber: facts.serialNumber, thumbprint: facts.thumbprint };

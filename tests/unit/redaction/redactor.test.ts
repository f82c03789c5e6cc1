/** What is replaced, and what comes close and is not. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactionCategories, type RedactionCategory } from '../../../shared/redaction/categories.ts';
import type { Names } from '../../../shared/redaction/names.ts';
import { redactor, type Redactor } from '../../../shared/redaction/redactor.ts';

const namesOf = (names: Partial<Record<keyof Names, readonly string[]>>): Names => ({
  servers: new Set(names.servers),
  domains: new Set(names.domains),
  people: new Set(names.people),
  connectors: new Set(names.connectors),
});
const redacting = (
  names: Partial<Record<keyof Names, readonly string[]>> = {},
  categories: readonly RedactionCategory[] = redactionCategories,
): Redactor => redactor({ names: namesOf(names), categories });

const thumbprint = 'ABCDEF0123456789ABCDEF0123456789ABCDEF01';
const bytes = thumbprint.match(/../g) ?? [];

describe('a name', () => {
  it.each([
    ['mail01 mail010 mail0 xmail01 MAIL01 mail01-dr', 'server-1 mail010 mail0 xmail01 server-1 server-1-dr'],
    ['mail01.contoso.com MAIL01.Contoso.com mail010.contoso.com', 'server-1.domain-1 server-1.domain-1 host-1.domain-1'],
    ['mail01\\Default Frontend mail01', 'server-1\\Default Frontend server-1'],
    ['(mail01)[mail01]"mail01";mail01', '(server-1)[server-1]"server-1";server-1'],
  ])('of a server is found as a whole: %s', (text, wanted) => {
    expect(redacting({ servers: ['mail01'] }).text(text)).toBe(wanted);
  });

  it.each([
    ['contoso.com notcontoso.com contoso.com.evil.net', 'domain-1 domain-2 host-1.domain-3'],
    ['sub.contoso.com *.contoso.com CONTOSO.COM .contoso.com', 'host-1.domain-1 *.domain-1 domain-1 .domain-1'],
    ['contoso.co.jp mail.contoso.co.jp', 'domain-1 host-1.domain-1'],
    ['smtp:*.contoso.com;1 SMTP:contoso.com;1', 'smtp:*.domain-1;1 SMTP:domain-1;1'],
    ['日本.jp メール.日本.jp', 'domain-1 host-1.domain-1'],
  ])('of a domain keeps what it belongs to: %s', (text, wanted) => {
    expect(redacting().text(text)).toBe(wanted);
  });

  it.each([
    ['mail.protection.outlook.com:AcceptCloudServicesMail', 'mail.protection.outlook.com:AcceptCloudServicesMail'],
    ['contoso-com.mail.protection.outlook.com', 'host-1.mail.protection.outlook.com'],
    ['contoso.mail.onmicrosoft.com contoso.onmicrosoft.com', 'host-1.mail.onmicrosoft.com host-1.onmicrosoft.com'],
  ])('of Microsoft’s cloud stays, and what is of the organization before it does not: %s', (text, wanted) => {
    expect(redacting().text(text)).toBe(wanted);
  });

  it('in Japanese text ends where Japanese begins, and a Japanese one is found within it', () => {
    const { text } = redacting({ servers: ['EX01'], domains: ['コントソ'], connectors: ['東京コネクタ'] });
    expect(text('サーバーEX01がコントソの東京コネクタ経由ex01.contoso.co.jpへ')).toBe(
      'サーバーserver-1がname-1のconnector-1経由server-1.domain-1へ',
    );
    expect(text('サーバーEX011が')).toBe('サーバーEX011が');
  });

  it('within a name goes with the longer one', () => {
    const { text } = redacting({ servers: ['EX', 'EX-DAG'], connectors: ['To EX partner'] });
    expect(text('EX EX-DAG To EX partner')).toBe('server-1 server-2 connector-1');
  });

  it.each([
    ['Exchange', 'X-MS-Exchange-Organization-AuthAs: Internal', 'X-MS-Exchange-Organization-AuthAs: Internal'],
    ['Default', 'Default\\Default Frontend Default', 'server-1\\Default Frontend server-1'],
    ['Set', 'Set-ReceiveConnector on Set', 'Set-ReceiveConnector on server-1'],
    ['mail', 'CN=mail.protection.outlook.com mail', 'CN=mail.protection.outlook.com server-1'],
    ['server', 'server', 'machine-1'],
    ['server-1', 'EX01 server-1', 'EX01 machine-1'],
  ])('that is a word of Exchange, or of a token (%s)', (name, text, wanted) => {
    expect(redacting({ servers: [name] }).text(text)).toBe(wanted);
  });

  it.each([
    ['MSEXCHANGE01', 'MSExchange01 on MSEXCHANGE01: MSExchangeTransport', 'server-1 on server-1: MSExchangeTransport'],
    ['MSExchangeTransport', 'msexchangetransport MSExchangeIS', 'server-1 MSExchangeIS'],
    ['TEST-EXCHANGE', 'Test-Exchange test-exchange: Test-ServiceHealth', 'server-1 server-1: Test-ServiceHealth'],
    ['Test-Exchange', 'TEST-EXCHANGE Test-Exchange-DR Test-ExchangeSearch', 'server-1 server-1-DR Test-ExchangeSearch'],
    ['new-york', 'new-york.contoso.com New-York.contoso.com New-York.', 'server-1.domain-1 server-1.domain-1 server-1.'],
    ['NEW-YORK-01', 'New-York-01 by New-York-01.Contoso.Com', 'server-1 by server-1.domain-1'],
    ['System', 'System.Contoso.Com system.contoso.com System.Net.Sockets', 'server-1.domain-1 server-1.domain-1 System.Net.Sockets'],
    ['X-MS-EX01', 'x-ms-ex01.contoso.com X-MS-EX01 X-MS-Exchange-Foo', 'server-1.domain-1 server-1 X-MS-Exchange-Foo'],
    ['EDGESYNC', 'EDGESYNC.contoso.com edgesync', 'server-1.domain-1 server-1'],
    ['ONLINE-DR', 'Exchange Online-DR Exchange Online', 'Exchange server-1 Exchange Online'],
  ])('that looks like a word of Exchange is replaced all the same (%s)', (name, text, wanted) => {
    expect(redacting({ servers: [name], domains: ['contoso.com'] }).text(text)).toBe(wanted);
  });

  it('of a connector that begins as those of setup do is replaced as a whole', () => {
    const { text } = redacting({ connectors: ['Outbound to Office 365 via Tokyo', 'Office 365 Osaka'] });
    expect(text('Outbound to Office 365 via Tokyo; Outbound to Office 365 Osaka; Outbound to Office 365')).toBe(
      'connector-1; Outbound to connector-2; Outbound to Office 365',
    );
  });

  it.each([
    ['new-york.contoso.com', 'host-1.domain-1'],
    ['Get-Exchange.contoso.com', 'host-1.domain-1'],
    ['X-MS-Tokyo.contoso.com', 'host-1.domain-1'],
    ['MSExchangeTokyo.contoso.com', 'host-1.domain-1'],
    ['system.contoso.com', 'host-1.domain-1'],
    ['SYSTEM.CONTOSO.COM', 'host-1.domain-1'],
    ['microsoft.exchange.contoso.com', 'host-1.domain-1'],
    ['Microsoft.Exchange.contoso.com', 'host-1.domain-1'],
    ['Default Frontend-x.contoso.com', 'Default host-1.domain-1'],
  ])('that nobody has collected is a host before a domain, whatever it looks like: %s', (text, wanted) => {
    expect(redacting().text(text)).toBe(wanted);
  });

  it('that is no host stays: services, cmdlets and types, as they are written', () => {
    const words =
      'MSExchangeTransport MSExchangePOP3 Get-OwaVirtualDirectory Get-OWAVirtualDirectory. System.Management.Automation.PSObject Microsoft.Exchange.Data.Foo Microsoft.Exchange. x-ms-exchange-organization-authas: Internal';
    expect(redacting({ servers: ['Exchange', 'Transport'] }).text(words)).toBe(words);
    // Also behind what only looks like it
    expect(redacting({ servers: ['Exchange'] }).text(`test-x ${words}`)).toBe(`test-x ${words}`);
  });

  it('is replaced in the constants of PowerShell, and its code is left', () => {
    const { code } = redacting({ servers: ['Server', "O'Brien"] });
    expect(code("Enable-ExchangeCertificate -Server 'Server' -Services 'SMTP'")).toBe(
      "Enable-ExchangeCertificate -Server 'machine-1' -Services 'SMTP'",
    );
    expect(code("Get-X 'O''Brien'")).toBe("Get-X 'machine-2'");
    expect(code(`Remove-ExchangeCertificate -Thumbprint ${thumbprint}`)).toBe('Remove-ExchangeCertificate -Thumbprint certificate-1');
  });
});

describe('an address, a thumbprint, a serial number, a GUID', () => {
  it.each([
    ['192.0.2.1 192.0.2.10 192.0.2.1:25 [192.0.2.1]', 'address-1 address-2 address-1:25 [address-1]'],
    [
      '1.2.3.4.5 15.2.1544.11 256.1.1.1 0.0.0.0 127.0.0.1 255.255.255.255',
      '1.2.3.4.5 15.2.1544.11 256.1.1.1 0.0.0.0 127.0.0.1 255.255.255.255',
    ],
    ['2001:db8::1 2001:DB8::1 [2001:db8::1]:25 fe80::1%eth0', 'address-1 address-1 [address-1]:25 address-2'],
    ['::ffff:192.0.2.1 :: ::1 12:34:56 2026-11-20T09:00:00Z', 'address-1 :: ::1 12:34:56 2026-11-20T09:00:00Z'],
    ['192.0.2.1-192.0.2.9 192.0.2.0/24', 'address-1-address-2 address-3/24'],
  ])('%s', (text, wanted) => {
    expect(redacting().text(text)).toBe(wanted);
  });

  it.each([
    ['plain, in either case', `${thumbprint} ${thumbprint.toLowerCase()}`, 'certificate-1 certificate-1'],
    ['with spaces or colons', `${bytes.join(' ')}, ${bytes.join(':')}`, 'certificate-1, certificate-1'],
    ['in an identity', `EX01\\${thumbprint}`, 'EX01\\certificate-1'],
    ['not a SHA-256', `${thumbprint}${thumbprint.slice(0, 24)}`, `${thumbprint}${thumbprint.slice(0, 24)}`],
    ['not 32 bytes with spaces', [...bytes, ...bytes.slice(0, 12)].join(' '), [...bytes, ...bytes.slice(0, 12)].join(' ')],
    ['not an error code or a session', '0x80072EFD 08DC1234ABCD5678', '0x80072EFD 08DC1234ABCD5678'],
    [
      'serial number by its label',
      'Serial number: 0A1B2C3D4E, Serial Number 0a:1b:2c:3d:4e',
      'Serial number: serial-1, Serial Number serial-1',
    ],
    ['serial number of a log', '*,0A1B2C3D4E,Certificate serial number', '*,serial-1,Certificate serial number'],
    ['GUID in either case', '3f2504e0-4f89-11d3-9a0c-0305e82c3301 {3F2504E0-4F89-11D3-9A0C-0305E82C3301}', 'guid-1 {guid-1}'],
  ])('thumbprints: %s', (_, text, wanted) => {
    expect(redacting().text(text)).toBe(wanted);
  });

  it('and people: mail addresses and folders of users', () => {
    expect(redacting().text('taro.yamada@contoso.com C:\\Users\\taro\\run /home/taro/run')).toBe(
      'person-1@domain-1 C:\\Users\\person-2\\run /home/person-2/run',
    );
  });
});

describe('a category that was not chosen', () => {
  const text = `EX01.contoso.com 192.0.2.1 ${thumbprint} a@contoso.com To X 3f2504e0-4f89-11d3-9a0c-0305e82c3301`;
  const names = { servers: ['EX01'], connectors: ['To X'] };
  it.each([
    ['servers', 'server-1.contoso.com 192.0.2.1'],
    ['domains', 'EX01.domain-1 192.0.2.1'],
    ['addresses', 'EX01.contoso.com address-1'],
    ['certificates', 'EX01.contoso.com 192.0.2.1 certificate-1 a@contoso.com'],
    ['people', `EX01.contoso.com 192.0.2.1 ${thumbprint} person-1@contoso.com`],
    ['connectors', `EX01.contoso.com 192.0.2.1 ${thumbprint} a@contoso.com connector-1 3f`],
    ['identifiers', `EX01.contoso.com 192.0.2.1 ${thumbprint} a@contoso.com To X guid-1`],
  ] as const)('stays: only %s', (category, wanted) => {
    expect(redacting(names, [category]).text(text)).toContain(wanted);
  });
});

it('says what was replaced by what, whole names where a token is a part of them', () => {
  const { text, replaced } = redacting({ servers: ['EX01'] });
  text('EX01 mail.contoso.com');
  expect(replaced()).toEqual([
    { category: 'servers', original: 'EX01', token: 'server-1' },
    { category: 'domains', original: 'contoso.com', token: 'domain-1' },
    { category: 'domains', original: 'mail.contoso.com', token: 'host-1.domain-1' },
  ]);
});

const charactersOf = (text: string): readonly string[] => Array.from(text);

it('leaves no value of any kind in a text, and gives equal values equal tokens', () => {
  const letters = 'abcdefghijkmnpqrtuvwxyz';
  const word = fc
    .string({ unit: fc.constantFrom(...charactersOf(`${letters}0123456789`)), minLength: 3, maxLength: 9 })
    .map((text) => `q${text}`);
  const japanese = fc.string({ unit: fc.constantFrom(...charactersOf('東京大阪名古屋支店本社コネクタ')), minLength: 2, maxLength: 6 });
  const hexOf = (length: number) =>
    fc.string({ unit: fc.constantFrom(...charactersOf('0123456789ABCDEF')), minLength: length, maxLength: length });
  const value = fc.record({
    server: fc.oneof(word, japanese),
    domain: fc.tuple(word, word).map(([a, b]) => `${a}.${b}.example`),
    connector: japanese,
    thumbprint: hexOf(40),
    address: fc.ipV4().filter((ip) => !ip.startsWith('0') && !ip.startsWith('127') && ip !== '255.255.255.255'),
  });
  fc.assert(
    fc.property(fc.uniqueArray(value, { minLength: 1, maxLength: 4, selector: ({ server }) => server }), fc.boolean(), (values, upper) => {
      const { text } = redacting({ servers: values.map(({ server }) => server), connectors: values.map(({ connector }) => connector) });
      const write = (of: (typeof values)[number]): string => Object.values(of).join(upper ? ' / ' : '\t');
      const [first, second] = [values.map(write), values.map((one) => write(one).toUpperCase())].map((lines) => lines.map(text));
      expect(second?.map((line) => line.toLowerCase())).toEqual(first?.map((line) => line.toLowerCase()));
      for (const [index, line] of (first ?? []).entries())
        for (const original of Object.values(values[index] ?? {})) {
          const within = new RegExp(`(?<![\\p{L}\\p{N}])${original.replaceAll('.', '\\.')}(?![\\p{L}\\p{N}])`, 'iu');
          expect(line).not.toMatch(within);
        }
    }),
  );
});

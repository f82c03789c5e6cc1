import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCertificateName, parseCertificateName, sameCertificateName } from '../../../shared/x509/certificate-name.ts';
import { commonNameOf, parseName, printName } from '../../../shared/x509/distinguished-name.ts';
import { matchesHostName, parentDomain } from '../../../shared/x509/host-name.ts';
import { runs } from '../../properties/seed.ts';

const goDaddy =
  'CN=Go Daddy Secure Certificate Authority - G2, OU=http://certs.godaddy.com/repository/, O="GoDaddy.com, Inc.", L=Scottsdale, S=Arizona, C=US';

describe('distinguished names', () => {
  it.each([
    goDaddy,
    'CN=mail.contoso.com',
    'CN="a ""quoted"" name", C=JP',
    'CN=メール, O=株式会社',
    'OID.2.5.4.15=Private Organization, CN=a',
    'CN=a + OU=b, C=US',
    'CN=""',
    'CN=" a"',
    'CN="line\nbreak"',
    'CN=carriage\rreturn',
    'CN=　全角の空白　',
    'CN=a\u00a0',
    'CN="#61"',
    'CN=#0C0161',
    'CN="a;b" + O="<x>"',
    '',
  ])('reads and prints %s', (text) => {
    const name = parseName(text);
    expect(name === undefined ? undefined : printName(name)).toBe(text);
  });

  it.each([
    ['  CN = a ,  C=US ', 'CN=a, C=US'],
    ['CN="a"+OU=b', 'CN=a + OU=b'],
    ['cn=,O=', 'cn="", O=""'],
    ['CN=# not hexadecimal', 'CN="# not hexadecimal"'],
  ])('reads %s as people write it', (text, printed) => {
    const name = parseName(text);
    expect(name === undefined ? undefined : printName(name)).toBe(printed);
  });

  it.each(['CN', '=a', 'CN=a,', 'CN=a +', 'CN="a', 'CN="a"b', 'CN=a"b"', 'CN=a,,C=US', '9F2C41AB'])(
    'does not take %s for a name',
    (text) => {
      expect(parseName(text)).toBe(undefined);
    },
  );

  it('gives back every name that it prints', () => {
    const type = fc.constantFrom('CN', 'O', 'OU', 'S', 'E', 'OID.2.5.4.15', 'dnQualifier');
    const nasty = fc.string({
      unit: fc.constantFrom(...',+="\n\r\t\f\v <>#;\\\0\'ab=CNé株\u3000\u00a0\u0085\ufeff😀'.split(''), '""', ', CN=', ' + O='),
    });
    const text = fc.record({ type, value: fc.oneof(nasty, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })) });
    const binary = fc.record({
      type,
      value: fc.uint8Array().map((bytes) => `#${Buffer.from(bytes).toString('hex').toUpperCase()}`),
      binary: fc.constant(true as const),
    });
    const attribute = fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: binary });
    const name = fc.array(fc.array(attribute, { minLength: 1, maxLength: 3 }), { maxLength: 5 });
    fc.assert(
      fc.property(name, (value) => {
        expect(parseName(printName(value))).toEqual(value);
      }),
      { numRuns: runs(2000) },
    );
  });

  // A text that takes more than linear time does not end here before the limit of the test.
  it('ends for a long text that is not a name', () => {
    for (const part of [' ', '"', '""', 'CN=a, ', 'a', '+', ' a']) {
      expect(parseName(`CN=${part.repeat(2_000_000)}"`)).toBe(undefined);
    }
  });

  it.each([
    [goDaddy, 'Go Daddy Secure Certificate Authority - G2'],
    ['O=Contoso, C=JP', undefined],
    ['', undefined],
    ['CN=""', undefined],
    ['O="CN=hidden, Inc."', undefined],
  ])('finds the CN of %s', (text, expected) => {
    expect(commonNameOf(text)).toBe(expected);
  });
});

describe('certificate names', () => {
  it.each([
    ['<I>CN=a<S>CN=b', { issuer: 'CN=a', subject: 'CN=b' }],
    ['<i>CN=a<s>CN=b', { issuer: 'CN=a', subject: 'CN=b' }],
    ['9F2C41AB00000000000000000000000000007D10', undefined],
    ['mail.contoso.com', undefined],
    ['', undefined],
  ])('reads %s', (text, expected) => {
    expect(parseCertificateName(text)).toEqual(expected);
  });

  it('compares without case, as Windows does', () => {
    expect(sameCertificateName({ issuer: 'CN=A', subject: 'cn=b' }, { issuer: 'cn=a', subject: 'CN=B' })).toBe(true);
    expect(sameCertificateName({ issuer: 'CN=A 2025', subject: 'CN=b' }, { issuer: 'CN=A 2026', subject: 'CN=b' })).toBe(false);
  });

  it('reads what it writes', () => {
    for (const subject of ['CN=mail.contoso.com', 'CN=メール　', '']) {
      const name = { issuer: goDaddy, subject };
      expect(parseCertificateName(formatCertificateName(name))).toEqual(name);
    }
  });
});

describe('host names', () => {
  it.each([
    ['mail.contoso.com', 'MAIL.contoso.com.', true],
    ['*.contoso.com', 'mail.contoso.com', true],
    ['*.contoso.com', 'contoso.com', false],
    ['*.contoso.com', 'a.mail.contoso.com', false],
    ['*.contoso.com', '.contoso.com', false],
    ['mail.contoso.com', 'mail.fabrikam.com', false],
    ['', '', false],
  ])('%s covers %s: %s', (pattern, host, expected) => {
    expect(matchesHostName(pattern, host)).toBe(expected);
  });

  it.each([
    ['mail.contoso.com', 'contoso.com'],
    ['*.contoso.com', 'contoso.com'],
    ['host.sub.contoso.com', 'sub.contoso.com'],
    ['localhost', ''],
    ['', ''],
  ])('the parent of %s is %s', (name, parent) => {
    expect(parentDomain(name)).toBe(parent);
  });
});

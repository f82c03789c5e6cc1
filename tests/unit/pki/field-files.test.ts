/** Certificate files that people really have: other labels, other kinds of files, texts that went through a mail or a document. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCodes, type Result } from '../../../shared/model/error.ts';
import type { CertificateFile } from '../../../shared/x509/certificate-file.ts';
import { providerKind } from '../../../shared/x509/key-provider.ts';
import { examineCertificateFile } from '../../../src-main/pki/certificate-file.ts';
import { runs } from '../../properties/seed.ts';
import { alterations } from './altered-text.ts';
import { fixture, password, textFixture } from './fixture.ts';

const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
const examine = (content: string | Uint8Array, secret?: string): Promise<Result<CertificateFile>> =>
  examineCertificateFile(bytesOf(content), secret);
async function examined(content: string | Uint8Array, secret?: string): Promise<CertificateFile> {
  const result = await examine(content, secret);
  if (!result.ok) throw new Error(`${result.error.code} ${JSON.stringify(result.error.details)}`);
  return result.value;
}
const codeOf = async (content: string | Uint8Array): Promise<string> => {
  const result = await examine(content);
  return result.ok ? 'ok' : result.error.code;
};

const armored = (label: string, der: Uint8Array): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
};
const derOf = (pem: string): Uint8Array => Buffer.from(pem.replaceAll(/-----[A-Z0-9 ]+-----|\s/g, ''), 'base64');
const leaf = 'CN=mail.contoso.com, O=コントソ株式会社, C=JP';

describe('PKCS #7', () => {
  const der = fixture('chain.p7b');
  it.each([
    ['CERTIFICATE', armored('CERTIFICATE', der)],
    ['PKCS7', armored('PKCS7', der)],
    ['CMS', armored('CMS', der)],
    ['PKCS #7 SIGNED DATA', armored('PKCS #7 SIGNED DATA', der)],
    ['CERTIFICATE CHAIN', armored('CERTIFICATE CHAIN', der)],
    ['no label', Buffer.from(der).toString('base64')],
    ['no label, as DER', der],
  ])('under %s is read', async (_, content) => {
    const file = await examined(content);
    expect(file).toMatchObject({ format: 'pkcs7', chainEnd: 'root', remarks: [] });
    expect([file.leaf.subject, file.chain.length]).toEqual([leaf, 2]);
  });

  it('of revoked certificates only is a revocation list', async () => {
    expect(await codeOf(fixture('kinds/list-only.p7b'))).toBe('certificateFile.revocationList');
  });
});

describe('PKCS #12 as text', () => {
  it('is read under any label', async () => {
    const content = armored('PKCS12', fixture('rsa-aes256-sha256.pfx'));
    expect(await examined(content, password)).toMatchObject({ format: 'pkcs12', keyOfLeaf: 'matches' });
    expect(await codeOf(content)).toBe('certificateFile.passwordNeeded');
  });

  it('shares one limit of key derivation over the whole file', async () => {
    const content = armored('PKCS12', fixture('rsa-aes256-sha256.pfx')).repeat(400);
    expect(await examine(content, 'wrong')).toMatchObject({ ok: false });
    const costly = armored('PKCS12', fixture('costly.pfx'));
    expect(await examine(costly, password)).toMatchObject({ error: { code: 'certificateFile.kdfLimitExceeded' } });
  });
});

const keys = ['pkcs1', 'pkcs1-encrypted', 'pkcs8', 'pkcs8-encrypted', 'ec'] as const;
const derKeys = ['pkcs1', 'pkcs8', 'pkcs8-encrypted', 'ec'] as const;

describe('files that are something else', () => {
  it.each<readonly [string, string]>([
    ...keys.map((name) => [`kinds/${name}.key`, 'privateKeyOnly'] as const),
    ...derKeys.map((name) => [`kinds/${name}.der.key`, 'privateKeyOnly'] as const),
    ['kinds/request.csr', 'request'],
    ['kinds/request.der.csr', 'request'],
    ['kinds/list.crl', 'revocationList'],
    ['kinds/list.crl.pem', 'revocationList'],
    ['kinds/openssh.key', 'sshKey'],
    ['kinds/openssh.key.pub', 'sshKey'],
    ['kinds/archive.zip', 'zip'],
  ])('%s: %s, without asking for a password', async (name, code) => {
    expect(await codeOf(fixture(name))).toBe(`certificateFile.${code}`);
  });

  it.each([
    ['a request under CERTIFICATE', armored('CERTIFICATE', fixture('kinds/request.der.csr')), 'request'],
    ['a request without label', Buffer.from(fixture('kinds/request.der.csr')).toString('base64'), 'request'],
    ['a list under CERTIFICATE', armored('CERTIFICATE', fixture('kinds/list.crl')), 'revocationList'],
    ['a request with its key', textFixture('kinds/pkcs8.key') + textFixture('kinds/request.csr'), 'request'],
    ['a key with dashes of a word processor', textFixture('kinds/pkcs8.key').replaceAll('-----', '—-—'), 'privateKeyOnly'],
    ['a PuTTY key', 'PuTTY-User-Key-File-2: ssh-rsa\r\nEncryption: none\r\n', 'sshKey'],
    ['an SSH key of another program', '---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----\n', 'sshKey'],
    ['an empty archive', Uint8Array.from([0x50, 0x4b, 5, 6, ...Array<number>(18).fill(0)]), 'zip'],
    [
      'a public key',
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n',
      'notACertificate',
    ],
    ['another block', '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n', 'notACertificate'],
  ])('%s', async (_, content, code) => {
    expect(await codeOf(content)).toBe(`certificateFile.${code}`);
  });

  it('no byte of a private key is in what is answered', async () => {
    for (const name of [...keys.map((key) => `kinds/${key}.key`), 'kinds/openssh.key', 'with-key.pem', 'with-other-key.pem']) {
      const said = JSON.stringify(await examine(fixture(name), password));
      for (const line of textFixture(name).split('-----BEGIN CERTIFICATE')[0]?.split('\n') ?? [])
        if (/^[A-Za-z0-9+/]{20,}/.test(line)) expect(said).not.toContain(line.slice(0, 20));
    }
    const damagedKey = `${textFixture('kinds/pkcs8.key').replace('MII', 'M*I')}${textFixture('mail.pem.crt')}`;
    expect(JSON.stringify(await examine(damagedKey))).not.toContain(textFixture('kinds/pkcs8.key').split('\n')[3]);
  });
});

describe('TRUSTED CERTIFICATE of OpenSSL', () => {
  const content = textFixture('kinds/trusted.pem');
  it('is its certificate, and the file says that the rest was left out', async () => {
    const file = await examined(content);
    expect(file).toMatchObject({ format: 'pem', remarks: ['trustSettings'], leaf: { subject: 'CN=mail.contoso.com, O=Contoso, C=JP' } });
  });

  it('is damaged under the label of a certificate alone', async () => {
    expect(await codeOf(content.replaceAll('TRUSTED ', ''))).toBe('certificateFile.damaged');
  });
});

describe('the provider that a PFX names', () => {
  it.each([
    ['kinds/ksp.pfx', { name: 'Microsoft Software Key Storage Provider', kind: 'KSP' }],
    ['kinds/ec-ksp.pfx', { name: 'Microsoft Software Key Storage Provider', kind: 'KSP' }],
    ['kinds/csp.pfx', { name: 'Microsoft RSA SChannel Cryptographic Provider', kind: 'CSP' }],
    ['kinds/other-provider.pfx', { name: 'Contoso Key Vault', kind: 'notKnown' }],
    ['rsa-aes256-sha256.pfx', null],
    ['no-key.pfx', null],
    ['dotnet-aes256-sha256.pfx', null],
  ])('%s: %o', async (name, keyProvider) => {
    expect((await examined(fixture(name), password)).keyProvider).toEqual(keyProvider);
  });

  it('is the one of the key that belongs to the certificate', async () => {
    const key = armored('PKCS12', fixture('kinds/key-only.pfx'));
    expect(await examined(key + textFixture('kinds/trusted.pem'), password)).toMatchObject({
      keyOfLeaf: 'matches',
      keyProvider: { kind: 'KSP' },
    });
    expect(await examined(key + textFixture('kinds/ec.key') + textFixture('kinds/trusted.pem'), password)).toMatchObject({
      hasPrivateKey: 'several',
      keyProvider: { kind: 'KSP' },
    });
    expect(await examined(key + textFixture('mail.pem.crt'), password)).toMatchObject({ keyOfLeaf: 'differs', keyProvider: null });
    expect(await examined(key + textFixture('with-key.pem'), password)).toMatchObject({ keyOfLeaf: 'matches', keyProvider: null });
  });

  it('a PFX without a certificate is a private key', async () => {
    expect(await examine(fixture('kinds/key-only.pfx'), password)).toMatchObject({ error: { code: 'certificateFile.privateKeyOnly' } });
  });

  it.each([
    ['Microsoft Platform Crypto Provider', 'KSP'],
    ['Microsoft Smart Card Key Storage Provider', 'KSP'],
    ['microsoft software key storage provider', 'KSP'],
    ['SafeNet Key Storage Provider', 'KSP'],
    ['Microsoft Enhanced Cryptographic Provider v1.0', 'CSP'],
    ['Microsoft Enhanced RSA and AES Cryptographic Provider (Prototype)', 'CSP'],
    ['Microsoft Base Smart Card Crypto Provider', 'CSP'],
    ['Luna Cryptographic Services for Microsoft Windows', 'notKnown'],
    ['', 'notKnown'],
  ])('"%s" is %s', (name, kind) => {
    expect(providerKind(name)).toBe(kind);
  });
});

describe('RSASSA-PSS', () => {
  it.each([
    ['kinds/pss-key.pem', 'key'],
    ['kinds/pss-signature.pem', 'signature'],
  ])('%s: the %s is named, and the certificate is read as any other', async (name, what) => {
    const file = await examined(fixture(name));
    expect(file).toMatchObject({
      pss: [{ what, subject: file.leaf.subject }],
      chainEnd: 'root',
      leaf: { keyAlgorithm: 'RSA', keySize: 2048 },
    });
    expect(file.links.map(({ check }) => check)).toEqual(['verified']);
  });

  it.each(['chain.pem', 'kinds/pss-root.pem'])('is not said of %s: ordinary signatures, and the one of a root on itself', async (name) => {
    expect((await examined(fixture(name))).pss).toEqual([]);
  });
});

describe('texts that other programs changed', () => {
  it.each(alterations)('$title', async ({ apply, altered }) => {
    const file = await examined(apply(textFixture('mail.pem.crt')));
    expect([file.leaf.subject, file.format, file.remarks]).toEqual([leaf, 'pem', altered ? ['altered'] : []]);
    const withKey = await examined(apply(textFixture('with-key.pem')));
    expect(withKey).toMatchObject({ keyOfLeaf: 'matches', chain: [{}] });
  });

  it.each(alterations)('$title: an encrypted key with headers', async ({ apply }) => {
    expect(await examined(apply(textFixture('with-older-encrypted-key.pem')), password)).toMatchObject({ keyOfLeaf: 'matches' });
  });

  it.each([
    ['a character that is no base64', (pem: string) => pem.replace('MII', 'M*I')],
    ['no beginning', (pem: string) => pem.slice(pem.indexOf('\n'))],
    ['no end', (pem: string) => pem.slice(0, pem.lastIndexOf('-----END'))],
    ['a lost line', (pem: string) => pem.replace(/\n.{64}\n/, '\n')],
  ])('%s is damaged', async (_, change) => {
    expect(await codeOf(change(textFixture('mail.pem.crt')))).toBe('certificateFile.damaged');
  });
});

describe('any of it', () => {
  const textual = alterations.filter(({ apply }) => typeof apply('') === 'string');
  const encodings: readonly ((text: string) => Uint8Array)[] = [
    (text) => Buffer.from(text, 'utf8'),
    (text) => Buffer.from(`\ufeff${text}`, 'utf8'),
    (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
    (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  ];
  const files = ['mail.pem.crt', 'chain.pem', 'chain.pem.p7b', 'kinds/trusted.pem'] as const;

  it('reads the same certificate after two different alterations, in any encoding', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.constantFrom(...textual),
        fc.constantFrom(...textual),
        fc.constantFrom(...encodings),
        async (name, first, second, encode) => {
          fc.pre(first !== second);
          const original = await examined(fixture(name));
          const twice = second.apply(String(first.apply(textFixture(name))));
          const file = await examined(encode(String(twice)));
          expect({ ...file, remarks: [] }).toEqual({ ...original, remarks: [] });
        },
      ),
      { numRuns: runs(1_000) },
    );
  });

  it('fails by code, never by exception, whatever is changed, and shows no key', async () => {
    const seeds = [
      ...keys.map((name) => `kinds/${name}.key`),
      'kinds/trusted.pem',
      'kinds/archive.zip',
      'kinds/list.crl',
      'kinds/request.der.csr',
    ]
      .concat(derKeys.map((name) => `kinds/${name}.der.key`))
      .concat('chain.pem.p7b', 'with-ec-key.pem');
    const codes = errorCodes.filter((code) => code.startsWith('certificateFile.'));
    const edit = fc.record({
      at: fc.nat(),
      remove: fc.nat(8),
      insert: fc.constantFrom('', '-', '—', '-----BEGIN CERTIFICATE-----', '>', '<b>', '&#45;', '\0', '\n', '0'),
    });
    const secret = Buffer.from(derOf(textFixture('kinds/pkcs8.key')))
      .toString('base64')
      .slice(100, 140);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.constantFrom(...textual),
        fc.array(edit, { maxLength: 4 }),
        async (name, { apply }, edits) => {
          let content = name.endsWith('.pem') || name.endsWith('.key') ? String(apply(textFixture(name))) : textFixture(name);
          for (const { at, remove, insert } of edits) {
            const from = at % (content.length + 1);
            content = content.slice(0, from) + insert + content.slice(from + remove);
          }
          const result = await examine(Buffer.from(content, 'latin1'));
          if (!result.ok) expect(codes).toContain(result.error.code);
          expect(JSON.stringify(result)).not.toContain(secret);
        },
      ),
      { numRuns: runs(1_000) },
    );
  });

  it('takes time in proportion to the length, also of what looks like the beginning of many blocks', async () => {
    const length = 4 * 1024 * 1024;
    for (const part of [
      '-',
      '-----BEGIN CERTIFICATE-----',
      '-----BEGIN ',
      'BEGIN',
      '<',
      '<a',
      '&#45',
      '> ',
      ' ',
      '-----END CERTIFICATE-----\n',
      '\0-',
      '>\n',
      '&#45;',
      '-----BEGIN X-----\nMA==\n-----END X-----\n',
    ]) {
      const content = part.repeat(Math.floor(length / part.length));
      expect(await examine(content)).toMatchObject({ ok: false });
    }
  }, 120_000);
});

it.each([
  ['a text of more than 4 MiB', ' '.repeat(4 * 1024 * 1024 + 1)],
  ['more than 1,000 blocks', '-----BEGIN X-----\nMA==\n-----END X-----\n'.repeat(1_001)],
  ['more than 64 keys', textFixture('kinds/ec.key').repeat(65) + textFixture('mail.pem.crt')],
  ['more than 64 certificates in several containers', textFixture('chain.pem.p7b').repeat(22)],
])('%s is too large', async (_, content) => {
  expect(await codeOf(content)).toBe('certificateFile.tooLarge');
});

describe('inputs from the field', () => {
  const folder = join(import.meta.dirname, '../../../../shared/field/certificates');
  const isThere = existsSync(folder);
  const title = (name: string): string => (isThere ? name : `${name} (skipped, because ../shared/field is absent)`);
  const field = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));

  it.skipIf(!isThere)(title('01: a P7B labelled CERTIFICATE is read'), async () => {
    expect(await examined(field('01-p7b-labelled-certificate.p7b'))).toMatchObject({
      format: 'pkcs7',
      chainEnd: 'root',
    });
  });

  it.skipIf(!isThere)(title('02: a ZIP of the authority is named, with what to do'), async () => {
    expect(await codeOf(field('02-zip-of-the-authority.zip'))).toBe('certificateFile.zip');
  });

  it.skipIf(!isThere)(title('03: the provider in a PFX is named'), async () => {
    expect(await examined(field('03-pfx-naming-a-ksp-password-pw.pfx'), 'pw')).toMatchObject({
      keyOfLeaf: 'matches',
      leaf: { keyAlgorithm: 'RSA' },
      keyProvider: { name: 'Microsoft Software Key Storage Provider', kind: 'KSP' },
    });
  });

  it.skipIf(!isThere)(title('04: autocorrected dashes are read, and said'), async () => {
    expect(await examined(field('04-autocorrected-dashes.pem'))).toMatchObject({ remarks: ['altered'] });
  });
});

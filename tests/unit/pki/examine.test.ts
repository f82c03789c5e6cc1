import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { certificateFileSchema, type CertificateFile } from '../../../shared/x509/certificate-file.ts';
import { examineCertificateFile } from '../../../src-main/pki/certificate-file.ts';
import { fixture, password, textFixture } from './fixture.ts';

async function examined(bytes: Uint8Array, secret?: string): Promise<CertificateFile> {
  const result = await examineCertificateFile(bytes, secret);
  if (!result.ok) throw new Error(`${result.error.code} ${JSON.stringify(result.error.details)}`);
  expect(JSON.stringify(result)).not.toContain(password);
  return v.parse(certificateFileSchema, result.value);
}
async function codeOf(bytes: Uint8Array, secret?: string): Promise<string> {
  const result = await examineCertificateFile(bytes, secret);
  if (result.ok) return 'ok';
  expect(JSON.stringify(result)).not.toContain(secret === undefined || secret === '' ? password : secret);
  return result.error.code;
}
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

const leaf = 'CN=mail.contoso.com, O=コントソ株式会社, C=JP';
const whole = { chainEnd: 'root', missingIssuer: null, others: [] } as const;
const issuerOf = (kind: string): string => `CN=Fabrikam ${kind} TLS CA, O=Fabrikam Trust, C=US`;
const rootOf = (kind: string): string => `CN=Fabrikam ${kind} Root, O=Fabrikam Trust, C=US`;

describe('files without a password', () => {
  it.each([
    ['mail.der.cer', 'der'],
    ['mail.pem.crt', 'pem'],
  ])('%s has the leaf alone, and says which issuer is missing', async (name, format) => {
    const file = await examined(fixture(name));
    expect(file).toMatchObject({ format, hasPrivateKey: 'no', keyOfLeaf: null, friendlyName: null, chain: [], links: [], others: [] });
    expect(file.leaf.subject).toBe(leaf);
    expect([file.chainEnd, file.missingIssuer]).toEqual(['issuerMissing', issuerOf('rsa')]);
  });

  it.each([
    ['chain.pem', 'pem'],
    ['chain.p7b', 'pkcs7'],
    ['chain.pem.p7b', 'pkcs7'],
  ])('%s: the leaf is found in any order, and each link is checked by its signature', async (name, format) => {
    const file = await examined(fixture(name));
    expect(file).toMatchObject({ format, hasPrivateKey: 'no', ...whole });
    expect([file.leaf, ...file.chain].map(({ subject }) => subject)).toEqual([leaf, issuerOf('rsa'), rootOf('rsa')]);
    expect(file.links.map(({ check }) => check)).toEqual(['verified', 'verified']);
    expect(file.links.map(({ subject }) => subject)).toEqual([file.leaf, file.chain[0]].map((one) => one?.thumbprint));
  });

  it.each([
    ['with-key.pem', 'matches', 1],
    ['with-ec-key.pem', 'matches', 0],
    ['with-other-key.pem', 'differs', 0],
  ])('%s: the key %s', async (name, keyOfLeaf, chain) => {
    const file = await examined(fixture(name));
    expect(file).toMatchObject({ format: 'pem', hasPrivateKey: 'yes', keyOfLeaf });
    expect([file.leaf.subject, file.chain.length]).toEqual([leaf, chain]);
  });

  it('does not take a certificate for the issuer that has its name and key identifier and did not sign', async () => {
    const file = await examined(fixture('impostor.pem'));
    expect([file.chainEnd, file.missingIssuer]).toEqual(['wrongSignature', issuerOf('rsa')]);
    expect([file.chain, file.links, file.others.map(({ subject }) => subject)]).toEqual([[], [], [issuerOf('rsa')]]);
  });

  it('reads base64 without its two lines, UTF-16 of Notepad, a byte order mark, and a certificate that is there twice', async () => {
    const pem = textFixture('mail.pem.crt');
    const bare = pem.replace(/-----[A-Z ]+-----/g, '');
    const variants = [
      text(bare),
      Buffer.from(`\ufeff${pem}`, 'utf16le'),
      text(`\ufeff${pem}`),
      text(pem + pem),
      text(`Subject: x\r\n${pem}`),
    ];
    for (const bytes of variants) expect((await examined(bytes)).leaf.subject).toBe(leaf);
  });

  it('gives the key of a kind that it does not know as not checked', async () => {
    const unknown = '-----BEGIN PRIVATE KEY-----\nMA8CAQAwBgYEKgMEBQQCAQI=\n-----END PRIVATE KEY-----\n';
    expect(await examined(text(unknown + textFixture('mail.pem.crt')))).toMatchObject({ hasPrivateKey: 'yes', keyOfLeaf: 'notChecked' });
  });
});

describe('files with a password', () => {
  it.each([
    ['rsa-tripledes-sha1.pfx', 'rsa'],
    ['rsa-aes256-sha256.pfx', 'rsa'],
    ['ec-tripledes-sha1.pfx', 'ec'],
    ['ec-aes256-sha256.pfx', 'ec'],
    ['rsa-rc2-128.pfx', 'rsa'],
    ['no-integrity.pfx', 'ec'],
    ['no-encryption.pfx', 'ec'],
  ])('%s: leaf with its key, friendly name, whole chain', async (name, kind) => {
    const file = await examined(fixture(name), password);
    expect(file).toMatchObject({
      format: 'pkcs12',
      hasPrivateKey: 'yes',
      keyOfLeaf: 'matches',
      friendlyName: 'Exchange 2026 メール',
      ...whole,
    });
    expect([file.leaf, ...file.chain].map(({ subject }) => subject)).toEqual([leaf, issuerOf(kind), rootOf(kind)]);
    expect(file.links.map(({ check }) => check)).toEqual(['verified', 'verified']);
    expect(file.leaf.keyAlgorithm).toBe(kind === 'ec' ? 'ECDSA' : 'RSA');
  });

  it.each(['dotnet-tripledes-sha1.pfx', 'dotnet-aes256-sha256.pfx'])('%s: as the export page of Windows writes it', async (name) => {
    expect(await examined(fixture(name), password)).toMatchObject({
      hasPrivateKey: 'yes',
      keyOfLeaf: 'matches',
      chainEnd: 'issuerMissing',
    });
  });

  it.each(['empty-password.pfx', 'dotnet-no-password.pfx'])('%s opens with the empty password, and with none', async (name) => {
    for (const secret of ['', undefined]) expect(await examined(fixture(name), secret)).toMatchObject({ keyOfLeaf: 'matches' });
  });

  it.each(['japanese-password.pfx', 'japanese-password-older.pfx'])('%s', async (name) => {
    expect(await examined(fixture(name), 'パスワード🔒')).toMatchObject({ keyOfLeaf: 'matches' });
  });

  it.each(['with-encrypted-key.pem', 'with-older-encrypted-key.pem'])('%s', async (name) => {
    expect(await examined(fixture(name), password)).toMatchObject({ format: 'pem', hasPrivateKey: 'yes', keyOfLeaf: 'matches' });
  });

  it('a file without a key says so', async () => {
    expect(await examined(fixture('no-key.pfx'), password)).toMatchObject({ hasPrivateKey: 'no', keyOfLeaf: null });
  });

  it('of several keys in one chain the leaf has its own', async () => {
    const file = await examined(fixture('two-keys-one-chain.pfx'), password);
    expect(file).toMatchObject({ hasPrivateKey: 'several', keyOfLeaf: 'matches', chainEnd: 'issuerMissing', missingIssuer: rootOf('rsa') });
    expect(file.leaf.subject).toBe(leaf);
  });

  it.each([
    'rsa-tripledes-sha1.pfx',
    'rsa-aes256-sha256.pfx',
    'no-integrity.pfx',
    'no-encryption.pfx',
    'with-encrypted-key.pem',
    'with-older-encrypted-key.pem',
  ])('%s: a wrong password and a missing one are told apart', async (name) => {
    for (const wrong of ['Other-2?', '', 'fixture-1!', `${password} `])
      expect(await codeOf(fixture(name), wrong)).toBe('certificateFile.wrongPassword');
    expect(await codeOf(fixture(name))).toBe('certificateFile.passwordNeeded');
  });

  it('leaves the bytes that it was given as they were', async () => {
    for (const name of ['no-encryption.pfx', 'rsa-aes256-sha256.pfx', 'with-key.pem']) {
      const bytes = fixture(name);
      await examined(bytes, password);
      expect(bytes).toEqual(fixture(name));
    }
  });
});

describe('what is refused', () => {
  it.each([
    ['two-keys.pfx', 'certificateFile.severalKeys'],
    ['unrelated.pem', 'certificateFile.severalCertificates'],
    ['request.csr', 'certificateFile.request'],
    ['rc4.pfx', 'certificateFile.notSupported'],
    ['costly.pfx', 'certificateFile.kdfLimitExceeded'],
  ])('%s: %s', async (name, code) => {
    expect(await codeOf(fixture(name), password)).toBe(code);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a text', text('Dear administrator, your certificate is attached.')],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a])],
    ['a number', Uint8Array.from([0x30, 0x05, 0x01, 0x01, 0xff, 0x05, 0x00])],
  ])('%s is no certificate', async (_, bytes) => {
    expect(await codeOf(bytes)).toBe('certificateFile.notACertificate');
  });

  it.each([
    ['cut off', fixture('mail.der.cer').subarray(0, 700)],
    ['with bytes behind its end', Uint8Array.from([...fixture('mail.der.cer'), 0])],
    ['as PEM without end', text(textFixture('mail.pem.crt').slice(0, 500))],
    ['in PEM that is no base64', text(textFixture('mail.pem.crt').replace('MII', 'M*I'))],
  ])('a certificate %s is damaged', async (_, bytes) => {
    expect(await codeOf(bytes)).toBe('certificateFile.damaged');
  });

  it('more than 16 MiB, 64 certificates or 64 keys', async () => {
    expect(await codeOf(new Uint8Array(16 * 1024 * 1024 + 1))).toBe('certificateFile.tooLarge');
    expect(await codeOf(text(textFixture('mail.pem.crt').repeat(65)))).toBe('certificateFile.tooLarge');
    expect(await codeOf(text((textFixture('with-key.pem').split('-----BEGIN CERTIFICATE')[0] ?? '').repeat(65)))).toBe(
      'certificateFile.tooLarge',
    );
  });
});
